"""What texts cost, carried to the books: messaging knows the price, finance who pays; once a day, once ever.

A posting is one day's charges of one currency that one fund pays for. "Day" is when the price became known, so a
late or corrected price is an entry of its own day, and nothing that was posted is ever touched.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from app.cases import operations as cases
from app.cases.models import Task
from app.coordination.models import TextPosting
from app.finance import exchange, ledger, text_costs
from app.finance import operations as finance
from app.finance.models import Fund
from app.finance.rules import NoRate
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money
from app.messaging import costs
from app.messaging.costs import Waiting

TROUBLE = "texts:"  # how the keys of our tasks begin


class NoFund(Refused):
    """Nobody pays for these texts."""


@dataclass(frozen=True, order=True)
class Batch:
    """`fund_id` None: no fund may pay for these."""

    day: date
    currency: str
    fund_id: int | None


def due(now: datetime) -> list[Batch]:
    """What waits to be posted, of the days that are over; oldest first."""
    return sorted(_waiting(now), key=lambda batch: (batch.day, batch.currency, batch.fund_id or 0))


def _waiting(now: datetime) -> dict[Batch, list[Waiting]]:
    """Charges of the days that are over, by the batch that takes them to the books."""
    by_day: dict[tuple[date, str], list[Waiting]] = defaultdict(list)
    for charge in costs.waiting(clock.at_wall(clock.today(now), time())):
        by_day[clock.today(charge.known_at), charge.currency].append(charge)
    batches: dict[Batch, list[Waiting]] = defaultdict(list)
    for (day, currency), charges in by_day.items():
        payers = text_costs.payers({charge.case_id for charge in charges}, day)
        for charge in charges:
            batches[Batch(day, currency, payers[charge.case_id])].append(charge)
    return batches


def post(batch: Batch, now: datetime) -> TextPosting | None:
    """Takes one batch to the books, whole. The ledger is locked first, so of two workers one finds it done: None.

    Refused: no fund, no exchange rate for that day, a fund that does not hold that much. Then nothing is posted.
    """
    ledger.lock()
    charges = _waiting(now).get(batch)
    if not charges:
        return None
    rate = text_costs.rate_for(batch.currency, batch.day)
    if batch.fund_id is None:
        raise NoFund(_("Ningún fondo paga los mensajes del %(day)s.", day=f"{batch.day:%d/%m/%Y}"))
    fund = db.session.get_one(Fund, batch.fund_id)
    shares = shares_of(charges, rate)
    ordinal, key = _next(batch)
    entry = finance.post_text_costs(fund, batch.day, shares, ordinal=ordinal, key=key, now=now)
    posting = TextPosting(
        key=key, day=batch.day, currency=batch.currency, fund_id=fund.id, rate_minor=rate, posted_at=now,
        micros=sum(charge.micros for charge in charges), entry_id=entry.id if entry else None,
        amount_minor=sum(share.amount_minor for share in shares.values()),
    )  # fmt: skip
    db.session.add(posting)
    costs.mark_posted([charge.id for charge in charges], key, now)
    db.session.flush()
    return posting


def shares_of(charges: list[Waiting], rate: int) -> dict[int | None, Money]:
    """What each case's texts come to in centavos: the named point where texts are rounded, once, half up, with
    the parts by largest remainder. None: texts of no case."""
    micros: dict[int | None, int] = defaultdict(int)
    for charge in charges:
        micros[charge.case_id] += charge.micros
    centavos = exchange.rounded([exchange.exact(part, rate) for part in micros.values()])
    return {case_id: Money(minor) for case_id, minor in zip(micros, centavos, strict=True)}


def _next(batch: Batch) -> tuple[int, str]:
    """The next posting of this day and fund: what could not be posted with the others comes as a further entry."""
    same = select(func.count(TextPosting.id)).where(
        TextPosting.day == batch.day, TextPosting.fund_id == batch.fund_id
    )  # fmt: skip
    ordinal = db.session.scalar(same)
    key = f"{TROUBLE}{batch.day}:{batch.fund_id}"
    return ordinal, f"{key}:{ordinal}" if ordinal else key


def trouble(batch: Batch, refusal: Refused) -> tuple[str, str, str]:
    """(key, title, reason) of the task that a batch becomes which could not be posted."""
    if isinstance(refusal, NoRate):
        title = _("Falta el tipo de cambio para asentar los mensajes")
        return f"{TROUBLE}rate:{batch.currency}", title, f"{refusal} {_('Captúrelo en Tarifas.')}"
    if isinstance(refusal, NoFund):
        reason = _("Elija en «Lo que cuestan los mensajes» qué fondo paga los que ningún caso paga.")
        return f"{TROUBLE}fund", _("Falta un fondo para los mensajes"), f"{refusal} {reason}"
    return f"{TROUBLE}short:{batch.fund_id}", _("Un fondo no alcanza para sus mensajes"), str(refusal)


def tell(troubles: dict[str, tuple[str, str]], now: datetime) -> None:
    """Each trouble is an open task for finance; one whose cause is gone ends by itself."""
    for key, (title, reason) in troubles.items():
        cases.raise_task(None, "money", title, now + timedelta(hours=8), key, now, reason=reason)
    ours = select(Task.key).where(Task.done_at.is_(None), Task.key.startswith(TROUBLE))
    for key in list(db.session.scalars(ours)):
        if key not in troubles:
            cases.finish_task_by_key(key, _("Los mensajes ya están asentados."), now)


def verify() -> Iterator[str]:
    """Findings: what was posted, what messaging marked as posted, and what the ledger holds are one and the same."""
    marked, entries = costs.posted_micros(), text_costs.entries_spent()
    for posting in db.session.scalars(select(TextPosting).order_by(TextPosting.id)):
        if marked.pop(posting.key, 0) != posting.micros:
            yield f"texts: posting {posting.key} is not the sum of the charges that name it"
        if exchange.nearest(exchange.exact(posting.micros, posting.rate_minor)) != posting.amount_minor:
            yield f"texts: posting {posting.key} was not rounded as it should be"
        if entries.pop(posting.entry_id, 0) != posting.amount_minor:
            yield f"texts: posting {posting.key} and its entry differ"
    yield from (f"texts: charges are marked as posted under {key}, which is not there" for key in marked)
    yield from (f"texts: entry {entry_id} has no posting" for entry_id in entries)
