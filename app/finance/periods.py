"""What is still open in a month before its books are closed, and which months there are to close."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import format_date
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, lazyload

from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.language import _
from app.foundation.money import CURRENCY, Money

from . import bank, cash_slips, counting, proofs, stale, verification
from .models import (
    Acta,
    BankLine,
    CashCount,
    Claim,
    ClaimLine,
    Correction,
    Delivery,
    DirectPayment,
    Entry,
    Period,
    Receipt,
)

MONTHS_SHOWN = 24  # and how far back an open one is looked for


@dataclass(frozen=True)
class Item:
    """One line of the checklist. `open`: how many are not done; `endpoint`, with `state`: where somebody does it."""

    label: str
    open: int
    endpoint: str
    state: str | None = None

    @property
    def done(self) -> bool:
        return self.open == 0


@dataclass(frozen=True)
class Month:
    """A month of the books, and the period that closed it, if one ever did. `due`: over, with entries, not closed;
    `next_due`: the earliest that is, of all."""

    starts_on: date
    ends_on: date
    period: Period | None
    due: bool
    next_due: date | None

    @property
    def closed(self) -> bool:
        return self.period is not None and self.period.closed_at is not None

    @property
    def name(self) -> str:
        return f"{self.starts_on:%Y-%m}"


def month_of(day: date) -> tuple[date, date]:
    """Its first and last day."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months(today: date) -> list[Month]:
    """From the first entry's month until this one, the newest first."""
    first = db.session.scalar(select(func.min(Entry.book_date))) or today
    known = {period.starts_on: period for period in db.session.scalars(select(Period))}
    due = open_before(today)
    found, day = [], today
    while day >= first.replace(day=1) and len(found) < MONTHS_SHOWN:
        starts_on, ends_on = month_of(day)
        found.append(Month(starts_on, ends_on, known.get(starts_on), starts_on in due, next(iter(due), None)))
        day = starts_on - timedelta(days=1)
    return found


def open_before(day: date) -> list[date]:
    """First days of the earlier months whose entries no closed period covers, the oldest first: one statement."""
    covered = select(Period.id).where(
        Period.closed_at.is_not(None), Entry.book_date.between(Period.starts_on, Period.ends_on)
    )
    days = [month_of(day)[0]]
    for _n in range(MONTHS_SHOWN):
        days.insert(0, month_of(days[0] - timedelta(days=1))[0])
    uncovered = lambda first: (  # noqa: E731
        select(Entry.id).where(Entry.book_date.between(*month_of(first)), ~covered.exists()).exists()
    )
    found = db.session.execute(select(*(uncovered(first) for first in days[:-1]))).one()
    return [first for first, entries in zip(days, found, strict=False) if entries]


def _earlier(until: date) -> Item:
    """The months come one after another: what is open before this one is named."""
    earlier = open_before(until)
    label = _("Meses anteriores abiertos")
    names = [format_date(first, "MMMM" if first.year == until.year else "MMMM 'de' y") for first in earlier]
    return Item(f"{label}: {', '.join(names)}" if names else str(label), len(earlier), "finance.periods")


