"""What the travel sheet says: one trip, its appointment and whom to call, in the words of the patient's language.

One sheet for all who travel. It lies about and is read aloud by others, so it carries no diagnosis, no service, no
amount, no surname and no CURP. Where the case is restricted it names nobody, and no hospital; a place that reveals is
its city alone (P9). The QR dials the office: a call costs no login and tells nothing to whoever finds the sheet.
"""

from flask import current_app

from app.cases.models import Appointment, Case, Person
from app.cases.spellings.phones import mexican_number, read_aloud
from app.coordination import letters, money, reads, sheet_way
from app.coordination.sheet_way import Reader, preparation
from app.coordination.sheet_words import SpanishSheet, words_of
from app.foundation.clock import to_local
from app.foundation.errors import Refused
from app.foundation.language import _
from app.messaging.wording import capitalised, first_name
from app.travel.models import Trip, TripDate
from app.travel.sheet import Receipt, TravelSheet, Visit


def gather(trip: Trip) -> TravelSheet:
    """Refused: a trip without a way, one that was cancelled, and one whose patient has died."""
    case, appointment = trip.case, trip.appointment
    if not trip.legs or trip.state == "cancelled" or case.patient.died_on:
        raise Refused(_("De este viaje no hay hoja: falta el camino, o ya no se hace."))
    words = words_of(letters.language_of(case.patient), len(trip.travellers))
    reader = Reader(words, case.restricted, _names(trip, words))
    phones, dial = _phones(case, words)
    return TravelSheet(
        title=words.title(trip.hospital.city_name),
        case_label=words.case(case.number),
        people=words.so_many(len(trip.travellers)) if case.restricted else words.together([*reader.names.values()]),
        author=current_app.config["SETTINGS"].programme,
        visit=_visit(trip, appointment, reader),
        ways=sheet_way.ways(trip, reader),
        bring_title=words.bring_title,
        bring=(*words.papers, *_at_the_door(trip, reader), *_needs(trip, reader), words.keep),
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
    words, where = reader.words, reader.at(trip.hospital)
    day = words.day(appointment.on_day or present.date())
    if trip.open_since:  # they are there, or on the way without an hour to keep
        return Visit(day, words.open_stay, (where,))
    later = (_later(one, trip, reader) for one in trip.dates if one.present_at > trip.present_at)
    seen = reader.seen(appointment, trip.present_at)
    return Visit(day, words.present(present.time()), (*seen, where, *later))


def _later(one: TripDate, trip: Trip, reader: Reader) -> str:
    """Another date of the same journey: `Después, jueves 17 de diciembre. Preséntese a las 10`; where, if elsewhere."""
    present, words = to_local(one.present_at, one.appointment.zone), reader.words
    where = [reader.at(one.hospital)] if one.hospital_id != trip.hospital_id else []
    return ". ".join((words.then(present.date()), words.present(present.time()), *where))


# what to bring, whom to call, what is signed


def _at_the_door(trip: Trip, reader: Reader) -> tuple[str, ...]:
    """What each house asks for, once per house. The rule is free text and may name a hospital: where a name is hidden,
    the house's or the hospital's, it stays out."""
    if reader.hides:
        return ()
    houses = dict.fromkeys(night.place for night in trip.nights if night.place and not night.place.reveals)
    return tuple(reader.words.door(house.name, house.id_rule) for house in houses if house.id_rule)


def _needs(trip: Trip, reader: Reader) -> tuple[str, ...]:
    """What is still missing and how to prepare; where the journey serves several dates, for which of them."""
    dates = [one.appointment for one in trip.dates if one.appointment.state == "booked" and one.appointment.on_day]
    if len(dates) < 2:
        return tuple(map(capitalised, _for_date(trip.appointment, reader)))
    days: dict[str, list[str]] = {}
    for one in dates:
        for need in _for_date(one, reader):
            days.setdefault(need, []).append(reader.words.tongue.full_day(one.on_day))
    return tuple(reader.words.needed(need, [] if len(on) == len(dates) else on) for need, on in days.items())


def _for_date(appointment: Appointment, reader: Reader) -> tuple[str, ...]:
    """What would reveal is said by its kind; restricted, not at all."""
    if reader.hides:
        return ()
    service, missing = appointment.service, [need for need in appointment.preconditions if need.done_at is None]
    if service and service.reveals:
        return tuple(dict.fromkeys(reader.words.needs[need.kind] for need in missing))
    return (*(need.detail for need in missing), *preparation(appointment, reader))


def _phones(case: Case, words: SpanishSheet) -> tuple[tuple[tuple[str, str], ...], str]:
    """Whom to call, the office first, and the address that the QR dials: the office's, and no other's."""
    settings, clinic = current_app.config["SETTINGS"], case.clinic
    office = f"+52{settings.office_phone}" if settings.office_phone else None
    known = [(words.office(letters.signature(case), settings.office), office)]
    known += _navigator(case, words)
    known += [(clinic.name, mexican_number(clinic.phone or ""))] if not clinic.reveals else []
    known += [(capitalised(case.acompanante.spoken_name), _own(case.acompanante))] if _helps_openly(case) else []
    listed = tuple((whose, read_aloud(number)) for whose, number in known if number)
    return listed, f"tel:{office}" if office else ""


def _navigator(case: Case, words: SpanishSheet) -> list[tuple[str, str | None]]:
    """Who accompanies the case, on the telephone that the team knows; in a restricted case the office is enough."""
    if case.navigator is None or case.restricted:
        return []
    return [(words.telephone(case.navigator.first_name), case.navigator.phone)]


def _helps_openly(case: Case) -> bool:
    return case.acompanante is not None and not case.restricted


def _own(person: Person) -> str | None:
    """The number on which somebody is reached first."""
    return next((link.phone.number for link in person.phones if not link.ended_on and link.phone.number), None)


def _receipt(trip: Trip, words: SpanishSheet) -> Receipt:
    """The support is signed for where there is some; how much it is stands on its own receipt (P5)."""
    sentence = words.received if money.in_reach(trip) or money.in_hand(trip) else words.explained
    return Receipt(sentence, words.sign, words.thumb, words.on_behalf, words.witness)
