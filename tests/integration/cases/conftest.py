"""Doña Rosa, referred from Salvador Urbina for surgery at the Gómez Maza; Juan, her husband, goes along."""

from datetime import date

import pytest

from app.cases import operations
from app.cases.rules import PersonFacts
from app.foundation.db import transaction
from tests.moment import NOW

ROSA = PersonFacts(
    "Rosa", "Mejía", "Gómez", "female", date(1979, 10, 17), "MEGR791017MCSJMS06", "es", True, address="doña Rosa"
)
ROSAS_NUMBER = "992 431 2449"


@pytest.fixture
def places(app):
    """SAL and REF refer; HGM receives; surgery is asked for."""
    with transaction():
        return {
            "SAL": place("SAL", "Clínica Salvador Urbina", "clinic"),
            "REF": place("REF", "Clínica Reforma", "clinic"),
            "HGM": place("HGM", "Hospital Dr. Jesús Gilberto Gómez Maza", "hospital", city="Tuxtla"),
            "JAL": place("JAL", "Jaltenango de la Paz", "town"),
            "surgery": operations.save_service("Cirugía", now=NOW, by=None),
        }


@pytest.fixture
def rosa(places, lupita):
    """Her case, which Lupita accompanies; she has a phone of her own and accepts texts."""
    with transaction():
        case = refer(places, lupita)
        operations.add_phone(case.patient, ROSAS_NUMBER, "own", NOW, lupita)
        operations.give_consent(case.patient, "sms", True, date(2026, 11, 20), "written", NOW, lupita)
    return case


@pytest.fixture
def juan(rosa, lupita):
    with transaction():
        return operations.add_companion(rosa, PersonFacts("Juan", "Aguilar"), "spouse", NOW, lupita)


@pytest.fixture
def restricted(places, lupita):
    """Nicolás's case: schizophrenia, so only Lupita, who referred it, sees it."""
    with transaction():
        facts = PersonFacts("Nicolás", "Morales", "Velázquez", "male", date(2005, 6, 19))
        return refer(places, lupita, patient=facts, diagnosis_code="F20", diagnosis="esquizofrenia")


def place(code, name, kind, **fields):
    return operations.save_place(code, name=name, kind=kind, now=NOW, by=None, **fields)


def refer(places, by, **changed):
    """A referral like Rosa's, but for what is `changed`."""
    usual = {
        "patient": ROSA, "clinic": places["SAL"], "service": places["surgery"], "hospital": places["HGM"],
        "urgent": False, "diagnosis_code": "K80", "diagnosis": "colelitiasis", "referred_on": date(2026, 11, 20),
        "referred_by": "pasante", "insurance": None, "summary": None, "navigator": by, "now": NOW, "by": by,
    }  # fmt: skip
    return operations.refer(**(usual | changed))
