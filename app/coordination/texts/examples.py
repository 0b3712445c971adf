"""How a text comes out: doña Rosa's example, a chosen case, and very long names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.cases.models import Appointment, Case
from app.cases.queries import visible_to
from app.coordination import letters
from app.foundation import clock, settings
from app.foundation.db import db
from app.foundation.language import _
from app.foundation.money import Money
from app.messaging import drafting
from app.messaging.composing import READERS, words_of
from app.messaging.facts import Earlier, Facts, Recipient
from app.messaging.texts import Book, Template, key_of

ROSA, JUAN = Recipient(1, "doña Rosa", "patient"), Recipient(2, "Juan", "companion", receives_money=True)
MARIA = Recipient(3, "María", "acompanante", travels=False)
DAYS_AHEAD = {"seven_days_before": 7, "two_days_before": 2, "day_before": 1}
OFFERED = 15


@dataclass(frozen=True)
class Sample:
    """One text as somebody gets it. `price` is what its parts cost."""

    who: str
    body: str
    parts: int
    left: int
    price: Money


def samples(template: Template, case: Case | None, book: Book, now: datetime) -> list[Sample]:
    """The text with these names, with very long ones, and what the other reader gets of the same kind."""
    facts = facts_for(case, now)
    words = _words(template, facts, now)
    found = [_sample(_reader(template, facts).address_name, template, words)]
    found.append(_sample(_("con nombres muy largos"), template, words | _long(words)))
    other = _other(template, book)
    if other:
        who = _("%(name)s recibe", name=_reader(other, facts).address_name)
        found.append(_sample(who, other, _words(other, facts, now)))
    return found


def _long(words: dict[str, str]) -> dict[str, str]:
    return {name: long for name, long in drafting.LONG.items() if name in words}


def _sample(who: str, template: Template, words: dict[str, str]) -> Sample:
    size = drafting.measured(template, words)
    return Sample(who, size.body, size.parts, size.left, Money(settings.current().sms_price) * size.parts)


def _other(template: Template, book: Book) -> Template | None:
    """What the relative gets while the patient's text is worded, and the other way round."""
    role = {"patient": "relative", "relative": "patient"}.get(template.role, "")
    return book.texts.get(key_of(template.kind, role, template.variant, template.language))


def _reader(template: Template, facts: Facts) -> Recipient:
    fitting = [person for person in facts.recipients if READERS[person.role] == template.role]
    return next(iter(fitting), ROSA)


def _words(template: Template, facts: Facts, now: datetime) -> dict[str, str]:
    """Every blank filled, as on the day that such a text goes."""
    leaves = facts.departs_at or facts.appointment_at
    said = leaves - timedelta(days=DAYS_AHEAD[template.kind]) if template.kind in DAYS_AHEAD else now
    earlier = Earlier("appointment:0", facts.appointment_at - timedelta(days=7))
    facts = replace(facts, departs_at=None) if template.variant == "no_trip" else facts
    words = words_of(facts, _reader(template, facts), said, earlier, template.language)
    return {name: words.get(name) or drafting.USUAL[name] for name in drafting.USUAL} | {"at_hour": words["at_hour"]}


def facts_for(case: Case | None, now: datetime) -> Facts:
    """Doña Rosa's, or the case's own wherever it has them."""
    example = _example(now)
    appointment = _booked_of(case) if case else None
    if appointment is None:
        return example
    real = letters.facts_of(appointment, now)
    known = {name: getattr(real, name) for name in ("city", "meeting_point", "driver", "departs_at", "appointment_at")}
    return replace(
        example, patient_name=real.patient_name, patient_sex=real.patient_sex, navigator_name=real.navigator_name,
        office=real.office, zone=real.zone, precision=real.precision,
        recipients=(*real.recipients, *(one for one in example.recipients if one.role not in _roles(real.recipients))),
        **{name: value for name, value in known.items() if value},
    )  # fmt: skip


def _roles(people: Iterable[Recipient]) -> set[str]:
    return {person.role for person in people}


def _example(now: datetime) -> Facts:
    chosen = settings.current()
    day = clock.today(now) + timedelta(days=21)
    return Facts(
        about="appointment:0", case_id=0, case_number="", event="booked", recipients=(ROSA, JUAN, MARIA),
        patient_name="Rosa", patient_sex="female", city="Tuxtla", navigator_name="Lupita", office=chosen.office,
        zone=chosen.timezone, appointment_at=clock.at_wall(day, time(8)),
        departs_at=clock.at_wall(day - timedelta(days=1), time(5, 30)),
        returns_at=clock.at_wall(day + timedelta(days=1), time(12)), driver="don Beto",
        meeting_point="la clínica de Salvador Urbina", next_day=day + timedelta(days=28),
        pickup_when="lunes o martes de 9 a 3",
    )  # fmt: skip


def _booked_of(case: Case) -> Appointment | None:
    rows = select(Appointment).where(Appointment.case_id == case.id, Appointment.state == "booked")
    rows = rows.where(Appointment.on_day.is_not(None), Appointment.tentative.is_(False))
    return db.session.scalar(rows.order_by(Appointment.on_day).limit(1))


def offered(user: User) -> list[Case]:
    """The newest cases with a date that this person may open; restricted ones lend their names to nothing."""
    dated = select(Appointment.case_id).where(Appointment.state == "booked", Appointment.on_day.is_not(None))
    rows = select(Case).options(joinedload(Case.patient)).where(visible_to(user), Case.restricted.is_(False))
    rows = rows.where(Case.id.in_(dated), Case.closed_at.is_(None)).order_by(Case.id.desc()).limit(OFFERED)
    return list(db.session.scalars(rows).unique())
