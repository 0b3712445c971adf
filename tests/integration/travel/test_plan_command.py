"""`flask plan`, as other programs use it."""

import json

import pytest


@pytest.fixture
def plan(book, app):
    def run(*arguments):
        return app.test_cli_runner().invoke(args=["plan", *arguments])

    return run


ASKED = ("--from", "SAL", "--to", "HGM", "--arrive-by", "2026-12-15T07:30")


def test_a_journey_has_the_promised_fields_and_no_other(plan):
    (first, *_more) = json.loads(plan(*ASKED, "--json").stdout)
    assert list(first) == ["depart", "arrive", "cost_minor", "nights", "dark_minutes", "legs", "stays"]
    assert list(first["legs"][0]) == ["from", "to", "mode", "depart", "arrive", "fare_minor"]
    assert list(first["stays"][0]) == ["place", "check_in", "nights", "price_minor"]


def test_the_cost_is_the_sum_of_fares_and_prices(plan):
    for journey in json.loads(plan(*ASKED, "--json").stdout):
        fares = sum(leg["fare_minor"] for leg in journey["legs"])
        assert journey["cost_minor"] == fares + sum(stay["price_minor"] for stay in journey["stays"])


def test_times_carry_the_programmes_offset(plan):
    (first, *_more) = json.loads(plan(*ASKED, "--json").stdout)
    assert first["arrive"].endswith("-06:00")


def test_the_way_there_is_sorted_by_departure_latest_first(plan):
    departures = [journey["depart"] for journey in json.loads(plan(*ASKED, "--json").stdout)]
    assert departures == sorted(departures, reverse=True)


def test_the_way_home_is_sorted_by_arrival_earliest_first(plan):
    asked = ("--from", "HGM", "--to", "SAL", "--ready-at", "2026-12-15T12:00", "--json")
    arrivals = [journey["arrive"] for journey in json.loads(plan(*asked).stdout)]
    assert arrivals == sorted(arrivals) and len(arrivals) > 1


def test_places_are_named_by_code_or_name_and_a_time_may_carry_its_own_offset(plan):
    asked = ("--from", "salvador urbina", "--to", "Hospital Gómez Maza", "--arrive-by", "2026-12-15T13:30Z", "--json")
    assert json.loads(plan(*asked).stdout) == json.loads(plan(*ASKED, "--json").stdout)


def test_one_traveller_pays_half_of_what_two_pay(plan):
    two, one = (json.loads(plan(*ASKED, "--json", *more).stdout) for more in ((), ("--travellers", "1")))
    assert [j["cost_minor"] for j in two] == [2 * j["cost_minor"] for j in one]


def test_nothing_found_is_an_empty_list_with_the_reason_on_stderr(plan):
    result = plan("--from", "HGM", "--to", "SAL", "--arrive-by", "2026-12-15T04:00", "--json", "--no-estimates")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert result.stderr.strip()


@pytest.mark.parametrize(
    "changed",
    [
        ("--from", "SAL", "--to", "SAL", "--arrive-by", "2026-12-15T07:30"),
        ("--from", "SAL", "--to", "ATL", "--arrive-by", "2026-12-15T07:30"),
        ("--from", "SAL", "--to", "HGM", "--arrive-by", "mañana"),
        ("--from", "SAL", "--to", "HGM"),
        (*ASKED, "--ready-at", "2026-12-15T12:00"),
        (*ASKED, "--travellers", "0"),
    ],
)
def test_unusable_input_exits_with_two_and_a_sentence(plan, changed):
    result = plan(*changed, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip()


def test_without_json_it_can_be_read(plan):
    assert "SAL → JAL (redilas)" in plan(*ASKED).stdout


@pytest.mark.parametrize(
    "day", ["9999-12-31T23:59", "9999-12-31T23:59-12:00", "0001-01-01T00:00", "0001-01-01T00:00+14:00"]
)
@pytest.mark.parametrize("asked", [("SAL", "HGM", "--arrive-by"), ("HGM", "SAL", "--ready-at")])
def test_any_date_is_answered(plan, asked, day):
    origin, destination, option = asked
    result = plan("--from", origin, "--to", destination, option, day, "--json")
    assert result.exit_code == 0 and isinstance(json.loads(result.stdout), list)


def test_before_1922_the_wall_clock_keeps_whole_minutes(plan):
    (first, *_more) = json.loads(
        plan("--from", "SAL", "--to", "HGM", "--arrive-by", "1900-01-01T08:00", "--json").stdout
    )
    assert first["depart"].endswith(":00-06:36:36")
