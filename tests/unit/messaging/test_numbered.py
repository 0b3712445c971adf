"""Texts that name their case are read; texts that only mention a number are not."""

import pytest

from app.messaging.numbered import Numbered, read


@pytest.mark.parametrize(
    ("text", "meaning", "year", "ordinal"),
    [
        ("1 C-2026-0012", "confirm", 2026, 12), ("si C-0012", "confirm", None, 12), ("1c12", "confirm", None, 12),
        ("Ya le avisé C-2026-0012", "confirm", 2026, 12), ("ya se lo dije c 2026 12.", "confirm", 2026, 12),
        ("c20260012 ya", "confirm", 2026, 12), ("1 2026-0012", "confirm", 2026, 12),
        ("2 C-12", "decline", None, 12), ("no la encontre C-12", "decline", None, 12),
        ("3 C-12", "departed", None, 12), ("4 C-0012", "arrived", None, 12), ("5 C-12", "problem", None, 12),
        ("oiga, lo de C-12 no sé", "doubt", None, 12),
    ],
)  # fmt: skip
def test_a_number_says_whose_answer_it_is(text, meaning, year, ordinal):
    assert read(text) == Numbered(meaning, ordinal, year)


@pytest.mark.parametrize("text", ["CITA C-0012", "cita c12", "Fecha de C-2026-0012", "¿Cuándo es C-12?"])
def test_somebody_asks_for_a_date(text):
    assert read(text).asks_date


def test_home_is_said_with_a_number_too():
    assert read("Ya regresamos C-12").home and not read("4 C-12").home


@pytest.mark.parametrize("text", ["ya le avise", "Ya se lo dije", "no la encontré"])
def test_a_message_given_is_understood_without_a_number(text):
    assert read(text).ordinal is None


@pytest.mark.parametrize(
    "text",
    ["1", "si", "ya", "listo", "hola", "llego el 15/12/2026 10 am", "mi cita es el 15", "ALTO C-12", "no puedo ir"],
)
def test_every_other_text_is_left_to_the_usual_rules(text):
    assert read(text) is None
