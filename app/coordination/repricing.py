"""A new rate against the trips that still lie ahead: which budgets it moves, before it is saved, and then after."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cases.models import Case
from app.coordination import money, reads
from app.finance import queries as finance
from app.finance import rules
from app.finance.models import Budget
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import queries as travel
from app.travel.models import Trip


@dataclass(frozen=True)
class Moved:
    """One budget and what the rate makes of it. `again`: it was approved for less than this."""

    trip: Trip
    case: Case
    before: Money
    after: Money
    again: bool

    @property
    def more(self) -> Money:
        return self.after - self.before


def with_rate(rates: Sequence[rules.DatedRate], new: rules.DatedRate) -> list[rules.DatedRate]:
    """The book of rates as it would be: one of the same kind and first day is replaced."""
    key = (new.category, new.unit, new.valid_from)
    return [rate for rate in rates if (rate.category, rate.unit, rate.valid_from) != key] + [new]


def moved_by(new: rules.DatedRate) -> list[Moved]:
    """Trips chosen or under way whose budget would say another sum, by departure. Nothing is written."""
    rates = with_rate(finance.all_rates(), new)
    trips = travel.live_trips()
    budgets = finance.budgets_of_sources(money.source(trip) for trip in trips)
    cases = {case.id: case for case in reads.cases_by_id({trip.case_id for trip in trips})}
    found = (_moved(trip, cases[trip.case_id], budgets.get(money.source(trip)), rates) for trip in trips)
    return [one for one in found if one is not None]


def _moved(trip: Trip, case: Case, budget: Budget | None, rates: Sequence[rules.DatedRate]) -> Moved | None:
    if budget is None:
        return None
    try:
        after = _total(trip, rates)
    except Refused:  # a day without a rate: nothing of it is guessed, and its page says so
        return None
    again = budget.state == "approved" and after.amount_minor > budget.approved_minor
    return Moved(trip, case, budget.total, after, again) if after != budget.total else None


def _total(trip: Trip, rates: Sequence[rules.DatedRate]) -> Money:
    spent = travel.expenses(trip)
    return spent.known + rules.priced_meals(rates, spent.meals) + rules.priced_stipend(rates, spent.stipend)
