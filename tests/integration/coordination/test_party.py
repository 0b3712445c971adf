"""Who goes, each in their own way: fares, limits, houses that take them or not, joining and leaving."""

import re
from datetime import timedelta

import pytest

from app.cases import operations as cases
from app.coordination import journeys, money, workflows
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import operations
from app.travel import queries as travel
from app.travel.book import Limits
from app.travel.rules import Member
from tests.moment import NOW


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def appointment(programme, case):
    return programme.book(case)


def page(appointment):
    return f"/cases/{appointment.case.number}/appointments/{appointment.id}/trip"


def told(case, **more):
    """What the page sends: Juan goes at full fare, unless told otherwise."""
    patient, juan = case.patient_id, case.companions[0].person_id
    usual = {
        "asked": "1", f"p{patient}-fare_class": "full", f"p{juan}-goes": "y", f"p{juan}-kind": "companion",
        f"p{juan}-fare_class": "full",
    }  # fmt: skip
    return usual | {name.replace("patient", f"p{patient}-").replace("juan", f"p{juan}-"): v for name, v in more.items()}


def offered(appointment, how):
    case = appointment.case
    party = journeys.party_of(case, [case.companions[0].id], how)
    return travel.proposals(journeys.visit_of(appointment), party, NOW, money.priced)


def test_who_pays_half_makes_every_proposal_cheaper(case, appointment):
    full = offered(appointment, {}).named[0]
    half = offered(appointment, {case.companions[0].person_id: journeys.As(fare_class="half")}).named[0]
    assert half.there.cost_minor < full.there.cost_minor


def test_the_fare_class_told_on_the_page_is_the_travellers(programme, signed_in, case, appointment):
    desk = signed_in(programme.lupita)
    key = offered(appointment, {case.patient_id: journeys.As(fare_class="free")}).named[0].key
    sent = told(case, patientfare_class="free", juankind="relief", proposal=key)
    assert desk.post(page(appointment), data=sent).status_code == 302
    rosa, juan = travel.trip_of(appointment.id).travellers
    assert (rosa.fare_class, juan.kind, juan.fare_class) == ("free", "relief", "full")


def test_limits_are_kept_with_the_person_and_the_strictest_of_the_party_rules(programme, signed_in, case, appointment):
    desk = signed_in(programme.lupita)
    answer = desk.post(
        page(appointment), data=told(case, juanno_dark="y", patientriding_hours="6", juanbarred="redilas")
    )
    assert answer.status_code == 200
    party = journeys.party_of(case, [case.companions[0].id])
    assert party[0].limits == Limits(None, False, 360)
    assert party[1].limits.no_dark and "redilas" not in party[1].limits.modes


def test_the_page_says_whose_limit_rules_out_every_way(programme, signed_in, case, appointment):
    desk = signed_in(programme.lupita)
    answer = desk.post(page(appointment), data=told(case, patientriding_hours="0.5")).get_data(as_text=True)
    assert "no dentro de los límites de quien viaja" in answer
    assert "Rosa" in answer and "0.5 h de camino al día" in answer


def test_a_limit_that_no_day_has_is_refused_beside_its_field(programme, signed_in, case, appointment):
    desk = signed_in(programme.lupita)
    assert "De 0.5 a 24." in desk.post(page(appointment), data=told(case, patientriding_hours="90")).get_data(
        as_text=True
    )


def test_a_trip_planned_anew_keeps_to_the_limits(programme, case, appointment):
    with transaction():
        cases.set_limits(case.patient, True, None, (), NOW, programme.lupita)
    trip = programme.plan(appointment)
    assert all(leg.dark_minutes == 0 for leg in trip.legs)


@pytest.fixture
def trip(programme, appointment):
    return programme.plan(appointment)


def party_page(trip):
    return f"/cases/{trip.case.number}/trips/{trip.id}/party"


