"""The safety net under every event: stored texts against the facts, where it can matter.

A tick looks at three kinds of appointments, so that it costs what has changed and what is due, never what there is:
those that a change since the last tick touches (the audit chain says which), those with a text about to leave, and
a few of the near ones in turn.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select, tuple_

from app.cases.models import Appointment, Case, CasePerson, Person
from app.coordination import letters, reads
from app.coordination.models import Watermark
from app.finance.models import Advance, Budget
from app.foundation import audit, clock
from app.foundation.db import db
from app.messaging import comparing, steps
from app.messaging.facts import Facts
from app.travel.models import Trip

CHANGES_A_TICK = 1000
IN_TURN = 25
NEAR = timedelta(days=10)
ABOUT_TO_LEAVE = timedelta(minutes=2)
"""Two ticks: none of them misses a text on its way out."""
OVERDUE = timedelta(days=2)
"""Nobody sent them while the worker was down: "mañana" may be today by now."""


def mend(now: datetime) -> int:
    """One tick, inside the caller's transaction. Returns how many texts were added."""
    leaving = _about_to_leave(now)
    whole = _changed() | _in_turn(now)
    found = {one.id: one for one in _booked(whole | leaving.keys(), now)}
    wholly = [one for one in found.values() if one.id in whole]
    partly = [one for one in found.values() if one.id not in whole]
    differing = comparing.differing(letters.facts_of_all(wholly, now), now)
    only = {letters.about(one): leaving[one.id] for one in partly}
    differing += comparing.differing(letters.facts_of_all(partly, now), now, only)
    return sum(_reconcile_afresh(facts, now) for facts in differing)


def _reconcile_afresh(facts: Facts, now: datetime) -> int:
    """With the case held and read once more: what somebody has changed meanwhile is never undone."""
    reads.hold(facts.case_id)
    db.session.expire_all()
    appointment = reads.appointment(int(facts.about.partition(":")[2]))
    return len(letters.reconcile(appointment, now).added)


def _booked(ids: set[int], now: datetime) -> list[Appointment]:
    ahead = select(Appointment).where(
        Appointment.id.in_(ids), Appointment.state == "booked", Appointment.on_day >= clock.today(now)
    )
    return list(db.session.scalars(ahead.order_by(Appointment.id)))


def _changed() -> set[int]:
    """Appointments of whatever the audit chain names since the last tick."""
    mark = _mark("changes")
    changes = audit.subjects_since(mark.position, CHANGES_A_TICK)
    if changes:
        mark.position = changes[-1][0]
    return _appointments_of({subject for _id, subject in changes})


def _appointments_of(subjects: Iterable[str]) -> set[int]:
    named: dict[str, list[str]] = defaultdict(list)
    for subject in subjects:
        kind, _colon, name = subject.partition(":")
        named[kind].append(name)
    found = {int(name) for name in named["appointment"] if name.isdigit()}
    cases = [cases_of(named[kind]) for kind, cases_of in CASES_OF.items() if named[kind]]
    for of_kind in cases:
        found |= set(db.session.scalars(select(Appointment.id).where(Appointment.case_id.in_(of_kind))))
    return found


def _by_number(numbers: list[str]) -> Select:
    return select(Case.id).where(Case.number.in_(numbers))


def _by_person(numbers: list[str]) -> Select:
    people = select(Person.id).where(Person.number.in_(numbers))
    along = select(CasePerson.case_id).where(CasePerson.person_id.in_(people))
    return select(Case.id).where(or_(Case.patient_id.in_(people), Case.id.in_(along)))


def _by_row(table):
    return lambda ids: select(table.case_id).where(table.id.in_([int(row) for row in ids if row.isdigit()]))


CASES_OF = {
    "case": _by_number, "person": _by_person, "trip": _by_row(Trip), "advance": _by_row(Advance),
    "budget": _by_row(Budget),
}  # fmt: skip


def _about_to_leave(now: datetime) -> dict[int, set[str]]:
    """Appointment → the kinds of its texts that are due, or become due before the tick after next."""
    kinds: dict[int, set[str]] = defaultdict(set)
    for about, kind in steps.leaving(now - OVERDUE, now + ABOUT_TO_LEAVE):
        name, _colon, number = about.partition(":")
        if name == "appointment" and number.isdigit():
            kinds[int(number)].add(kind)
    return kinds


def _in_turn(now: datetime) -> set[int]:
    """The next few of the near appointments, in the order of their day; after the last one, the first again."""
    mark, today = _mark("in_turn"), clock.today(now)
    last = db.session.get(Appointment, mark.position)
    after = (last.on_day, last.id) if last and last.on_day and last.on_day >= today else (today, 0)
    near = select(Appointment.id).where(
        tuple_(Appointment.on_day, Appointment.id) > after, Appointment.on_day <= clock.today(now + NEAR)
    )
    found = list(db.session.scalars(near.order_by(Appointment.on_day, Appointment.id).limit(IN_TURN)))
    mark.position = found[-1] if len(found) == IN_TURN else 0
    return set(found)


def _mark(name: str) -> Watermark:
    return db.session.get_one(Watermark, name, with_for_update=True)
