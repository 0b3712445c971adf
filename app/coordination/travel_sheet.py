"""What the travel sheet says: one trip, its appointment and whom to call, in the words of the patient's language.

One sheet for all who travel. It lies about and is read aloud by others, so it carries no diagnosis, no service, no
amount, no surname and no CURP. Where the case is restricted it names nobody, and no hospital; a place that reveals is
its city alone (P9). The QR dials the office: a call costs no login and tells nothing to whoever finds the sheet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from flask import current_app

from app.cases.models import Appointment, Case, Person, Place
from app.cases.spellings.phones import mexican_number
from app.coordination import letters, money, reads
from app.coordination.sheet_words import SpanishSheet, words_of
from app.coordination.whereabouts import whereabouts
from app.foundation.clock import at_wall, to_local
from app.foundation.errors import Refused
from app.foundation.language import _
from app.messaging.wording import capitalised, first_name
from app.travel.models import BedNight, Leg, Trip, TripDate
from app.travel.sheet import Piece, Receipt, TravelSheet, Visit, Way

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


@dataclass(frozen=True)
class Moment:
    """A piece of the journey, the day under which it stands, and what it is ordered by."""

    at: datetime
    day: date
    piece: Piece


def gather(trip: Trip) -> TravelSheet:
    """Refused: a trip without a way, one that was cancelled, and one whose patient has died."""
    case, appointment = trip.case, trip.appointment
    if not trip.legs or trip.state == "cancelled" or case.patient.died_on:
        raise Refused(_("De este viaje no hay hoja: falta el camino, o ya no se hace."))
    words = words_of(letters.language_of(case.patient))
    reader = Reader(words, case.restricted, _names(trip, words))
    phones, dial = _phones(case, words)
    return TravelSheet(
        title=words.title(trip.hospital.city_name),
        case_label=words.case(case.number),
        people=words.so_many(len(trip.travellers)) if case.restricted else words.together([*reader.names.values()]),
        author=current_app.config["SETTINGS"].programme,
        visit=_visit(trip, appointment, reader),
        ways=_ways(trip, reader),
        bring_title=words.bring_title,
        bring=(*words.papers, *_at_the_door(trip, reader), *_needs(appointment, reader), words.keep),
        phones_title=words.phones_title,
        phones=phones,
        phones_note=words.ring if dial else "",
        receipt=_receipt(trip, words),
        page_words=words.page,
        dial=dial,
    )


def _names(trip: Trip, words: SpanishSheet) -> dict[int, str]:
    """Traveller's id → the name people use; in a restricted case, what they do on this journey."""
    if trip.case.restricted:
        return {one.id: words.kinds.get(one.kind, words.kinds[""]) for one in trip.travellers}
    people = reads.people_with_phones(one.person_id for one in trip.travellers if one.person_id)
    return {
        one.id: people[one.person_id].spoken_name if one.person_id in people else first_name(one.name)
        for one in trip.travellers
    }


def _visit(trip: Trip, appointment: Appointment, reader: Reader) -> Visit:
    present = to_local(trip.present_at, appointment.zone)
    words, where = reader.words, reader.words.at(whereabouts(trip.hospital, reader.hides))
    seen = [words.seen(appointment.at_time)] if appointment.at_time not in (None, present.time()) else []
    day = words.day(appointment.on_day or present.date())
    if trip.open_since:  # they are there, or on the way without an hour to keep
        return Visit(day, words.open_stay, (where,))
    later = (one for one in trip.dates if one.present_at > trip.present_at)
    return Visit(day, words.present(present.time()), (*seen, where, *(_later_date(one, reader) for one in later)))


def _later_date(one: TripDate, reader: Reader) -> str:
    """Another date of the same journey: `Jueves 17 de diciembre. Preséntese a las 10. En Tuxtla`."""
    present, words = to_local(one.present_at), reader.words
    where = words.at(whereabouts(one.hospital, reader.hides))
    return ". ".join((words.day(present.date()), words.present(present.time()), where))


# the journey, in order


def _ways(trip: Trip, reader: Reader) -> tuple[Way, ...]:
    """There until the hour of presenting oneself; everything after it is the way home."""
    nights = _nights(trip, reader)
    there = [*_rides(trip, "there", reader), *(night for night in nights if night.at < trip.last_present_at)]
    home = [*_rides(trip, "home", reader), *(night for night in nights if night.at >= trip.last_present_at)]
    ways = ((reader.words.there, there), (reader.words.home, home))
    return tuple(Way(_by_day(title, moments, reader.words)) for title, moments in ways)


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


