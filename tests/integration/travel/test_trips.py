"""Proposals, and the trip that one of them becomes: rides, seats, beds, and what follows."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import operations, queries
from app.travel.models import BedNight, Seat
from app.travel.rules import Visit
from tests.moment import NOW

from .conftest import at


def beds(trip):
    return [(night.night, night.traveller.name.split()[0], night.kind, night.bed) for night in trip.nights]


def test_each_name_is_said_once_and_there_are_three_at_most(road):
    case = road.case()
    named = road.offered(road.visit(case), road.party(case, "Juan")).named
    assert sorted(name for one in named for name in one.names) == ["cheapest", "least_away", "least_dark"]
    assert len({one.key for one in named}) == len(named)


def test_a_proposal_goes_there_and_comes_home(road):
    case = road.case()
    (first, *_others) = road.offered(road.visit(case), road.party(case)).named
    assert (first.there.legs[-1].destination, first.home.legs[-1].destination) == ("HGM", "SAL")
    assert first.there.arrives_at <= at(15, 7, 30) and first.home.departs_at >= at(15, 12)


def test_the_cheapest_is_the_cheapest_budget_when_the_daily_rates_are_known(road):
    case = road.case()

    def dear(meals, stipend):
        return Money(sum(persons for *_meal, persons in meals) * 500_00 + len(stipend) * 500_00)

    offered = queries.proposals(road.visit(case), road.party(case, "Juan"), NOW, dear)
    cheapest = next(one for one in offered.named if "cheapest" in one.names)
    assert cheapest.total == min(one.cost + dear(one.meals, one.stipend) for one in offered.every)


def test_a_key_means_the_same_journeys_when_asked_again(road):
    case = road.case()
    visit, party = road.visit(case), road.party(case)
    assert [one.key for one in road.offered(visit, party)] == [one.key for one in road.offered(visit, party)]


def test_journeys_that_leave_before_now_are_hidden(road):
    case = road.case()
    visit = road.visit(case)
    offered = queries.proposals(visit, road.party(case), at(15, 7))
    assert (list(offered), offered.missing) == ([], "Todas las salidas que alcanzan ya pasaron.")


def test_a_trip_has_a_seat_for_each_traveller_on_each_ride(road):
    trip = road.trip()
    assert [len(leg.seats) for leg in trip.legs] == [2] * len(trip.legs)
    assert {leg.direction for leg in trip.legs} == {"there", "home"}


def test_nobody_has_two_seats_on_one_ride(road):
    seat = road.trip().legs[0].seats[0]
    with pytest.raises(IntegrityError), transaction():
        db.session.add(Seat(leg_id=seat.leg_id, traveller_id=seat.traveller_id, fare=Money(0)))


def test_a_child_rides_at_half_fare(road):
    case = road.case()
    visit, (patient,) = road.visit(case), road.party(case)
    half = type(patient)(patient.person_id, patient.name, "patient", "half")
    trip = road.chosen(visit, [half])
    assert trip.legs[0].fare.amount_minor * 2 == next(
        leg.fare_each for one in road.offered(visit, [half]) for leg in one.there.legs
        if leg.mode == trip.legs[0].mode
    )  # fmt: skip


def test_each_traveller_has_a_bed_of_their_own_on_each_night(road):
    trip = road.trip()
    assert [(stay.place.code, stay.nights) for stay in trip.stays] == [("ALT", 1)]
    assert beds(trip) == [(date(2026, 12, 14), "Rosa", "lodging", 1), (date(2026, 12, 14), "Juan", "lodging", 2)]


def test_a_full_house_is_not_proposed(road):
    road.trip()
    case = road.case("Yolanda", "Gómez")
    offered = road.offered(road.visit(case), road.party(case, "Pedro"))
    assert list(offered) == []
    assert "Albergue Tuxtla" in offered.missing


def test_the_last_bed_still_serves_one_traveller(road):
    road.trip()
    trip = road.trip("Yolanda", "Gómez", companions=())
    assert beds(trip) == [(date(2026, 12, 14), "Yolanda", "lodging", 3)]


def test_a_bed_is_taken_once_a_night_by_constraint(road):
    taken = road.trip().nights[0]
    other = road.trip("Yolanda", "Gómez", companions=())
    with pytest.raises(IntegrityError), transaction():
        db.session.add(
            BedNight(
                trip_id=other.id,
                traveller_id=other.travellers[0].id,
                night=taken.night,
                kind="lodging",
                place_id=taken.place_id,
                bed=taken.bed,
                price=Money(0),
            )  # fmt: skip
        )


def test_a_proposal_whose_bed_went_meanwhile_is_refused_in_words(road):
    case = road.case("Yolanda", "Gómez")
    visit, party = road.visit(case), road.party(case, "Pedro")
    key = road.offered(visit, party).named[0].key
    road.trip()
    with pytest.raises(Refused) as refusal, transaction():
        operations.plan_trip(visit, party, key, road.lupita, NOW)
    assert refusal.value.field == "proposal"


def test_choosing_again_gives_back_what_was_held(road):
    case = road.case()
    visit, party = road.visit(case), road.party(case, "Juan")
    first = road.chosen(visit, party)
    again = road.chosen(visit, road.party(case, "Juan", "Ana"), "least_dark")
    assert again.id == first.id
    assert len(db.session.scalars(select(BedNight.id)).all()) == len(again.nights)


def test_an_inpatient_sleeps_in_the_ward_and_the_companion_on_a_chair(road):
    trip = road.trip(nights_admitted=2)
    hospital = [(n.night.day, n.kind, n.price) for n in trip.nights if n.kind in ("hospital", "chair")]
    assert hospital == [
        (15, "hospital", Money(0)), (15, "chair", Money(60_00)), (16, "hospital", Money(0)), (16, "chair", Money(60_00)),
    ]  # fmt: skip
    assert min(leg.departs_at for leg in trip.legs if leg.direction == "home") >= at(17, 12)


def test_an_inpatient_is_due_no_meal(road):
    trip = road.trip(nights_admitted=2)
    due = {(day, meal): persons for day, meal, persons in queries.expenses(trip).meals}
    assert due[(date(2026, 12, 16), "lunch")] == 1
    assert due[(date(2026, 12, 14), "dinner")] == 2


def test_expenses_are_the_sum_over_seats_and_nights(road):
    trip = road.trip()
    spent = queries.expenses(trip)
    assert spent.fares == sum((seat.fare for leg in trip.legs for seat in leg.seats), Money.zero())
    assert spent.nights == Money(100_00)
    assert sum((line.amount for line in spent.lines), Money.zero()) == spent.known


def test_the_stipend_is_for_every_day_that_the_companion_is_away(road):
    trip = road.trip()
    assert queries.expenses(trip).stipend == [(date(2026, 12, 14), 1), (date(2026, 12, 15), 1)]


def test_another_date_is_planned_with_the_same_preference_and_beds(road):
    case = road.case()
    visit = road.visit(case)
    trip = road.chosen(visit, road.party(case, "Juan"))
    left = trip.departs_at
    moved = type(visit)(**(vars(visit) | {"present_at": at(17, 7, 30), "ends_at": at(17, 12)}))
    with transaction():
        operations.replan(trip, moved, road.lupita, NOW)
    assert (trip.preference, trip.departs_at) == ("cheapest", left + timedelta(days=2))
    assert {night.night for night in db.session.scalars(select(BedNight))} == {date(2026, 12, 16)}


def test_without_a_way_for_the_new_date_the_trip_is_a_draft_that_holds_nothing(road, book):
    trip = road.trip()
    with transaction():
        operations.add_alert(
            queries.route_page(mode="colectivo").rows[0], date(2026, 12, 1), date(2026, 12, 31), "Bloqueo",
            by="test", now=NOW, closed=True,
        )  # fmt: skip
        operations.replan(trip, visit_of(trip), road.lupita, NOW)
    assert (trip.state, trip.legs, trip.nights) == ("draft", [], [])
    assert queries.expenses(trip).known == Money.zero()


def visit_of(trip):
    return Visit(trip.appointment_id, trip.case_id, "SAL", "HGM", at(15, 7, 30), at(15, 12))


def test_cancelling_gives_the_beds_back_and_keeps_the_rides_to_read(road):
    trip = road.trip()
    with transaction():
        operations.cancel_trip(trip, "La familia no puede", road.lupita, NOW)
    assert (trip.state, len(trip.nights), bool(trip.legs)) == ("cancelled", 0, True)
    assert queries.trip_of(trip.appointment_id) is None


def test_a_trip_that_began_is_neither_cancelled_nor_planned_anew(road, later):
    trip = road.trip()
    now = later(days=22)
    with transaction():
        operations.depart(trip, now - timedelta(hours=1), road.lupita, now)
    with pytest.raises(Refused), transaction():
        operations.cancel_trip(trip, "ya no", road.lupita, now)
    with pytest.raises(Refused), transaction():
        operations.replan(trip, visit_of(trip), road.lupita, now)


def test_a_fare_corrected_by_hand_changes_what_everybody_pays(road):
    trip = road.trip()
    before = queries.expenses(trip).fares
    with transaction():
        operations.correct_leg(trip.legs[0], NOW, road.lupita, fare=Money(89_00))
    assert trip.legs[0].by_hand
    assert queries.expenses(trip).fares - before == (Money(89_00) - Money(60_00)) * 2


def test_a_leg_cannot_leave_before_the_ride_before_it_arrives(road):
    trip = road.trip()
    second = trip.legs[1]
    with pytest.raises(Refused) as refusal, transaction():
        operations.correct_leg(
            second, NOW, road.lupita, departs_at=trip.legs[0].departs_at, arrives_at=second.arrives_at
        )
    assert refusal.value.field == "departs_at"


def test_leaving_earlier_by_hand_moves_the_departure_of_the_trip(road):
    trip = road.trip()
    first = trip.legs[0]
    with transaction():
        operations.correct_leg(first, NOW, road.lupita, departs_at=first.departs_at - timedelta(hours=1))
    assert trip.departs_at == first.departs_at


def test_when_it_happened_is_apart_from_when_it_was_recorded(road, later):
    trip = road.trip()
    now = later(days=22)
    with transaction():
        operations.depart(trip, now - timedelta(hours=5), road.lupita, now)
    event = trip.events[-1]
    assert (event.occurred_at, event.recorded_at) == (now - timedelta(hours=5), now)
    assert (trip.state, trip.departed_at) == ("departed", now - timedelta(hours=5))


def test_what_has_not_happened_yet_is_not_recorded(road):
    trip = road.trip()
    with pytest.raises(Refused) as refusal, transaction():
        operations.depart(trip, NOW + timedelta(hours=1), road.lupita, NOW)
    assert refusal.value.field == "occurred_at"


def test_a_text_that_repeats_the_departure_changes_no_hour(road, later):
    trip = road.trip()
    now = later(days=22)
    with transaction():
        operations.depart(trip, now - timedelta(hours=5), road.lupita, now)
        operations.depart(trip, now, None, now)
    assert trip.departed_at == now - timedelta(hours=5)


def test_a_late_word_that_they_left_does_not_take_them_back_from_the_hospital(road, later):
    trip = road.trip()
    now = later(days=22)
    with transaction():
        operations.arrive(trip, now, road.lupita, now)
        operations.depart(trip, now - timedelta(hours=4), road.lupita, now)
    assert (trip.state, trip.departed_at) == ("arrived", now - timedelta(hours=4))


def test_everybody_who_left_is_away_until_they_are_home(road, later):
    trip = road.trip()
    now = later(days=22)
    with transaction():
        operations.depart(trip, now, road.lupita, now)
    (away,) = queries.away_page(now).rows
    assert (away.id, queries.under_way(away), away.returns_at < now) == (trip.id, True, False)
    with transaction():
        operations.return_home(trip, now, road.lupita, now)
    assert queries.away_page(now).rows == []


def test_who_should_have_left_is_listed_and_marked(road, later):
    road.trip()
    evening = later(days=21, hours=12)
    (away,) = queries.away_page(evening).rows
    assert not queries.under_way(away)
    tonight = [night.kind for night in away.nights if night.night == clock.today(evening)]
    assert tonight == ["lodging", "lodging"]


def test_the_list_of_who_is_away_takes_few_statements(road, later, statements):
    road.trip()
    road.trip("Yolanda", "Gómez", companions=())
    db.session.expire_all()
    with statements() as told:
        queries.away_page(later(days=22))
    assert len(told) <= 6
