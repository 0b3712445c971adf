"""The relación de pasajes of a real trip: its rides that cost something, and whom it names to whom."""

import io
from datetime import date, timedelta

import pytest
from lxml import html
from pypdf import PdfReader
from sqlalchemy import select

from app.coordination import ride_list
from app.finance import operations as finance
from app.finance import queries as finance_queries
from app.finance.models import Receipt
from app.foundation.db import db, transaction
from app.foundation.money import Money
from app.travel.rules import MODE_NAMES
from tests.moment import NOW


@pytest.fixture
def trip(programme):
    return programme.plan(programme.book(programme.rosa()))


@pytest.fixture
def claim(programme, trip):
    advance = programme.fund_trip(trip.case)
    with transaction():
        return finance.open_claim(trip.case_id, advance=advance, by=programme.lupita, now=NOW)


def test_every_ride_with_a_fare_is_a_row_in_the_order_of_the_journey(claim, trip):
    rides = ride_list.gather(claim, named=True)
    paid = [leg for leg in trip.legs if leg.fare]
    assert len(rides.rows) == len(paid) > 1
    assert rides.rows[0].leg.startswith("Clínica Salvador Urbina – ")
    assert [row.on for row in rides.rows] == sorted(row.on for row in rides.rows)
    assert rides.total == sum((leg.fare for leg in paid), Money.zero())


def test_it_is_printed_from_the_claim(claim, as_role):
    answer = as_role("navigator").get(f"/claims/{claim.id}/rides.pdf")
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Salvador Urbina" in words and "Juan López" in words


def test_who_may_not_open_the_case_prints_days_and_amounts_alone(claim, trip, as_role):
    with transaction():
        trip.case.restricted = True
    answer = as_role("finance").get(f"/claims/{claim.id}/rides.pdf")
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Salvador Urbina" not in words and "Juan" not in words and "Total" in words


def test_a_claim_without_a_trip_gets_blank_rows(programme, trip):
    with transaction():
        own = finance.open_claim(trip.case_id, fund=programme.fund, payee="Juan", by=programme.lupita, now=NOW)
    assert ride_list.gather(own, named=True).rows == ()


def test_the_budget_knows_the_days_of_its_trip(trip):
    budget = finance_queries.budget_of(trip.case_id)
    assert (budget.starts_on, budget.ends_on) == (trip.legs[0].departs_at.date(), trip.legs[-1].arrives_at.date())


# typed in the program


