"""How long money, beds and seats will last: the page says what is booked and expected, in sums that name nobody."""

from collections import Counter
from datetime import date, time, timedelta

import pytest

from app.cases import queries as case_queries
from app.coordination import workflows
from app.coordination.forecast import page, queries
from app.coordination.forecast.rules import Item
from app.finance import operations as finance
from app.finance import queries as finance_queries
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.money import Money
from app.travel.models import BedNight, Vehicle, VehicleOut, VehicleRide, VehicleRun
from tests.moment import NOW
from tests.programme import TUESDAY

TODAY = clock.today(NOW)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAY = TUESDAY - timedelta(days=1)


def page_of(browser):
    return " ".join(browser.get("/forecast").get_data(as_text=True).split())


def seen_weekly(programme, weeks):
    """Doña Rosa went to the hospital every Thursday, each time planned and paid by the fund a fortnight before."""
    trips = []
    for ago in range(weeks, 0, -1):
        case = programme.rosa_again()
        thursday, booked_on = TODAY + timedelta(days=3) - ago * WEEK, NOW - ago * WEEK - timedelta(days=11)
        trip = programme.plan(programme.book(case, on_day=thursday, now=booked_on), now=booked_on)
        programme.fund_trip(case, now=booked_on)
        trips.append(trip)
    return trips


def cost_of(case):
    return finance_queries.budget_of(case.id).total


@pytest.mark.both_databases
def test_what_is_booked_is_what_has_not_been_handed_over(programme):
    paid, promised, waiting = programme.rosa(), programme.rosa_again(), programme.rosa_again()
    for case in (paid, promised, waiting):
        programme.plan(programme.book(case))
    programme.fund_trip(paid)
    with transaction():
        finance.approve_budget(finance_queries.budget_of(promised.id), programme.fund, programme.fausto, NOW)
    seen = page.forecast(NOW)
    (fund,) = seen.funds
    assert Money(fund.need.booked) == fund.promised == cost_of(promised)
    assert seen.unpaid == (1, cost_of(waiting))
    assert Money(fund.need.had) == Money(20_000_00) - cost_of(paid)


