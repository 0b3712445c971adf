"""The relación de pasajes of a real trip: its rides that cost something, and whom it names to whom."""

import io

import pytest
from pypdf import PdfReader

from app.coordination import ride_list
from app.finance import operations as finance
from app.finance import queries as finance_queries
from app.foundation.db import transaction
from app.foundation.money import Money
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
