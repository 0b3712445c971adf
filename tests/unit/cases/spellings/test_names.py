"""Keys under which two spellings of one name meet."""

import pytest

from app.cases.spellings.names import person_key, place_key
from app.cases.spellings.text import fold, tidy


def test_accents_and_case_do_not_make_another_person():
    assert person_key("Ángela", "Aguilar", "Bartolón") == person_key("ANGELA", "AGUILAR", "BARTOLON")


def test_the_order_of_the_two_surnames_does_not_make_another_person():
    assert person_key("Rosa", "Mejía", "Gómez") == person_key("Rosa", "Gómez", "Mejía")


def test_another_given_name_is_another_person():
    assert person_key("Rosa", "Mejía", "Gómez") != person_key("Rosalía", "Mejía", "Gómez")


def test_a_surname_left_out_is_another_key():
    assert person_key("Rosa", "Mejía") != person_key("Rosa", "Mejía", "Gómez")


@pytest.mark.parametrize(
    "typed", ["Clínica La Soledad", "LA SOLEDAD", "soledad", "clinica soledad", "Clínica de la Soledad", " La  Soledad"]
)
def test_a_clinic_is_found_in_capitals_without_accents_and_without_its_first_word(typed):
    assert place_key(typed) == place_key("Clínica La Soledad")


def test_a_name_made_of_small_words_keeps_its_last_word():
    assert place_key("Hospital") == "hospital"


def test_decomposed_letters_and_stray_spaces_are_tidied():
    assert tidy("  Nu\u0301n\u0303ez \xa0 Zunún ") == "Núñez Zunún"
    assert fold("Núñez-Zunún") == "nunez zunun"
