"""What an event did in every part, as a view says it in one sentence."""

from dataclasses import dataclass
from datetime import datetime

from app.cases.models import Appointment
from app.finance.models import Budget
from app.foundation.money import Money
from app.messaging.operations import Reconciled
from app.travel.models import Trip


@dataclass(frozen=True)
class Before:
    """What stood before a date moved: when they would have left, and what it would have cost."""

    departs_at: datetime | None
    cost: Money | None


@dataclass(frozen=True)
class Happened:
    """What an event did in every part; a view says it in one sentence. None: that part was not touched."""

    appointment: Appointment
    trip: Trip | None = None
    budget: Budget | None = None
    texts: Reconciled | None = None
    money_out: Money | None = None
    before: Before | None = None
