"""The small words of a referral sheet."""

import pytest

from app.cases.spellings import words
from app.cases.spellings.text import NotUnderstood


@pytest.mark.parametrize(("typed", "answer"), [("sí", True), ("Si", True), ("X", True), ("URGENTE", True),
                                               ("NO", False), ("no", False), ("", None)])  # fmt: skip
def test_yes_and_no_are_read_in_every_spelling(typed, answer):
    assert words.yes_or_no(typed) is answer


def test_a_word_that_is_neither_yes_nor_no_is_not_understood():
    with pytest.raises(NotUnderstood):
        words.yes_or_no("tal vez")


def test_beside_h_an_m_is_a_woman():
    assert words.sex("M", m_means=words.meaning_of_m(["H", "M", "Mujer"])) == "female"


def test_beside_f_an_m_is_a_man():
    assert words.sex("M", m_means=words.meaning_of_m(["F", "M"])) == "male"


@pytest.mark.parametrize(("typed", "sex"), [("Hombre", "male"), ("MASCULINO", "male"), ("Mujer", "female"), ("", None)])
def test_sex_is_read_in_every_spelling(typed, sex):
    assert words.sex(typed) == sex


@pytest.mark.parametrize(("typed", "code"), [("Seguro Popular", "imss_bienestar"), ("ninguno", "imss_bienestar"),
                                             ("IMSS-Bienestar", "imss_bienestar"), ("IMSS", "imss"), ("", None)])  # fmt: skip
def test_old_names_of_public_insurance_mean_imss_bienestar(typed, code):
    assert words.insurance(typed) == code


def test_an_unknown_insurance_is_not_understood():
    with pytest.raises(NotUnderstood):
        words.insurance("Seguros Azteca")


def test_all_eight_origins_have_a_word():
    typed = ("pasante", "acompañante", "enfermería", "brigada", "cita", "visita", "hospital", "propio")
    assert len({words.origin(word) for word in typed}) == 8


def test_kinship_tells_the_sex_of_the_relative_where_the_word_does():
    assert words.kinship("Tía") == ("uncle_aunt", "female") and words.kinship("pareja") == ("spouse", None)