def _nights(trip: Trip, reader: Reader) -> list[Moment]:
    """One for each place where somebody sleeps and each unbroken row of nights there."""
    beds: dict[tuple[str, int | None], dict[date, list[BedNight]]] = {}
    for night in trip.nights:
        beds.setdefault((night.kind, night.place_id), {}).setdefault(night.night, []).append(night)
    a_night = {
        night: [one for one in trip.nights if one.night == night] for night in {one.night for one in trip.nights}
    }
    return [
        _night(row, len(row[0]) == len(a_night[row[0][0].night]), reader)
        for by_evening in beds.values()
        for row in _unbroken([by_evening[evening] for evening in sorted(by_evening)])
    ]


def _unbroken(evenings: list[list[BedNight]]) -> Iterable[list[list[BedNight]]]:
    """Evenings in a row on which the same people sleep there."""
    rows: list[list[list[BedNight]]] = []
    for evening in evenings:
        if rows and _follows(rows[-1][-1], evening):
            rows[-1].append(evening)
        else:
            rows.append([evening])
    return rows


def _follows(before: list[BedNight], after: list[BedNight]) -> bool:
    same = {bed.traveller_id for bed in before} == {bed.traveller_id for bed in after}
    return same and after[0].night - before[0].night == timedelta(days=1)


def _night(row: list[list[BedNight]], everybody: bool, reader: Reader) -> Moment:
    """`row`: evening after evening, the beds of those who sleep there."""
    words, beds = reader.words, row[0]
    who = "" if everybody else words.together([reader.names[bed.traveller_id] for bed in beds])
    head = words.sleeps(who, len(beds), len(row), _bed_place(beds[0], reader))
    ends = at_wall(beds[0].night + timedelta(days=1), NIGHT_COUNTS_AT)
    return Moment(ends, beds[0].night, Piece(PICTURES[beds[0].kind], head))


def _bed_place(bed: BedNight, reader: Reader) -> str:
    """Whoever may not know of the hospital reads the city; else the house by its name."""
    words = reader.words
    if bed.place is None:
        return words.own_home
    if bed.place.reveals or (reader.hides and bed.place.kind == "hospital"):
        return bed.place.city_name
    return words.chair(words.hospital) if bed.kind == "chair" else reader.place(bed.place)


# what to bring, whom to call, what is signed


def _at_the_door(trip: Trip, reader: Reader) -> tuple[str, ...]:
    """What each house asks for, once per house. The rule is free text and may name a hospital: where a name is hidden,
    the house's or the hospital's, it stays out."""
    if reader.hides:
        return ()
    houses = dict.fromkeys(night.place for night in trip.nights if night.place and not night.place.reveals)
    return tuple(reader.words.door(house.name, house.id_rule) for house in houses if house.id_rule)


def _needs(appointment: Appointment, reader: Reader) -> tuple[str, ...]:
    """What is still missing and how to prepare. What would reveal is said by its kind; restricted, not at all."""
    if reader.hides:
        return ()
    service, missing = appointment.service, [need for need in appointment.preconditions if need.done_at is None]
    if service and service.reveals:
        return tuple(dict.fromkeys(reader.words.needs[need.kind] for need in missing))
    prepared = [service.preparation] if service and service.preparation else []
    return tuple(capitalised(words) for words in [*(need.detail for need in missing), *prepared])


def _phones(case: Case, words: SpanishSheet) -> tuple[tuple[tuple[str, str], ...], str]:
    """Whom to call, the office first, and the address that the QR dials: the office's, and no other's."""
    settings, clinic = current_app.config["SETTINGS"], case.clinic
    office = f"+52{settings.office_phone}" if settings.office_phone else None
    known = [(words.office(letters.signature(case), settings.office), office)]
    known += _navigator(case)
    known += [(clinic.name, mexican_number(clinic.phone or ""))] if not clinic.reveals else []
    known += [(capitalised(case.acompanante.spoken_name), _own(case.acompanante))] if _helps_openly(case) else []
    listed = tuple((whose, _read_aloud(number)) for whose, number in known if number)
    return listed, f"tel:{office}" if office else ""


def _navigator(case: Case) -> list[tuple[str, str | None]]:
    """Who accompanies the case, on the telephone that the team knows; in a restricted case the office is enough."""
    return [(case.navigator.first_name, case.navigator.phone)] if case.navigator and not case.restricted else []


def _helps_openly(case: Case) -> bool:
    return case.acompanante is not None and not case.restricted


def _own(person: Person) -> str | None:
    """The number on which somebody is reached first."""
    return next((link.phone.number for link in person.phones if not link.ended_on and link.phone.number), None)


def _read_aloud(number: str) -> str:
    """`+529925513452` as one says it: `992 551 3452`."""
    digits = number.removeprefix("+52")
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def _receipt(trip: Trip, words: SpanishSheet) -> Receipt:
    """The support is signed for where there is some; how much it is stands on its own receipt (P5)."""
    sentence = words.received if money.in_reach(trip) or money.in_hand(trip) else words.explained
    return Receipt(sentence, words.sign, words.thumb, words.on_behalf, words.witness)
