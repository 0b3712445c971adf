"""A row that says something else now: what follows in the appointment, its tasks and its texts."""

from datetime import date, time

import pytest
from sqlalchemy import select

from app.cases import operations as cases
from app.cases.models import Appointment, CaseAccess, Task
from app.cases.queries import live_appointment
from app.coordination.imports import operations as imports
from app.foundation.db import db, transaction
from app.messaging.models import Message
from app.travel import queries as travel
from tests.moment import NOW

from .conftest import bring_in, case_of, one, row, sheet


def then(before, **changed):
    """The row comes in with `before`, then again with what is `changed`; the last verdict and its messages."""
    bring_in(sheet(row(**before)))
    return one(row(**(before | changed)))


def open_tasks():
    return list(db.session.scalars(select(Task.key).where(Task.done_at.is_(None))))


@pytest.mark.usefixtures("places")
class TestAnAppointment:
    def test_loses_its_date_and_is_asked_for_again(self):
        verdict, _messages = then({}, Fecha_de_cita="", Hora_de_cita="")
        case = case_of("R-1")
        assert (verdict, live_appointment(case).state) == ("updated", "requested")
        assert open_tasks() == [f"case:{case.id}:date"]

    @pytest.mark.parametrize("hospital", ["", "Hospital de Marte"])
    def test_loses_its_hospital_and_is_asked_for_again(self, hospital):
        verdict, _messages = then({}, Hospital=hospital)
        case = case_of("R-1")
        asked = live_appointment(case)
        assert (verdict, asked.state, asked.hospital) == ("updated", "requested", None)
        assert asked.on_day == date(2026, 12, 15)
        assert open_tasks() == [f"case:{case.id}:date"]

    def test_is_booked_once_its_hospital_is_known(self):
        then({"Hospital": "Hospital de Marte"}, Hospital="HGM")
        booked = live_appointment(case_of("R-1"))
        assert (booked.state, booked.hospital.code, booked.at_time) == ("booked", "HGM", time(8))
        assert open_tasks() == []

    def test_moves_to_the_hospital_that_the_sheet_gives_now(self):
        then({}, Hospital="HCU")
        assert live_appointment(case_of("R-1")).hospital.code == "HCU"

    def test_of_the_past_that_moves_ahead_asks_for_no_outcome(self):
        then({"Fecha_de_cita": "15/10/2026"}, Fecha_de_cita="16/12/2026")
        assert open_tasks() == []

    def test_that_a_sheet_moved_ahead_is_texted_about_once_confirmed(self):
        bring_in(sheet(row(Fecha_de_cita="", Hora_de_cita="")))
        batch, _judged = bring_in(sheet(row()))
        with transaction():
            imports.confirm_texts(batch, NOW, None)
        assert db.session.scalar(select(Message.id).where(Message.state == "planned"))

    def test_of_a_closed_case_stays_and_the_row_says_why(self):
        bring_in(sheet(row(Fecha_de_cita="15/10/2026")))
        case = case_of("R-1")
        with transaction():
            cases.record_outcome(live_appointment(case), "attended", None, None, None, NOW, None)
            cases.close(case, "resolved", NOW, None)
        verdict, messages = one(row(Fecha_de_cita="16/12/2026", Observaciones="otra"))
        assert verdict == "updated" and any("se dejó" in message or "cerrado" in message for message in messages)
        assert db.session.scalars(select(Appointment.on_day)).all() == [date(2026, 10, 15)]


@pytest.mark.usefixtures("places")
class TestAHospitalThatNobodyKnows:
    def test_is_kept_as_it_is_typed_now(self):
        verdict, messages = then({"Hospital": "Hospital de Marte"}, Hospital="Hospital Venus")
        assert (verdict, case_of("R-1").hospital_typed) == ("updated", "Hospital Venus")
        assert "No se conoce el hospital «Hospital Venus»: quedó como se escribió." in messages


@pytest.mark.usefixtures("places")
def test_what_is_odd_about_a_changed_row_is_said_again():
    verdict, messages = then({}, CURP="MEGR791017MCSJMS07")
    assert (verdict, messages) == ("updated", ["La CURP no es válida: quedó como se escribió."])


@pytest.mark.usefixtures("places")
def test_a_case_that_becomes_restricted_is_seen_by_the_navigators(lupita):
    then({}, CIE_10="F20", Diagnóstico="esquizofrenia")
    assert db.session.scalars(select(CaseAccess.user_id)).all() == [lupita.id]


def test_a_sheet_on_the_command_line_moves_the_trip_and_its_money(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    with transaction():
        case.folio = "R-1"
    bring_in(sheet(row()))
    verdict, _messages = one(row(Fecha_de_cita="17/12/2026"))
    moved = live_appointment(case)
    assert (verdict, moved.on_day) == ("updated", date(2026, 12, 17))
    assert travel.trip_of(moved.id).departs_at.date() in (date(2026, 12, 16), date(2026, 12, 17))
