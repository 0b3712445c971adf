"""A treatment every three weeks: the next date is real, the later ones text nobody until the hospital says so."""

from datetime import date, time

import pytest
from sqlalchemy import func, select

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Appointment
from app.coordination import workflows
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.messaging.models import Message
from tests.moment import NOW
from tests.programme import TUESDAY

THIRD = date(2027, 1, 26)


@pytest.fixture
def first(programme):
    return programme.book(programme.rosa())


@pytest.fixture
def later(programme, first):
    """Two more, every 21 days."""
    with transaction():
        return cases.plan_series(first, 21, 2, NOW, programme.lupita)


def texts():
    return db.session.scalar(select(func.count(Message.id)).where(Message.state == "planned"))


def days(first):
    return [one.on_day for one in case_queries.tentative_after(first)]


def give(programme, tentative, day, shift=True):
    with transaction():
        return workflows.give_date(
            tentative, shift, NOW, programme.lupita, precision="datetime", on_day=day, at_time=time(9), present_at=None
        )


def test_later_dates_are_noted_and_text_nobody(programme, first):
    before = texts()
    with transaction():
        cases.plan_series(first, 21, 2, NOW, programme.lupita)
    assert (days(first), texts()) == ([date(2027, 1, 5), THIRD], before)


def test_a_date_that_the_hospital_gives_is_real_and_texts(programme, first, later):
    before = texts()
    happened = give(programme, later[0], date(2027, 1, 5))
    assert (happened.appointment.tentative, happened.appointment.starts_at is not None) == (False, True)
    assert texts() > before


@pytest.mark.parametrize(("shift", "third"), [(True, date(2027, 1, 28)), (False, THIRD)])
def test_the_later_ones_move_along_or_stay(programme, first, later, shift, third):
    give(programme, later[0], date(2027, 1, 7), shift)
    assert days(first) == [third]


@pytest.mark.parametrize(("every", "times", "field"), [(0, 2, "every_days"), (21, 0, "times"), (21, 99, "times")])
def test_numbers_out_of_reason_are_refused_beside_their_field(programme, first, every, times, field):
    with pytest.raises(Refused) as refused, transaction():
        cases.plan_series(first, every, times, NOW, programme.lupita)
    assert refused.value.field == field


def test_a_second_series_over_the_first_is_refused(programme, first, later):
    with pytest.raises(Refused, match="quítelas antes"), transaction():
        cases.plan_series(first, 21, 2, NOW, programme.lupita)


def test_a_date_is_made_real_once(programme, first, later):
    give(programme, later[0], date(2027, 1, 5))
    with pytest.raises(Refused, match="ya no es tentativa"):
        give(programme, later[0], date(2027, 1, 6))


def test_from_the_case_page_and_away_again(programme, first, signed_in):
    desk, case = signed_in(programme.lupita), f"/cases/{first.case.number}"
    one = f"{case}/appointments/{first.id}"
    noted = desk.post(f"{one}/series", data={"every_days": "21", "times": "2"}, follow_redirects=True)
    assert "Tentativas" in noted.get_data(as_text=True)
    tentative = case_queries.tentative_after(first)[0]
    refused = desk.post(f"{case}/appointments/{tentative.id}/date", data={"precision": "waiting"}).get_data(True)
    assert "Escriba el día que dio el hospital" in refused
    sent = {"precision": "date", "on_day": "2027-01-06", "shift": "y"}
    assert desk.post(f"{case}/appointments/{tentative.id}/date", data=sent).status_code == 302
    (left,) = case_queries.tentative_after(first)
    assert left.on_day == date(2027, 1, 27)
    gone = desk.post(f"{case}/appointments/{left.id}/series/drop", follow_redirects=True).get_data(as_text=True)
    assert "se quitaron: 1" in gone
    assert db.session.scalar(select(func.count(Appointment.id))) == 2


def test_the_first_stays_where_it_is(programme, first, later):
    assert (first.on_day, first.tentative) == (TUESDAY, False)


def test_tentative_dates_with_something_to_bring_or_that_were_moved_can_go(programme, first, later):
    with transaction():
        cases.add_precondition(later[0], "laboratory", "Biometría", None, None, NOW, programme.lupita)
        moved = cases.reschedule(
            later[1], date(2027, 1, 28), None, None, "hospital", "Festivo", NOW, programme.lupita, precision="date"
        )
    with transaction():
        assert cases.drop_series(later[0], programme.lupita) == 2
    assert (days(first), db.session.get(Appointment, moved.id)) == ([], None)
