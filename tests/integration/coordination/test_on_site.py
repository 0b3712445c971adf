"""People who have left: they wait, come back, stay longer, die; each choice moves trip, beds, money and texts at once."""

from datetime import date, time, timedelta

import pytest

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.coordination import jobs, letters, money, on_site, reads, sentences, under_way, workflows
from app.finance import operations as finance_operations
from app.finance import queries as finance
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import NotAllowed, Refused
from app.foundation.money import Money
from app.messaging import queries as messaging
from app.travel import operations as travel
from app.travel import queries as trips
from tests.moment import NOW

MONDAY = date(2026, 12, 14)
ZONE = "America/Mexico_City"
NOTHING = Money.zero()
EVENING = clock.at_wall(date(2026, 12, 14), time(21), ZONE)


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def trip(programme, case, frozen):
    """Doña Rosa and Juan left on Monday and sleep at the albergue; on Tuesday at 8 they are expected."""
    trip = programme.plan(programme.book(case, at=time(8)))
    programme.fund_trip(case)
    frozen.move_to(EVENING)
    with transaction():
        workflows.depart(trip, trip.departs_at, EVENING, programme.lupita)
    with transaction():
        for one in trip.travellers:
            house = case_queries.place_or_404("ALT")
            on_site.set_night(trip, one, date(2026, 12, 14), "lodging", house, EVENING, programme.lupita)
    return trip


def move(programme, trip, day=date(2026, 12, 18), at=time(11), precision="datetime"):
    with transaction():
        return workflows.reschedule_appointment(
            reads.appointment(trip.appointment_id), "hospital", "No hay quirófano", EVENING, programme.lupita,
            precision=precision, on_day=day, at_time=at, present_at=None,
        ).appointment  # fmt: skip


def pick(programme, trip, code, now=EVENING, name=""):
    with transaction():
        return on_site.choose(trip, code, name, now, programme.lupita)


def codes(trip, now=EVENING):
    return [one.code for one in on_site.offers(trip, now).offers]


def evenings(trip):
    return sorted({night.night.day for night in trip.nights})


def homeward(trip):
    return [leg for leg in trip.legs if leg.direction == "home"]


def test_until_somebody_chooses_the_way_home_and_the_beds_stay(programme, trip):
    before = ([leg.id for leg in trip.legs], [night.id for night in trip.nights])
    move(programme, trip)
    assert ([leg.id for leg in trip.legs], [night.id for night in trip.nights]) == before


def test_three_priced_choices_are_offered(programme, trip):
    move(programme, trip)
    offered = on_site.offers(trip, EVENING)
    assert {one.code.split(":")[0] for one in offered.offers} == {"wait", "home", "open"}
    assert all(one.total > Money.zero() for one in offered.offers)


def test_waiting_is_priced_as_the_budget_that_it_becomes(programme, case, trip):
    move(programme, trip)
    offer = next(one for one in on_site.offers(trip, EVENING).offers if one.code == "wait:ALT")
    pick(programme, trip, "wait:ALT")
    assert money.cost_of(trip) == offer.total


def test_waiting_keeps_a_bed_every_night_and_plans_the_way_home_from_the_new_date(programme, trip):
    moved = move(programme, trip)
    pick(programme, trip, "wait:ALT")
    assert trip.appointment_id == moved.id
    assert {15, 16, 17} <= set(evenings(trip))
    assert homeward(trip)[0].departs_at > moved.starts_at


def test_the_texts_of_the_new_date_know_that_they_have_left(programme, trip):
    moved = move(programme, trip)
    pick(programme, trip, "wait:ALT")
    assert letters.facts_of(moved, EVENING).departed


def test_coming_back_and_again_is_two_trips_and_both_are_priced(programme, trip):
    moved = move(programme, trip)
    offer = next(one for one in on_site.offers(trip, EVENING).offers if one.code == "home")
    again = pick(programme, trip, "home").again
    assert again.appointment_id == moved.id and again.departs_at > trip.returns_at
    assert money.cost_of(trip) + money.cost_of(again) == offer.total


