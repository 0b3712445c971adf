"""The programme's referral sheet: every row a verdict, run twice is once, nobody merged, nobody texted."""

from datetime import date, time

import pytest
from sqlalchemy import func, select

from app.cases import operations as cases
from app.cases.models import Consent, Person, PersonPhone, Phone, Task
from app.cases.queries import live_appointment
from app.foundation.db import db, transaction
from app.messaging.models import Message
from tests.moment import NOW

from .conftest import EXAMPLES, bring_in, case_of, one, row, sheet

pytestmark = pytest.mark.usefixtures("places")


@pytest.fixture
def whole_sheet():
    bring_in((EXAMPLES / "places.csv").read_bytes(), "places")
    return (EXAMPLES / "referrals.csv").read_bytes()


def counted(judged):
    return {verdict: sum(one.verdict == verdict for one in judged) for verdict in {one.verdict for one in judged}}


def test_all_150_rows_of_the_sheet_are_accounted_for(whole_sheet):
    _batch, judged = bring_in(whole_sheet)
    assert counted(judged) == {"created": 148, "refused": 2}
    assert [one.number for one in judged] == list(range(2, 152))
    assert db.session.scalar(select(func.count(func.distinct(Person.id))).where(Person.born_on.is_not(None))) == 139


def test_the_sheet_twice_is_the_sheet_once(whole_sheet):
    bring_in(whole_sheet)
    _batch, judged = bring_in(whole_sheet)
    assert counted(judged) == {"unchanged": 148, "refused": 2}
    assert all(one.case_number and one.person_number for one in judged if one.verdict == "unchanged")


def test_the_sheet_texts_nobody(whole_sheet):
    bring_in(whole_sheet)
    assert db.session.scalar(select(func.count(Message.id))) == 0


def test_the_same_sheet_with_semicolons_in_cp1252_is_unchanged(whole_sheet):
    bring_in(sheet(row()))
    again = sheet(row()).decode().replace(",", ";").encode("cp1252")
    assert bring_in(again)[1][0].verdict == "unchanged"


def test_a_row_becomes_a_patient_a_relative_a_case_and_an_appointment():
    bring_in(sheet(row()))
    case = case_of("R-1")
    assert (case.patient.full_name, case.patient.born_on) == ("Rosa Mejía Gómez", date(1979, 10, 17))
    assert [(link.person.full_name, link.relation) for link in case.companions] == [("Juan Aguilar", "spouse")]
    appointment = live_appointment(case)
    assert (appointment.state, appointment.on_day, appointment.at_time) == ("booked", date(2026, 12, 15), time(8))
    assert case.insurance == "imss_bienestar" and not case.texts_confirmed


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"Folio": ""}, "Falta el folio."),
        ({"Nombre": ""}, "Falta el nombre."),
        ({"Primer_apellido": " "}, "Falta el primer apellido."),
        ({"Fecha_de_nacimiento": ""}, "Falta la fecha de nacimiento."),
        ({"Fecha_de_nacimiento": "31/02/1990"}, "La fecha de nacimiento «31/02/1990» no existe."),
        ({"Clínica": "Clínica de la Luna"}, "No se conoce la clínica «Clínica de la Luna»."),
        ({"Clínica": ""}, "Falta la clínica."),
        ({"Fecha_de_referencia": "30/02/2026"}, "La fecha de referencia «30/02/2026» no existe."),
        ({"Fecha_de_cita": "31/11/2026"}, "La fecha de cita «31/11/2026» no existe."),
    ],
)
def test_a_row_is_refused_for_what_the_agreement_lists(changed, reason):
    assert one(row(**changed)) == ("refused", [reason])


@pytest.mark.parametrize(
    ("changed", "warning"),
    [
        ({"Hospital": ""}, "Falta el hospital: la cita queda solicitada."),
        ({"Hospital": "Ángeles"}, "No se conoce el hospital «Ángeles»: quedó como se escribió."),
        ({"Seguro": "Azteca"}, "Seguro «Azteca»: no se conoce; quedó como otro."),
        ({"Fecha_de_nacimiento": "01/01/2016", "CURP": "", "Acompañante": "", "Parentesco": "", "Tel_acompañante": ""},
         "Es menor de edad y no tiene acompañante."),
        ({"Parentesco": "cuate"}, "Parentesco «cuate»: no se conoce; quedó como otra persona."),
        ({"Parentesco": "hija"}, "El parentesco «hija» no concuerda con el nombre del acompañante."),
        ({"Sexo": "Hombre", "Especialidad": "obstetricia"}, "El sexo no concuerda con el servicio o el diagnóstico."),
        ({"Fecha_de_cita": "13/12/2026"}, "La cita cae en día cerrado: domingo."),
        ({"Fecha_de_nacimiento": "18/10/1979"}, "La CURP no concuerda con la fecha de nacimiento."),
        ({"Nombre": "Sofía"}, "La CURP no concuerda con el nombre."),
        ({"CURP": "MEGR791017MCSJMS07"}, "La CURP no es válida: quedó como se escribió."),
        ({"CURP": ""}, "Falta la CURP."),
        ({"Teléfono": "5299242777"}, "El teléfono no es un número válido de México: quedó como se escribió."),
        ({"Hora_de_cita": "25:00"}, "Hora de cita «25:00»: no existe; queda sólo la fecha."),
    ],
)  # fmt: skip
def test_everything_else_is_a_warning(changed, warning):
    verdict, messages = one(row(**changed))
    assert verdict == "created" and warning in messages
    assert warning in case_of("R-1").flags.splitlines()


