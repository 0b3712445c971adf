"""The demo's month of money besides the journeys: a bank account with its statement, boxes that were filled and
counted, suppliers that are paid directly, help in kind, a claim to review and a sealed report."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app import demo_papers
from app.cases.models import Case, Person
from app.finance import bank as bank_reads
from app.finance import cash
from app.finance import operations as finance
from app.finance.models import Advance, Claim, Custodian, Entry, Fund
from app.finance.operations.receipts import Paper
from app.finance.scope import Scope
from app.foundation import clock
from app.foundation.db import db
from app.foundation.language import _
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel.operations import Given

DAY = timedelta(days=1)
GIFT = Money(25_000_00)
FILLED = Money(3_000_00), Money(2_000_00), Money(1_000_00)  # one transfer, three boxes
STUDY = Money(2_850_00)
MISSING = Money(50_00)


def load(cast, now: datetime) -> None:
    """`cast`: the demo's."""
    donor = db.session.scalars(select(Fund).where(Fund.name == "Fondo Vista")).one()
    account = finance.create_box("Cuenta del Sureste ··4471", by=cast.fausto, now=now - 19 * DAY, kind="bank")
    finance.record_donation(
        donor, account, GIFT, occurred_on=clock.today(now - 16 * DAY), by=cast.fausto, now=now - 16 * DAY
    )
    _suppliers(cast, donor, account, now)
    _boxes(cast, account, now)
    _statement(cast, account, now)
    _to_review(cast, now)
    _in_kind(cast, now)
    _sealed(cast, now)
    _corrected(cast, donor, now)
    _journeys_only(cast, now)


def _case_of(given_names: str) -> Case:
    return db.session.scalars(select(Case).join(Case.patient).where(Person.given_names == given_names)).one()


def _suppliers(cast, fund: Fund, account: Custodian, now: datetime) -> None:
    """A study that is paid and waits for its CFDI, one that may be paid, one that nobody has authorised yet."""
    laboratory = _("Laboratorio del Grijalva"), "LGR0503128K4"
    asked = [
        finance.record_quotation(
            _case_of(name), *laboratory, "other", concept, amount, by=cast.lupita, now=now - 4 * DAY, key=f"demo-{name}"
        )
        for name, concept, amount in (
            ("Flora", _("Colangiorresonancia"), STUDY),
            ("Irma", _("Biopsia y patología"), Money(1_960_00)),
            ("Berta", _("Tomografía de abdomen"), Money(4_350_00)),
        )
    ]
    for payment in asked[:2]:
        finance.authorise_direct(payment, fund, cast.fausto, now - 3 * DAY)
    finance.pay_direct(
        asked[0], account, "SPEI 0048213", paid_on=clock.today(now - 2 * DAY), by=cast.lupita, now=now - 2 * DAY,
        key="demo-paid", cfdi_by=clock.today(now + 6 * DAY),
    )  # fmt: skip


def _boxes(cast, account: Custodian, now: datetime) -> None:
    """Three were filled in one transfer, the driver's is on its way; two were counted, and in one fifty are missing."""
    began, then = {"by": cast.fausto, "now": now - 19 * DAY}, now - timedelta(hours=20)
    clinic = finance.create_box("Iván, en Salvador", kind="clinician", limit=Money(5_000_00), user=cast.ivan, **began)
    driver = finance.create_box("Chofer Chema", kind="driver", limit=Money(3_000_00), **began)
    moved = [
        finance.move_cash(account, box, amount, occurred_on=clock.today(then), by=cast.amalia, now=then)
        for box, amount in zip((cast.box, clinic, driver), FILLED, strict=True)
    ]
    finance.confirm_move(moved[0], cast.fausto, then + timedelta(hours=1))
    finance.confirm_move(moved[1], cast.ivan, then + timedelta(hours=4))
    finance.count_box(clinic, _pieces(clinic.holds), "Aurora Paz", by=cast.ivan, now=now - timedelta(hours=3))
    short = finance.count_box(
        cast.box, _pieces(cast.box.holds - MISSING), "Marta Escobar", by=cast.lupita, now=now - timedelta(hours=2),
        note=_("Se contó dos veces."),
    )  # fmt: skip
    office = db.session.scalars(select(Fund).where(Fund.name == "Gastos de oficina")).one()
    finance.ask_adjustment(short, office, _("Un billete de 50 falso"), by=cast.fausto, now=now - timedelta(hours=1))


def _pieces(amount: Money) -> dict[cash.Piece, int]:
    """The fewest pieces that come to it."""
    found, left = {}, amount.amount_minor
    for piece in cash.PIECES:
        found[piece], left = divmod(left, piece.value_minor)
    return found


