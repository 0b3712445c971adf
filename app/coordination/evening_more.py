"""An evening more at the destination in one step: priced first, and with a name where it passes the ceiling."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.models import User
from app.cases.models import Place
from app.coordination import money, on_site
from app.coordination.follow import follow
from app.coordination.on_site import Settled
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.models import Trip
from app.travel.queries import EveningMore
from app.travel.rides import going


@dataclass(frozen=True)
class Line:
    """One evening to choose, beside what stands. `more`: above what the trip costs now; `road`: minutes riding."""

    evening: EveningMore
    departs_at: datetime
    returns_at: datetime
    more: Money
    nights: int
    road: int
    over: bool


@dataclass(frozen=True)
class Page:
    """`now` is the trip as it stands, as a line says it; `total` what it costs."""

    lines: list[Line]
    total: Money
    nights: int
    road: int
    ceiling: int

    @property
    def over(self) -> bool:
        return any(one.over for one in self.lines)

    @property
    def leaves_run(self) -> bool:
        return any(one.evening.leaves_run for one in self.lines)


def offers(trip: Trip, now: datetime) -> Page:
    price = money.at_rates()
    total, ceiling = travel_queries.total_of(trip, price), on_site.ceiling()
    lines = [_line(one, total, ceiling) for one in travel_queries.evenings_more(trip, now, price)]
    return Page(lines, total, len({night.night for night in trip.nights}), _road(trip.legs), ceiling)


def _line(one: EveningMore, total: Money, ceiling: int) -> Line:
    sketch = one.sketch
    return Line(
        evening=one,
        departs_at=min(leg.departs_at for leg in sketch.legs),
        returns_at=sketch.returns_at,
        more=one.total - total,
        nights=len({night.night for night in sketch.nights}),
        road=_road(sketch.legs),
        over=sketch.nights_away() > ceiling,
    )


def _road(legs) -> int:
    rides = sum((leg.arrives_at - leg.departs_at for leg in legs), timedelta())
    return int(rides.total_seconds() // 60)


def choose(trip: Trip, code: str, authorised_by: str, now: datetime, by: User) -> Settled:
    """One of the lines becomes the trip: rides, beds, budget and texts. Refused: it is no longer offered; nights above
    the ceiling that nobody's name stands for."""
    found = next((one for one in travel_queries.evenings_more(trip, now, money.at_rates()) if one.code == code), None)
    if found is None:
        raise Refused(_("Eso ya no se puede: cambió una ruta o se ocupó una cama. Escoja otra."), "choice")
    if trip.state != "chosen":
        return on_site.extend(
            trip, {one.id for one in going(trip)}, found.sketch.last_night, authorised_by, now, by
        )  # fmt: skip
    on_site.within_ceiling(trip, found.sketch, authorised_by, now, by)
    happened = follow(travel.stay_evening(trip, found, _in_words(found), by, now), now, by)
    return Settled(trip, happened.budget, money.lacking(happened.budget))


def _in_words(one: EveningMore) -> str:
    house = one.house.city_name if one.house.reveals else one.house.name
    return _("Una noche antes, en %(house)s.", house=house) if one.before else _(
        "Una noche después, en %(house)s.", house=house)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """Evenings more that somebody chose of a trip, and the houses where they were to sleep."""

    before: int
    after: int
    houses: frozenset[Place]


def wish_of(trip: Trip) -> Wish:
    houses = frozenset(night.place for night in trip.nights if night.kind == "lodging")
    return Wish(trip.evenings_before, trip.evenings_after, houses)


def again(trip: Trip, wish: Wish, now: datetime, by: User) -> list[str]:
    """Once it was planned anew: each wished evening, in their house if it can be, else in the cheapest. Gives in words
    those that cannot be had; they are forgotten. Without a way the trip keeps its wish."""
    if trip.state != "chosen":
        return []
    trip.evenings_before = trip.evenings_after = 0
    sides = [True] * wish.before + [False] * wish.after
    return [why for before in sides if (why := _grant(trip, before, wish.houses, now, by))]


def _grant(trip: Trip, before: bool, houses: frozenset[Place], now: datetime, by: User) -> str | None:
    side = _("Una noche antes") if before else _("Una noche después")
    offered = [one for one in travel_queries.evenings_more(trip, now, money.at_rates()) if one.before is before]
    best = min(offered, key=lambda one: (one.house not in houses, one.total), default=None)
    if best is None:
        return _("%(evening)s: ya no hay cama para todos, o no hay camino", evening=side)
    if not on_site.allowed(trip, best.sketch):
        return _("%(evening)s: serían %(nights)s noches fuera y el tope es de %(most)s",
                 evening=side, nights=best.sketch.nights_away(), most=on_site.ceiling())  # fmt: skip
    travel.stay_evening(trip, best, _in_words(best), by, now)
    return None