def typed(claim, browser, **changes):
    """The page's own rows, sent back as they were proposed, but for the changes (`rides-0-fare="80"`)."""
    rows = ride_list.proposed(claim)
    data = {
        f"rides-{number}-{name}": value.isoformat() if name == "on" else value.decimal if name == "fare" else value
        for number, row in enumerate(rows)
        for name, value in vars(row).items()
    }
    sent = data | {"concept": "Pasajes del viaje"} | {key.replace("__", "-"): value for key, value in changes.items()}
    answer = browser.post(f"/claims/{claim.id}/rides/new", data=sent, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.fixture
def home(frozen, trip):
    """They are back, and it is the day after."""
    frozen.move_to(trip.legs[-1].arrives_at + timedelta(days=1))


@pytest.fixture
def navigator(home, as_role):
    return as_role("navigator")


def relation():
    return db.session.scalars(select(Receipt).where(Receipt.kind == "relacion_de_pasajes")).one_or_none()


def test_the_page_proposes_the_trips_rides_with_a_fare_for_each_person(claim, trip, navigator):
    rows = ride_list.proposed(claim)
    assert sum((Money(row.fare.amount_minor * row.persons) for row in rows), Money.zero()) == sum(
        (leg.fare for leg in trip.legs), Money.zero()
    )
    page = navigator.get(f"/claims/{claim.id}/rides/new").get_data(as_text=True)
    assert all(row.destination in page for row in rows)
    assert f"/claims/{claim.id}/rides/new" in navigator.get(f"/claims/{claim.id}").get_data(as_text=True)


def test_sent_as_proposed_it_is_one_receipt_with_a_row_for_each_ride(claim, navigator):
    rows = ride_list.proposed(claim)
    assert "Relación agregada" in typed(claim, navigator)
    paper = relation()
    assert [(ride.persons, ride.ridden_on) for ride in paper.rides] == [(row.persons, row.on) for row in rows]
    assert paper.total == sum((ride.amount for ride in paper.rides), Money.zero())
    assert paper.rides[0].leg == f"{rows[0].origin} – {rows[0].destination}"
    assert paper.rides[0].driver == str(MODE_NAMES[rows[0].mode])


def test_a_fare_is_corrected_and_a_ride_without_one_is_left_out(claim, navigator):
    rows = ride_list.proposed(claim)
    typed(claim, navigator, **{"rides-0-fare": "33.50", "rides-0-persons": "3", "rides-1-fare": ""})
    paper = relation()
    assert paper.rides[0].amount == Money(100_50)
    assert len(paper.rides) == len(rows) - 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rides-0-on": ""}, ["Falta el día."]),
        ({"rides-1-destination": " ", "rides-0-origin": ""}, ["Falta de dónde salieron.", "Falta a dónde fueron."]),
        ({"rides-0-on": "2027-11-20"}, ["La fecha no puede ser posterior a hoy"]),
        ({"rides-0-persons": "0"}, ["Entre 1 y 60"]),
    ],
)
def test_what_is_missing_is_said_beside_its_field_in_the_row_and_nothing_typed_is_lost(claim, navigator, changes, says):
    shown = typed(claim, navigator, concept="Ida y vuelta", **changes)
    assert 'value="Ida y vuelta"' in shown
    page = html.document_fromstring(shown)
    beside = [page.xpath(f"string(//*[@id='{name}-said'])") for name in sorted(changes)]
    assert all(sentence in told for sentence, told in zip(says, beside, strict=True))
    assert relation() is None


def test_without_any_fare_there_is_no_relation(claim, navigator):
    empty = {f"rides-{number}-fare": "" for number, _row in enumerate(ride_list.proposed(claim))}
    assert "Escriba al menos un pasaje" in typed(claim, navigator, **empty)


def test_the_cap_is_for_one_person_and_above_it_a_reason_is_asked(claim, navigator, programme):
    with transaction():
        finance.save_rate("limit", "ride", Money(200_00), date(2026, 1, 1), by=programme.fausto, now=NOW)
    assert "cada pasaje hasta $200.00" in navigator.get(f"/claims/{claim.id}/rides/new").get_data(as_text=True)
    dear = {"rides-0-fare": "200.50", "rides-0-persons": "2"}
    refused = typed(claim, navigator, **dear)
    assert "hay uno de $200.50" in refused.partition('id="excuse"')[2]  # beside the field that mends it
    assert relation() is None
    fits = {f"rides-{number}-fare": "150" for number, _row in enumerate(ride_list.proposed(claim))}
    assert "Relación agregada" in typed(claim, navigator, **fits)


def test_a_typed_relation_is_printed_to_be_signed(claim, navigator):
    typed(claim, navigator, **{"rides-0-driver": "Combi de don Chepe"})
    address = f"/claims/{claim.id}/rides.pdf?receipt={relation().id}"
    assert address in navigator.get(f"/claims/{claim.id}").get_data(as_text=True)
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(navigator.get(address).data)).pages)
    assert "don Chepe" in words


def test_who_may_not_open_the_case_types_no_relation(claim, trip, as_role):
    with transaction():
        trip.case.restricted = True
    assert as_role("finance").get(f"/claims/{claim.id}/rides/new").status_code == 404
    assert as_role("auditor").get(f"/claims/{claim.id}/rides/new").status_code == 403
