"""The pages of travel, opened by the cast; the client looks over every page that it opens."""

from datetime import timedelta

import pytest

from app.foundation.db import transaction
from app.foundation.money import Money
from app.travel import operations, queries
from tests.moment import NOW

TODAY = NOW.date()
PIECE = {"HX-Request": "true"}

ROUTE = {
    "from_place": "salvador urbina", "to_place": "TUX", "mode": "bus", "fare": "95", "minutes_dry": "300",
    "minutes_rain": "345", "departures": "04:30;12:30", "days": "daily", "active": "y",
}  # fmt: skip


def text(answer):
    return answer.get_data(as_text=True)


def test_the_book_is_shown_with_its_words(book, as_role):
    page = text(as_role("navigator").get("/routes?place=Salvador"))
    assert "camioneta pasajera" in page and "a cualquier hora" in page


def test_a_route_is_added_by_name_or_code(book, as_role):
    answer = as_role("navigator").post("/routes/new", data=ROUTE)
    assert answer.status_code == 302
    (route,) = queries.route_page(mode="bus").rows
    assert (route.origin.code, route.fare, route.safe_after_dark) == ("SAL", Money(95_00), False)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("departures", "temprano", "«temprano» no es una hora de salida"), ("days", "cuando llueve", "no son días"),
        ("to_place", "Atlántida", "Ese lugar no está en la lista"), ("minutes_dry", "0", "De 1 a 10,000 minutos"),
        ("fare", "-5", "mayor que cero"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_gets_its_sentence_and_keeps_what_was_typed(book, as_role, field, typed, sentence):
    page = text(as_role("navigator").post("/routes/new", data=ROUTE | {field: typed}))
    assert sentence in page and 'value="04:30;12:30"' in page or sentence in page and field == "departures"
    assert queries.route_page(mode="bus").rows == []


def test_a_row_becomes_a_form_and_the_saved_row_says_which_trips_ride_by_it(road, as_role):
    road.trip()
    browser, route = as_role("navigator"), queries.route_page(place="Salvador", mode="redilas").rows[0]
    address = f"/routes/{route.id}/in-place"
    assert 'value="05:30, 07:00, 13:00"' in text(browser.get(address, headers=PIECE))
    page = text(browser.post(address, data=in_place(route, fare="65"), headers=PIECE))
    assert "$65.00" in page and "1 viaje por salir usa esta ruta" in page
    assert queries.route_or_404(route.id).fare == Money(65_00)


def test_days_and_departures_are_typed_and_read_as_one_says_them(book, as_role):
    browser, route = as_role("navigator"), queries.route_page(mode="taxi").rows[0]
    typed = in_place(route, departures="05:30-17:00 cada 60", days="lunes, mié y vie")
    page = text(browser.post(f"/routes/{route.id}/in-place", data=typed, headers=PIECE))
    assert "05:30-17:00 cada 60 min" in page and "lun, mié, vie" in page
    kept = queries.route_or_404(route.id)
    assert (kept.departures, kept.days) == ("05:30-17:00/60", "mon;wed;fri")
    assert 'value="lun, mié, vie"' in text(browser.get(f"/routes/{route.id}/in-place", headers=PIECE))


def test_what_is_wrong_in_a_row_stands_beside_its_field_and_nothing_typed_is_lost(book, as_role):
    route = queries.route_page(mode="taxi").rows[0]
    typed = in_place(route, departures="temprano", fare="412.50")
    page = text(as_role("navigator").post(f"/routes/{route.id}/in-place", data=typed, headers=PIECE))
    assert "«temprano» no es una hora de salida" in page and 'value="412.50"' in page and 'value="temprano"' in page
    assert queries.route_or_404(route.id).departures == "any"


def test_a_route_is_left_out_and_taken_in_again(book, as_role):
    browser, route = as_role("navigator"), queries.route_page(mode="taxi").rows[0]
    browser.post(f"/routes/{route.id}/in-place", data=in_place(route, active=""), headers=PIECE)
    assert [one.id for one in queries.route_page(only="inactive").rows] == [route.id]
    assert "ya no corre" in text(browser.get("/routes?only=inactive"))
    browser.post(f"/routes/{route.id}/in-place", data=in_place(route), headers=PIECE)
    assert queries.route_page(only="inactive").rows == []


def test_the_row_as_it_stands_is_what_escape_puts_back(book, as_role):
    route = queries.route_page(mode="taxi").rows[0]
    assert "$300.00" in text(as_role("navigator").get(f"/routes/{route.id}/row", headers=PIECE))


def test_the_book_shows_the_season_and_the_alerts_with_their_days(book, as_role):
    route = queries.route_page(mode="taxi").rows[0]
    with transaction():
        operations.add_alert(route, TODAY, TODAY + timedelta(days=3), "Derrumbe", by=None, now=NOW, closed=True)
    page = text(as_role("clinician").get("/routes?only=alerts"))
    assert "tiempos de secas" in page and "quedan 3 días" in page and "camioneta pasajera</td>" not in page


def in_place(route, **changed):
    fields = {
        "fare": "300", "minutes_dry": "60", "minutes_rain": "90", "departures": "any", "days": "daily", "active": "y",
    }  # fmt: skip
    return {f"r{route.id}-{name}": value for name, value in (fields | changed).items() if value}


def test_a_clinician_reads_the_book_and_does_not_change_it(book, as_role):
    browser = as_role("clinician")
    assert browser.get("/routes").status_code == 200
    assert browser.get("/routes/new").status_code == 403


def test_the_trip_is_read_on_one_page(road, as_role):
    trip = road.trip(nights_admitted=1)
    page = text(as_role("clinician").get(f"/cases/{trip.case.number}/trips/{trip.id}"))
    for words in ("De ida", "De regreso", "Albergue Tuxtla", "hospitalizado", "silla en hospital", "cama 1"):
        assert words in page


def test_another_clinics_trip_is_not_there(road, signed_in, celia):
    trip = road.trip()
    assert signed_in(celia).get(f"/cases/{trip.case.number}/trips/{trip.id}").status_code == 404


def test_a_trip_of_another_case_is_not_found_under_this_one(road, as_role):
    trip, other = road.trip(), road.case("Yolanda", "Gómez")
    assert as_role("navigator").get(f"/cases/{other.number}/trips/{trip.id}").status_code == 404


def test_a_bed_is_confirmed_with_a_name(road, as_role):
    trip = road.trip()
    address = f"/cases/{trip.case.number}/trips/{trip.id}/stays/{trip.stays[0].id}"
    browser = as_role("navigator")
    page = text(browser.post(address, data={"confirmed_with": " "}))
    assert "Falta este dato" in page and "2 personas" in page and "sin teléfono anotado" in page
    browser.post(address, data={"confirmed_with": "doña Meche"})
    assert queries.trip_of(trip.appointment_id).stays[0].state == "confirmed"


def test_beds_show_who_is_where_by_case_number_alone(road, as_role):
    trip = road.trip()
    page = text(as_role("finance").get("/beds?from=2026-12-10"))
    assert "2 / 3" in page and trip.case.number in page and "Rosa" not in page


def test_beds_say_how_many_are_free_each_night_of_a_house_whose_beds_are_known(road, as_role):
    road.trip()
    page = text(as_role("finance").get("/beds?from=2026-12-10"))
    assert (page.count("1 libre<"), "3 libres<" in page) == (1, True)


def test_nobody_away_is_said_in_words(book, as_role):
    assert "Nadie está fuera de casa" in text(as_role("navigator").get("/away"))


def test_who_is_away_is_listed_with_tonights_bed(road, as_role, later):
    trip = road.trip()
    now = later(days=21, hours=12)
    with transaction():
        operations.depart(trip, now, road.lupita, now)
    page = text(as_role("navigator").get("/away"))
    assert "Rosa" in page and "albergue: Albergue Tuxtla" in page


def test_a_restricted_cases_traveller_has_no_name_in_the_list(road, as_role, later):
    case = road.case("Nicolás", "Morales", restricted=True)
    trip = road.chosen(road.visit(case), road.party(case, "Pedro"))
    now = later(days=22)
    with transaction():
        operations.depart(trip, now, road.lupita, now)
    page = text(as_role("admin").get("/away"))
    assert trip.case.number in page and "Nicolás" not in page and "Gómez Maza" not in page
