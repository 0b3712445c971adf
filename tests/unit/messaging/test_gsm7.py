"""The alphabet and the parts of a text message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.messaging import gsm7


def test_spanish_accents_outside_the_alphabet_are_dropped():
    assert gsm7.transliterate("María cruzó aquí, según Ángel") == "Maria cruzo aqui, segun Angel"


def test_the_letters_that_the_alphabet_has_are_kept():
    assert gsm7.transliterate("¿Mañana, señor? ¡Qué pingüino, Ñico!") == "¿Mañana, señor? ¡Qué pingüino, Ñico!"


def test_typographic_quotes_and_glottal_stops_become_plain_ones():
    assert gsm7.transliterate("“K’op” – ts’unubʼal…") == "\"K'op\" - ts'unub'al..."


def test_an_emoji_is_left_out():
    assert gsm7.transliterate("Gracias 🙏🏽") == "Gracias "


@given(st.text())
def test_whatever_is_typed_comes_out_in_the_alphabet(text):
    assert gsm7.is_gsm7(gsm7.transliterate(text))


@given(st.text())
def test_transliterating_twice_changes_nothing_more(text):
    once = gsm7.transliterate(text)
    assert gsm7.transliterate(once) == once


@pytest.mark.parametrize(
    ("text", "units", "parts"),
    [
        ("", 0, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("í" * 70, 70, 1),
        ("í" * 71, 71, 2),
        ("😀" * 35, 70, 1),
        ("😀" * 36, 72, 2),
    ],
)
def test_parts_are_counted_as_the_carrier_counts_them(text, units, parts):
    size = gsm7.size(text)
    assert (size.units, size.segments) == (units, parts)


def test_a_letter_of_two_septets_never_straddles_two_parts():
    assert gsm7.segments("a" * 152 + "€" + "a" * 152) == 3


def test_one_accented_i_more_than_halves_the_room():
    assert gsm7.size("a" * 100 + "í").segments == 2


def test_septets_refuses_a_letter_outside_the_alphabet():
    with pytest.raises(ValueError, match="í"):
        gsm7.septets("aquí")


@given(st.text(min_size=1))
def test_the_room_left_never_exceeds_one_part(text):
    assert 0 <= gsm7.size(text).left <= 160
