"""Doña Rosa goes from Salvador Urbina to the Gómez Maza in Tuxtla; the albergue there has three beds."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from app.cases import operations as cases
from app.cases.rules import PersonFacts
from app.foundation.db import db, transaction
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel import queries
from app.travel.rules import Member, Visit
from tests.moment import NOW

ZONE = ZoneInfo("America/Mexico_City")
PLACES = (
    ("SAL", "Clínica Salvador Urbina", "clinic", {}),
    ("REF", "Clínica Reforma", "clinic", {}),
    ("JAL", "Jaltenango de la Paz", "town", {}),
    ("TUX", "Tuxtla Gutiérrez", "town", {}),
    ("HGM", "Hospital Gómez Maza", "hospital", {"price_minor": 60_00, "city": "Tuxtla"}),
    ("ALT", "Albergue Tuxtla", "lodging", {"price_minor": 50_00, "beds": 3}),
)
ROUTES = (
    ("SAL", "JAL", "redilas", 60, 90, "05:30;07:00;13:00", False),
    ("JAL", "SAL", "redilas", 60, 90, "09:00;12:00;16:45", False),
    ("SAL", "JAL", "taxi", 300, 60, "any", False),
    ("JAL", "SAL", "taxi", 300, 60, "any", False),
    ("JAL", "TUX", "colectivo", 150, 210, "05:30-17:30/60", True),
    ("TUX", "JAL", "colectivo", 150, 210, "05:00-19:00/60", True),
    ("TUX", "HGM", "colectivo", 11, 25, "05:00-22:00/10", True),
    ("HGM", "TUX", "colectivo", 11, 25, "05:00-22:00/10", True),
    ("TUX", "ALT", "colectivo", 11, 25, "05:00-22:00/10", True),
    ("ALT", "TUX", "colectivo", 11, 25, "05:00-22:00/10", True),
)


def at(day, hour=8, minute=0, month=12):
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def book(app):
    """Places by code, and their routes."""
    with transaction():
        places = {
            code: cases.save_place(code, name=name, kind=kind, now=NOW, by=None, **more)
            for code, name, kind, more in PLACES
        }
        for start, end, mode, fare, minutes, departures, safe in ROUTES:
            travel.save_route(
                places[start], places[end], mode, None, by=None, now=NOW, fare=Money(fare * 100),
                minutes_dry=minutes, minutes_rain=minutes + 30, departures=departures, days="daily",
                safe_after_dark=safe,
            )  # fmt: skip
    return places


class Road:
    """Cases with an appointment on Tuesday 15 December, and the trips that are chosen for them."""

    def __init__(self, places, navigator):
        self.places, self.lupita = places, navigator
        self.service = cases.save_service("Cirugía", now=NOW, by=None)

    def case(self, given="Rosa", surname="Mejía", **more):
        facts = PersonFacts(given, surname, "Gómez", "female", date(1979, 10, 17))
        usual = {
            "patient": facts, "clinic": self.places["SAL"], "service": self.service, "hospital": self.places["HGM"],
            "urgent": False, "diagnosis_code": None, "diagnosis": None, "referred_on": date(2026, 11, 20),
            "referred_by": "pasante", "insurance": None, "summary": None, "navigator": self.lupita, "now": NOW,
            "by": self.lupita,
        }  # fmt: skip
        with transaction():
            return cases.refer(**(usual | more))

    def visit(self, case, day=15, nights_admitted=0):
        with transaction():
            appointment = cases.book(
                case, self.places["HGM"], self.service, date(2026, 12, day), time(8), None, "datetime", NOW, self.lupita
            )
        return Visit(appointment.id, case.id, "SAL", "HGM", at(day, 7, 30), at(day, 12), nights_admitted)

    def party(self, case, *companions):
        patient = Member(case.patient_id, case.patient.full_name, "patient")
        return [patient, *(Member(None, name, "companion") for name in companions)]

    def offered(self, visit, party):
        return queries.proposals(visit, party, NOW)

    def chosen(self, visit, party, name="cheapest"):
        """The trip of the proposal of this name."""
        proposal = next(one for one in self.offered(visit, party).named if name in one.names)
        with transaction():
            return travel.plan_trip(visit, party, proposal.key, self.lupita, NOW)

    def trip(self, given="Rosa", surname="Mejía", companions=("Juan",), **more):
        case = self.case(given, surname)
        return self.chosen(self.visit(case, **more), self.party(case, *companions))


@pytest.fixture
def road(book, lupita):
    with transaction():
        return Road(book, lupita)


@pytest.fixture
def later(frozen):
    """`later(days=22)` is now on that many days; the clock stays there."""

    def move(**ahead):
        frozen.move_to(NOW + timedelta(**ahead))
        return NOW + timedelta(**ahead)

    return move


@pytest.fixture
def statements(app):
    """`with statements() as told:` collects the SELECTs that are sent meanwhile."""

    @contextmanager
    def watch():
        told = []

        def note(_connection, _cursor, statement, *_more):
            if statement.lstrip().upper().startswith("SELECT"):
                told.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield told
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return watch
