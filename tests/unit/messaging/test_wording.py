"""Dates, hours and names as they are said."""

from datetime import date, time

import pytest

from app.messaging import wording


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (time(0), "12 de la noche"), (time(5, 30), "5:30 de la mañana"), (time(8), "8 de la mañana"),
        (time(12), "12 del día"), (time(13), "1 de la tarde"), (time(19, 15), "7:15 de la noche"),
    ],
)  # fmt: skip
def test_an_hour_is_said_in_words(hour, said):
    assert wording.hour_in_words(hour) == said


def test_a_day_is_said_in_words():
    assert wording.full_day(date(2026, 12, 15)) == "martes 15 de diciembre"


def test_one_oclock_takes_the_singular():
    assert wording.at_hour(time(13)) == "a la 1"


@pytest.mark.parametrize(
    ("name", "room", "cut"),
    [
        ("San Cristóbal de las Casas", 20, "San Cristóbal"),
        ("Tuxtla", 20, "Tuxtla"),
        ("Tapachula de Córdova", 12, "Tapachula"),
        ("Chimaltenanguito", 8, "Chimalte"),
    ],
)
def test_a_name_is_cut_where_a_word_ends(name, room, cut):
    assert wording.clipped(name, room) == cut


def test_the_form_of_address_stays_with_the_name():
    assert wording.first_name("doña María Guadalupe") == "doña María"


def test_the_bare_name_has_no_form_of_address():
    assert wording.bare_name("don Beto") == "Beto"
