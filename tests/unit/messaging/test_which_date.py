"""One person, two appointments: which of them a bare answer means."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from app.messaging import which_date
from tests.unit.messaging.cast import at


@dataclass
class Asked:
    about: str
    event_at: datetime
    case_id: int = 1


TUESDAY, THURSDAY = Asked("appointment:1", at(15, 8)), Asked("appointment:2", at(17, 8))
BOTH = (THURSDAY, TUESDAY)


def test_the_days_are_offered_soonest_first():
    assert which_date.offered(BOTH) == "1 = martes 15, 2 = jueves 17"


@pytest.mark.parametrize("said", ["2", "jueves", "El 17", "jueves 17", "17", "la del jueves 17"])
def test_number_or_day_chooses(said):
    assert which_date.chosen(said, BOTH) is THURSDAY


@pytest.mark.parametrize("said", ["3", "viernes", "no sé", "", "15 y 17"])
def test_what_fits_none_chooses_none(said):
    assert which_date.chosen(said, BOTH) is None


def test_two_relays_of_one_case_are_one_subject():
    assert not which_date.unclear((Asked("relay:1", at(15)), Asked("relay:2", at(17))))
    assert which_date.unclear((Asked("relay:1", at(15)), Asked("relay:2", at(17), case_id=2)))
