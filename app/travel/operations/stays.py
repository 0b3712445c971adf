"""The verbs of beds: held with the trip, confirmed by a call, given back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from app.cases.labels import LODGING_TAKES
from app.cases.models import Place
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..journeys import PlannedStay
from ..models import BedNight, Stay, Traveller, Trip
from ..queries.beds import taken_beds
from ..rides import members, shared_price
from ..rules import house_takes


class NoBed(Refused):
    """That house has no bed left that night."""


def hold_stay(trip: Trip, planned: PlannedStay, place: Place) -> Stay:
    """A bed for every traveller and night of a planned stay. Refused: somebody else took the last one."""
    stay = Stay(trip=trip, place=place, check_in=planned.check_in, nights=planned.nights, state="held")
    db.session.add(stay)
    for night in nights_of(planned.check_in, planned.nights):
        _take_beds(trip, stay, place, night, trip.travellers)
        check_house(trip, place, night)
    return stay


def hold_anew(stay: Stay, place: Place, nights: int) -> None:
    """The same people in another house, or for other nights; somebody there has to say yes again.

    Refused: no bed, a house that does not take them.
    """
    people = list({night.traveller_id: night.traveller for night in stay.beds}.values())
    for night in list(stay.beds):
        db.session.delete(night)
    db.session.flush()
    db.session.expire(stay, ["beds"])
    stay.place, stay.nights, stay.state, stay.confirmed_with = place, nights, "held", None
    for night in nights_of(stay.check_in, nights):
        _take_beds(stay.trip, stay, place, night, people)
        check_house(stay.trip, place, night)
    price_rooms(stay.trip)


def nights_of(check_in: datetime, nights: int) -> list[date]:
    """The evenings of a stay. Whoever comes in before 02:00 still sleeps last evening's night."""
    first = clock.today(check_in - timedelta(hours=2))
    return [first + timedelta(days=n) for n in range(nights)]


def _take_beds(trip: Trip, stay: Stay, place: Place, night: date, travellers: Iterable[Traveller]) -> None:
    """The lowest free numbers. The table's constraint refuses a bed that two took at once."""
    for traveller in travellers:
        taking = {"traveller": traveller, "night": night, "place": place, "bed": free_bed(place, night)}
        db.session.add(BedNight(trip=trip, stay=stay, kind="lodging", price=Money(place.price_minor or 0), **taking))
        flush_beds()


def check_house(trip: Trip, place: Place, night: date) -> None:
    """Refused: a lodging that does not take those of this trip who sleep there this night."""
    tonight = [one for one in trip.nights if one.night == night]
    sleepers = members(one.traveller for one in tonight if one.place is place and one.kind == "lodging")
    inpatient = any(one.kind == "hospital" for one in tonight)
    if not house_takes(place.takes, place.companion_cap, sleepers, inpatient):
        raise NoBed(_("%(place)s no los recibe: %(takes)s.", place=place.name, takes=whom_it_takes(place)))


def whom_it_takes(place: Place) -> str:
    said = [str(LODGING_TAKES[place.takes]).lower()]
    if place.companion_cap is not None:
        said.append(_("familiares por paciente, a lo más %(most)s", most=place.companion_cap))
    return "; ".join(said)


def price_rooms(trip: Trip) -> None:
    """Where a room is paid, its first sleeper carries the price."""
    for night, price in list(shared_price(trip.nights)):
        night.price = price
    db.session.flush()


def flush_beds() -> None:
    """Two people wrote at once and the database kept the first: the second is told in words."""
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise NoBed(_("Alguien más acaba de tomar esa cama: vuelva a escoger.")) from taken


def watch_night(trip: Trip, traveller: Traveller, night: date, hospital: Place, chair: Money) -> None:
    """A night at the hospital: the patient's in the ward, a companion's on a chair."""
    patient = traveller.kind == "patient"
    kind, price = ("hospital", Money.zero()) if patient else ("chair", chair)
    db.session.add(
        BedNight(trip=trip, traveller=traveller, night=night, kind=kind, place=hospital, bed=None, price=price)
    )


def free_beds(trip: Trip) -> None:
    """Every night and stay of the trip is given back."""
    trip.nights.clear()
    db.session.flush()
    trip.stays.clear()
    db.session.flush()


def confirm_stay(stay: Stay, with_whom: str, by, now: datetime) -> None:
    """Somebody at the lodging said yes. Refused: nobody's name."""
    if not with_whom.strip():
        raise Refused(_("Escriba quién confirmó en el hospedaje."), "confirmed_with")
    stay.state, stay.confirmed_with = "confirmed", with_whom.strip()
    audit.record("stay.confirmed", f"trip:{stay.trip_id}", by, place=stay.place.code)


def bed_for(place: Place, evening: date, wished: int) -> int:
    """The bed of this number if nobody has it, else the lowest free one. Refused: the house is full."""
    return wished if wished not in taken_beds(place.id, evening) else free_bed(place, evening)


def free_bed(place: Place, evening: date) -> int:
    taken = taken_beds(place.id, evening)
    bed = next(number for number in range(1, len(taken) + 2) if number not in taken)
    if place.beds is not None and bed > place.beds:
        raise NoBed(_("%(place)s ya no tiene cama para el %(day)s.", place=place.name, day=f"{evening:%d/%m/%Y}"))
    return bed