def test_an_open_stay_keeps_tonight_and_asks_again_tomorrow(programme, trip):
    move(programme, trip, precision="waiting", day=None, at=None)
    assert "open" in codes(trip) and not [code for code in codes(trip) if code.startswith("wait")]
    pick(programme, trip, "open")
    assert trip.open_since and evenings(trip) == [14] and homeward(trip) == []
    assert trip.returns_at == clock.at_wall(date(2026, 12, 15), time(12))
    assert letters.facts_of(reads.appointment(trip.appointment_id), EVENING).returns_at is None


def test_a_cancelled_date_offers_the_way_home_alone_or_to_stay_open(programme, trip):
    with transaction():
        workflows.cancel_appointment(
            reads.appointment(trip.appointment_id), "hospital", "Paro", EVENING, programme.lupita
        )
    assert codes(trip) == ["home", "open"]
    assert pick(programme, trip, "home").again is None


def asked_of(case):
    return [task.title for task in case_queries.open_tasks_of(case) if "ya salieron" in task.title]


def test_a_date_that_was_moved_while_they_are_away_and_is_then_cancelled_asks_again(programme, case, trip):
    moved = move(programme, trip)
    with transaction():
        happened = workflows.cancel_appointment(moved, "hospital", "Paro", EVENING, programme.lupita)
    assert happened.trip.id == trip.id
    assert asked_of(case) == ["Cancelaron la cita y ya salieron: ¿esperan allá o regresan?"]
    assert "Ya habían salido" in sentences.cancelled(happened)


def test_a_date_that_moves_again_while_they_decide_day_by_day_asks_again(programme, case, trip):
    moved = move(programme, trip)
    pick(programme, trip, "open")
    assert asked_of(case) == []
    with transaction():
        workflows.reschedule_appointment(
            moved, "hospital", "Paro", EVENING, programme.lupita, precision="datetime",
            on_day=moved.on_day + timedelta(days=1), at_time=time(11), present_at=None,
        )  # fmt: skip
    assert asked_of(case) == ["La cita cambió y ya salieron: ¿esperan allá o regresan y vuelven?"]


def test_choosing_ends_the_question(programme, case, trip):
    move(programme, trip)
    pick(programme, trip, "home")
    assert not [task for task in case_queries.open_tasks_of(case) if "esperan" in task.title]


def test_more_than_was_approved_waits_for_approval_and_is_said(programme, case, trip):
    move(programme, trip)
    settled = pick(programme, trip, "wait:ALT")
    assert settled.budget.state == "draft" and settled.lacking == settled.budget.total - Money(
        settled.budget.approved_minor
    )


def test_what_the_fund_lacks_is_said_in_words(programme, case, trip):
    with transaction():
        finance_operations.replace_estimates(case.id, "own", {"lodging": Money(9_900_00)}, programme.lupita, NOW)
        workflows.approve_money(finance.budget_of(case.id, "own"), programme.fund, NOW, programme.fausto)
        finance_operations.replace_estimates(case.id, "two", {"lodging": Money(8_600_00)}, programme.lupita, NOW)
        workflows.approve_money(finance.budget_of(case.id, "two"), programme.fund, NOW, programme.fausto)
    move(programme, trip, date(2026, 12, 23))
    settled = pick(programme, trip, "wait:ALT")
    assert settled.lacking > Money.zero()
    assert "El fondo Fondo Café no alcanza" in sentences.settled(settled)
    assert f"Faltan {settled.lacking} por autorizar" in sentences.settled(settled)


def test_above_the_ceiling_a_name_is_asked_and_confirmed_by_somebody_else(programme, case, trip):
    move(programme, trip, date(2026, 12, 29))
    with pytest.raises(Refused) as refused:
        pick(programme, trip, "wait:ALT")
    assert refused.value.field == "authorised_by"
    pick(programme, trip, "wait:ALT", name="Dra. Valeria")
    (given,) = trips.authorisations_of(trip)
    assert (given.kind, given.name, given.confirmed_at) == ("stay", "Dra. Valeria", None)
    with pytest.raises(NotAllowed), transaction():
        on_site.confirm(given, EVENING, programme.lupita)
    with transaction():
        on_site.confirm(given, EVENING, programme.fausto)
    assert given.confirmed_by_id == programme.fausto.id


