"""The travel sheet of a real trip: what it tells the family, and what it tells to nobody."""

import io
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.accounts import operations as accounts
from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Precondition
from app.cases.rules import PersonFacts
from app.coordination import travel_sheet, workflows
from app.coordination.sheet_words import SETS, words_of
from app.foundation.audit import Look
from app.foundation.clock import to_local
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel.models import BedNight
from tests.moment import NOW


@pytest.fixture
def office(app):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], office_phone="9926550101")


@pytest.fixture
def trip(programme, office):
    """Doña Rosa and Juan to the Gómez Maza in Tuxtla, a night on the way; money approved and handed over."""
    case = programme.rosa()
    with transaction():
        case.service.preparation = "ayuno de 8 horas"
        cases.save_place("HGM", city="Tuxtla", now=NOW, by=programme.amalia)
        case.patient.curp = "LODR690301MCSPZS09"
    trip = programme.plan(programme.book(case))
    programme.fund_trip(case)
    return trip


def path(trip):
    return f"/cases/{trip.case.number}/trips/{trip.id}/sheet.pdf"


def words(sheet):
    """All that stands on a sheet, in one line."""
    pieces = [piece for way in sheet.ways for piece in way.pieces]
    told = [line for piece in pieces for line in (piece.head, *piece.lines)]
    visit = (sheet.visit.day, sheet.visit.present, *sheet.visit.lines)
    phones = [part for phone in sheet.phones for part in phone]
    return " | ".join([sheet.title, sheet.people, *visit, *told, *sheet.bring, *phones, sheet.receipt.sentence])


def pdf(answer):
    reader = PdfReader(io.BytesIO(answer.data))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages), reader


def test_the_sheet_tells_the_whole_journey_on_one_page(trip, as_role):
    text, reader = pdf(as_role("navigator").get(path(trip)))
    assert len(reader.pages) == 1
    for said in (
        "Doña Rosa y Juan", "Martes 15 de diciembre", "Preséntese a las 10:30 de la mañana",
        "La cita es a las 11 de la mañana", "Hospital Dr. Jesús Gilberto Gómez Maza, Tuxtla", "De ida", "De regreso",
        "Suben en: la clínica", "INE y CURP", "Ayuno de 8 horas", "Lupita, oficina de Jaltenango", "992 655 0101",
        "recibí mi apoyo", "Huella", "Testigo", trip.case.number,
    ):  # fmt: skip
        assert said in text


def test_no_diagnosis_service_surname_amount_or_curp_stands_on_it(trip, as_role):
    text, reader = pdf(as_role("navigator").get(path(trip)))
    for kept in ("colelitiasis", "K80", "cirugía", "López", "Díaz", "LODR", "$", "MXN", ".00"):
        assert kept not in text and kept not in str(reader.metadata)


def test_equal_trips_print_equal_bytes(trip, as_role):
    browser = as_role("navigator")
    assert browser.get(path(trip)).data == browser.get(path(trip)).data


def test_driver_and_meeting_point_are_told(trip):
    with transaction():
        trip.legs[0].meeting_point, trip.legs[0].driver = "el crucero", "don Beto"
    said = words(travel_sheet.gather(trip))
    assert "Suben en: el crucero | Con don Beto" in said and "Suben en: la clínica" not in said


def test_everybody_reads_where_they_sleep(programme, office):
    case = programme.rosa()
    with transaction():
        case.service.nights_admitted = 2
    sheet = travel_sheet.gather(programme.plan(programme.book(case)))
    said = words(sheet)
    assert [way.pieces[0].head.split(" · ")[0] for way in sheet.ways] == ["De ida", "Allá", "De regreso"]
    assert "Doña Rosa duerme 2 noches en el hospital" in said
    assert "Juan duerme 2 noches en una silla, en el hospital" in said


@pytest.fixture
def house(trip):
    """Where both sleep two evenings before the appointment, with papers asked for at its door."""
    house = case_queries.place_or_404("ALT")
    with transaction():
        house.id_rule = "INE del familiar y pase del Gómez Maza"
        for (bed, traveller), days in product(enumerate(trip.travellers, 1), (1, 2)):
            night = to_local(trip.present_at).date() - timedelta(days=days)
            kept = {"trip_id": trip.id, "traveller_id": traveller.id, "place_id": house.id, "bed": bed}
            db.session.add(BedNight(**kept, night=night, kind="lodging", price=Money.zero()))
    db.session.refresh(trip)
    return house


def test_what_the_house_asks_for_at_its_door_is_among_what_to_bring(trip, house, as_role):
    said = f"En {house.name} piden: {house.id_rule}"
    assert travel_sheet.gather(trip).bring.count(said) == 1
    text, reader = pdf(as_role("navigator").get(path(trip)))
    assert len(reader.pages) == 1 and said in text


@pytest.mark.parametrize("hidden", ["the case", "the house"])
def test_where_a_name_is_hidden_the_houses_papers_are_not_told(trip, house, hidden):
    with transaction():
        trip.case.restricted, house.reveals = hidden == "the case", hidden == "the house"
    assert house.id_rule not in words(travel_sheet.gather(trip))


def test_a_house_that_asks_for_nothing_adds_nothing(trip):
    assert not [line for line in travel_sheet.gather(trip).bring if "piden:" in line]


