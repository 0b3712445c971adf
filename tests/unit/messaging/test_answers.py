"""What people answer, spelled as they spell it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.messaging.answers import MEANINGS, understand
from tests.unit.messaging.phrases import lines


@pytest.mark.parametrize(("phrase", "meaning"), lines())
def test_it_is_understood_as_they_write_it(phrase, meaning):
    assert understand(phrase).meaning == meaning


def test_the_table_is_long_enough_to_mean_something():
    assert len(lines()) >= 150


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