def joins(at, **more):
    usual = {"act": "join", "join-person": "0", "join-name": "Lucía", "join-kind": "companion", "join-mode": "bus"}
    return usual | {"join-fare_class": "full", "join-at": clock.to_local(at).strftime("%Y-%m-%dT%H:%M")} | more


def test_who_boards_on_the_way_home_rides_from_there_on_at_their_own_fare(programme, signed_in, trip):
    before = money.cost_of(trip)
    signed_in(programme.lupita).post(party_page(trip), data=joins(trip.ready_at, way="with_them"))
    lucia = trip.travellers[-1]
    ridden = [leg for leg in trip.legs if any(one.traveller_id == lucia.id for one in leg.seats)]
    assert ridden and ridden == [leg for leg in trip.legs if leg.direction == "home"]
    assert money.cost_of(trip) > before


def test_a_newborn_joins_free_and_costs_no_meal(programme, signed_in, trip):
    before = money.cost_of(trip)
    born = {"join-kind": "newborn", "join-fare_class": "free", "way": "with_them"}
    signed_in(programme.lupita).post(party_page(trip), data=joins(trip.ready_at, **born))
    assert trip.travellers[-1].kind == "newborn"
    assert money.cost_of(trip) == before


def test_who_joins_may_ride_there_alone_by_a_way_of_the_book(programme, signed_in, trip):
    desk = signed_in(programme.lupita)
    seen = desk.post(party_page(trip), data=joins(trip.present_at)).get_data(as_text=True)
    key = re.search(r'name="way" value="([0-9a-f]{16})"', seen).group(1)
    desk.post(party_page(trip), data=joins(trip.present_at, way=key))
    lucia = trip.travellers[-1]
    own = [leg for leg in trip.legs if [one.traveller_id for one in leg.seats] == [lucia.id]]
    assert own and own[0].origin is trip.origin and own[-1].destination is trip.hospital
    assert lucia.joins_at == own[0].departs_at


