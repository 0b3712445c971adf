"""Who rides with whom: against every order tried one by one, and never dearer than each on their own."""

from dataclasses import replace
from itertools import permutations, product
from random import Random

import pytest

from app.foundation.errors import Refused
from app.travel.pooling import Day, Load, Rider, check_plan, exact, rules, search, solve
from app.travel.pooling.insertion import Car

PLACES = "ABCDEH"


def a_day(seed, riders=3, vehicles=2):
    """Places on a plane, some roads missing; parties of one or two, some in a wheelchair, two of them kept apart on
    every third day; hours wide or narrow."""
    rng = Random(seed)
    at = {place: (rng.randrange(60), rng.randrange(60)) for place in PLACES}
    minutes, metres = {}, {}
    for start, end in permutations(PLACES, 2):
        if rng.random() < 0.95:
            far = abs(at[start][0] - at[end][0]) + abs(at[start][1] - at[end][1]) + 1
            minutes[start, end], metres[start, end] = far + rng.randrange(5), far * 900
    people = [_rider(rng, key) for key in range(riders)]
    cars = [Load(key, rng.choice((2, 3, 4)), rng.choice("AB"), rng.choice((100, 300, 700))) for key in range(vehicles)]
    cars = [replace(one, chairs=rng.choice((0, 1, 1, 2)), chair_seats=rng.choice((0, 1, 2))) for one in cars]
    detour = rng.choice((0, 15, 60))
    return Day(people, cars, minutes, metres, detour, frozenset([frozenset((0, 1))] if seed % 3 == 0 else []))


def _rider(rng, key):
    origin, destination = rng.sample(PLACES, 2) if rng.random() < 0.4 else (rng.choice("ABCD"), "H")
    earliest = rng.choice((240, 300, 360))
    return Rider(
        key, rng.choice((1, 1, 2)), origin, destination, earliest, earliest + rng.choice((45, 90, 400)),
        rng.choice((500, 3000, 9000, 40000)), chairs=int(rng.random() < 0.2),
    )  # fmt: skip


def every_order(riders):
    marks = [(rider, on) for rider in riders for on in (True, False)]
    for order in permutations(marks):
        if all(order.index((rider, True)) < order.index((rider, False)) for rider in riders):
            yield order


def tried_one_by_one(day):
    """The cheapest of all: each party in each vehicle or in none, in every order."""
    best = None
    for where in product((None, *day.vehicles), repeat=len(day.riders)):
        cost = 0
        for vehicle in day.vehicles:
            riders = [rider for rider, chosen in zip(day.riders, where, strict=True) if chosen == vehicle]
            if riders:
                runs = [run.cost for order in every_order(riders) if (run := rules.run_of(day, vehicle, order))]
                cost = None if not runs or cost is None else cost + min(runs)
        if cost is None or any(
            one.only is not None and place is None for one, place in zip(day.riders, where, strict=True)
        ):
            continue
        cost += sum(rider.public for rider, chosen in zip(day.riders, where, strict=True) if chosen is None)
        best = cost if best is None else min(best, cost)
    return best


@pytest.mark.parametrize("seed", range(60))
def test_a_small_day_is_the_optimum(seed):
    day = a_day(seed)
    assert solve(day).cost == min(tried_one_by_one(day), rules.alone(day).cost)


@pytest.mark.parametrize("seed", range(12))
def test_a_choice_is_respected_and_still_the_cheapest_that_way(seed):
    day = a_day(seed)
    day = replace(day, riders=[replace(day.riders[0], aside=True), *day.riders[1:]])
    plan = solve(day)
    assert day.riders[0].key not in plan.served
    assert plan.cost == min(tried_one_by_one(day), rules.alone(day).cost)


@pytest.mark.parametrize("seed", range(30))
def test_whoever_is_put_into_a_vehicle_rides_in_it_or_nobody_can(seed):
    day = a_day(seed)
    day = replace(day, riders=[replace(day.riders[0], only=1), *day.riders[1:]])
    plan = solve(day)
    assert all(run.vehicle == 1 for run in plan.runs if any(stop.rider == 0 for stop in run.stops))
    alone = rules.run_of(day, day.vehicles[1], [(day.riders[0], True), (day.riders[0], False)])
    assert alone is None or 0 in plan.served


@pytest.mark.parametrize("seed", range(10))
def test_a_large_day_is_never_dearer_than_each_alone_and_can_be_driven(seed):
    day = a_day(seed, riders=14, vehicles=3)
    plan = solve(day, seconds=0.4)
    assert plan.cost <= rules.alone(day).cost
    check_plan(day, plan.runs)


@pytest.mark.parametrize("seed", range(8))
def test_the_search_comes_near_the_optimum_of_a_small_day(seed):
    day = a_day(seed, riders=5)
    alone = rules.alone(day)
    proved, searched = exact.cheapest(day, alone), search.improved(day, alone, 0.3)
    assert proved.cost <= searched.cost <= alone.cost


