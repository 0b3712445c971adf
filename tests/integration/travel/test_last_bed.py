"""Several people after the last bed at the same moment, by each way of taking one: one gets it, the others read why."""

import multiprocessing
from datetime import date

import pytest
from sqlalchemy import func, select

from app.cases import operations as cases
from app.cases.models import Place
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import operations, queries
from app.travel.models import BedNight, Trip
from app.travel.rules import Member
from tests import crowd
from tests.integration.travel.conftest import at
from tests.moment import NOW

RIVALS, SOMEBODY = 4, "otra persona"
MONDAY, TUESDAY = date(2026, 12, 14), date(2026, 12, 15)
pytestmark = pytest.mark.both_databases


def free(_meals, _stipend):
    return Money.zero()


def take_by_choosing(trip_id, ask):
    """They had chosen; the trip was emptied, and they choose again what the page offered them."""
    visit, party, key = ask
    operations.plan_trip(visit, party, key, SOMEBODY, NOW)


def take_by_changing_house(trip_id, _ask):
    trip = db.session.get(Trip, trip_id)
    operations.change_stay(trip.stays[0], db.session.get(type(trip.hospital), _ask), 1, NOW, SOMEBODY)


def take_by_staying_longer(trip_id, now):
    trip = db.session.get(Trip, trip_id)
    operations.rewrite(trip, queries.longer(trip, trip.travellers, TUESDAY, now, free), "más noches", SOMEBODY, now)


def take_by_joining(trip_id, _ask):
    trip = db.session.get(Trip, trip_id)
    operations.join(trip, Member(None, "Luz", "relief"), at(14, 5), None, SOMEBODY, NOW)


def rival(take, trip_id, ask, together, results):
    together.wait(30)
    try:
        with transaction():
            take(trip_id, ask)
    except Refused as refusal:
        crowd.write_line(results, str(refusal))
    else:
        crowd.write_line(results, "la tiene")


def at_once(take, asks, tmp_path, at=NOW):
    """`asks`: trip id → what that rival needs. The sentences of those who did not get it."""
    together = multiprocessing.get_context("fork").Barrier(len(asks))
    results = tmp_path / "results"
    processes = [crowd.start(rival, take, trip_id, ask, together, results, at=at) for trip_id, ask in asks.items()]
    assert set(crowd.finish(processes, tmp_path / "stop")) == {0}
    said = crowd.lines(results)
    assert said.count("la tiene") == 1
    return [line for line in said if line != "la tiene"]


def nights_of(trip_id):
    wanted = select(BedNight.night, BedNight.place_id, BedNight.bed).where(BedNight.trip_id == trip_id)
    return sorted(db.session.execute(wanted).all())


def sleepers(night, code="ALT"):
    wanted = select(func.count(BedNight.id)).join(Place, Place.id == BedNight.place_id)
    return db.session.scalar(wanted.where(Place.code == code, BedNight.night == night))


@pytest.fixture
def trips(road, book):
    """Four patients, each alone, who sleep on Monday at the albergue."""
    with transaction():
        book["ALT"].beds = RIVALS
    return [road.trip(f"Paciente{name}", "Mejía", companions=()) for name in "ABCD"]


def beds(place, how_many):
    with transaction():
        place.beds = how_many


def test_choosing_the_journey(road, book, tmp_path):
    beds(book["ALT"], 1)
    asked = []
    for name in "ABCD":
        case = road.case(f"Paciente{name}")
        visit, party = road.visit(case), road.party(case)
        offer = next(one for one in road.offered(visit, party) if any(journey.stays for journey in one.journeys))
        asked.append((visit, party, offer.key))
    refused = at_once(take_by_choosing, dict(enumerate(asked)), tmp_path)
    assert all("Escoja otra" in said or "escoger" in said or "ya no tiene cama" in said for said in refused)
    assert (sleepers(MONDAY), db.session.scalar(select(func.count(Trip.id)))) == (1, 1)


def test_changing_to_another_house(book, trips, tmp_path):
    with transaction():
        for code in ("ALT", "TUX"):
            cases.save_place(code, city="Tuxtla", now=NOW, by=None)
        house = cases.save_place(
            "OTR", name="Casa Otra", kind="lodging", city="Tuxtla", price_minor=90_00, beds=1, now=NOW, by=None
        )
        house_id = house.id
    before = {trip.id: nights_of(trip.id) for trip in trips}
    refused = at_once(take_by_changing_house, dict.fromkeys(before, house_id), tmp_path)
    assert len(refused) == RIVALS - 1
    assert sum(nights_of(trip_id) == nights for trip_id, nights in before.items()) == RIVALS - 1


def test_staying_longer(road, book, trips, tmp_path, later):
    for trip in trips:
        with transaction():
            operations.depart(trip, trip.departs_at, road.lupita, trip.departs_at)
    beds(book["ALT"], 1)
    now = at(15, 13)
    before = {trip.id: nights_of(trip.id) for trip in trips}
    refused = at_once(take_by_staying_longer, dict.fromkeys(before, now), tmp_path, at=now)
    assert all("cama" in said for said in refused)
    assert sleepers(TUESDAY) == 1
    assert sum(nights_of(trip_id) == nights for trip_id, nights in before.items()) == RIVALS - 1


def test_joining_a_party(book, trips, tmp_path):
    beds(book["ALT"], RIVALS + 1)
    before = {trip.id: len(trip.travellers) for trip in trips}
    refused = at_once(take_by_joining, before, tmp_path)
    assert all("cama" in said for said in refused)
    assert sleepers(MONDAY) == RIVALS + 1
    db.session.expire_all()
    assert sorted(len(db.session.get(Trip, trip_id).travellers) for trip_id in before) == [1, 1, 1, 2]


def test_a_cancelled_trip_gives_its_bed_to_the_next(road, book, trips):
    with transaction():
        operations.cancel_trip(trips[0], "la cita se canceló", road.lupita, NOW)
    assert sleepers(MONDAY) == RIVALS - 1
    assert road.trip("Otra", "Cruz", companions=()).nights[0].place is book["ALT"]