def test_a_folio_twice_refuses_both_rows_and_later_neither():
    first, second = row(), row(Nombre="Micaela", CURP="", Fecha_de_nacimiento="1/1/1980")
    assert [one.verdict for one in bring_in(sheet(first, second))[1]] == ["refused", "refused"]
    second["Folio"] = "R-2"
    assert [one.verdict for one in bring_in(sheet(first, second))[1]] == ["created", "created"]


def test_headers_in_capitals_without_accents_and_by_other_names_are_understood():
    names = {
        "Clínica": "CLINICA",
        "Nombre(s)": "nombre",
        "Primer apellido": "Apellido paterno",
        "Fecha de cita": "fecha cita",
    }
    renamed = {names.get(header, header): text for header, text in row().items()} | {"Donativo": "sí"}
    judged = bring_in(sheet(renamed, headers=list(renamed)))[1][0]
    assert judged.verdict == "created" and judged.said["~donativo"] == "sí"


@pytest.mark.parametrize(
    "clinic", ["SAL", "sal", "SALVADOR URBINA", "clinica salvador urbina", "Clínica Salvador Urbina"]
)
def test_a_clinic_is_understood_by_code_and_by_name(clinic):
    assert one(row(Clínica=clinic))[0] == "created"


# the same person


def test_the_same_names_without_accents_in_the_other_order_are_one_patient():
    again = row(Folio="R-2", Nombre="ROSA", Primer_apellido="GOMEZ", Segundo_apellido="MEJIA", CURP="")
    judged = bring_in(sheet(row(), again))[1]
    assert [one.verdict for one in judged] == ["created", "created"]
    assert judged[0].person_number == judged[1].person_number and judged[0].case_number != judged[1].case_number
    assert case_of("R-2").patient.full_name == "Rosa Mejía Gómez"


def test_a_second_referral_in_a_later_sheet_finds_the_patient():
    bring_in(sheet(row()))
    judged = bring_in(sheet(row(Folio="R-2", Nombre="Rosita")))[1][0]
    assert judged.person_number == case_of("R-1").patient.number
    assert "Es otra referencia de la misma persona: se agregó a su expediente sin cambiar sus datos." in judged.messages


def test_the_same_curp_with_other_names_and_birth_date_merges_nobody():
    other = row(Folio="R-2", Nombre="Juana", Primer_apellido="Zunún", Fecha_de_nacimiento="2/3/1990")
    judged = bring_in(sheet(row(), other))[1]
    assert judged[0].person_number != judged[1].person_number
    assert any("no se juntaron" in message for message in judged[1].messages)


def test_a_shared_phone_makes_nobody_the_same():
    other = row(Folio="R-2", Nombre="Juana", CURP="", Fecha_de_nacimiento="2/3/1990")
    judged = bring_in(sheet(row(), other))[1]
    assert judged[0].person_number != judged[1].person_number
    assert db.session.scalar(select(Phone).where(Phone.number == "+529924312449")).shared


# consents and phones


@pytest.mark.parametrize(("typed", "granted"), [("sí", True), ("no", False)])
def test_the_sheets_consent_is_the_patients_and_dated_with_the_referral(typed, granted):
    bring_in(sheet(row(Acepta_SMS=typed)))
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.person_id, consent.granted, consent.given_on) == (
        case_of("R-1").patient_id, granted, date(2026, 5, 18)
    )  # fmt: skip


def test_a_blank_consent_was_not_asked():
    bring_in(sheet(row(Acepta_SMS="")))
    assert db.session.scalars(select(Consent)).all() == []


def test_the_latest_referrals_consent_rules_whatever_the_order_of_rows():
    older = row(Folio="R-2", Fecha_de_referencia="1/2/2026", Acepta_SMS="no")
    bring_in(sheet(row(), older))
    answers = db.session.scalars(select(Consent.granted).order_by(Consent.id)).all()
    assert answers == [False, True]


def test_a_caseta_is_a_shared_phone_for_relay_only():
    bring_in(sheet(row(Teléfono_de_quién="caseta")))
    link = db.session.scalars(select(PersonPhone).where(PersonPhone.belongs_to == "caseta")).one()
    assert link.relay_only and link.phone.shared and link.phone.kind == "caseta"


# appointments


def test_a_past_appointment_is_history_whose_outcome_is_asked_for():
    bring_in(sheet(row(Fecha_de_cita="12-06-26")))
    case = case_of("R-1")
    assert live_appointment(case).state == "booked"
    assert [task.kind for task in db.session.scalars(select(Task))] == ["outcome"]


