"""The journey on the travel sheet, in order: there, between one date and the next, and home, each under its days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from app.cases.models import Appointment, Place
from app.coordination.sheet_words import SpanishSheet
from app.coordination.whereabouts import whereabouts
from app.foundation.clock import at_wall, to_local
from app.travel.models import BedNight, Leg, Trip, TripDate
from app.travel.sheet import Piece, Way

PICTURES = {"lodging": "bed", "hospital": "bed", "chair": "chair", "home": "house"}
NIGHT_COUNTS_AT = time(2)  # as the planner counts nights: who waits through two in the morning sleeps there


@dataclass(frozen=True)
class Reader:
    """For whom the words are chosen: `hides` is a restricted case, `names` says who travels by traveller's id."""

    words: SpanishSheet
    hides: bool
    names: dict[int, str]

    def place(self, place: Place) -> str:
        """A place on the way, as it may stand on a paper that lies about."""
        if place.kind == "hospital":
            return self.words.appointment if self.hides or place.reveals else self.words.hospital
        if place.reveals:
            return place.city_name
        if place.kind == "clinic":
            return place.name.removeprefix("Clínica ")
        return place.city if place.city and place.kind == "town" else place.name

    def at(self, hospital: Place) -> str:
        """Where a date is: `En el Hospital de las Culturas, San Cristóbal`."""
        return self.words.at(whereabouts(hospital, self.hides))

    def seen(self, appointment: Appointment, present_at: datetime) -> list[str]:
        """The hour of the appointment itself, where it is another than that of presenting oneself."""
        at, present = appointment.at_time, to_local(present_at, appointment.zone).time()
        return [self.words.seen(at)] if at not in (None, present) else []


@dataclass(frozen=True)
class Moment:
    """A piece of the journey, the day under which it stands, and what it is ordered by."""

    at: datetime
    day: date
    piece: Piece


def ways(trip: Trip, reader: Reader) -> tuple[Way, ...]:
    """There until the hour of the first date; until the last one they are between dates; after it come the nights
    there, if they do not go home at once, and the way home."""
    hours = sorted(one.present_at for one in trip.dates) if len(trip.dates) > 1 else []
    first, last = min(hours, default=trip.last_present_at), trip.last_present_at
    out, home, nights = _rides(trip, "there", reader), _rides(trip, "home", reader), _nights(trip, hours, reader)
    there = [one for one in (*out, *nights) if one.at < first]
    waiting = [one for one in (*out, *nights) if first <= one.at < last]
    after = [one for one in nights if one.at >= last]
    stay = [one for one in after if not home or one.at < min(ride.at for ride in home)]
    back = [*home, *(one for one in after if one not in stay)]
    visits = [_visit(one, reader) for one in trip.dates if one.present_at > first]
    words = reader.words
    told = ((words.there, there), (words.between, [*waiting, *visits]), (words.stay, stay), (words.home, back))
    return tuple(Way(_by_day(title, moments, words)) for title, moments in told if moments)


def _visit(one: TripDate, reader: Reader) -> Moment:
    """A later date of the same journey: when to be there, where, and how to prepare for it."""
    words, present = reader.words, to_local(one.present_at, one.appointment.zone)
    prepared = [words.prepare(how) for how in preparation(one.appointment, reader)]
    lines = (*reader.seen(one.appointment, one.present_at), reader.at(one.hospital), *prepared)
    return Moment(one.present_at, present.date(), Piece("calendar", words.present(present.time()), lines))


def preparation(appointment: Appointment, reader: Reader) -> list[str]:
    """How one prepares; nothing where it would reveal."""
    service = appointment.service
    open_words = service is not None and not service.reveals and not reader.hides
    return [service.preparation] if open_words and service.preparation else []


def _by_day(title: str, moments: list[Moment], words: SpanishSheet) -> tuple[Piece, ...]:
    """Under a heading for each day; the first says which way it is: `De ida · lunes 14 de diciembre`."""
    pieces: list[Piece] = []
    for day, ones in groupby(sorted(moments, key=lambda moment: moment.at), key=lambda moment: moment.day):
        heading = words.day(day) if pieces else f"{title} · {words.tongue.full_day(day)}"
        pieces += [Piece("", heading), *(one.piece for one in ones)]
    return tuple(pieces)


