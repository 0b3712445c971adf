"""The route book on a real database: rows, alerts, and the planner's copy of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import operations, queries
from app.travel.models import Route
from tests.moment import NOW

GOOD = {
    "fare": Money(10_00), "minutes_dry": 60, "minutes_rain": 90, "departures": "05:30;07:00", "days": "daily",
    "safe_after_dark": False,
}  # fmt: skip


def save(book, ordinal=None, **changed):
    with transaction():
        return operations.save_route(
            book["SAL"], book["TUX"], changed.pop("mode", "bus"), ordinal, by="test", now=NOW, **(GOOD | changed)
        )


def test_parallel_routes_of_one_mode_are_told_apart_by_their_ordinal(book):
    assert [save(book).ordinal, save(book).ordinal] == [1, 2]


def test_a_key_that_is_there_is_written_over_and_not_doubled(book):
    save(book, 1)
    save(book, 1, fare=Money(89_00))
    routes = db.session.scalars(select(Route).where(Route.mode == "bus")).all()
    assert [route.fare for route in routes] == [Money(89_00)]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"mode": "mula"}, "mode"), ({"fare": None}, "fare"), ({"fare": Money(-1)}, "fare"),
        ({"minutes_dry": 0}, "minutes_dry"), ({"departures": "mañana"}, "departures"), ({"days": "lunes"}, "days"),
    ],
)  # fmt: skip
def test_what_the_planner_could_not_read_is_refused_beside_its_field(book, changed, field):
    with pytest.raises(Refused) as refusal:
        save(book, **changed)
    assert refusal.value.field == field


def test_a_route_from_a_place_to_itself_is_refused(book):
    with pytest.raises(Refused), transaction():
        operations.save_route(book["SAL"], book["SAL"], "bus", None, by=None, now=NOW, **GOOD)


def test_the_database_too_refuses_a_ride_that_takes_no_time(book):
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(Route.__table__.update().values(minutes_dry=0))


def test_an_edit_reaches_the_planner(book):
    before = queries.planner_book()
    save(book)
    assert len(queries.planner_book().routes) == len(before.routes) + 1


def test_without_an_edit_the_planner_keeps_its_copy(book):
    assert queries.planner_book() is queries.planner_book()


def test_an_edit_that_was_undone_leaves_no_trace_in_the_planner(book):
    count = len(queries.planner_book().routes)
    with pytest.raises(ZeroDivisionError), transaction():
        operations.save_route(book["SAL"], book["TUX"], "bus", None, by=None, now=NOW, **GOOD)
        assert len(queries.planner_book().routes) == count + 1
        raise ZeroDivisionError
    assert len(queries.planner_book().routes) == count


def test_a_route_that_no_longer_runs_is_kept_and_not_planned(book):
    count = len(queries.planner_book().routes)
    route = save(book)
    save(book, route.ordinal, active=False)
    assert (route.active, len(queries.planner_book().routes)) == (False, count)


def test_an_alert_reaches_the_planner_and_ends(book):
    route = save(book)
    with transaction():
        alert = operations.add_alert(
            route, date(2026, 12, 1), date(2026, 12, 9), "Derrumbe", by="test", now=NOW, closed=True
        )
    assert queries.planner_book().routes[-1].alerts[0].closed
    with transaction():
        operations.end_alert(alert, date(2026, 11, 30), "test", NOW)
    assert queries.planner_book().routes[-1].alerts == ()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends_on": date(2026, 11, 30)}, "ends_on"), ({"reason": " "}, "reason"), ({"closed": False}, "closed"),
        ({"extra_minutes": -5}, "extra_minutes"),
    ],
)  # fmt: skip
def test_an_alert_that_says_nothing_is_refused(book, changed, field):
    told = {"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 9), "reason": "Derrumbe", "closed": True}
    with pytest.raises(Refused) as refusal, transaction():
        operations.add_alert(save_free(book), by="test", now=NOW, **(told | changed))
    assert refusal.value.field == field


def save_free(book):
    return operations.save_route(book["SAL"], book["TUX"], "bus", None, by=None, now=NOW, **GOOD)


def test_the_book_is_looked_through_by_place_and_mode_page_by_page(book):
    first = queries.route_page(place="Jaltenango", mode="taxi", limit=1)
    second = queries.route_page(place="Jaltenango", mode="taxi", after=first.next_key, limit=1)
    assert [route.origin.code for page in (first, second) for route in page.rows] == ["SAL", "JAL"]
    assert second.next_key is None


def test_changes_are_in_the_audit_chain(book):
    from_audit = db.metadata.tables["audit_event"]
    save(book)
    actions = db.session.scalars(select(from_audit.c.action).order_by(from_audit.c.id.desc()).limit(1)).all()
    assert actions == ["route.added"]


def test_the_planner_reads_the_book_in_two_statements_when_nothing_changed(book, statements):
    queries.planner_book()
    with statements() as told:
        queries.planner_book()
    assert len(told) == 2


def test_a_page_of_the_book_takes_two_statements_however_long(book, statements):
    with statements() as told:
        queries.route_page()
    assert len(told) <= 2


def test_an_alert_of_yesterday_cannot_outlive_today(book):
    with transaction():
        route = save_free(book)
        alert = operations.add_alert(
            route, NOW.date() - timedelta(days=2), NOW.date(), "Vado", by="test", now=NOW, extra_minutes=30
        )
        operations.end_alert(alert, NOW.date() + timedelta(days=9), "test", NOW)
    assert alert.ends_on == NOW.date()