def checklist(until: date) -> list[Item]:
    """What happened until this day and is not finished; the last line is the ledger held against itself."""
    unfinished = select(func.count(func.distinct(Claim.id))).join(ClaimLine).where(ClaimLine.spent_on <= until)
    handed = select(func.count(Delivery.id)).where(Delivery.confirmed_at.is_(None), Delivery.occurred_on <= until)
    to_family = handed.where(Delivery.advance_id.is_not(None))
    unsigned = select(func.count(Acta.id)).where(Acta.signed_at.is_(None), Acta.withdrawn_at.is_(None))
    direct = select(func.count(DirectPayment.id)).where(DirectPayment.state == "paid", DirectPayment.paid_on <= until)
    asked = (
        (_("Comprobaciones en captura"), unfinished.where(Claim.state == "draft"), "claims", "draft"),
        (_("Comprobaciones devueltas"), unfinished.where(Claim.state == "rejected"), "claims", "rejected"),
        (_("Comprobaciones por revisar"), unfinished.where(Claim.state == "submitted"), "claims", "submitted"),
        (_("Comprobaciones aprobadas sin cerrar"), unfinished.where(Claim.state == "approved"), "claims", "approved"),
        (_("Traspasos sin confirmar"), handed.where(Delivery.to_custodian_id.is_not(None)), "boxes", None),
        (_("Entregas sin el recibo de quien recibió"), to_family, "unsigned", None),
        (_("Diferencias pagadas y devoluciones sin firma"), cash_slips.unsigned(until), "unsigned", None),
        (_("Actas por firmar"), unsigned.where(Acta.occurred_on <= until), "unsigned", None),
        (_("Pagos directos sin su CFDI"), direct, "direct_payments", "paid"),
        (_("Cajas sin contar en la última semana del mes"), counting.uncounted(until), "counts", None),
        (_("Diferencias de arqueo sin ajustar"), counting.unadjusted(until), "counts", None),
        (_("Movimientos del banco sin pareja en el libro"), bank.lines_open(until), "banks", None),
        (_("Movimientos del libro sin pareja en el banco"), bank.booked_open(until), "banks", None),
        (_("Correcciones del libro por confirmar"), _corrections(until), "corrections", "asked"),
        (_("Informes sellados con gastos que cambiaron después"), stale.reports_until(until), "reports", None),
    )
    counts = db.session.execute(select(*(query.scalar_subquery() for _label, query, *_to in asked))).one()
    items = [
        Item(str(label), count, f"finance.{to}", state)
        for (label, _query, to, state), count in zip(asked, counts, strict=True)
    ]
    return [
        _earlier(until),
        *items,
        Item(str(_("Diferencias del libro consigo mismo")), len(verification.verify()), "finance.journal"),
    ]


def _corrections(until: date) -> Select:
    """How many wait for their second person, of what was booked, counted or at the bank by then."""
    wanted = select(func.count(Correction.id)).outerjoin(Entry, Entry.id == Correction.entry_id)
    wanted = wanted.outerjoin(CashCount, CashCount.id == Correction.count_id)
    wanted = wanted.outerjoin(BankLine, BankLine.id == Correction.bank_line_id)
    day = func.coalesce(Entry.book_date, CashCount.counted_on, BankLine.on_day)
    return wanted.where(Correction.state == "asked", day <= until)


def without_cfdi(starts_on: date, ends_on: date) -> Money:
    """Accepted expenses of those days that no CFDI in force proves (P6)."""
    wanted = _unproved(select(func.coalesce(func.sum(ClaimLine.accepted_minor), 0)), starts_on, ends_on)
    return Money(int(db.session.scalar(wanted)), CURRENCY)


def sums_without_cfdi(starts_on: date, ends_on: date) -> list[tuple[str | None, Money]]:
    """(class of receipt, or None for apoyo fijo; accepted), the largest first: together, `without_cfdi`."""
    accepted = func.sum(ClaimLine.accepted_minor)
    wanted = _unproved(select(Receipt.kind, accepted).select_from(ClaimLine), starts_on, ends_on)
    rows = db.session.execute(wanted.group_by(Receipt.kind).order_by(accepted.desc()))
    return [(kind, Money(int(minor), CURRENCY)) for kind, minor in rows]


def page_without_cfdi(starts_on: date, ends_on: date, after: str | None = None) -> KeysetPage[ClaimLine]:
    """Those expenses one by one, the latest recorded first."""
    claims = joinedload(ClaimLine.claim).options(lazyload(Claim.fund))
    wanted = _unproved(select(ClaimLine).options(claims), starts_on, ends_on)
    return keyset_page(wanted, ClaimLine.id, after, descending=True)


def _unproved(wanted: Select, starts_on: date, ends_on: date) -> Select:
    return (
        wanted.join(Claim, Claim.id == ClaimLine.claim_id)
        .outerjoin(Receipt, Receipt.id == ClaimLine.receipt_id)
        .where(Claim.state.in_(("approved", "paid")), ClaimLine.spent_on.between(starts_on, ends_on))
        .where(proofs.without_cfdi(), ClaimLine.accepted_minor > 0)
    )


def turnover(starts_on: date, ends_on: date) -> tuple[int, int | None, int | None]:
    """How many entries the books carry in those days, and the first and last of their numbers."""
    wanted = select(func.count(Entry.id), func.min(Entry.seq), func.max(Entry.seq))
    return db.session.execute(wanted.where(Entry.book_date.between(starts_on, ends_on))).one()
