"""A week of appointments, by hospital and day: whom each hospital expects, and whether they will get there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.cases import queries as cases
from app.cases.models import Appointment, Case, Place
from app.coordination.journeys import is_over
from app.foundation.db import db
from app.travel import queries as travel
from app.travel.models import Trip

GONE = ("rescheduled", "cancelled_hospital", "cancelled_patient")
DAYS = 7


@dataclass(frozen=True)
class Expected:
    """One appointment of the week, and the trip to it if one was chosen. `over`: its hour has passed."""

    appointment: Appointment
    trip: Trip | None
    over: bool

    @property
    def people(self) -> int:
        """Who goes: as many as travel, else the patient alone is known."""
        return len(self.trip.travellers) if self.trip else 1


@dataclass(frozen=True)
class HospitalWeek:
    """`by_hospital`: (hospital, the days' lists in the order of `days`, what is for the week without a day)."""

    days: list[date]
    by_hospital: list[tuple[Place, list[list[Expected]], list[Expected]]]
    hospitals: list[Place]

    @property
    def before(self) -> date:
        return self.days[0] - timedelta(days=DAYS)

    @property
    def after(self) -> date:
        return self.days[0] + timedelta(days=DAYS)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week(day: date, hospital: str | None, reader: User, now: datetime) -> HospitalWeek:
    """The week of `day`, of one hospital or of all, without the cases that the reader may not open."""
    first = monday_of(day)
    days = [first + timedelta(days=n) for n in range(DAYS)]
    found = _appointments(days, reader)
    trips = travel.parties_to(one.id for one in found)
    hospitals = sorted({one.hospital for one in found}, key=lambda place: place.name)
    shown = [place for place in hospitals if hospital in (None, "", place.code)]
    expected = [Expected(one, trips.get(one.id), is_over(one, now)) for one in found]
    return HospitalWeek(days, [(place, *_of(place, days, expected)) for place in shown], hospitals)


def _appointments(days: list[date], reader: User) -> list[Appointment]:
    wanted = (
        select(Appointment)
        .join(Case, Appointment.case_id == Case.id)
        .where(Appointment.on_day.between(days[0], days[-1]), Appointment.state.not_in(GONE))
        .where(Appointment.hospital_id.is_not(None), cases.visible_to(reader))
    )
    return list(db.session.scalars(wanted.order_by(Appointment.on_day, Appointment.at_time, Appointment.id)))


def _of(place: Place, days: list[date], expected: Iterable[Expected]) -> tuple[list[list[Expected]], list[Expected]]:
    here = [one for one in expected if one.appointment.hospital_id == place.id]
    whole_week = [one for one in here if one.appointment.precision == "week"]
    dated = [one for one in here if one.appointment.precision != "week"]
    return [[one for one in dated if one.appointment.on_day == day] for day in days], whole_week
