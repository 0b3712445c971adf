"""What a trip costs in fares and nights, and which meals and days away finance is to price."""

from dataclasses import dataclass, field
from datetime import date, datetime

from app.foundation import clock
from app.foundation.language import _
from app.foundation.money import Money

from ..models import Traveller, Trip
from ..rides import Sketch, shared_price
from ..rules import FASTING, FREE_NIGHTS, MODE_NAMES, WITH_STIPEND, Away, meals_due, spells, stipend_days


@dataclass(frozen=True)
class Line:
    """One line of the fares and nights, in words."""

    label: str
    amount: Money


@dataclass(frozen=True)
class Expenses:
    """`meals`: (day, breakfast | lunch | dinner, persons); `stipend`: (day, companions)."""

    fares: Money
    nights: Money
    meals: list[tuple[date, str, int]] = field(default_factory=list)
    stipend: list[tuple[date, int]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def known(self) -> Money:
        """Fares and nights: what travel knows the price of."""
        return self.fares + self.nights


def expenses(trip: Trip | Sketch) -> Expenses:
    """Summed over the seats and nights of every person; nothing for a trip without a way or a cancelled one."""
    if trip.state in ("draft", "cancelled"):
        return Expenses(Money.zero(), Money.zero())
    times = [(traveller.kind, _away(trip, traveller)) for traveller in trip.travellers]
    away = [(kind, person) for kind, person in times if person is not None]
    return Expenses(
        fares=sum((leg.fare for leg in trip.legs), Money.zero()),
        nights=sum((price for _night, price in shared_price(trip.nights)), Money.zero()),
        meals=meals_due([person for kind, person in away if kind not in FASTING], clock.zone()),
        stipend=stipend_days([person for kind, person in away if kind in WITH_STIPEND], clock.zone()),
        lines=_lines(trip),
    )


def _away(trip: Trip | Sketch, traveller: Traveller) -> Away | None:
    """From the first to the last ride on which this person has a seat; without a way home, until ready for it.

    Nights in the ward or at home cost neither bed nor meals; after a death nothing is counted.
    """
    legs = [leg for leg in trip.legs if any(seat.traveller_id == traveller.id for seat in leg.seats)]
    if not legs:
        return None
    returns = legs[-1].arrives_at if legs[-1].direction == "home" else max(trip.ready_at, legs[-1].arrives_at)
    nights = [one.night for one in trip.nights if one.traveller_id == traveller.id and one.kind in FREE_NIGHTS]
    cared_for = spells(nights, _visits(trip) if nights else (), clock.zone())
    return Away(legs[0].departs_at, min(returns, traveller.away_until or returns), cared_for=cared_for)


def _visits(trip: Trip | Sketch) -> list[tuple[datetime, datetime]]:
    """When they present themselves and are ready to go, on each date of it; as it stands now first."""
    return [(trip.present_at, trip.ready_at), *((date.present_at, date.ready_at) for date in trip.dates)]


def _lines(trip: Trip | Sketch) -> list[Line]:
    legs = [Line(f"{leg.origin.name} → {leg.destination.name}, {MODE_NAMES[leg.mode]}", leg.fare) for leg in trip.legs]
    nights: dict[tuple[str, date], Money] = {}
    for night, price in shared_price(trip.nights):
        if price:
            key = (night.place.name, night.night)
            nights[key] = nights.get(key, Money.zero()) + price
    return legs + [
        Line(_("Noche del %(day)s en %(place)s", day=_short(night), place=place), price)
        for (place, night), price in nights.items()
    ]


def _short(night: date | datetime) -> str:
    return f"{night:%d/%m}"