def _statement(cast, account: Custodian, now: datetime) -> None:
    """What the bank says of these days, with its balance: of the gift somebody has said that it is the gift."""
    filled = sum(amount.amount_minor for amount in FILLED)
    rows = (
        (now - 16 * DAY, "SPEI RECIBIDO FUND VER BIEN", "0071845", GIFT.amount_minor),
        (now - 2 * DAY, "SPEI ENVIADO LAB DEL GRIJALVA", "0048213", -STUDY.amount_minor),
        (now - DAY, "DEPOSITO EN EFECTIVO SUC 0412", "0990012", 500_00),
        (now - DAY, "COMISION POR MANEJO DE CUENTA", "", -58_00),
        (now - timedelta(hours=20), "TRASPASO A CAJAS", "", -filled),
    )
    content = _csv((clock.today(then), words, reference, minor) for then, words, reference, minor in rows)
    finance.import_statement(account, "banco-del-sureste.csv", content, by=cast.fausto, now=now - timedelta(hours=1))
    gift = bank_reads.line_page(account)[0][0]
    finance.pair_movements(account, [gift.line.id], [row.id for row in gift.booked], by=cast.fausto, now=now)


def _csv(rows: Iterable[tuple[date, str, str, int]]) -> bytes:
    lines, balance = ["Fecha,Descripción,Referencia,Depósito,Retiro,Saldo"], 0
    for day, words, reference, minor in rows:
        balance += minor
        pesos = Money(abs(minor)).decimal
        sides = f"{pesos if minor > 0 else ''},{pesos if minor < 0 else ''}"
        lines.append(f"{day:%d/%m/%Y},{words},{reference},{sides},{Money(balance).decimal}")
    return "\n".join(lines).encode()


def _to_review(cast, now: datetime) -> None:
    """Doña Flora sent her tickets of the way there: they wait for finance."""
    case = _case_of("Flora")
    paid = db.session.scalars(select(Advance).where(Advance.case_id == case.id).order_by(Advance.id)).first()
    claim = finance.open_claim(case.id, by=cast.lupita, now=now - timedelta(hours=5), advance=paid)
    line = next(line for line in paid.lines if line.kind == "to_prove")
    paper = Paper(
        "nota", _("Transportes de la Sierra"), clock.today(now), Money(180_00), folio="118",
        excuse=_("Los transportistas de la zona no facturan."),
    )  # fmt: skip
    photo = demo_papers.nota(paper, _("Ida a Tuxtla"), cast.lupita, now)
    finance.add_receipt(claim, paper, line.category, _("Ida a Tuxtla"), by=cast.lupita, now=now, file=photo)
    finance.prove_attendance(claim, _("El chofer del colectivo confirmó que salieron."), cast.lupita)
    finance.submit_claim(claim, cast.lupita, now - timedelta(hours=4))


def _in_kind(cast, now: datetime) -> None:
    given = (
        ("Hilda", Given("medicine", _("Omeprazol y paracetamol"), _("Farmacia San José"), clock.today(now - DAY),
                        _("para diez días"), Money(340_00))),
        ("Gloria", Given("food", _("Desayuno y comida"), _("Las Hermanas de la casa de hospedaje"),
                         clock.today(now - 2 * DAY), _("dos personas"))),
        ("Elena", Given("study", _("Ultrasonido de control"), _("Dra. Nájera, del hospital"), clock.today(now - DAY),
                        _("uno"), Money(650_00))),
    )  # fmt: skip
    for name, what in given:
        travel.record_in_kind(_case_of(name), what, f"demo-{name}", now - timedelta(hours=6), cast.lupita)


def _sealed(cast, now: datetime) -> None:
    """The report of the month before, for the donor of the ways."""
    fund = db.session.scalars(select(Fund).where(Fund.name == "Fondo Caminos de Salud")).one()
    ends_on = clock.today(now).replace(day=1) - DAY
    finance.seal_report(Scope(ends_on.replace(day=1), ends_on, fund), by=cast.fausto, now=now - 6 * DAY)


def _corrected(cast, donor: Fund, now: datetime) -> None:
    """Two expenses under a wrong category or fund: the one is mended, by two people; the other waits for the second."""
    fund = db.session.scalars(select(Fund).where(Fund.name == "Fondo Caminos de Salud")).one()
    claims = select(Claim).where(Claim.fund_id == fund.id, Claim.state == "paid", Claim.split.is_(False))
    last, before = db.session.scalars(claims.order_by(Claim.id.desc()).limit(2)).all()
    line = next(line for line in last.lines if line.receipt)
    changes = {(line.receipt_id, line.category): "medicine"}
    then, why = now - timedelta(hours=6), _("Fueron por sus medicinas: va en medicinas y estudios.")
    asked = finance.ask_reclassification(_entry_of(last), changes, None, why, by=cast.fausto, now=then)
    finance.confirm_correction(asked, by=cast.amalia, now=now - timedelta(hours=5))
    why = _("Su operación era de la vista: lo paga ese donante.")
    finance.ask_reclassification(_entry_of(before), {}, donor, why, by=cast.amalia, now=then)


def _entry_of(claim: Claim) -> Entry:
    return db.session.scalars(select(Entry).where(Entry.kind == "claim", Entry.source == f"claim:{claim.id}")).one()


def _journeys_only(cast, now: datetime) -> None:
    """A donor who pays journeys and nothing else: it may share the next budget with another fund."""
    fund = finance.create_fund(
        "Pasajes Solidarios", "Cooperativa de Transportistas", by=cast.fausto, now=now - 3 * DAY,
        restrictions=[("category", "transport")],
    )  # fmt: skip
    day = clock.today(now - 3 * DAY)
    finance.record_donation(fund, cast.box, Money(6_000_00), occurred_on=day, by=cast.fausto, now=now - 3 * DAY)
