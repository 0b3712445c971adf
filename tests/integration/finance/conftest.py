"""Doña Rosa's case with money: a fund of 10,000, a box of 5,000, and a budget for her trip to Tuxtla."""

from datetime import date

import pytest

from app.accounts.models import User
from app.cases.models import Case, Person, Place
from app.finance import operations as finance
from app.finance.operations.receipts import Paper
from app.finance.scope import Scope
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.cfdi import invoice
from tests.moment import NOW

LINES = {"transport": Money(720_00), "lodging": Money(60_00), "meals": Money(330_00), "stipend": Money(240_00)}


@pytest.fixture
def books(app):
    """The program on SQLite; on PostgreSQL too where a test is marked `both_databases`, for it rests on what the
    database itself refuses, or on its locks."""
    return app


@pytest.fixture
def cast(books):
    """Lupita asks, Fausto and Amalia approve. Nobody signs in here, so nobody needs a password."""
    roles = {"Lupita Roblero": "navigator", "Fausto Gómez": "finance", "Amalia Cruz": "admin"}
    people = {
        name.split()[0].lower(): User(
            email=f"{name.split()[0].lower()}@ces.example", name=name, role=role, password_hash="-", created_at=NOW
        )
        for name, role in roles.items()
    }
    with transaction():
        db.session.add_all(people.values())
    return people


@pytest.fixture
def rosa(books):
    """Doña Rosa's case, referred from Salvador Urbina."""
    with transaction():
        clinic = Place(code="SAL", name="Salvador Urbina", kind="clinic")
        patient = Person(
            number="P-900001", given_names="Rosa", first_surname="Hernández", name_key="hernandez rosa",
            born_on=date(1961, 5, 4), created_at=NOW,
        )  # fmt: skip
        case = Case(number="SAL-2026-0001", patient=patient, clinic=clinic, diagnosis_code="C50", created_at=NOW)
        db.session.add_all([clinic, patient, case])
    return case


@pytest.fixture
def fund(cast):
    with transaction():
        return finance.create_fund("Cirugías 2026", "Fundación Esperanza", by=cast["fausto"], now=NOW)


@pytest.fixture
def box(cast, fund):
    """The office's box, which received 10,000 for the fund."""
    with transaction():
        box = finance.create_box("Caja Jaltenango", by=cast["fausto"], now=NOW)
        finance.record_donation(
            fund, box, Money(10_000_00), occurred_on=date(2026, 11, 2), by=cast["fausto"], now=NOW, key="donation-1"
        )
    return box


@pytest.fixture
def donor(cast, box):
    """`donor("Caminos", "Fundación Ruta", 1_000_00)` is one more fund, whose money lies in the same box."""

    def gave(name, of, amount):
        with transaction():
            made = finance.create_fund(name, of, by=cast["fausto"], now=NOW)
            finance.record_donation(
                made, box, Money(amount), occurred_on=date(2026, 11, 23), by=cast["fausto"], now=NOW
            )
        return made

    return gave


@pytest.fixture
def second(donor):
    """Another donor, who gave 2,000."""
    return donor("Traslados", "Fundación Sierra", 2_000_00)


@pytest.fixture
def budget(cast, rosa):
    with transaction():
        return finance.replace_estimates(rosa.id, "trip:7", LINES, cast["lupita"], NOW)


@pytest.fixture
def approved(cast, budget, fund, box):
    with transaction():
        return finance.approve_budget(budget, fund, cast["fausto"], NOW)


@pytest.fixture
def advance(cast, approved, rosa):
    """1,350 approved for Juan, not handed over yet."""
    with transaction():
        asked = finance.request_advance(rosa.id, "Juan Pérez", LINES, budget=approved, by=cast["lupita"], now=NOW)
        return finance.approve_advance(asked, cast["fausto"], NOW)


@pytest.fixture
def handed(cast, advance, box):
    with transaction():
        return finance.deliver(advance, box, Money(1_350_00), by=cast["lupita"], now=NOW)


@pytest.fixture
def spend(cast, fund, box, rosa):
    """Spends, proves and approves: `spend(85_50)` is a taxi for Juan Pérez of doña Rosa's case."""

    def spent(amount, *, category="transport", payee="Juan Pérez", case=rosa, fund=fund, file=None, **paper):
        with transaction():
            claim = finance.open_claim(case.id, fund=fund, payee=payee, by=cast["lupita"], now=NOW)
            typed = {"kind": "ticket", "vendor": "Taxi", "issued_on": date(2026, 11, 23)} | paper
            finance.add_receipt(
                claim, Paper(total=Money(amount), **typed), category, "Taxi", by=cast["lupita"], now=NOW, file=file
            )
            finance.submit_claim(claim, cast["lupita"], NOW)
            finance.approve_claim(claim, cast["fausto"], NOW)
        return claim

    return spent


@pytest.fixture
def seal(cast, fund):
    """`seal()` is Fausto's report of November and of the fund; the scope may be narrowed."""

    def sealed(by="fausto", **narrowed):
        about = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 30), "fund": fund} | narrowed
        with transaction():
            return finance.seal_report(Scope(**about), by=cast[by], now=NOW)

    return sealed


@pytest.fixture
def beto(books, rosa):
    """Don Beto's case, of the same clinic."""
    with transaction():
        patient = Person(
            number="P-900002", given_names="Beto", first_surname="Gómez", name_key="gomez beto",
            born_on=date(1970, 1, 9), created_at=NOW,
        )  # fmt: skip
        case = Case(number="SAL-2026-0002", patient=patient, clinic=rosa.clinic, diagnosis_code="K80", created_at=NOW)
        db.session.add_all([patient, case])
    return case


@pytest.fixture
def cfdi_xml():
    """A CFDI 4.0, as a hotel would send it."""
    return invoice()
