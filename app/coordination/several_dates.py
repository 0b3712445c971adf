"""The dates of one case near each other, before anybody leaves: wait there between them, or go home and come back.

Both are priced in full, by what prices budgets, and either is chosen in one step. docs/rules-travel.md tells it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from app.accounts.models import User
from app.cases import operations as cases
from app.cases.models import Appointment, Place
from app.coordination import by_hand, journeys, letters, money, next_date, on_site
from app.coordination.happened import Happened
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.models import Trip
from app.travel.queries import Asking, Proposal
from app.travel.rides import as_before, evenings
from app.travel.rules import Member, Visit

MOST = 3  # dates in one journey


@dataclass(frozen=True)
class WholeWay:
    """One way to all the dates: its first journey serves `together` of them, each other date has its own."""

    together: int
    journeys: tuple[Proposal, ...]
    houses: tuple[str, ...]
    over: bool

    @property
    def code(self) -> str:
        """Names it in a form: how many together, and which journeys."""
        return "-".join((str(self.together), *(one.key for one in self.journeys)))

    @property
    def total(self) -> Money:
        return sum((one.total for one in self.journeys), Money.zero())

    @property
    def nights(self) -> int:
        return sum(one.nights for one in self.journeys)

    @property
    def road(self) -> timedelta:
        return sum((one.road for one in self.journeys), timedelta())

    @property
    def away(self) -> timedelta:
        return sum((one.away for one in self.journeys), timedelta())


@dataclass(frozen=True)
class WholeWays:
    """The ways to these dates, cheapest first; `said`: what cannot be offered, and why."""

    dates: list[Appointment]
    ways: list[WholeWay]
    said: list[str]

    @property
    def over(self) -> bool:
        return any(one.over for one in self.ways)


def dates_from(appointment: Appointment, now: datetime) -> list[Appointment]:
    """It, and the dates after it that one journey could serve: each within three weeks of the one before, and in the
    same town. Alone if it has no hour."""
    if not next_date.can_be_waited_for(appointment, now):
        return [appointment]
    after = [one for one in next_date.dates_of(appointment.case, now) if one.starts_at > appointment.starts_at]
    chain = [appointment, *after][:MOST]
    far = next((n for n, (one, then) in enumerate(pairwise(chain), 1) if not _near(one, then)), len(chain))
    return chain[:far]


def _near(one: Appointment, then: Appointment) -> bool:
    in_time = then.starts_at - one.starts_at <= next_date.NEAR
    return in_time and travel_queries.same_town(one.hospital, then.hospital)


def whole_ways(
    dates: list[Appointment], party: Sequence[Member], now: datetime, first: Sequence[Proposal] | None = None,
    asking: Asking | None = None,
) -> WholeWays:  # fmt: skip
    """Each number of dates together, house by house, and the others one by one after being home in between.

    `first`: what is proposed for the first date alone, for whoever has asked already, and by which `asking`.
    """
    visits, price, asking = [journeys.visit_of(one) for one in dates], money.at_rates(), asking or Asking()
    parties = [as_before(travel_queries.trip_of(one.id), party) for one in dates]
    alone = [
        list(first if n == 0 and first is not None else travel_queries.proposals(visit, going, now, price, asking))
        for n, (visit, going) in enumerate(zip(visits, parties, strict=True))
    ]
    found, said = [], []
    for together in range(len(dates), 0, -1):
        firsts = alone[0]
        if together > 1:
            joint = travel_queries.together(visits[:together], parties[0], now, price, asking=asking)
            firsts = joint.offers
            said += [_shut_in_words(one) for one in joint.shut] + ([joint.missing] if joint.missing else [])
        whole = [way for first in firsts if (way := _whole(together, first, alone[together:], asking))]
        found += whole if together > 1 else sorted(whole, key=lambda way: way.total)[:1]
        if together == 1 and alone[0] and not whole:
            said.append(_("El libro no da camino para regresar a casa entre las citas y volver a tiempo."))
    return WholeWays(dates, sorted(found, key=lambda way: way.total), list(dict.fromkeys(said)))


def _whole(together: int, first: Proposal, alone: Sequence[Sequence[Proposal]], asking: Asking) -> WholeWay | None:
    """Then the cheapest journey to each other date that leaves once they are home."""
    chosen = [first]
    for offered in alone:
        after = [one for one in offered if one.there.departs_at >= chosen[-1].returns_at]
        if not after:
            return None
        chosen.append(min(after, key=lambda one: one.total))
    houses = dict.fromkeys(asking.book.places[gap.stay.place].name for gap in first.between if gap.stay)
    over = any(_nights_away(one) > on_site.ceiling() for one in chosen)
    return WholeWay(together, tuple(chosen), tuple(houses), over)


def _nights_away(one: Proposal) -> int:
    return len(evenings(one.there.departs_at, one.home.departs_at if one.home else one.returns_at))


def _shut_in_words(one: travel_queries.Shut) -> str:
    if one.evening is None:
        return _("%(house)s no los recibe.", house=_house(one.house))
    return _("%(house)s no tiene cama para todos el %(day)s.", house=_house(one.house), day=f"{one.evening:%d/%m}")


def _house(place: Place) -> str:
    return place.city_name if place.reveals else place.name


def choose(
    dates: list[Appointment], party: Sequence[Member], code: str, authorised_by: str, now: datetime, by: User
) -> list[Happened]:
    """One of the ways becomes the trip, or the trips: beds, budgets and the texts of every date. One for each trip.

    Refused: it is no longer offered, because the book or a bed changed; a bed that somebody took meanwhile; more
    nights than the ceiling that nobody's name stands for.
    """
    together, keys = _read(code, len(dates))
    shared, visits = dates[:together], [journeys.visit_of(one) for one in dates]
    for one in shared[1:]:
        next_date.give_up_own(one, travel_queries.trip_of(dates[0].id), now, by)
    trip = travel.plan_trip(visits[0], party, keys[0], by, now, money.at_rates(), visits[1:together])
    trips = [(trip, shared)]
    for one, visit, key in zip(dates[together:], visits[together:], keys[1:], strict=True):
        trips.append((travel.plan_trip(visit, party, key, by, now, money.at_rates()), [one]))
    for planned, _served in trips:
        _within_ceiling(planned, authorised_by, now, by)
    return [_chosen(planned, served, now, by) for planned, served in trips]


def _read(code: str, dates: int) -> tuple[int, list[str]]:
    how_many, *keys = code.split("-")
    together = int(how_many) if how_many.isdecimal() and len(how_many) == 1 else 0
    if not 1 <= together <= dates or len(keys) != 1 + dates - together:
        raise Refused(_("Esa propuesta ya no se puede: cambió una de las citas. Escoja otra."), "proposal")
    return together, keys


def _chosen(trip: Trip, served: Sequence[Appointment], now: datetime, by: User) -> Happened:
    budget = money.budget_for(trip, served[0].case, by, now)
    return Happened(served[0], trip, budget, letters.reconcile_trip(trip, now))


def _within_ceiling(trip: Trip, name: str, now: datetime, by: User) -> None:
    nights, most = len(evenings(trip.departs_at, travel_queries.way_home_starts(trip))), on_site.ceiling()
    if nights <= most:
        return
    if not name.strip():
        raise Refused(
            _("Son %(nights)s noches fuera y el tope es de %(most)s: escriba quién lo autoriza.",
              nights=nights, most=most), "authorised_by",
        )  # fmt: skip
    on_site.authorise(trip, "stay", name, now, by, until=max(one.night for one in trip.nights))


def visits_of(trip: Trip) -> list[Visit]:
    """What the trip is planned for: its dates that stand, by their hours; its own where nothing else is known."""
    booked = [one for one in next_date.served_by(trip) if one.state == "booked" and one.starts_at is not None]
    return [journeys.visit_of(one) for one in booked or [trip.appointment]]


def planned_anew(trip: Trip, moved: Appointment, former: Appointment, now: datetime, by: User) -> Trip:
    """One date of a trip that has not begun was moved: the same preference for those that it serves now. Without an
    hour, or without a way, somebody has to look."""
    others = next_date.still_to_serve(trip, former, now)
    dated = [moved] if moved.precision == "datetime" else []
    if not others and not dated:
        travel.cancel_trip(trip, "moved", by, now)
        return trip
    return _plan_for(trip, [*dated, *others], now, by)


def without(trip: Trip, gone: Appointment, now: datetime, by: User) -> Trip | None:
    """One date of a trip that has not begun was called off: planned anew for the others. None: it has no other."""
    others = next_date.still_to_serve(trip, gone, now)
    return _plan_for(trip, others, now, by) if others else None


def _plan_for(trip: Trip, dates: list[Appointment], now: datetime, by: User) -> Trip:
    """All of them in one journey if they are near and a house has beds between them; else the first of them, and
    somebody chooses the journeys of the others at once."""
    dates = sorted(dates, key=lambda one: (one.starts_at, one.id))
    visits = [journeys.visit_of(one) for one in dates]
    near, wished = all(_near(one, then) for one, then in pairwise(dates)), by_hand.of(trip)
    if near:
        trip = travel.replan(trip, visits[0], by, now, money.at_rates(), visits[1:])
    if len(dates) > 1 and (not near or trip.state == "draft"):
        trip = travel.replan(trip, visits[0], by, now, money.at_rates())
        _ask_for_the_rest(dates[1:], now)
    if trip.state == "draft":
        title = _("Buscar cómo llegar: el libro de rutas no da camino para la fecha nueva")
        _ask(dates[0], title, "no_way", now)
    by_hand.keep(trip, wished, now, by)
    for one in dates:
        letters.reconcile(one, now)
    return trip


def _ask_for_the_rest(rest: Sequence[Appointment], now: datetime) -> None:
    days = ", ".join(f"{one.on_day:%d/%m}" for one in rest)
    title = _("Ya no caben en un solo viaje: elegir el viaje de la cita del %(days)s", days=days)
    _ask(rest[0], title, "dates", now)


def _ask(one: Appointment, title: str, what: str, now: datetime) -> None:
    cases.raise_task(one.case, "travel", title, now, f"case:{one.case_id}:{what}", now, urgent=True)
