"""Departures and days as people say them, and as the book keeps them."""

import pytest

from app.travel.spoken_times import days_code, departures_code

SAID_DAYS = [
    ("diario", "daily"), ("Todos los días", "daily"), ("daily", "daily"), ("lunes, mié y vie", "mon;wed;fri"),
    ("vie;lun", "mon;fri"), ("mon;wed", "mon;wed"), ("lun mar", "lun mar"), ("mañana", "mañana"), ("", ""),
]  # fmt: skip
SAID_DEPARTURES = [
    ("a cualquier hora", "any"), ("any", "any"), ("05:30;07:00", "05:30;07:00"),
    ("5:30, 07:00 y 13:00", "5:30;07:00;13:00"), ("05:30-17:00 cada 60 minutos", "05:30-17:00/60"),
    ("04:00, 05:30-17:00/60", "04:00;05:30-17:00/60"), ("temprano", "temprano"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("said", "code"), SAID_DAYS)
def test_days_are_kept_by_their_code_and_what_is_no_day_as_it_was_typed(said, code):
    assert days_code(said) == code


@pytest.mark.parametrize(("said", "code"), SAID_DEPARTURES)
def test_departures_are_kept_by_their_code_and_what_is_none_as_it_was_typed(said, code):
    assert departures_code(said) == code