@pytest.mark.parametrize("seed", range(40))
def test_somebody_is_put_where_no_other_place_in_the_order_would_cost_less(seed):
    day = a_day(seed, riders=6, vehicles=1)
    riders = [one for one in day.riders if day.direct(one) is not None]
    car = Car(day, riders, day.vehicles[0])
    order, additions = (), car.additions(())
    while additions:
        order = additions[0][2]
        additions = car.additions(order)
        found = {n: car.value(longer) for _gain, n, longer in additions}
        assert found == {n: most for n in range(len(riders)) if (most := _tried_everywhere(day, car, order, n))}


def _tried_everywhere(day, car, order, n):
    """What the run is worth with them at the best places of all, if it is worth more than without."""
    if 2 * n in order:
        return None
    gaps = [(i, j) for i in range(len(order) + 1) for j in range(i, len(order) + 1)]
    tried = [(*order[:i], 2 * n, *order[i:j], 2 * n + 1, *order[j:]) for i, j in gaps]
    worth = [car.value(one) for one in tried if rules.run_of(day, car.load, car.told(one))]
    return max(worth) if worth and max(worth) > car.value(order) else None


@pytest.mark.parametrize("seed", range(6))
def test_two_who_are_kept_apart_share_no_run_of_a_large_day(seed):
    day = a_day(seed, riders=14, vehicles=3)
    together = {frozenset((a, b)) for run in search.improved(day, rules.alone(day), 0.3).runs
                for a, b in permutations({stop.rider for stop in run.stops}, 2)}  # fmt: skip
    plan = search.improved(replace(day, apart=frozenset(together)), rules.alone(day), 0.3)
    riding = [{stop.rider for stop in run.stops} for run in plan.runs]
    assert not [pair for pair in together for run in riding if pair <= run]


def two_for_one_car(**more):
    roads = dict.fromkeys(permutations("AH", 2), 30)
    riders = [Rider(1, 1, "A", "H", 300, 420, 9000), Rider(2, 1, "A", "H", 300, 420, 9000)]
    return Day(riders, [Load(7, 4, "A", 100)], roads, dict.fromkeys(roads, 25000), **more)


def test_two_of_one_village_share_and_save_a_run():
    plan = solve(two_for_one_car())
    assert ([run.vehicle for run in plan.runs], plan.served, plan.cost) == ([7], {1, 2}, 5000)
    assert plan.saving == 5000 + 9000 - 5000


def test_they_leave_as_late_as_they_can():
    (run,) = solve(two_for_one_car()).runs
    assert [stop.minute for stop in run.stops] == [390, 390, 420, 420]


def test_two_families_who_are_kept_apart_do_not_share():
    plan = solve(two_for_one_car(apart=frozenset([frozenset((1, 2))])))
    assert len(plan.served) == 1


def test_a_plan_in_which_they_share_is_refused_once_they_are_kept_apart():
    day, plan = two_for_one_car(), solve(two_for_one_car())
    with pytest.raises(Refused, match="vuelva a calcular"):
        check_plan(replace(day, apart=frozenset([frozenset((1, 2))])), plan.runs)


@pytest.mark.parametrize(
    ("chairs", "takes", "seats", "served"),
    [(0, 1, 4, {2}), (1, 1, 2, {1, 2}), (1, 2, 3, {1, 2}), (1, 0, 1, {1, 2})],
    ids=["no place", "a seat", "two seats", "a place of its own"],
)
def test_who_stays_in_a_wheelchair_needs_a_place_for_it(chairs, takes, seats, served):
    day = two_for_one_car()
    riders = [replace(day.riders[0], chairs=1), replace(day.riders[1], public=9500)]
    van = replace(day.vehicles[0], seats=seats, chairs=chairs, chair_seats=takes)
    assert solve(replace(day, riders=riders, vehicles=[van])).served == served


def test_two_wheelchairs_do_not_share_one_place():
    day = two_for_one_car()
    hurried = [replace(one, earliest=365, chairs=1) for one in day.riders]
    van = replace(day.vehicles[0], chairs=1)
    assert len(solve(replace(day, riders=hurried, vehicles=[van])).served) == 1


def test_a_vehicle_without_seats_for_both_takes_one():
    day = two_for_one_car()
    hurried = [replace(one, earliest=365) for one in day.riders]  # no time to come back for the other
    plan = solve(replace(day, riders=hurried, vehicles=[replace(day.vehicles[0], seats=1)]))
    assert len(plan.served) == 1


def test_a_plan_for_other_hours_is_refused():
    day, plan = two_for_one_car(), solve(two_for_one_car())
    with pytest.raises(Refused, match="vuelva a calcular"):
        check_plan(replace(day, riders=[replace(one, latest=400) for one in day.riders]), plan.runs)


def test_nobody_rides_twice():
    day, plan = two_for_one_car(), solve(two_for_one_car())
    with pytest.raises(Refused, match="dos vehículos"):
        check_plan(day, [*plan.runs, *plan.runs])


def test_a_day_without_vehicles_stays_as_it_is():
    day = replace(two_for_one_car(), vehicles=[])
    assert (solve(day).cost, solve(day).saving) == (18000, 0)
