"""One trip for its page: the picture, meals and days at their rates, its cost beside its money, who receives them."""

from dataclasses import dataclass
from datetime import date, datetime

from app.cases import queries as cases
from app.cases.models import Case
from app.coordination import money
from app.coordination.under_way import NEAR
from app.finance import queries as finance
from app.finance import rules as finance_rules
from app.finance.rules import DatedRate
from app.finance.source_money import SourceMoney, source_money
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import picture
from app.travel import queries as travel
from app.travel.models import Trip
from app.travel.picture import Picture
from app.travel.queries import Expenses
from app.travel.records import Authorisation, TripResult

CATEGORIES = ("transport", "lodging", "meals", "stipend")


@dataclass(frozen=True)
class DayTable:
    """One day's table: persons at each meal, companions with stipend; `cost` is None where a rate is missing."""

    day: date
    meals: dict[str, int]
    stipend: int
    cost: Money | None


@dataclass(frozen=True)
class CostLine:
    """`now`: what the trip costs as it stands; None without a rate. `approved`: None while it waits for approval."""

    category: str
    now: Money | None
    approved: Money | None
    spent: Money | None

    @property
    def differs(self) -> bool:
        return self.now is not None and self.approved is not None and self.now != self.approved


@dataclass(frozen=True)
class Costs:
    lines: list[CostLine]
    now: Money | None
    money: SourceMoney

    @property
    def spent(self) -> Money:
        return sum(self.money.spent.values(), Money.zero())

    @property
    def above(self) -> Money | None:
        """By how much it costs more than what was approved; None where nothing was, or it is enough."""
        if self.now is None or not self.money.approved or self.now <= self.money.approved:
            return None
        return self.now - self.money.approved


@dataclass(frozen=True)
class Contact:
    """Who is at the end of a way: `where` a place or a name, `what` kind of place."""

    where: str
    kind: str
    phone: str | None
    code: str  # of the place, or the person's number: where the telephone is written down


@dataclass(frozen=True)
class TripPage:
    picture: Picture | None
    expenses: Expenses
    days: list[DayTable]
    costs: Costs
    contacts: list[Contact]
    result: TripResult | None
    given: list[Authorisation]
    lacks_way_home: bool
    arrived_before: bool  # the rides that were planned
    may_have_arrived: bool


def gather(trip: Trip, case: Case) -> TripPage:
    """At most fifteen statements with what the guard of the page asks."""
    spent, rates = travel.expenses(trip), finance.all_rates()
    return TripPage(
        picture=picture.draw(trip, spent.meals, clock.zone()),
        expenses=spent,
        days=_days(spent, rates),
        costs=costs(spent, rates, source_money(case.id, money.source(trip))),
        contacts=_contacts(trip, case),
        result=travel.result_of(trip) if trip.state == "returned" else None,
        given=travel.authorisations_of(trip),
        lacks_way_home=travel.lacks_way_home(trip),
        arrived_before=bool(travel.not_ridden(trip)),
        may_have_arrived=_may_have_arrived(trip, clock.now()),
    )


def _may_have_arrived(trip: Trip, now: datetime) -> bool:
    """They left, or their hour is near enough that they may have left without anybody writing it down."""
    near = trip.departs_at is not None and trip.departs_at <= now + NEAR
    return trip.state == "departed" or (trip.state == "chosen" and near)


def costs(spent: Expenses, rates: list[DatedRate], paid: SourceMoney) -> Costs:
    """Each category as it would be budgeted today, beside what was approved and what is spent."""
    now = dict(zip(CATEGORIES, (spent.fares, spent.nights, *_at_rates(spent, rates)), strict=True))
    approved = paid.lines if paid.state == "approved" else None
    nothing = Money.zero()
    lines = [
        CostLine(
            one, now.get(one), approved.get(one, nothing) if approved is not None else None, paid.spent.get(one)
        )
        for one in (*CATEGORIES, *(other for other in paid.spent if other not in CATEGORIES))
    ]  # fmt: skip
    known = [now[one] for one in CATEGORIES]
    return Costs(lines, None if None in known else sum(known, nothing), paid)


def _at_rates(spent: Expenses, rates: list[DatedRate]) -> tuple[Money | None, Money | None]:
    return _or_none(finance_rules.priced_meals, rates, spent.meals), _or_none(
        finance_rules.priced_stipend, rates, spent.stipend
    )


def _or_none(price, rates: list[DatedRate], counted: list) -> Money | None:
    """None where no rate holds on one of the days: the page says so, it does not fail."""
    try:
        return price(rates, counted)
    except Refused:
        return None


def _days(spent: Expenses, rates: list[DatedRate]) -> list[DayTable]:
    found = []
    for day in sorted({meal[0] for meal in spent.meals} | {one[0] for one in spent.stipend}):
        meals = [meal for meal in spent.meals if meal[0] == day]
        stipend = [one for one in spent.stipend if one[0] == day]
        prices = (
            _or_none(finance_rules.priced_meals, rates, meals),
            _or_none(finance_rules.priced_stipend, rates, stipend),
        )
        cost = None if None in prices else prices[0] + prices[1]
        found.append(DayTable(day, {name: heads for _d, name, heads in meals}, sum(one[1] for one in stipend), cost))
    return found


def _contacts(trip: Trip, case: Case) -> list[Contact]:
    """The houses and the hospital in the order of arrival, and at home whoever stands by the case."""
    places = {stay.place_id: stay.place for stay in trip.stays} | {trip.hospital_id: trip.hospital}
    found = [Contact(place.name, place.kind, place.phone, place.code) for place in places.values()]
    helper = case.acompanante
    if helper is None:
        return found
    numbers = [link.phone.number or link.phone.typed for link in cases.phones_of(helper)]
    return [*found, Contact(helper.full_name, "acompanante", next(iter(numbers), None), helper.number)]
