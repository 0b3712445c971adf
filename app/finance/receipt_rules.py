"""Which paper proves which expense, on plain values. docs/rules-money.md says the same in prose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.cases.spellings.text import fold
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .cfdi import Cfdi
from .rules import DatedRate

LIMIT = "limit"  # the category under which a limit stands among the dated rates
ELECTRONIC_ABOVE = Money(2_000_00)  # DOMAIN: a supplier is paid above it by transfer or card, with an invoice
ONE_CENTAVO = 1
CASH = "01"  # SAT's c_FormaPago
SAME_WORD = 4  # letters
SAID_AT_ONCE = 6  # flaws of one file; a file with more is no CFDI that anybody mends by hand
GENERIC_RFC = ("XAXX010101000", "XEXX010101000")


@dataclass(frozen=True)
class Limits:
    """The most that a paper without CFDI proves by itself; None: as much as it says."""

    ticket: Money | None = None
    voucher: Money | None = None
    ride: Money | None = None


def limits_on(rates: Iterable[DatedRate], day: date) -> Limits:
    """The limits in force on that day; of two, the one that began last."""
    found = {}
    for rate in sorted(rates, key=lambda rate: rate.valid_from):
        if rate.category == LIMIT and rate.holds_on(day) and rate.unit in ("ticket", "voucher", "ride"):
            found[rate.unit] = rate.amount
    return Limits(**found)


@dataclass(frozen=True)
class Objection:
    """What speaks against a paper, and what to do. `excusable`: with a written reason it is taken all the same."""

    field: str
    sentence: str
    excusable: bool = True


def objections(kind: str, category: str, amount: Money, rides: Sequence[Money], limits: Limits) -> list[Objection]:
    """Of a receipt's class for its category and amount; none: it is taken as it is."""
    found = []
    if kind == "relacion_de_pasajes" and category != "transport":
        says = _("Una relación de pasajes comprueba sólo transporte: cambie el rubro, o elija otro comprobante.")
        found.append(Objection("category", says, excusable=False))
    if kind == "recibo_sin_factura" and category == "medicine":
        says = _("Farmacias y laboratorios dan ticket o factura: pídalo. Si de veras no hubo, diga por qué.")
        found.append(Objection("kind", says))
    found += _above(kind, amount, rides, limits)
    if kind in ("ticket", "nota", "recibo_sin_factura") and amount > ELECTRONIC_ABOVE:
        says = _("Un pago de más de %(limit)s a un proveedor va con factura y por transferencia o tarjeta: pida la "
                 "factura, o diga por qué no la hay.", limit=ELECTRONIC_ABOVE)  # fmt: skip
        found.append(Objection("excuse", says))
    return found


def _above(kind: str, amount: Money, rides: Sequence[Money], limits: Limits) -> Iterable[Objection]:
    if kind in ("ticket", "nota") and limits.ticket is not None and amount > limits.ticket:
        says = _("Un ticket o una nota comprueba hasta %(limit)s: pida la factura, o diga por qué no la hay.",
                 limit=limits.ticket)  # fmt: skip
        yield Objection("excuse", says)
    if kind == "recibo_sin_factura" and limits.voucher is not None and amount > limits.voucher:
        says = _("Un recibo sin factura comprueba hasta %(limit)s: pida factura o ticket, o diga por qué no hubo.",
                 limit=limits.voucher)  # fmt: skip
        yield Objection("excuse", says)
    over = [ride for ride in rides if limits.ride is not None and ride > limits.ride]
    if over:
        says = _("Un pasaje de la relación es de hasta %(limit)s y hay uno de %(amount)s: revíselo, o diga por qué "
                 "costó eso.", limit=limits.ride, amount=max(over))  # fmt: skip
        yield Objection("excuse", says)


def refuse_unexcused(found: Iterable[Objection], excuse: str) -> None:
    """Refused: what no reason mends; the rest when there is no reason."""
    for objection in sorted(found, key=lambda one: one.excusable):
        if not objection.excusable or not excuse.strip():
            raise Refused(objection.sentence, objection.field)


def limit_hint(limits: Limits) -> str:
    """The limits in one line, to stand beside the total; nothing where there are none."""
    said = [
        _("ticket o nota hasta %(limit)s", limit=limits.ticket) if limits.ticket is not None else "",
        _("recibo sin factura hasta %(limit)s", limit=limits.voucher) if limits.voucher is not None else "",
        _("cada pasaje hasta %(limit)s", limit=limits.ride) if limits.ride is not None else "",
    ]
    shown = ", ".join(part for part in said if part)
    return _("Sin factura: %(limits)s. Lo que pase, con su motivo.", limits=shown) if shown else ""


@dataclass(frozen=True)
class Asked:
    """What a claim asks of a CFDI: to whom it is made out ('' : to anybody), in which currency, of which days."""

    rfc: str
    currency: str
    today: date
    eligible_from: date | None = None
    eligible_to: date | None = None


def cfdi_objections(cfdi: Cfdi, asked: Asked) -> list[str]:
    """Why this CFDI proves nothing here, each with what to do; none: it is taken."""
    found = []
    if cfdi.flaws:
        said = "; ".join(cfdi.flaws[:SAID_AT_ONCE])
        says = _("El XML no cumple el esquema del SAT (Anexo 20): %(flaws)s. Pida al proveedor el XML original.",
                 flaws=f"{said}…" if cfdi.flaws[SAID_AT_ONCE:] else said)  # fmt: skip
        found.append(says)
    if cfdi.kind != "I":
        says = _("Ese CFDI es de tipo %(kind)s y no de ingreso: no comprueba una compra. Pida la factura de la compra.",
                 kind=cfdi.kind or "?")  # fmt: skip
        found.append(says)
    if asked.rfc and cfdi.receiver_rfc != asked.rfc:
        found.append(_made_out_to(cfdi.receiver_rfc, asked.rfc))
    if abs(cfdi.exact - cfdi.should_be) * 100 > ONE_CENTAVO:
        says = _("El total dice %(total)s y subtotal, descuento e impuestos suman %(sum)s: pida al proveedor que la "
                 "corrija.", total=f"{cfdi.exact:,.2f}", sum=f"{cfdi.should_be:,.2f}")  # fmt: skip
        found.append(says)
    if cfdi.total.currency != asked.currency:
        says = _("La factura está en %(theirs)s y la comprobación en %(ours)s: pida la factura en %(ours)s.",
                 theirs=cfdi.total.currency, ours=asked.currency)  # fmt: skip
        found.append(says)
    return found + _wrong_day(cfdi.issued_on, asked)


