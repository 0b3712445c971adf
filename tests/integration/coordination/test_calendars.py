"""Calendars that a phone subscribes to: what they say, to whom, and what happens when a date moves."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.accounts import operations as accounts
from app.cases import operations as cases
from app.cases import queries as case_queries
from app.coordination import workflows
from app.coordination.calendars import operations, queries
from app.coordination.calendars.entries import Entry
from app.coordination.calendars.feed import written
from app.coordination.calendars.models import CalendarToken
from app.foundation.db import db, transaction
from app.foundation.money import Money
from app.travel.models import BedNight
from tests.moment import NOW
from tests.programme import TUESDAY

THURSDAY = date(2026, 12, 17)


@pytest.fixture
def address(client):
    """`address(lupita)` is a new address of her calendar, as a phone asks for it."""

    def opened(owner, by=None):
        with transaction():
            token = operations.open_calendar(owner, NOW, by or owner)
        return f"/ical/{token}.ics"

    return opened


@pytest.fixture
def read(client):
    """`read(path)` are the entries behind an address, by the beginning of their UID."""

    def entries(path):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
        return {str(event["uid"]).rsplit("@")[0].rsplit("-", 1)[0 if "appointment" in event["uid"] else -1]: event
                for event in Calendar.from_ical(answer.data).walk("VEVENT")}  # fmt: skip

    return entries


def said(event):
    return str(event["summary"]), str(event.get("location", ""))


def test_a_navigator_reads_date_departure_and_return(programme, address, read):
    trip = programme.plan(programme.book(programme.rosa()))
    events = read(address(programme.lupita))
    assert set(events) == {"appointment", "departure", "return"}
    assert said(events["appointment"])[0] == f"Cita {trip.case.number} · doña Rosa"
    assert events["departure"].decoded("dtstart") == trip.departs_at
    assert events["return"].decoded("dtstart") == trip.returns_at


def test_who_stays_until_somebody_decides_is_not_said_to_come_home(programme, address, read):
    case = programme.rosa()
    with transaction():
        workflows.leave_urgently(
            case, case.hospital, [], "Dra. Celia Ríos", NOW, programme.lupita, mode="ambulance", left_at=NOW,
            minutes=240, fare=Money.zero(),
        )  # fmt: skip
    back = read(address(programme.lupita))["return"]
    assert said(back)[0] == f"Decidir: {case.number} · doña Rosa sigue allá" and str(back["status"]) == "TENTATIVE"


def test_a_date_stands_on_the_hospitals_own_wall_clock(programme, address, client):
    appointment = programme.book(programme.rosa(), at=time(8))
    with transaction():
        appointment.zone = "America/Tijuana"
    calendar = Calendar.from_ical(client.get(address(programme.lupita)).data)
    starts = calendar.walk("VEVENT")[0]["dtstart"]
    assert (starts.params["TZID"], starts.dt.hour) == ("America/Tijuana", 8)
    assert starts.dt.astimezone(UTC) == datetime(2026, 12, 15, 16, tzinfo=UTC)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["America/Tijuana"]


def test_where_clocks_change_the_hour_on_the_wall_stays():
    """Tijuana goes back on 1 November 2026: 8 in the morning is 15:00 UTC before it and 16:00 UTC after."""
    zone = ZoneInfo("America/Tijuana")
    entries = [
        Entry(f"e-{day.day}", datetime.combine(day, time(8), zone), datetime.combine(day, time(9), zone), "Cita",
              "CONFIRMED", 0, NOW)
        for day in (date(2026, 10, 30), date(2026, 11, 2))
    ]  # fmt: skip
    calendar = Calendar.from_ical(written("Prueba", entries, "https://acompana.example"))
    hours = [event.decoded("dtstart").astimezone(UTC).hour for event in calendar.walk("VEVENT")]
    assert hours == [15, 16]
    assert calendar.get_missing_tzids() == set()


def test_a_day_without_an_hour_is_a_whole_day_and_a_week_is_seven(programme, address, client):
    case = programme.rosa()
    with transaction():
        for precision, day in (("date", 15), ("week", 21)):
            cases.book(case, case.hospital, case.service, date(2026, 12, day), None, None, precision, NOW, None)
    events = Calendar.from_ical(client.get(address(programme.lupita)).data).walk("VEVENT")
    lengths = {event.decoded("dtstart"): event.decoded("dtend") - event.decoded("dtstart") for event in events}
    assert lengths == {date(2026, 12, 15): timedelta(days=1), date(2026, 12, 21): timedelta(days=7)}


def test_a_moved_date_moves_the_same_entry(programme, address, read):
    appointment, path = programme.book(programme.rosa()), address(programme.lupita)
    before = read(path)["appointment"]
    with transaction():
        workflows.reschedule_appointment(
            appointment, cause="hospital", reason="quirófano", now=NOW + timedelta(hours=1), by=programme.lupita,
            on_day=THURSDAY, at_time=time(8), present_at=None,
        )  # fmt: skip
    after = read(path)["appointment"]
    assert after["uid"] == before["uid"] and after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") > before.decoded("last-modified")
    assert after.decoded("dtstart").date() == THURSDAY


def test_what_is_called_off_is_struck_out(programme, address, read):
    appointment, path = programme.book(programme.rosa()), address(programme.lupita)
    programme.plan(appointment)
    before = read(path)
    with transaction():
        workflows.cancel_appointment(
            appointment, cause="hospital", reason="sin anestesia", now=NOW + timedelta(hours=1), by=programme.lupita
        )
    after = read(path)
    assert {name: str(event["status"]) for name, event in after.items()} == dict.fromkeys(before, "CANCELLED")
    assert all(after[name]["sequence"] > before[name]["sequence"] for name in before)


def test_no_surname_service_or_diagnosis_is_in_it(programme, address, client):
    programme.plan(programme.book(programme.rosa()))
    calendar = client.get(address(programme.lupita)).text
    for kept in ("López", "Díaz", "cirugía", "colelitiasis", "K80", "Juan", "992"):
        assert kept not in calendar


def test_of_a_restricted_case_number_and_city_alone(programme, address, read):
    case = programme.rosa(restricted=True)
    with transaction():
        cases.name_staff(case, programme.lupita, programme.amalia)
        cases.save_place("HGM", city="Tuxtla", now=NOW, by=programme.amalia)
    programme.plan(programme.book(case))
    events = read(address(programme.lupita))
    assert said(events["appointment"]) == (f"Caso {case.number}", "Tuxtla")
    assert said(events["departure"])[0] == f"Salen {case.number}"


def test_a_restricted_case_that_they_are_not_named_in_is_not_there(programme, address, read):
    case = programme.rosa(restricted=True)
    programme.book(case)
    with transaction():
        cases.name_staff(case, programme.amalia, programme.amalia)
        if programme.lupita in case_queries.named_staff(case):
            cases.unname_staff(case, programme.lupita, programme.amalia)
    assert read(address(programme.lupita)) == {}


def test_a_place_that_reveals_is_its_city(programme, address, read):
    programme.book(programme.rosa())
    with transaction():
        cases.save_place("HGM", city="Tuxtla", reveals=True, now=NOW, by=programme.amalia)
    assert said(read(address(programme.lupita))["appointment"])[1] == "Tuxtla"


def test_anothers_cases_are_not_in_it(programme, address, read, marta):
    programme.plan(programme.book(programme.rosa()))
    assert read(address(marta)) == {}


def test_what_was_thirty_days_ago_is_there_and_what_was_before_is_not(programme, address, read, frozen):
    programme.book(programme.rosa())
    path = address(programme.lupita)
    frozen.move_to(datetime(2027, 1, 14, 18, tzinfo=UTC))
    assert "appointment" in read(path)
    frozen.move_to(datetime(2027, 1, 15, 18, tzinfo=UTC))
    assert read(path) == {}


@pytest.fixture
def house(programme):
    """The albergue in Tuxtla, where doña Rosa and Juan sleep before the visit; and their trip."""
    trip, place = programme.plan(programme.book(programme.rosa())), case_queries.place_or_404("ALT")
    with transaction():
        for bed, traveller in enumerate(trip.travellers, 1):
            db.session.add(
                BedNight(
                    trip_id=trip.id, traveller_id=traveller.id, night=TUESDAY - timedelta(days=1), kind="lodging",
                    place_id=place.id, bed=bed, price=Money.zero(),
                )
            )  # fmt: skip
    return trip, place


def test_a_house_reads_numbers_and_no_names(house, address, client, programme):
    trip, place = house
    calendar = client.get(address(place, programme.lupita))
    (night,) = Calendar.from_ical(calendar.data).walk("VEVENT")
    assert str(night["summary"]) == f"{trip.case.number} · 2 personas"
    assert night.decoded("dtstart") == TUESDAY - timedelta(days=1)
    assert "Rosa" not in calendar.text and "Tuxtla" not in str(night)


def test_another_house_reads_nothing_of_it(house, address, read, programme):
    assert read(address(case_queries.place_or_404("ALC"), programme.lupita)) == {}


def test_a_new_address_ends_the_one_before(programme, address, client):
    old, new = address(programme.lupita), address(programme.lupita)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_an_ended_address_and_one_that_never_was_are_answered_alike(programme, address, client):
    path = address(programme.lupita)
    with transaction():
        operations.close_calendar(programme.lupita, NOW, programme.lupita)
    ended, never = client.get(path), client.get("/ical/" + "x" * 43 + ".ics")
    assert (ended.status_code, ended.text) == (never.status_code, never.text) == (404, never.text)


def test_whoever_left_the_programme_reads_nothing_more(programme, address, client):
    path = address(programme.lupita)
    with transaction():
        accounts.deactivate(programme.lupita, NOW, programme.amalia)
    assert client.get(path).status_code == 404


def test_only_the_hash_of_an_address_is_kept(programme, address):
    path = address(programme.lupita)
    kept = db.session.scalars(select(CalendarToken)).one()
    assert len(kept.token_hash) == 64 and kept.token_hash not in path


@pytest.mark.both_databases
def test_a_person_has_one_address_at_a_time(programme, address):
    address(programme.lupita)
    address(programme.lupita)
    assert queries.live_token(programme.lupita).ended_at is None
    assert len(db.session.scalars(select(CalendarToken)).all()) == 2


def test_a_calendar_that_has_not_changed_is_not_sent_again(programme, address, client):
    programme.book(programme.rosa())
    path = address(programme.lupita)
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "private" in first.headers["Cache-Control"] and "no-store" not in first.headers["Cache-Control"]


def test_a_calendar_takes_at_most_eight_statements(programme, address, client, statements):
    for case in (programme.rosa(), programme.rosa_again()):
        with transaction():
            case.navigator = programme.lupita
        programme.plan(programme.book(case))
    path = address(programme.lupita)
    db.session.expire_all()
    with statements() as seen:
        client.get(path)
    assert len(seen) <= 8


def test_the_address_is_shown_once(programme, signed_in):
    browser = signed_in(programme.lupita)
    assert "/ical/" in browser.post("/account/calendar").text
    page = browser.get("/account/calendar").text
    assert "/ical/" not in page and "Hay una dirección" in page


def test_a_calendar_is_taken_away(programme, signed_in):
    browser = signed_in(programme.lupita)
    browser.post("/account/calendar")
    browser.post("/account/calendar/end")
    assert "Hacer la dirección" in browser.get("/account/calendar").text


def test_a_house_gets_its_address_from_the_page_of_beds(programme, signed_in):
    browser = signed_in(programme.lupita)
    assert "/places/ALT/calendar" in browser.get("/beds").text
    assert "/ical/" in browser.post("/places/ALT/calendar").text


def test_a_place_without_beds_has_no_calendar(programme, signed_in):
    assert signed_in(programme.lupita).get("/places/HGM/calendar").status_code == 404


@pytest.mark.parametrize("role", ["clinician", "finance", "auditor"])
def test_calendars_are_for_those_who_accompany(programme, aurora, as_role, role):
    assert as_role(role).get("/account/calendar").status_code == 403