def _rides(trip: Trip, direction: str, reader: Reader) -> list[Moment]:
    legs = [leg for leg in trip.legs if leg.direction == direction]
    visited = {one.hospital_id for one in trip.dates} if len(trip.dates) > 1 and direction == "there" else set()
    return [_ride(leg, leg is legs[-1] or leg.to_id in visited, reader) for leg in legs]


def _ride(leg: Leg, last: bool, reader: Reader) -> Moment:
    words, leaves = reader.words, to_local(leg.departs_at)
    lines = [words.ride(leg.mode, reader.place(leg.origin), reader.place(leg.destination))]
    meeting = leg.meeting_point or _door(leg, words)
    lines += [words.meeting(meeting)] if meeting else []
    lines += [words.driver(leg.driver)] if leg.driver else []
    riders = [reader.names[one.traveller_id] for one in leg.seats]
    lines += [words.together(riders)] if 0 < len(riders) < len(leg.trip.travellers) else []
    lines += [words.arrives(to_local(leg.arrives_at).time())] if last else []
    return Moment(leg.departs_at, leaves.date(), Piece(leg.mode, words.hour(leaves.time()), tuple(lines)))


def _door(leg: Leg, words: SpanishSheet) -> str:
    """Where one waits when nobody named a place: in front of the clinic that one sets out from."""
    sets_out = leg.direction == "there" and leg.from_id == leg.trip.origin_id
    return words.clinic if sets_out and leg.origin.kind == "clinic" and not leg.origin.reveals else ""


def _nights(trip: Trip, hours: list[datetime], reader: Reader) -> list[Moment]:
    """One for each place where somebody sleeps and each unbroken row of nights there, anew after each of the dates."""
    beds: dict[tuple[str, int | None], dict[date, list[BedNight]]] = {}
    for night in trip.nights:
        beds.setdefault((night.kind, night.place_id), {}).setdefault(night.night, []).append(night)
    a_night = {
        night: [one for one in trip.nights if one.night == night] for night in {one.night for one in trip.nights}
    }
    return [
        _night(row, len(row[0]) == len(a_night[row[0][0].night]), reader)
        for by_evening in beds.values()
        for row in _unbroken([by_evening[evening] for evening in sorted(by_evening)], hours)
    ]


def _unbroken(evenings: list[list[BedNight]], hours: list[datetime]) -> Iterable[list[list[BedNight]]]:
    """Evenings in a row on which the same people sleep there; `hours`: when they are due somewhere."""
    rows: list[list[list[BedNight]]] = []
    for evening in evenings:
        if rows and _follows(rows[-1][-1], evening, hours):
            rows[-1].append(evening)
        else:
            rows.append([evening])
    return rows


def _follows(before: list[BedNight], after: list[BedNight], hours: list[datetime]) -> bool:
    same = {bed.traveller_id for bed in before} == {bed.traveller_id for bed in after}
    due = any(_ends(before) <= hour < _ends(after) for hour in hours)
    return same and not due and after[0].night - before[0].night == timedelta(days=1)


def _ends(evening: list[BedNight]) -> datetime:
    return at_wall(evening[0].night + timedelta(days=1), NIGHT_COUNTS_AT)


def _night(row: list[list[BedNight]], everybody: bool, reader: Reader) -> Moment:
    """`row`: evening after evening, the beds of those who sleep there."""
    words, beds = reader.words, row[0]
    who = "" if everybody else words.together([reader.names[bed.traveller_id] for bed in beds])
    head = words.sleeps(who, len(beds), len(row), _bed_place(beds[0], reader))
    return Moment(_ends(beds), beds[0].night, Piece(PICTURES[beds[0].kind], head))


def _bed_place(bed: BedNight, reader: Reader) -> str:
    """Whoever may not know of the hospital reads the city; else the house by its name."""
    words = reader.words
    if bed.place is None:
        return words.own_home
    if bed.place.reveals or (reader.hides and bed.place.kind == "hospital"):
        return bed.place.city_name
    return words.chair(words.hospital) if bed.kind == "chair" else reader.place(bed.place)
