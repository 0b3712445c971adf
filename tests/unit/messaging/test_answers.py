"""What people answer, spelled as they spell it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.messaging.answers import MEANINGS, understand


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("1", "confirm"), (" 1. ", "confirm"), ("SI", "confirm"), ("Sí voy", "confirm"), ("siii", "confirm"),
        ("1 gracias", "confirm"), ("Si boy, gracias Dios la bendiga", "confirm"), ("uno", "confirm"),
        ("2", "decline"), ("No puedo ir", "decline"), ("no boy", "decline"), ("NO", "decline"),
        ("3", "departed"), ("ya salimos", "departed"), ("4", "arrived"), ("Ya yegamos", "arrived"),
        ("5", "problem"), ("hay un problema", "problem"), ("6", "staying"), ("Me quedo en el ospital", "staying"),
        ("ALTO", "stop"), ("baja", "stop"), ("Alto!", "stop"), ("STOP", "stop"),
        ("MENSAJES", "start"), ("ayuda", "help"), ("ALTA", "discharge"), ("ya me dieron de alta", "discharge"),
        ("No hay paso por el derrumbe", "no_road"), ("oiga no ay paso", "no_road"), ("hay bloqueo", "no_road"),
        ("no tengo dinero", "no_money"), ("No tengo para el pasaje", "no_money"),
        ("marqueme por favor", "call_me"), ("no tengo saldo", "call_me"),
    ],
)  # fmt: skip
def test_it_is_understood(text, meaning):
    assert understand(text).meaning == meaning


@pytest.mark.parametrize(
    "text",
    ["", "?", "12", "1 2", "1 o 2", "si pero quien sabe", "si no llueve", "alto ahi", "dar de baja", "ok", "gracias",
     "no se", "quien habla", "mi prima tambien va", "7"],
)  # fmt: skip
def test_a_doubt_goes_to_a_person(text):
    assert understand(text).meaning == "doubt"


def test_a_yes_without_the_fare_is_no_yes():
    assert understand("Sí, pero no tengo dinero").meaning == "no_money"


@pytest.mark.parametrize("text", ["5", "no hay paso", "no tengo dinero"])
def test_somebody_who_is_stuck_is_urgent(text):
    assert understand(text).urgent


@given(st.text())
def test_any_text_has_a_meaning(text):
    assert understand(text).meaning in MEANINGS


@given(st.text(min_size=1, max_size=30))
def test_only_the_whole_word_stops(text):
    assert understand(f"alto {text} x").meaning != "stop"