def _made_out_to(theirs: str, ours: str) -> str:
    if theirs in GENERIC_RFC:
        return _("La factura es de público en general (%(theirs)s): pida que la hagan a nombre del programa, %(ours)s.",
                 theirs=theirs, ours=ours)  # fmt: skip
    return _("La factura está a nombre de %(theirs)s y no del programa: pida que la cancelen y la hagan a %(ours)s.",
             theirs=theirs or "?", ours=ours)  # fmt: skip


@dataclass(frozen=True)
class Earlier:
    """What proved an expense until now: a ticket, a nota, a cancelled CFDI. `rfc`: its vendor's, where it says one."""

    vendor: str
    rfc: str
    issued_on: date
    total: Money


def differences(cfdi: Cfdi, earlier: Earlier) -> list[str]:
    """In what a CFDI is not plainly the one of this ticket, each with what to look at; with a reason it is taken."""
    found = []
    if cfdi.total != earlier.total:
        says = _("El comprobante dice %(ours)s y la factura %(theirs)s: vea si es la de esta compra.",
                 ours=earlier.total, theirs=cfdi.total)  # fmt: skip
        found.append(says)
    if earlier.rfc and cfdi.issuer_rfc != earlier.rfc:
        says = _("El comprobante es de %(ours)s y la factura de %(theirs)s: vea si es del mismo proveedor.",
                 ours=earlier.rfc, theirs=cfdi.issuer_rfc or "?")  # fmt: skip
        found.append(says)
    elif not earlier.rfc and not _share_a_word(earlier.vendor, cfdi.issuer):
        says = _("El comprobante dice «%(ours)s» y la factura «%(theirs)s»: vea si es el mismo proveedor.",
                 ours=earlier.vendor, theirs=cfdi.issuer or cfdi.issuer_rfc)  # fmt: skip
        found.append(says)
    if cfdi.issued_on < earlier.issued_on or f"{cfdi.issued_on:%Y%m}" != f"{earlier.issued_on:%Y%m}":
        says = _("El comprobante es del %(ours)s y la factura del %(theirs)s: se factura después, y en el mismo mes.",
                 ours=f"{earlier.issued_on:%d/%m/%Y}", theirs=f"{cfdi.issued_on:%d/%m/%Y}")  # fmt: skip
        found.append(says)
    return found


def _share_a_word(one: str, other: str) -> bool:
    """Shops trade under a shorter name than the one they invoice with; one word of four letters in common will do."""
    words = [{word for word in fold(name).split() if len(word) >= SAME_WORD} for name in (one, other)]
    return bool(words[0] & words[1])


def check_covers(cfdi: Cfdi, needed: Money) -> None:
    """Refused: an invoice for less than what the expense counts; the rest would be proved by nothing."""
    if cfdi.total.currency == needed.currency and cfdi.total < needed:
        says = _("La factura es por %(theirs)s y de este gasto se comprueban %(ours)s: no alcanza. Pida la factura por "
                 "todo.", theirs=cfdi.total, ours=needed)  # fmt: skip
        raise Refused(says, "files")


def _wrong_day(day: date, asked: Asked) -> list[str]:
    shown = f"{day:%d/%m/%Y}"
    if day > asked.today:
        return [_("La factura tiene fecha %(day)s, que todavía no llega: pida que la corrijan.", day=shown)]
    if (asked.eligible_from and day < asked.eligible_from) or (asked.eligible_to and day > asked.eligible_to):
        return [_("El fondo no cubre gastos del %(day)s: preséntela en una comprobación de otro fondo.", day=shown)]
    return []


def doubts(
    *, day: date, trip: tuple[date | None, date | None], method: str | None, payment_form: str | None, amount: Money,
    filed: bool = True, fixed_too: bool = False,
) -> list[str]:  # fmt: skip
    """What a reviewer should look at, and what to do. Nothing of it refuses the paper. `filed`: its picture or file is
    here; `fixed_too`: its category was handed over as apoyo fijo already."""
    found = []
    if not filed:
        found.append(_("Sin foto ni archivo: pida el papel."))
    if fixed_too:
        found.append(_("Ese rubro ya se entregó como apoyo fijo: revise que no se pague dos veces."))
    starts_on, ends_on = trip
    if (starts_on and day < starts_on) or (ends_on and day > ends_on):
        span = f"{starts_on:%d/%m/%Y} – {ends_on:%d/%m/%Y}"
        found.append(_("La fecha queda fuera del viaje (%(span)s): pregunte para qué fue.", span=span))
    if method == "PPD":
        found.append(_("Factura por pagar después (PPD): pida el complemento de pago cuando se pague."))
    if payment_form == CASH and amount > ELECTRONIC_ABOVE:
        says = _("Se pagó en efectivo y pasa de %(limit)s: el SAT no la deduce. La próxima, por transferencia.",
                 limit=ELECTRONIC_ABOVE)  # fmt: skip
        found.append(says)
    return found
