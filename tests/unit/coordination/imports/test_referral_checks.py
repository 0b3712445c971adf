"""Oddities of a referral: what is said, and what is not."""

from datetime import date, datetime

import pytest

from app.cases.spellings.text import Typed
from app.coordination.imports.referral_checks import age, closed_on, is_past, warnings
from app.coordination.imports.referral_sheet import Kinship, Reading

NOW = datetime(2026, 11, 23, 10)
PLAIN = {
    "given_names": "Rosa", "first_surname": "Mejía", "second_surname": "Gómez", "sex": "female",
    "born_on": date(1979, 10, 17), "curp": Typed("MEGR791017MCSJMS06", ""), "phone": Typed("+529924312449", ""),
    "referred_on": date(2026, 5, 18), "hospital": Typed("hgm", "HGM"), "companion": "Juan Aguilar",
    "kinship": Kinship("spouse", "male", "esposo"), "appointment_on": date(2026, 12, 15),
    "appointment_at": datetime(2026, 12, 15, 8).time(), "service": "cirugía", "diagnosis_code": "K80",
}  # fmt: skip


class Hospital:
    name, services = "Gómez Maza", "cirugía;oncología"


def said(**changed):
    values = {name: value for name, value in (PLAIN | changed).items() if value is not None}
    return warnings(Reading(2, "R-1", values, {}), Hospital(), NOW, NOW.date())


def test_a_plain_referral_has_nothing_odd():
    assert said() == []


@pytest.mark.parametrize(
    ("relation", "years", "odd"),
    [("spouse", 7, True), ("child", 10, True), ("parent", 80, True), ("parent", 40, False), ("child", 60, False)],
)
def test_kinship_is_odd_at_some_ages(relation, years, odd):
    kinship = Kinship(relation, None, "pariente")
    messages = said(kinship=kinship, born_on=date(2026 - years, 1, 1), curp=None, phone=PLAIN["phone"])
    assert any("Parentesco extraño" in message for message in messages) is odd


def test_guadalupe_may_be_a_man_or_a_woman():
    assert said(companion="Guadalupe Pérez") == []


def test_a_service_that_the_hospital_does_not_list_is_said():
    assert said(service="nefrología") == ["Gómez Maza no tiene nefrología en su lista."]


def test_an_appointment_before_the_referral_is_said():
    assert "La cita es anterior a la referencia." in said(appointment_on=date(2026, 5, 15))


@pytest.mark.parametrize(
    ("day", "closed"),
    [(date(2026, 12, 25), True), (date(2026, 12, 13), True), (date(2026, 12, 12), True), (date(2026, 12, 15), False)],
)
def test_weekends_and_holidays_are_closed(day, closed):
    assert bool(closed_on(day)) is closed


def test_today_without_an_hour_is_not_past():
    assert not is_past(NOW.date(), None, NOW) and is_past(NOW.date(), datetime(2026, 11, 23, 9).time(), NOW)


def test_a_birthday_to_come_is_not_yet_counted():
    assert age(date(2008, 11, 24), NOW.date()) == 17 and age(date(2008, 11, 23), NOW.date()) == 18
