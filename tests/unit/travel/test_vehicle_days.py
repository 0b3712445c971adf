"""Whether a vehicle goes out on a day."""

from dataclasses import dataclass
from datetime import date

import pytest

from app.travel.vehicle_days import why_not

MONDAY, TUESDAY, FRIDAY = date(2026, 12, 14), date(2026, 12, 15), date(2026, 12, 18)


@dataclass(frozen=True)
class Out:
    starts_on: date
    ends_on: date | None
    reason: str = "workshop"


@pytest.mark.parametrize("on", [MONDAY, TUESDAY, FRIDAY])
def test_a_vehicle_of_every_day_goes_out(on):
    assert why_not("daily", [], on) is None


def test_on_a_weekday_that_is_not_its_own_it_does_not():
    assert why_not("mon;fri", [], TUESDAY) == "ese día de la semana no sale"


@pytest.mark.parametrize("on", [MONDAY, TUESDAY])
def test_the_first_and_the_last_day_in_the_workshop_count(on):
    assert why_not("daily", [Out(MONDAY, TUESDAY)], on) == "en el taller"


def test_the_day_after_it_goes_out_again():
    assert why_not("daily", [Out(MONDAY, TUESDAY)], FRIDAY) is None


def test_without_an_end_it_stays_out():
    assert why_not("daily", [Out(MONDAY, None, "licence")], FRIDAY) == "sin licencia o papeles"