def test_a_ride_by_hand_where_the_book_has_none(programme, signed_in, trip):
    leaves = clock.to_local(trip.present_at - timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
    hand = {"join-mode": "taxi", "join-leaves_at": leaves, "join-minutes": "300", "join-fare": "400", "way": "hand"}
    signed_in(programme.lupita).post(party_page(trip), data=joins(trip.present_at, **hand))
    own = next(leg for leg in trip.legs if leg.by_hand)
    assert (own.mode, own.fare, len(own.seats)) == ("taxi", Money(400_00), 1)


def test_a_ride_by_hand_without_its_hour_is_refused_beside_the_field(programme, signed_in, trip):
    answer = signed_in(programme.lupita).post(party_page(trip), data=joins(trip.present_at, way="hand"))
    assert "Escriba a qué hora sale." in answer.get_data(as_text=True)
    assert len(trip.travellers) == 2


def test_nobody_joins_without_a_name(programme, signed_in, trip):
    answer = signed_in(programme.lupita).post(
        party_page(trip), data=joins(trip.ready_at, way="with_them", **{"join-name": ""})
    )
    assert "Elija quién se suma" in answer.get_data(as_text=True)


def leaves(trip, at, way=None):
    juan = trip.travellers[1]
    told = {"act": "leave", "leave-who": str(juan.id), "leave-at": clock.to_local(at).strftime("%Y-%m-%dT%H:%M")}
    return told | {"leave-mode": "bus"} | ({"way": way} if way else {})


def test_who_goes_home_before_the_others_has_own_rides_and_no_bed_or_meal_after(programme, signed_in, trip):
    desk, juan = signed_in(programme.lupita), trip.travellers[1]
    seen = desk.post(party_page(trip), data=leaves(trip, trip.present_at)).get_data(as_text=True)
    key = re.search(r'name="way" value="([0-9a-f]{16})"', seen).group(1)
    desk.post(party_page(trip), data=leaves(trip, trip.present_at, key))
    home = [leg for leg in trip.legs if leg.direction == "home"]
    own = [leg for leg in home if [one.traveller_id for one in leg.seats] == [juan.id]]
    assert own and own[-1].destination is trip.origin
    assert all(juan.id not in {one.traveller_id for one in leg.seats} for leg in home if leg not in own)
    gone = clock.today(own[-1].arrives_at)
    assert not [night for night in trip.nights if night.traveller_id == juan.id and night.night >= gone]


def test_nobody_leaves_without_a_way_home(programme, trip):
    with pytest.raises(Refused, match="Elija cómo regresa"), transaction():
        operations.leave(trip, trip.travellers[1], trip.present_at, None, programme.lupita, NOW)


def test_the_patient_does_not_leave_the_own_trip(programme, trip):
    with pytest.raises(Refused, match="El viaje es del paciente"), transaction():
        operations.leave(trip, trip.travellers[0], trip.present_at, None, programme.lupita, NOW)


def test_nobody_is_twice_on_a_trip(programme, trip):
    juan = Member(trip.travellers[1].person_id, "Juan")
    with pytest.raises(Refused, match="ya va en este viaje"), transaction():
        operations.join(trip, juan, trip.ready_at, None, programme.lupita, NOW)


def test_who_comes_from_elsewhere_does_not_change_when_the_patient_leaves(programme, case, appointment):
    trip = programme.plan(appointment)
    leaves, returns = trip.departs_at, trip.returns_at
    early = operations.ByHand("taxi", leaves - timedelta(hours=9), 60, Money(400_00))
    with transaction():
        operations.join(trip, Member(None, "Luz Díaz", "relief"), early.leaves_at, early, programme.lupita, NOW)
        operations.correct_leg(travel.first_leg(trip), NOW, programme.lupita, driver="don Beto")
    assert travel.first_leg(trip).driver == "don Beto"
    assert (trip.departs_at, trip.returns_at) == (leaves, returns)


# planned or chosen again


def planned_anew(programme, trip, by=timedelta(days=1)):
    """The date moves by whole days; the trip follows."""
    moved = trip.appointment.on_day + by
    with transaction():
        workflows.reschedule_appointment(
            trip.appointment, "hospital", "paro", NOW, programme.lupita, precision="datetime", on_day=moved,
            at_time=trip.appointment.at_time, present_at=None,
        )  # fmt: skip
    return travel.trips_of_case(trip.case_id)[0]


def own_rides(trip, traveller, direction):
    return [
        leg for leg in trip.legs
        if leg.direction == direction and [one.traveller_id for one in leg.seats] == [traveller.id]
    ]  # fmt: skip


def go_alone(programme, trip, name="Luz Díaz", hours=9):
    """Somebody known by name only comes by a taxi that no book has."""
    taxi = operations.ByHand("taxi", trip.present_at - timedelta(hours=hours), 300, Money(400_00))
    with transaction():
        operations.join(trip, Member(None, name, "donor"), taxi.leaves_at, taxi, programme.lupita, NOW)
    return taxi


def go_before(programme, trip, who):
    """The first way home of the book, right after they have presented themselves."""
    own = travel.own_ways(trip, [Member(who.person_id, who.name)], "home", trip.present_at, NOW).journeys[0]
    with transaction():
        operations.leave(trip, who, trip.present_at, own, programme.lupita, NOW)


def test_who_joins_by_name_only_joins_the_trip_that_is_planned_for_the_new_date(programme, trip):
    taxi = go_alone(programme, trip)
    anew = planned_anew(programme, trip)
    luz = anew.travellers[-1]
    (ride,) = own_rides(anew, luz, "there")
    assert (luz.name, luz.kind, luz.joins_at) == ("Luz Díaz", "donor", taxi.leaves_at + timedelta(days=1))
    assert (ride.mode, ride.fare, ride.by_hand) == ("taxi", Money(400_00), True)


def test_who_goes_home_before_the_others_does_so_from_the_new_date_too(programme, trip):
    go_before(programme, trip, trip.travellers[1])
    before = trip.travellers[1].leaves_at
    anew = planned_anew(programme, trip)
    juan = next(one for one in anew.travellers if one.kind == "companion")
    assert juan.leaves_at == before + timedelta(days=1)
    assert own_rides(anew, juan, "home")[-1].destination is anew.origin


def test_the_money_of_who_joins_is_in_the_new_budget(programme, trip):
    alone = money.cost_of(trip)
    go_alone(programme, trip)
    with_luz = money.cost_of(planned_anew(programme, trip))
    assert with_luz > alone


def choose_again(programme, signed_in, appointment, **more):
    desk = signed_in(programme.lupita)
    page_said = desk.get(page(appointment)).get_data(as_text=True)
    key = re.search(r'name="proposal" value="([0-9a-f]{16})"', page_said).group(1)
    assert desk.post(page(appointment), data=told(appointment.case, proposal=key, **more)).status_code == 302
    return page_said, travel.trip_of(appointment.id)


def test_choosing_again_keeps_who_is_known_by_name_only_and_says_when_they_join(
    programme, signed_in, appointment, trip
):
    taxi = go_alone(programme, trip)
    line = {"p-named0-goes": "y", "p-named0-kind": "donor", "p-named0-fare_class": "full"}
    said, again = choose_again(programme, signed_in, appointment, **line)
    luz = again.travellers[-1]
    assert "Luz Díaz" in said and "se suma el" in said
    assert (luz.name, luz.joins_at) == ("Luz Díaz", taxi.leaves_at)
    assert own_rides(again, luz, "there")[0].departs_at == taxi.leaves_at


def test_who_is_unticked_by_name_is_no_longer_of_the_party(programme, signed_in, appointment, trip):
    go_alone(programme, trip)
    _said, again = choose_again(programme, signed_in, appointment)
    assert [one.kind for one in again.travellers] == ["patient", "companion"]


def test_choosing_again_keeps_that_somebody_goes_home_before(programme, signed_in, appointment, trip):
    go_before(programme, trip, trip.travellers[1])
    leaves, rides = (
        trip.travellers[1].leaves_at,
        [leg.departs_at for leg in own_rides(trip, trip.travellers[1], "home")],
    )
    _said, again = choose_again(programme, signed_in, appointment)
    juan = again.travellers[1]
    assert (juan.leaves_at, [leg.departs_at for leg in own_rides(again, juan, "home")]) == (leaves, rides)


def test_where_no_way_is_found_they_stay_on_the_list_until_there_is_one(programme, trip):
    go_alone(programme, trip)
    with transaction():
        cases.set_limits(trip.case.patient, False, 30, (), NOW, programme.lupita)
    draft = planned_anew(programme, trip)
    assert (draft.state, [one.name for one in draft.travellers][-1]) == ("draft", "Luz Díaz")
    with transaction():
        cases.set_limits(trip.case.patient, False, None, (), NOW, programme.lupita)
    anew = planned_anew(programme, draft)
    assert anew.state == "chosen" and anew.travellers[-1].joins_at is not None


def test_who_joins_is_with_them_before_they_present_themselves_unless_told_otherwise(programme, trip, signed_in):
    page = signed_in(programme.lupita).get(party_page(trip)).get_data(as_text=True)
    assert f'value="{clock.to_local(trip.present_at):%Y-%m-%dT%H:%M}"' in page


def test_once_they_are_there_the_hour_is_when_the_next_departures_arrive_so_that_a_way_is_found(
    programme, trip, signed_in, frozen
):  # fmt: skip
    now = trip.present_at + timedelta(hours=2)
    frozen.move_to(now)
    at = travel.soonest_there(trip, now)
    page = signed_in(programme.lupita).get(party_page(trip)).get_data(as_text=True)
    assert at > now and f'value="{clock.to_local(at):%Y-%m-%dT%H:%M}"' in page
    assert travel.own_ways(trip, [Member(None, "Ana")], "there", at, now).journeys