def test_a_restricted_case_names_nobody_and_the_city_alone(trip):
    with transaction():
        trip.case.restricted = True
    said = words(travel_sheet.gather(trip))
    assert "2 personas" in said and "En Tuxtla" in said and "su cita" in said
    for kept in ("Rosa", "Juan", "Gómez Maza", "ospital", "yuno"):
        assert kept not in said


def test_a_hospital_that_reveals_is_its_city(trip):
    with transaction():
        trip.hospital.reveals = True
    said = words(travel_sheet.gather(trip))
    assert "En Tuxtla" in said and "Gómez Maza" not in said and "Doña Rosa" in said


def test_a_service_that_reveals_says_what_is_missing_by_its_kind(trip):
    need = Precondition(appointment_id=trip.appointment_id, kind="laboratory", detail="biopsia de mama")
    with transaction():
        db.session.add(need)
        trip.appointment.service.reveals = True
    sheet = travel_sheet.gather(trip)
    assert "Los estudios de laboratorio" in sheet.bring
    assert not [line for line in sheet.bring if "biopsia" in line or "yuno" in line]


def test_what_is_still_missing_is_told(trip):
    with transaction():
        db.session.add(Precondition(appointment_id=trip.appointment_id, kind="donors", detail="2 donadores de sangre"))
    assert "2 donadores de sangre" in travel_sheet.gather(trip).bring


def test_the_navigators_own_number_stands_after_the_offices(trip, programme):
    with transaction():
        accounts.change_phone(programme.lupita, "992 655 0202", programme.lupita)
    db.session.refresh(trip.case)
    assert travel_sheet.gather(trip).phones[:2] == (
        ("Lupita, oficina de Jaltenango", "992 655 0101"), ("Teléfono de Lupita", "992 655 0202"),
    )  # fmt: skip


def test_a_restricted_case_gives_the_offices_number_alone(trip, programme):
    with transaction():
        accounts.change_phone(programme.lupita, "992 655 0202", programme.lupita)
        trip.case.restricted = True
    assert "992 655 0202" not in words(travel_sheet.gather(trip))


def test_the_acompanante_is_told_with_her_number(trip, programme):
    with transaction():
        helper = cases.add_acompanante(
            PersonFacts("María", "Gómez", sex="female", address="doña María"), "9925503003", True,
            [case_queries.place_or_404("SAL")], NOW, programme.amalia,
        )  # fmt: skip
        cases.choose_acompanante(trip.case, helper, NOW, programme.lupita)
    db.session.refresh(trip.case)
    assert ("Doña María", "992 550 3003") in travel_sheet.gather(trip).phones


def test_the_code_calls_the_office_and_opens_no_page(trip):
    assert travel_sheet.gather(trip).dial == "tel:+529926550101"


def test_without_money_nobody_signs_for_it(programme, office):
    trip = programme.plan(programme.book(programme.rosa()))
    assert "apoyo" not in travel_sheet.gather(trip).receipt.sentence


def test_who_reads_english_gets_english(trip):
    with transaction():
        trip.case.patient.language = "en"
    said = words(travel_sheet.gather(trip))
    assert "Be there at 10:30 am" in said and "Your journey to Tuxtla" in said


def test_who_goes_alone_is_spoken_to_as_one(programme, office):
    case = programme.rosa()
    with transaction():
        case.companions[0].travels = False
    said = words(travel_sheet.gather(programme.plan(programme.book(case))))
    assert "Sube en: la clínica" in said and "Llega a las" in said and "Su INE y su CURP" in said
    assert not any(many in said for many in ("Suben", "Llegan", "Guarden", "quienes van"))


@pytest.mark.parametrize("language", ["tzh", "tzo", "mam", "zoc"])
def test_a_language_that_no_speaker_has_checked_falls_back_to_spanish(language):
    assert words_of(language, 2) is SETS["es"]


def test_who_leaves_in_an_emergency_reads_no_hour_to_be_there(programme, office):
    case = programme.rosa()
    with transaction():
        trip = workflows.leave_urgently(
            case, case.hospital, [], "Dra. Celia Ríos", NOW, programme.lupita, mode="ambulance", left_at=NOW,
            minutes=240, fare=Money.zero(),
        ).trip  # fmt: skip
    visit = travel_sheet.gather(trip).visit
    assert visit.present == "El regreso se le avisa" and not [line for line in visit.lines if "cita" in line]


def test_a_trip_without_a_way_has_no_sheet(trip, now, programme):
    with transaction():
        travel.cancel_trip(trip, "el hospital cerró", programme.lupita, now)
    with pytest.raises(Refused):
        travel_sheet.gather(trip)


def test_who_prints_the_sheet_leaves_a_look(trip, as_role):
    as_role("clinician").get(path(trip))
    assert db.session.scalar(select(Look.subject)) == f"case:{trip.case_id}"


@pytest.mark.parametrize(("role", "status"), [("clinician", 200), ("admin", 200), ("finance", 403), ("auditor", 403)])
def test_the_sheet_is_for_who_cares_for_the_family(trip, as_role, role, status):
    assert as_role(role).get(path(trip)).status_code == status


def test_another_clinics_sheet_is_not_there(trip, signed_in, celia):
    assert signed_in(celia).get(path(trip)).status_code == 404


def test_case_and_trip_lead_to_the_sheet(trip, as_role):
    browser = as_role("navigator")
    for page in (f"/cases/{trip.case.number}", f"/cases/{trip.case.number}/trips/{trip.id}"):
        assert path(trip) in browser.get(page).text