def test_one_night_more_moves_beds_way_home_and_money(programme, trip):
    home, cost = homeward(trip)[0].departs_at, money.cost_of(trip)
    with transaction():
        on_site.extend(trip, set(), trip.nights[-1].night + timedelta(days=1), "", EVENING, programme.lupita)
    assert homeward(trip)[0].departs_at >= home + timedelta(hours=12)
    assert money.cost_of(trip) > cost and evenings(trip)[:2] == [14, 15]


def test_one_person_stays_and_the_other_keeps_the_way_home(programme, trip):
    rosa, juan = trip.travellers
    planned = homeward(trip)[0].departs_at
    with transaction():
        on_site.extend(trip, {rosa.id}, date(2026, 12, 16), "", EVENING, programme.lupita)
    rides = {one.id: [leg for leg in homeward(trip) for seat in leg.seats if seat.traveller_id == one.id]
             for one in (rosa, juan)}  # fmt: skip
    assert rides[juan.id][0].departs_at == planned
    assert rides[rosa.id][0].departs_at > planned and rides[rosa.id][-1].arrives_at == trip.returns_at


def test_a_stay_is_never_made_shorter_by_extending_it(programme, trip):
    with pytest.raises(Refused, match="posterior"), transaction():
        on_site.extend(trip, set(), date(2026, 12, 13), "", EVENING, programme.lupita)


def test_a_night_in_the_ward_costs_neither_bed_nor_meals(programme, trip):
    rosa = trip.travellers[0]
    cost, meals = money.cost_of(trip), sum(count for *_day, count in trips.expenses(trip).meals)
    with transaction():
        on_site.set_night(trip, rosa, date(2026, 12, 14), "hospital", None, EVENING, programme.lupita)
    assert sum(count for *_day, count in trips.expenses(trip).meals) == meals - 2  # dinner, and breakfast
    assert money.cost_of(trip) == cost - Money(50_00) - Money(50_00 + 50_00)


@pytest.mark.parametrize(
    ("night", "kind", "sentence"),
    [(date(2026, 12, 20), "chair", "hasta hoy"), (date(2026, 12, 14), "lodging", "Escoja en qué albergue")],
)
def test_a_night_that_nobody_can_know_is_refused(programme, trip, night, kind, sentence):
    with pytest.raises(Refused, match=sentence), transaction():
        on_site.set_night(trip, trip.travellers[0], night, kind, None, EVENING, programme.lupita)


def test_a_death_keeps_the_relatives_way_home_and_writes_to_nobody(programme, case, trip):
    rides = len(homeward(trip))
    with transaction():
        workflows.record_death(case, MONDAY, EVENING, programme.lupita)
    rosa, juan = trip.travellers
    assert len(homeward(trip)) == rides
    assert {seat.traveller_id for leg in homeward(trip) for seat in leg.seats} == {juan.id}
    assert not [night for night in trip.nights if night.traveller_id == rosa.id]
    assert not [row for row in messaging.messages_of_case(case.id) if row.state in ("planned", "queued")]
    kinds = {task.kind for task in case_queries.open_tasks_of(case)}
    assert {"papers", "travel"} <= kinds


def test_the_traslado_is_a_ride_with_its_cost(programme, case, trip):
    with transaction():
        workflows.record_death(case, MONDAY, EVENING, programme.lupita)
    before = money.cost_of(trip)
    with transaction():
        on_site.take_home(
            trip, EVENING, programme.lupita, mode="vehicle", leaves_at=EVENING + timedelta(hours=10), minutes=300,
            cost=Money(3_500_00), note="Funeraria",
        )  # fmt: skip
    assert money.cost_of(trip) == before + Money(3_500_00)
    assert "Traslado · Funeraria" in [leg.note for leg in trip.legs]


def test_a_traslado_of_the_living_is_refused(programme, trip):
    with pytest.raises(Refused, match="quien falleció"), transaction():
        on_site.take_home(
            trip, EVENING, programme.lupita, mode="vehicle", leaves_at=EVENING, minutes=300, cost=Money.zero(), note=""
        )


