"""What an event would change in a trip, as plain values: the view plays it in a rehearsal and nothing is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.cases.models import Case
from app.coordination import money, trip_page
from app.coordination.happened import Happened
from app.finance import queries as finance
from app.finance.source_money import source_money
from app.foundation.money import Money
from app.travel import queries as travel
from app.travel.models import Trip


@dataclass(frozen=True)
class Standing:
    """A trip in numbers. `late`: minutes after the hour of presenting; `costs`: category → amount at today's rates,
    None without a rate."""

    departs_at: datetime | None
    arrives_at: datetime | None
    returns_at: datetime | None
    late: int
    road: int
    dark: int
    nights: int
    meals: int
    stipend: int
    costs: dict[str, Money | None]
    total: Money | None
    budget: str | None


@dataclass(frozen=True)
class Foreseen:
    """`told`: who would be texted anew, and how many texts would be taken back. `asks_again`: what was approved is
    no longer enough, somebody else is asked."""

    before: Standing
    after: Standing
    approved: Money
    asks_again: bool
    told: list[str]
    withdrawn: int

    @property
    def more(self) -> Money | None:
        if self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total


def foresee(trip: Trip, case: Case, act: Callable[[], Happened]) -> Foreseen:
    """Plays `act` and compares. Inside a rehearsal of the caller's; refuses what `act` refuses."""
    before = standing(trip, case)
    happened = act()
    after, texts = standing(happened.trip, case), happened.texts
    approved = source_money(case.id, money.source(trip)).approved
    names = dict.fromkeys(text.person.spoken_name for text in texts.added if text.person)
    return Foreseen(
        before=before,
        after=after,
        approved=approved,
        asks_again=before.budget == "approved" and after.budget == "draft",
        told=list(names),
        withdrawn=len(texts.cancelled),
    )


def standing(trip: Trip, case: Case) -> Standing:
    spent = travel.expenses(trip)
    costs = trip_page.costs(spent, finance.all_rates(), source_money(case.id, money.source(trip)))
    there = [leg for leg in trip.legs if leg.direction == "there"]
    arrives = there[-1].arrives_at if there else None
    return Standing(
        departs_at=trip.departs_at,
        arrives_at=arrives,
        returns_at=trip.returns_at,
        late=_minutes(max(arrives - trip.last_present_at, timedelta())) if arrives else 0,
        road=sum(_minutes(leg.arrives_at - leg.departs_at) for leg in trip.legs),
        dark=sum(leg.dark_minutes for leg in trip.legs),
        nights=len(trip.nights),
        meals=sum(heads for _day, _meal, heads in spent.meals),
        stipend=sum(heads for _day, heads in spent.stipend),
        costs={line.category: line.now for line in costs.lines},
        total=costs.now,
        budget=costs.money.state,
    )


def _minutes(lasts: timedelta) -> int:
    return int(lasts.total_seconds() // 60)
