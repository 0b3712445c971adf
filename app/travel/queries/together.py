"""Several dates in one journey: there, a house between one visit and the next, home; every night of it priced.

docs/rules-travel.md tells it with a worked sum. The planner knows no nights inside a visit: they are put between.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

from app.cases import queries as cases
from app.cases.models import Place
from app.foundation import clock
from app.foundation.language import _

from ..journeys import Journey, PlannedStay
from ..planner import Answer
from ..rides import evenings
from ..rules import Member, Visit, check_party, house_takes, paying, ready_at, starting
from .asking import Asking
from .beds import full_houses
from .proposals import MARGIN, ORDERS, Between, Price, Proposal, proposal_of
from .staying_places import houses_by

HOUSES_LOOKED_AT = 4


@dataclass(frozen=True)
class Shut:
    """A house that cannot be offered: the first evening without a bed for all; None: it does not take them."""

    house: Place
    evening: date | None


@dataclass(frozen=True)
class Joint:
    """The ways to serve all these dates in one journey, cheapest first: one for each house. `missing`: why none."""

    offers: list[Proposal]
    shut: list[Shut]
    missing: str | None = None

    def by_key(self, key: str) -> Proposal | None:
        return next((one for one in self.offers if one.key == key), None)


@dataclass(frozen=True)
class _Asked:
    """What every question of the search shares."""

    asking: Asking
    party: list[Member]
    full: Mapping[str, list[date]]

    def ways(self, origin: str, destination: str, **when: datetime) -> tuple[Journey, ...]:
        return self.answer(origin, destination, **when).journeys

    def answer(self, origin: str, destination: str, **when: datetime) -> Answer:
        return self.asking.answer(origin, destination, self.party, self.full, **when)


def together(
    visits: Sequence[Visit], party: Sequence[Member], now: datetime, price: Price | None, preference: str = "cheapest",
    asking: Asking | None = None,
) -> Joint:  # fmt: skip
    """`visits` in the order of their hours, each at most days from the one before and in the same town.

    The way there and the way home are those that `preference` names, put together with each house that has a bed for
    everybody on every night between: what is best without the nights between is best with them, since they are the same
    whichever way one comes and goes. Refused: an unknown place, a party without its patient.
    """
    check_party(party)
    party = starting(party)
    asked = _Asked(asking or Asking(), party, _full(visits, party))
    there = asked.answer(visits[0].origin_code, visits[0].hospital_code, arrive_by=visits[0].present_at)
    ready = ready_at(visits[-1], clock.zone())
    home = asked.answer(visits[-1].hospital_code, visits[-1].origin_code, ready_at=ready)
    in_time = [journey for journey in there.journeys if journey.departs_at >= now]
    if not in_time:
        return Joint([], [], there.missing or _("Todas las salidas que alcanzan ya pasaron."))
    if not home.journeys:
        return Joint([], [], home.missing)
    gaps = [list(_gap(asked, one, then)) for one, then in zip(visits, visits[1:], strict=False)]
    shut = [found for gap in gaps for found in gap if isinstance(found, Shut)]
    open_gaps = [[found for found in gap if isinstance(found, Between)] for gap in gaps]
    order = ORDERS.get(preference, ORDERS["cheapest"])
    ways = (proposal_of(visits, party, one, back, price) for one, back in product(in_time, home.journeys))
    best = min(ways, key=order)
    offers = [proposal_of(visits, party, best.there, best.home, price, between) for between in product(*open_gaps)]
    return Joint(sorted(offers, key=order), shut, None if offers or shut else _("No hay cómo esperar entre las citas."))


def _full(visits: Sequence[Visit], party: Sequence[Member]) -> dict[str, list[date]]:
    first = clock.today(visits[0].present_at - MARGIN)
    last = clock.today(ready_at(visits[-1], clock.zone()) + MARGIN)
    return full_houses(first, last, party, *(visit.appointment_id for visit in visits))


def _gap(asked: _Asked, one: Visit, then: Visit) -> Iterator[Between | Shut]:
    """What can be done from the end of one visit to the hour of presenting of the next; nothing if they overlap."""
    leaves, due = ready_at(one, clock.zone()), then.present_at
    if due < leaves:
        return
    if not evenings(leaves, due):
        yield from _same_day(asked, one, then, leaves, due)
        return
    for house in houses_by(cases.place_or_404(then.hospital_code))[:HOUSES_LOOKED_AT]:
        if not house_takes(house.takes, house.companion_cap, asked.party, inpatient=False):
            yield Shut(house, None)
        elif found := _at_house(asked, one, then, house):
            yield found


def _same_day(asked: _Asked, one: Visit, then: Visit, leaves: datetime, due: datetime) -> Iterator[Between]:
    if one.hospital_code == then.hospital_code:
        yield Between()
        return
    ways = asked.ways(one.hospital_code, then.hospital_code, arrive_by=due)
    in_between = [way for way in ways if way.departs_at >= leaves and not way.nights]
    if in_between:
        yield Between(rides=(min(in_between, key=lambda way: (way.cost_minor, -way.departs_at.timestamp())),))


def _at_house(asked: _Asked, one: Visit, then: Visit, house: Place) -> Between | Shut | None:
    """Straight to the house, and from there as late as is cheapest; None where no way leads there and on."""
    code, leaves = house.code, ready_at(one, clock.zone())
    to_house = asked.ways(one.hospital_code, code, ready_at=leaves)
    on_the_day = asked.ways(code, then.hospital_code, arrive_by=then.present_at)
    if not to_house or not on_the_day:
        return None
    come = min(to_house, key=lambda way: (way.nights, way.arrives_at, way.cost_minor))
    go = min(on_the_day, key=lambda way: (way.nights, way.cost_minor, -way.departs_at.timestamp()))
    nights = evenings(come.arrives_at, go.departs_at)
    shut = [night for night in nights if night in asked.full.get(code, ())]
    if shut:
        return Shut(house, shut[0])
    price = asked.asking.book.places[code].night(paying(asked.party).sleepers) * len(nights)
    return Between(PlannedStay(code, come.arrives_at, len(nights), price), (come, go))
