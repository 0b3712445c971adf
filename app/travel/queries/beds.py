"""Reads of beds: which houses are full, and who sleeps where."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.cases.models import Place
from app.foundation.db import db

from ..models import BedNight, Stay, Trip, TripDate
from ..rules import Member, house_takes


@dataclass(frozen=True)
class BedMap:
    """Lodgings against nights: `taken[place id][night]` are the bed-nights, `free(place, night)` what is left."""

    nights: list[date]
    places: list[Place]
    taken: dict[int, dict[date, list[BedNight]]]

    def free(self, place: Place, night: date) -> int | None:
        """None: nobody has written how many beds there are."""
        return None if place.beds is None else place.beds - len(self.taken[place.id][night])


def full_houses(first: date, last: date, party: list[Member], *appointment_ids: int) -> dict[str, list[date]]:
    """Lodging code → evenings on which it has no room for the whole party, or does not take it at all.

    The beds that are held for these very appointments count as free: choosing again gives them back.
    """
    evenings = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    taken = _taken(first, last, appointment_ids)
    lodgings = db.session.scalars(select(Place).where(Place.kind == "lodging", Place.active)).all()
    full = {
        place.code: [night for night in evenings if _full(place, taken.get((place.id, night), 0), party)]
        for place in lodgings
    }
    return {code: nights for code, nights in full.items() if nights}


def _full(place: Place, taken: int, party: list[Member]) -> bool:
    if not house_takes(place.takes, place.companion_cap, party, inpatient=False):
        return True
    return place.beds is not None and taken + len(party) > place.beds


def _taken(first: date, last: date, appointment_ids: Collection[int]) -> dict[tuple[int, date], int]:
    own = select(TripDate.trip_id).where(TripDate.appointment_id.in_(appointment_ids), TripDate.standing)
    counted = (
        select(BedNight.place_id, BedNight.night, func.count())
        .where(BedNight.kind == "lodging", BedNight.night.between(first, last))
        .where(BedNight.trip_id.not_in(own))
        .group_by(BedNight.place_id, BedNight.night)
    )
    return {(place, night): count for place, night, count in db.session.execute(counted)}


def taken_beds(place_id: int, night: date) -> set[int]:
    """The numbers of the beds that somebody has that night."""
    beds = select(BedNight.bed).where(BedNight.place_id == place_id, BedNight.night == night)
    return set(db.session.scalars(beds.where(BedNight.kind == "lodging")))


def occupancy(first: date, nights: int) -> BedMap:
    """Who sleeps in which lodging, from `first` for so many nights: two statements, however many beds."""
    days = [first + timedelta(days=n) for n in range(nights)]
    places = db.session.scalars(select(Place).where(Place.kind == "lodging", Place.active).order_by(Place.name)).all()
    beds = (
        select(BedNight)
        .where(BedNight.kind == "lodging", BedNight.night.between(days[0], days[-1]))
        .order_by(BedNight.bed)
        .options(joinedload(BedNight.trip).joinedload(Trip.case), joinedload(BedNight.stay).joinedload(Stay.place))
    )
    taken: dict[int, dict[date, list[BedNight]]] = defaultdict(lambda: defaultdict(list))
    for bed in db.session.scalars(beds):
        taken[bed.place_id][bed.night].append(bed)
    return BedMap(days, list(places), taken)