def test_a_death_by_mistake_is_undone_with_seat_and_price(programme, case, trip):
    seats = [len(leg.seats) for leg in trip.legs]
    fares = trips.expenses(trip).fares
    with transaction():
        workflows.record_death(case, MONDAY, EVENING, programme.lupita)
    with transaction():
        workflows.undo_death(case, EVENING, programme.lupita)
    assert [len(leg.seats) for leg in trip.legs] == seats
    assert trips.expenses(trip).fares == fares and trip.travellers[0].away_until is None


def urgent(programme, case, fare=NOTHING):
    with transaction():
        return workflows.leave_urgently(
            case, case.hospital, [one.id for one in case.companions], "Dra. Celia Ríos", NOW, programme.lupita,
            mode="ambulance", left_at=NOW - timedelta(hours=8), minutes=240, fare=fare,
        ).trip  # fmt: skip


def test_an_urgent_trip_happened_before_it_was_recorded_and_stays_open(programme, case):
    trip = urgent(programme, case)
    departed = next(event for event in trip.events if event.kind == "departed")
    assert departed.occurred_at < departed.recorded_at == NOW
    assert trip.open_since and codes(trip, NOW) == ["home", "open"]


def test_who_left_urgently_is_not_waiting_for_a_date_any_more(programme, case):
    with transaction():
        cases.raise_task(case, "date", "Insistir por la fecha", NOW, f"case:{case.id}:date", NOW)
    urgent(programme, case)
    assert not [task for task in case_queries.open_tasks_of(case) if task.key == f"case:{case.id}:date"]


def test_that_both_say_we_are_there_brings_nobody_home_from_an_urgent_trip(programme, case):
    trip = urgent(programme, case)
    for minutes in (5, 20):
        with transaction():
            under_way.move(trip, "arrived", False, NOW + timedelta(minutes=minutes))
    assert (trip.state, trip.arrived_at) == ("arrived", NOW + timedelta(minutes=5))


def test_an_urgent_word_that_nobody_confirms_is_an_administrators_after_a_day(programme, case):
    urgent(programme, case)
    later = NOW + timedelta(hours=25)
    jobs.raise_due_tasks(later)
    jobs.raise_due_tasks(later)
    late = [task for task in case_queries.open_tasks_of(case) if task.title.startswith("Sin confirmar")]
    assert [(task.urgent, task.owner_id) for task in late] == [(True, programme.amalia.id)]


def test_above_the_limit_it_is_recorded_and_an_administrator_confirms_at_once(programme, case):
    (given,) = trips.authorisations_of(urgent(programme, case, fare=Money(4_000_00)))
    assert given.over_limit and given.due_at == NOW
    with pytest.raises(NotAllowed, match="administración"), transaction():
        on_site.confirm(given, NOW, programme.fausto)
    with transaction():
        on_site.confirm(given, NOW, programme.amalia)
    assert not [task for task in case_queries.open_tasks_of(case) if task.kind == "urgent"]


def test_how_it_went_is_told_once_they_are_back(programme, trip):
    home = trip.returns_at + timedelta(hours=1)
    told = {"attended": False, "unmet": "no_bed", "note": "No había cama", "home_ids": {trip.travellers[1].id}}
    with pytest.raises(Refused, match="ya regresaron"), transaction():
        travel.record_result(trip, by=programme.lupita, now=home, **told)
    with transaction():
        workflows.come_home(trip, home, home, programme.lupita)
        travel.record_result(trip, by=programme.lupita, now=home, **told)
    assert (trips.result_of(trip).unmet, [one.came_home for one in trip.travellers]) == ("no_bed", [False, True])


def test_something_else_that_was_missing_is_named(programme, trip):
    home = trip.returns_at + timedelta(hours=1)
    with transaction():
        workflows.come_home(trip, home, home, programme.lupita)
    with pytest.raises(Refused, match="qué faltó"), transaction():
        travel.record_result(trip, True, "other", " ", set(), programme.lupita, home)


def test_a_house_without_beds_is_not_offered_and_is_named(programme, trip):
    move(programme, trip)
    with transaction():
        trip.nights[0].place.beds = 1
    offered = on_site.offers(trip, EVENING)
    assert "wait:ALT" not in [one.code for one in offered.offers]
    assert any("Albergue Tuxtla no tiene cama" in line for line in offered.said)
    with pytest.raises(Refused, match="ya no se puede"):
        pick(programme, trip, "wait:ALT")
