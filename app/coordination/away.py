"""Fuera de casa hoy: everybody who is away, by urgency. Six statements for any number of trips."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, String, cast, func, literal, null, select, union_all

from app.cases.models import Note, PersonPhone, Task
from app.coordination import money
from app.coordination.on_site import ceiling
from app.finance import cover, rules
from app.finance import queries as finance
from app.foundation import clock
from app.foundation.db import db
from app.foundation.money import Money
from app.messaging.models import Inbound, Message
from app.travel import queries as travel
from app.travel.models import BedNight, Trip
from app.travel.rides import Sketch
from app.travel.rules import FREE_NIGHTS, MEAL_HOURS, WITH_STIPEND

REACHED = ("answered", "relayed")
SILENT = timedelta(hours=24)


@dataclass(frozen=True)
class Outing:
    """One trip. `days_left`: whole days that the money in hand lasts, None without a rate; `promise`: the task that
    is due first, as (when, title)."""

    trip: Trip
    tonight: list[BedNight]
    nights_away: int
    phones: list[PersonPhone]
    in_hand: Money
    days_left: int | None
    last_contact: datetime | None
    promise: tuple[datetime, str] | None
    overdue: bool
    silent: bool
    over: bool

    @property
    def urgency(self) -> tuple:
        """Overdue, then short of money, then a promise that is due, then silence, then the first to come home."""
        short = self.days_left is not None and self.days_left < 1
        return (
            -sum((4 * self.overdue, 3 * short, 2 * (self.promise is not None), 1 * self.silent)),
            self.trip.returns_at or self.trip.ready_at, self.trip.id,
        )  # fmt: skip


@dataclass(frozen=True)
class AwayPage:
    outings: list[Outing]
    next_key: str | None


def gather(now: datetime, after: str | None = None) -> AwayPage:
    page = travel.away_page(now, after)
    given = cover.handed_over(money.source(trip) for trip in page.rows)
    rates = finance.all_rates()
    contacts, promises = _heard([trip.case_id for trip in page.rows], now)
    outings = [
        _outing(trip, given.get(money.source(trip), Money.zero()), rates, contacts, promises, now) for trip in page.rows
    ]
    return AwayPage(sorted(outings, key=lambda one: one.urgency), page.next_key)


def _outing(trip: Trip, given: Money, rates, contacts: dict, promises: dict, now: datetime) -> Outing:
    in_hand = given - spent(trip, rates, now)
    last = contacts.get(trip.case_id)
    left = clock.today(trip.departed_at or trip.departs_at)
    return Outing(
        trip=trip,
        tonight=travel.sleeps_tonight(trip, now),
        nights_away=(clock.today(now) - left).days,
        phones=_phones(trip),
        in_hand=max(in_hand, Money.zero()),
        days_left=_days(in_hand, a_day(trip, rates, now)),
        last_contact=last,
        promise=promises.get(trip.case_id),
        overdue=(trip.returns_at or trip.ready_at) < now,
        silent=(last or trip.departed_at or trip.departs_at) < now - SILENT,
        over=(clock.today(now) - left).days > ceiling(),
    )


def spent(trip: Trip, rates: Iterable[rules.DatedRate], now: datetime) -> Money:
    """What the budget would say if they were home now: rides begun, nights slept, meals and stipend until now."""
    stands = travel.here(trip, now)
    sketch = Sketch(
        trip.travellers, [leg for leg in stands.ridden if leg.departs_at <= now] or stands.ridden, stands.slept,
        trip.present_at, min(trip.ends_at, now), now, now,
    )  # fmt: skip
    used = travel.expenses(sketch)
    try:
        by_rate = rules.priced_meals(rates, used.meals) + rules.priced_stipend(rates, used.stipend)
    except rules.NoRate:
        by_rate = Money.zero()
    return used.known + by_rate


def a_day(trip: Trip, rates: Iterable[rules.DatedRate], now: datetime) -> Money | None:
    """Tonight's beds, three meals of everybody who pays them, a stipend for each companion. None: no rate today."""
    today, tonight = clock.today(now), travel.sleeps_tonight(trip, now)
    cared_for = {night.traveller_id for night in tonight if night.kind in FREE_NIGHTS}
    away = [one for one in trip.travellers if one.away_until is None]
    eating = sum(one.id not in cared_for for one in away)
    companions = sum(one.kind in WITH_STIPEND for one in away)
    try:
        meals = rules.priced_meals(rates, [(today, meal, eating) for meal in MEAL_HOURS])
        stipend = rules.priced_stipend(rates, [(today, companions)])
    except rules.NoRate:
        return None
    return meals + stipend + sum((night.price for night in tonight), Money.zero())


def _days(in_hand: Money, daily: Money | None) -> int | None:
    if not daily:
        return None
    return max(in_hand.amount_minor, 0) // daily.amount_minor


def _phones(trip: Trip) -> list[PersonPhone]:
    """One of each living traveller, the preferred first; of a restricted case none: its page has the plan (P9)."""
    if trip.case.restricted:
        return []
    people = [one.person for one in trip.travellers if one.person and one.away_until is None]
    lines = [[line for line in person.phones if line.ended_on is None] for person in people]
    return list({line[0].phone_id: line[0] for line in lines if line}.values())


def _heard(case_ids: list[int], now: datetime) -> tuple[dict, dict]:
    """(case → last word of anybody or text that arrived, case → task due first): one statement."""
    nothing = cast(null(), String)
    rows = union_all(
        _latest(Inbound.case_id, Inbound.received_at, nothing).where(Inbound.case_id.in_(case_ids)),
        _latest(Message.case_id, Message.sent_at, nothing).where(
            Message.case_id.in_(case_ids), Message.state == "delivered"
        ),
        _latest(Note.case_id, Note.occurred_at, nothing).where(
            Note.case_id.in_(case_ids), Note.kind.in_(("call", "whatsapp", "visit")),
            Note.outcome.is_(None) | Note.outcome.in_(REACHED),
        ),
        select(literal("promise"), Task.case_id, Task.due_at, Task.title).where(
            Task.case_id.in_(case_ids), Task.done_at.is_(None), Task.due_at <= now + SILENT
        ),
    )  # fmt: skip
    contacts: dict[int, datetime] = {}
    promises: dict[int, tuple[datetime, str]] = {}
    for kind, case_id, at, title in db.session.execute(rows):
        if kind == "promise":
            promises[case_id] = min(promises.get(case_id, (at, title)), (at, title))
        elif at is not None:
            contacts[case_id] = max(contacts.get(case_id, at), at)
    return contacts, promises


def _latest(case_id, at, nothing) -> Select:
    return select(literal("contact"), case_id, func.max(at), nothing).group_by(case_id)