@pytest.mark.parametrize("missing", [{"Fecha_de_cita": "", "Hora_de_cita": ""}, {"Hospital": ""}])
def test_without_a_date_or_a_hospital_it_is_requested_with_a_task(missing):
    bring_in(sheet(row(**missing)))
    case = case_of("R-1")
    assert live_appointment(case).state == "requested"
    assert [task.key for task in db.session.scalars(select(Task))] == [f"case:{case.id}:date"]


# changed cells


def test_a_changed_cell_updates_the_field():
    bring_in(sheet(row()))
    verdict, messages = one(row(Diagnóstico="litiasis", Segundo_apellido="Gomes"))
    assert (verdict, messages) == ("updated", [])
    assert (case_of("R-1").diagnosis, case_of("R-1").patient.second_surname) == ("litiasis", "Gomes")


def test_what_a_person_changed_since_is_kept_with_a_message(lupita):
    bring_in(sheet(row()))
    with transaction():
        cases.correct_case(case_of("R-1"), NOW, lupita, diagnosis="colecistitis")
    assert one(row())[0] == "unchanged"
    assert one(row(Diagnóstico="litiasis")) == ("updated", ["Diagnóstico: alguien lo cambió aquí; se dejó."])
    assert case_of("R-1").diagnosis == "colecistitis"


def test_another_spelling_of_the_same_row_is_unchanged():
    bring_in(sheet(row()))
    spelled = row(
        Fecha_de_nacimiento="1979-10-17", Teléfono="+5219924312449", Hora_de_cita="8 am", Clínica="SAL",
        Fecha_de_cita="15 de diciembre de 2026", Hospital="hospital dr jesus gilberto gomez maza", Urgente="",
    )  # fmt: skip
    assert one(spelled)[0] == "unchanged"


def test_a_change_after_another_spelling_is_one_change():
    bring_in(sheet(row()))
    bring_in(sheet(row(Clínica="SAL")))
    assert one(row(Clínica="SAL", Diagnóstico="litiasis")) == ("updated", [])
    assert one(row(Diagnóstico="litiasis"))[0] == "unchanged"


def test_a_clinic_that_is_in_use_no_more_does_not_stop_a_change_to_another():
    bring_in(sheet(row()))
    with transaction():
        cases.save_place("SAL", active=False, now=NOW, by=None)
    assert one(row(Clínica="REF", Diagnóstico="litiasis"))[0] == "updated"


def test_a_column_that_the_file_lacks_says_nothing():
    bring_in(sheet(row()))
    short = {header: text for header, text in row().items() if header not in ("Diagnóstico", "Hospital")}
    assert bring_in(sheet(short, headers=list(short)))[1][0].verdict == "unchanged"


def test_a_changed_phone_ends_the_old_one():
    bring_in(sheet(row()))
    one(row(Teléfono="992 055 5481"))
    links = {link.phone.number: link.ended_on for link in case_of("R-1").patient.phones}
    assert links == {"+529924312449": NOW.date(), "+529920555481": None}


def test_a_new_date_moves_the_appointment_and_its_texts_wait():
    bring_in(sheet(row()))
    one(row(Fecha_de_cita="17/12/2026"))
    case = case_of("R-1")
    assert live_appointment(case).on_day == date(2026, 12, 17) and not case.texts_confirmed


def test_a_date_that_arrives_books_what_was_requested():
    bring_in(sheet(row(Fecha_de_cita="", Hora_de_cita="")))
    assert one(row())[0] == "updated"
    assert live_appointment(case_of("R-1")).state == "booked"
    assert db.session.scalar(select(Task.done_at).where(Task.kind == "date")) is not None


def test_a_second_referral_never_rewrites_the_names():
    again = row(Folio="R-2", Nombre="ROSA")
    bring_in(sheet(row(), again))
    verdict, messages = one(row(), again | {"Nombre(s)": "Rosalía"})
    assert verdict == "updated" and "otra referencia" in messages[0]
    assert case_of("R-1").patient.given_names == "Rosa"


def test_a_refused_row_stays_refused_until_its_cells_change():
    unknown = row(Clínica="Nueva")
    one(unknown)
    with transaction():
        cases.save_place("NUE", name="Clínica Nueva", kind="clinic", now=NOW, by=None)
    assert one(unknown)[0] == "refused"
    assert one(row(Clínica="NUE"))[0] == "created"


def test_a_row_that_is_refused_later_leaves_the_case_as_it_is():
    bring_in(sheet(row()))
    assert one(row(Fecha_de_nacimiento="31/02/1979"))[0] == "refused"
    assert case_of("R-1").patient.born_on == date(1979, 10, 17)
    assert one(row())[0] == "unchanged"


def test_a_case_that_was_typed_by_hand_is_not_made_twice(lupita):
    bring_in(sheet(row(Folio="R-9")))
    with transaction():
        case_of("R-9").folio = "R-1"
    verdict, messages = one(row())
    assert verdict == "updated" and "ya estaba capturado" in messages[0]


def test_a_psychiatric_case_is_restricted_to_who_brought_the_sheet(lupita):
    bring_in(sheet(row(CIE_10="F20", Diagnóstico="esquizofrenia")), by=lupita)
    assert case_of("R-1").restricted