@pytest.mark.both_databases
def test_a_trip_of_two_funds_counts_for_each_its_part(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    budget = finance_queries.budget_of(case.id)
    with transaction():
        other = finance.create_fund("Traslados", "Fundación Sierra", by=programme.fausto, now=NOW)
        finance.record_donation(other, programme.box, Money(1_000_00), occurred_on=TODAY, by=programme.fausto, now=NOW)
        parts = [(programme.fund, budget.total - Money(100_01)), (other, Money(100_01))]
        workflows.approve_money(budget, parts, NOW, programme.fausto)
    booked = {one.fund.name: Money(one.need.booked) for one in page.forecast(NOW).funds}
    assert booked == {programme.fund.name: budget.total - Money(100_01), "Traslados": Money(100_01)}


@pytest.mark.both_databases
def test_beds_and_seats_that_are_booked_are_counted_on_their_day(programme, asleep):
    trip, house = asleep
    assert dict(queries.nights(TODAY)) == {house.id: [Item(MONDAY, TODAY, 2)]}
    ridden = Counter((leg.mode, leg.direction) for leg in trip.legs for _seat in leg.seats if leg.mode != "walk")
    seats = queries.seats(TODAY)
    assert ridden and {key: sum(item.amount for item in items) for key, items in seats.items()} == ridden
    assert {item.day for items in seats.values() for item in items} <= {MONDAY, TUESDAY, TUESDAY + timedelta(days=1)}


def test_a_cancelled_trip_needs_nothing(programme):
    appointment = programme.book(programme.rosa())
    trip = programme.plan(appointment)
    with transaction():
        trip.state, trip.cancelled_reason = "cancelled", "ya no"
    assert page.forecast(NOW).unpaid == (0, Money(0)) and not queries.seats(TODAY)


def test_a_fund_that_pays_a_trip_each_week_ends_on_the_day_that_the_sum_says(programme):
    """Each costs 467.00. Of 6,000.00 nine take 4,203.00. Two weeks would be booked by now and are not; then 467.00 a
    week: 1,797.00 last three weeks, and 396.00 of the fourth, which are five days of 66.71."""
    with transaction():
        programme.fund = finance.create_fund("Fondo chico", "Tostadores", by=programme.fausto, now=NOW)
        finance.record_donation(
            programme.fund, programme.box, Money(6_000_00), occurred_on=TODAY, by=programme.fausto, now=NOW
        )  # fmt: skip
    trips = seen_weekly(programme, 9)
    fund = next(one for one in page.forecast(NOW).funds if one.fund is programme.fund)
    assert cost_of(trips[0].case) == Money(467_00) and fund.need.past.totals == [467_00] * 9
    assert [week.more.expected for week in fund.need.weeks] == [0, 0, *[467_00] * 11]
    assert fund.need.out.expected == TODAY + 5 * WEEK + timedelta(days=5)


def test_the_page_says_the_error_beside_two_who_do_not_think(programme, as_role):
    seen_weekly(programme, 13)
    said = page_of(as_role("finance"))
    assert "Qué tanto le ha atinado" in said and "Falla por semana" in said
    measured = page.forecast(NOW).funds[0].need.measured[0]
    assert (measured.lead, measured.ours, measured.inside) == (0, 0, measured.weeks)


def test_with_little_history_the_page_says_so_and_guesses_nothing(programme, as_role):
    seen_weekly(programme, 3)
    said = page_of(as_role("finance"))
    assert "3 semanas de historia: no se calcula" in said and "hacen falta 12 para medir" in said


def test_before_the_first_trip_the_page_is_calm(programme, as_role):
    said = page_of(as_role("admin"))
    assert "alcanza para lo apartado" in said and "En ningún hospedaje hay camas apartadas" in said


def test_money_that_went_out_without_a_trip_is_expected_again(programme):
    case = programme.rosa()
    for ago in range(9, 0, -1):
        at = NOW - ago * WEEK
        with transaction():
            asked = finance.request_advance(
                case.id, "Juan", {"medicine": Money(100_00)}, by=programme.lupita, now=at, fund=programme.fund
            )  # fmt: skip
            finance.approve_advance(asked, programme.fausto, at)
            finance.deliver(asked, programme.box, asked.amount, by=programme.lupita, now=at)
    (fund,) = page.forecast(NOW).funds
    assert [week.more.expected for week in fund.need.weeks] == [100_00] * 13


def test_what_is_paid_to_suppliers_every_week_is_expected_again(programme):
    case = programme.rosa()
    for ago in range(9, 0, -1):
        at = NOW - ago * WEEK
        with transaction():
            asked = finance.record_quotation(
                case, "Farmacia Sol", "FSO010101AB1", "medicine", "Medicinas", Money(100_00), by=programme.lupita,
                now=at, key=f"quote-{ago}",
            )  # fmt: skip
            finance.authorise_direct(asked, programme.fund, programme.fausto, at)
            finance.pay_direct(
                asked, programme.box, f"folio {ago}", paid_on=clock.today(at), by=programme.fausto, now=at, key=f"{ago}"
            )
    (fund,) = page.forecast(NOW).funds
    assert [week.more.expected for week in fund.need.weeks] == [100_00] * 13


def test_a_house_whose_beds_are_all_taken_is_full_that_night(programme, asleep, as_role):
    with transaction():
        asleep[1].beds = 2
    (house,) = page.forecast(NOW).houses
    assert house.out.booked == MONDAY
    assert "sin lugar el 14 dic: ya está apartado todo" in page_of(as_role("navigator"))


def test_a_house_with_a_bed_more_has_room(programme, asleep):
    with transaction():
        asleep[1].beds = 3
    assert page.forecast(NOW).houses[0].out.booked is None


def test_of_a_house_whose_beds_nobody_has_counted_the_page_says_so(programme, asleep, as_role):
    with transaction():
        asleep[1].beds = None
    assert "nadie ha escrito cuántas camas hay" in page_of(as_role("navigator"))


def test_the_programmes_vehicles_have_so_many_seats_a_day(programme, as_role):
    with transaction():
        db.session.add(Vehicle(name="La Blanca", seats=6, home_id=1, per_km=Money(3_00), driver_name="Chema"))
    seen = page.forecast(NOW)
    assert seen.vehicles[0][1].had == 6 and [way for way, _need in seen.vehicles] == ["there", "home"]
    assert "6 lugares al día" in page_of(as_role("navigator"))


@pytest.mark.both_databases
def test_a_vehicles_seats_count_on_the_days_on_which_it_goes_out(programme):
    """The white one each day but for a week in the workshop, the red one on Mondays and Thursdays."""
    car = {"home_id": 1, "per_km": Money(3_00), "driver_name": "Chema"}
    with transaction():
        white, red = Vehicle(name="La Blanca", seats=6, **car), Vehicle(name="La Roja", seats=4, days="mon;thu", **car)
        white.outs = [
            VehicleOut(starts_on=TODAY + WEEK, ends_on=TODAY + 2 * WEEK - DAY, reason="workshop", recorded_at=NOW),
            VehicleOut(starts_on=TODAY, ends_on=None, reason="licence", recorded_at=NOW, removed_at=NOW),
        ]
        db.session.add_all([white, red, Vehicle(name="La Vieja", seats=9, active=False, **car)])
    (_there, need), _home = page.forecast(NOW).vehicles
    assert need.full == [50, 8, *[50] * 11] and need.each_week == (8, 50)


def test_the_page_says_how_many_seats_a_week_has(programme, as_role):
    with transaction():
        db.session.add(
            Vehicle(name="La Roja", seats=4, days="mon;thu", home_id=1, per_km=Money(3_00), driver_name="Chema")
        )
    assert "8 lugares por semana" in page_of(as_role("navigator"))


@pytest.mark.both_databases
def test_a_seat_in_a_vehicle_of_the_programme_is_known_from_the_day_the_run_was_accepted(programme):
    trip = programme.plan(programme.book(programme.rosa()))
    leg, accepted = trip.legs[-1], NOW - timedelta(days=3)
    with transaction():
        leg.mode = "vehicle"
        car = Vehicle(name="La Blanca", seats=6, home_id=1, per_km=Money(3_00), driver_name="Chema")
        db.session.add(car)
        db.session.flush()
        run = VehicleRun(
            vehicle_id=car.id, on_day=TUESDAY, direction="home", metres=0, cost=Money(0), accepted_at=accepted
        )  # fmt: skip
        run.rides = [
            VehicleRide(
                trip_id=trip.id, direction="home", seats=2, gets_on_at=leg.departs_at, gets_off_at=leg.arrives_at,
                detour_minutes=0, former="{}",
            )
        ]  # fmt: skip
        db.session.add(run)
    home = clock.today(leg.departs_at)
    assert queries.seats(TODAY)["vehicle", "home"] == [Item(home, clock.today(accepted), 2)]
    (_there, _none), (_home, need) = page.forecast(NOW).vehicles
    assert need.booked == 2 * page.TENTHS and need.shown(need.booked) == "2"


def test_a_donor_who_stops_paying_within_the_weeks_is_said(programme, as_role):
    with transaction():
        programme.fund.eligible_to = date(2026, 12, 31)
    assert "su donante paga hasta el 31 dic" in page_of(as_role("finance"))


# who looks


@pytest.mark.parametrize("role", ["navigator", "finance", "admin", "auditor"])
def test_who_plans_journeys_or_minds_money_looks(programme, as_role, role):
    assert as_role(role).get("/forecast").status_code == 200


def test_a_clinician_does_not(programme, as_role):
    assert as_role("clinician").get("/forecast").status_code == 403


@pytest.mark.parametrize("address", ["/funds", "/beds", "/more"])
def test_it_is_a_click_away(programme, as_role, address):
    assert 'href="/forecast' in as_role("finance").get(address).get_data(as_text=True)


def test_a_restricted_case_counts_and_is_not_revealed(programme, marta, signed_in):
    case = programme.rosa(restricted=True)
    programme.plan(programme.book(case, on_day=TUESDAY, at=time(9)))
    said = page_of(signed_in(marta))
    assert "1 viaje que viene todavía no tiene fondo" in said
    for secret in (case.number, "Rosa", "Juan", "colelitiasis"):
        assert secret not in said


def test_the_page_takes_at_most_six_statements_however_much_there_is(programme, signed_in, statements):
    browser = signed_in(programme.fausto)

    def counted():
        with statements() as seen:
            assert browser.get("/forecast").status_code == 200
        return len(seen)

    before = counted()
    seen_weekly(programme, 4)
    assert counted() == before <= 6


@pytest.fixture
def asleep(programme):
    """Doña Rosa and Juan sleep at the albergue in Tuxtla on the eve of the visit: their trip, and the house."""
    trip, place = programme.plan(programme.book(programme.rosa())), case_queries.place_or_404("ALT")
    with transaction():
        for bed, traveller in enumerate(trip.travellers, 1):
            db.session.add(
                BedNight(
                    trip_id=trip.id, traveller_id=traveller.id, night=MONDAY, kind="lodging", place_id=place.id,
                    bed=bed, price=Money.zero(),
                )
            )  # fmt: skip
    return trip, place
