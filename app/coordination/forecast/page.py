"""The page "Hasta cuándo alcanza": each fund, each house, the vehicles, and the rides that are bought, as one reads
them. Sums alone: no case, no name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from app.finance.models import Fund
from app.foundation import clock
from app.foundation.money import Money, half_up

from . import queries, rules
from .picture import MoneyPicture, PlacesPicture, of_money, of_places
from .rules import AHEAD, Item, Measured, Out, Past, Week

TENTHS = 10


@dataclass(frozen=True)
class Need:
    """What is needed of one thing. `had`: centavos that a fund may still spend, or the most places of a day; None:
    nobody knows. `full`: places of each week, where they are known.
    `unit`: of the amounts, `$` for centavos; `night` and `seat` for tenths of them, since means are rounded."""

    key: str
    name: str
    unit: str
    weeks: list[Week]
    past: Past
    measured: list[Measured]
    had: int | None = None
    full: list[int] | None = None
    out: Out = Out()
    picture: MoneyPicture | PlacesPicture | None = None

    @property
    def drawn(self) -> MoneyPicture | PlacesPicture | None:
        """Nothing, where nothing is booked and nothing expected."""
        return self.picture if self.whole.high else None

    def shown(self, amount: int | Decimal) -> str:
        """Whole pesos, for centavos would promise too much; nights and seats with a decimal where there is one."""
        if self.unit == "$":
            pesos = half_up(Decimal(amount) / 100)
            return f"-${-pesos:,}" if pesos < 0 else f"${pesos:,}"
        return f"{half_up(Decimal(amount)) / TENTHS:,.1f}".removesuffix(".0")

    @property
    def each_week(self) -> tuple[int, int] | None:
        """The fewest and the most places of a week; None where every day has the same, and `had` says it."""
        full = self.full or []
        return (min(full), max(full)) if any(places != 7 * (self.had or 0) for places in full) else None

    @property
    def booked(self) -> int:
        return sum(week.booked for week in self.weeks)

    @property
    def whole(self) -> rules.Spread:
        more = rules.together(self.weeks)[-1]
        booked = self.booked
        return rules.Spread(booked + more.low, booked + more.expected, booked + more.high)

    @property
    def usual(self) -> int:
        """What a finished week came to, on average."""
        totals = self.past.totals[-rules.LOOKED_AT :]
        return rules.spread(totals).expected if totals else 0


@dataclass(frozen=True)
class FundNeed:
    fund: Fund
    need: Need
    free: Money
    promised: Money

    @property
    def ends_on(self) -> date | None:
        """The last day that its donor pays for, if these weeks pass it."""
        last = self.fund.eligible_to
        return last if last and last < self.need.weeks[-1].start + rules.WEEK else None


@dataclass(frozen=True)
class ForecastPage:
    """`unpaid`: what coming trips cost that no fund pays for yet, and how many there are."""

    today: date
    funds: list[FundNeed]
    unpaid: tuple[int, Money]
    houses: list[Need]
    vehicles: list[tuple[str, Need]]
    rides: list[tuple[str, Need]]


def forecast(now: datetime) -> ForecastPage:
    """Six statements, however many trips, houses and funds."""
    today = clock.today(now)
    money, nights, seats, room = queries.money(today), queries.nights(today), queries.seats(today), queries.room()
    return ForecastPage(
        today=today,
        funds=[_fund(fund, money[fund.id], today) for fund in queries.funds()],
        unpaid=_unpaid(money[None].needs, today),
        houses=[_house(*house, nights, today) for house in room.houses if nights[house[0]]],
        vehicles=_vehicles(seats, room, today),
        rides=_rides(seats, today),
    )


def _fund(fund: Fund, money: queries.FundMoney, today: date) -> FundNeed:
    promised = sum(money.promised)
    stock = fund.available.amount_minor + promised
    weeks, past = _weeks(money.needs, today)
    out = rules.money_out(stock, weeks, rules.by_day(money.needs))
    drawn = of_money(stock, weeks, out.expected)
    need = Need(f"fund-{fund.id}", fund.name, "$", weeks, past, _measured(past), stock, None, out, drawn)
    return FundNeed(fund, need, fund.available, Money(promised, fund.currency))


def _weeks(items: list[Item], today: date) -> tuple[list[Week], Past]:
    past = rules.past_of(items, today)
    return rules.coming(items, past, today), past


def _measured(past: Past) -> list[Measured]:
    return [found for lead in rules.LEADS if (found := rules.held_back(past, lead))]


def _places(key: str, name: str, unit: str, items: list[Item], room: Callable[[date], int] | None, today: date) -> Need:
    """`room`: how many places a day has; None: nobody knows, or they are bought."""
    items = [replace(item, amount=TENTHS * item.amount) for item in items]
    weeks, past = _weeks(items, today)
    if room is None:
        return Need(key, name, unit, weeks, past, _measured(past), picture=of_places(None, weeks))
    days = [[room(day) for day in rules.days_of(week)] for week in weeks]
    full = [sum(week) for week in days]
    out = rules.places_out(lambda day: TENTHS * room(day), weeks, rules.by_day(items))
    drawn = of_places([TENTHS * places for places in full], weeks)
    return Need(key, name, unit, weeks, past, _measured(past), max(map(max, days)), full, out, drawn)


def _house(key: int, name: str, beds: int | None, nights: dict[int, list[Item]], today: date) -> Need:
    room = None if beds is None else lambda day: beds
    return _places(f"house-{key}", name, "night", nights[key], room, today)


def _vehicles(seats: dict[tuple[str, str], list[Item]], room: queries.Room, today: date) -> list[tuple[str, Need]]:
    """The programme's own, there and home; none where it has no vehicle."""
    ways = ("there", "home") if room.vehicles else ()
    places = cache(room.seats_on)
    return [(way, _places(f"vehicle-{way}", "", "seat", seats["vehicle", way], places, today)) for way in ways]


def _rides(seats: dict[tuple[str, str], list[Item]], today: date) -> list[tuple[str, Need]]:
    """(means, need of both directions), the most needed first; the programme's own vehicles apart."""
    means = sorted({mode for mode, _way in seats if mode != "vehicle"})
    needs = [
        (mode, _places(mode, "", "seat", seats[mode, "there"] + seats[mode, "home"], None, today)) for mode in means
    ]  # fmt: skip
    return sorted(needs, key=lambda pair: -pair[1].whole.expected)


def _unpaid(items: Iterable[Item], today: date) -> tuple[int, Money]:
    ahead = [item.amount for item in items if today <= item.day < today + AHEAD * rules.WEEK and item.amount]
    return len(ahead), Money(sum(ahead))
