"""The verbs of a trip under way: what was chosen there, one person's night, who died, how it ended."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.cases.models import Place
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..models import BedNight, Leg, Seat, Stay, Traveller, Trip, TripEvent
from ..queries.on_site import here
from ..records import UNMET, TripResult
from ..rides import Sketch, is_main, night_of, noon_after, seat
from ..rules import NIGHT_KINDS, UNDER_WAY
from . import stays


def rewrite(trip: Trip, sketch: Sketch, words: str, by, now: datetime) -> Trip:
    """The trip becomes what the sketch says: rides, beds, dates. `words`: what was chosen, for its history.

    Refused: nobody is on the way; a house whose last bed somebody took meanwhile.
    """
    _refuse_at_home(trip)
    lay(trip, sketch)
    trip.present_at, trip.ends_at, trip.ready_at = sketch.present_at, sketch.ends_at, sketch.ready_at
    trip.returns_at, trip.open_since = sketch.returns_at, sketch.open_since
    _turn_back(trip)
    return _note(trip, words, by, now)


def lay(trip: Trip, sketch: Sketch) -> None:
    """Rides and beds as the sketch says. Refused: a house whose last bed somebody took meanwhile."""
    drop_nights(trip, [night for night in trip.nights if night not in sketch.nights])
    for leg in [leg for leg in trip.legs if leg not in sketch.legs]:
        trip.legs.remove(leg)
    db.session.flush()
    trip.legs.extend(leg for leg in sketch.legs if leg not in trip.legs)
    take_nights(trip, [night for night in sketch.nights if night not in trip.nights])
    stays.price_rooms(trip)


def _turn_back(trip: Trip) -> None:
    """Whoever had begun the way home and waits for another date after all was not on the way home: from the hospital
    to the house is on the way to that date. A vehicle's run is what it was."""
    ways = [leg for leg in trip.legs if is_main(leg) and leg.mode != "vehicle"]
    last = max((leg.departs_at for leg in ways if leg.direction == "there"), default=None)
    for leg in ways:
        if last is not None and leg.direction == "home" and leg.departs_at < last:
            leg.direction = "there"


def _refuse_at_home(trip: Trip) -> None:
    if trip.state not in UNDER_WAY:
        raise Refused(_("En este viaje nadie está en camino."))


def drop_nights(trip: Trip, nights: Sequence[BedNight]) -> None:
    """Beds are given back; a stay without nights ends, one that is left shorter says so."""
    touched = {night.stay for night in nights if night.stay}
    for night in nights:
        trip.nights.remove(night)
    db.session.flush()
    for stay in touched:
        left = {one.night for one in trip.nights if one.stay_id == stay.id}
        stay.nights = len(left) or stay.nights
        if not left:
            trip.stays.remove(stay)
    db.session.flush()


def take_nights(trip: Trip, nights: Sequence[BedNight]) -> None:
    """The earliest first, so that a stay grows by its end."""
    for night in sorted(nights, key=lambda one: (one.night, one.traveller_id)):
        lodging = night.kind == "lodging"
        stay = _stay_for(trip, night) if lodging else None
        night.bed = stays.free_bed(night.place, night.night) if lodging else None
        with db.session.no_autoflush:
            night.trip, night.stay = trip, stay
            db.session.add(night)
        stays.flush_beds()
    for place, evening in {(night.place, night.night) for night in nights if night.kind == "lodging"}:
        stays.check_house(trip, place, evening)


def _stay_for(trip: Trip, night: BedNight) -> Stay:
    """The stay of that house that ends where this night begins, to be confirmed anew; else a new one."""
    for stay in trip.stays:
        first = stays.nights_of(stay.check_in, 1)[0]
        reaches = first + timedelta(days=stay.nights)
        if stay.place_id == night.place.id and first <= night.night <= reaches:
            if night.night == reaches:
                stay.nights, stay.state = stay.nights + 1, "held"
            return stay
    rides = [leg for leg in trip.legs if leg.destination is night.place and clock.today(leg.arrives_at) == night.night]
    check_in = rides[-1].arrives_at if rides else noon_after(night.night) - timedelta(hours=16)
    stay = Stay(trip=trip, place=night.place, check_in=check_in, nights=1, state="held")
    db.session.add(stay)
    db.session.flush()
    return stay


def set_night(trip: Trip, traveller: Traveller, evening: date, kind: str, place: Place | None, by, now: datetime):
    """Where one person spends one night. Refused: a night to come, before they left, a lodging that nobody named."""
    _refuse_at_home(trip)
    tonight = here(trip, now).tonight
    first = clock.today((trip.departed_at or now) - timedelta(hours=2))
    if kind not in NIGHT_KINDS or not first <= evening <= tonight:
        raise Refused(_("Se anotan las noches desde que salieron hasta hoy."), "night")
    if kind == "lodging" and (place is None or place.kind != "lodging"):
        raise Refused(_("Escoja en qué albergue durmió."), "place")
    standing = [one for one in trip.nights if one.traveller_id == traveller.id and one.night == evening]
    drop_nights(trip, standing)
    take_nights(trip, [night_of(traveller, evening, kind, place if kind == "lodging" else trip.hospital)])
    stays.price_rooms(trip)
    if trip.open_since:
        trip.ready_at = trip.returns_at = max(trip.ready_at, noon_after(evening))
    db.session.flush()
    audit.record("trip.night", f"trip:{trip.id}", by, traveller=traveller.id, night=evening, kind=kind)
    db.session.expire(trip, ["nights", "stays"])


def end_for(trip: Trip, traveller: Traveller, at: datetime, by, now: datetime) -> None:
    """Who died travels no further: no seat, bed or meal from now on. The others' way home stays as it is."""
    traveller.away_until = at
    stands = here(trip, now)
    drop_nights(trip, [one for one in trip.nights if one.traveller_id == traveller.id and one.night >= stands.tonight])
    for leg in trip.legs:
        if leg not in stands.ridden:
            leg.seats = [one for one in leg.seats if one.traveller_id != traveller.id]
    _note(trip, _("Falleció %(name)s; el regreso de los demás sigue.", name=traveller.name), by, now)


def undo_end(trip: Trip, traveller: Traveller, by, now: datetime) -> None:
    """It was a mistake: the person has a seat on every ride to come again, and sleeps like the others. A bed that is
    gone is left for somebody to find."""
    traveller.away_until = None
    stands = here(trip, now)
    for leg in [leg for leg in trip.legs if leg not in stands.ridden]:
        others = [one for one in leg.seats if one.traveller_id != traveller.id]
        if not others and leg.by_hand and leg.note:
            trip.legs.remove(leg)  # the traslado
        elif len(others) == len(leg.seats):
            full = max((one.fare.amount_minor for one in others), default=0)
            leg.seats.append(seat(traveller, full))
    _note(trip, _("El fallecimiento de %(name)s se registró por error.", name=traveller.name), by, now)


def transfer(
    trip: Trip, traveller: Traveller, mode: str, leaves_at: datetime, minutes: int, cost: Money, note: str, by,
    now: datetime,
) -> Leg:  # fmt: skip
    """The body is taken home (traslado): a ride of its own. Refused: whoever is alive, no minutes."""
    if traveller.away_until is None:
        raise Refused(_("El traslado es de quien falleció."))
    if minutes < 1:
        raise Refused(_("Diga cuántos minutos se hacen, más o menos."), "minutes")
    words = " · ".join(part for part in (_("Traslado"), note.strip()) if part)
    leg = Leg(
        direction="home", origin=trip.hospital, destination=trip.origin, mode=mode, departs_at=leaves_at,
        arrives_at=leaves_at + timedelta(minutes=minutes), by_hand=True, note=words[:200],
    )  # fmt: skip
    leg.seats = [Seat(traveller=traveller, fare=cost)]
    trip.legs.append(leg)
    _note(trip, words, by, now)
    return leg


def record_result(
    trip: Trip, attended: bool, unmet: str | None, note: str | None, home_ids: set[int], by, now: datetime
) -> TripResult:
    """How it went, once they are back; told again it replaces what was told. Refused: nobody is home yet; something
    else that was missing, without a word about what."""
    if trip.state != "returned":
        raise Refused(_("Primero registre que ya regresaron."))
    if unmet is not None and unmet not in UNMET:
        raise Refused(_("Elija qué faltó."), "unmet")
    if unmet == "other" and not (note or "").strip():
        raise Refused(_("Escriba qué faltó."), "note")
    result = db.session.query(TripResult).filter_by(trip_id=trip.id).one_or_none() or TripResult(trip_id=trip.id)
    result.attended, result.unmet, result.note = attended, unmet, (note or "").strip()[:400] or None
    result.recorded_at, result.recorded_by_id = now, by.id
    for traveller in trip.travellers:
        traveller.came_home = traveller.id in home_ids
    db.session.add(result)
    db.session.flush()
    audit.record("trip.result", f"trip:{trip.id}", by, attended=attended, unmet=unmet)
    return result


def _note(trip: Trip, words: str, by, now: datetime) -> Trip:
    told_by = getattr(by, "id", None)
    trip.events.append(
        TripEvent(kind="replanned", occurred_at=now, recorded_at=now, recorded_by_id=told_by, reason=words[:200])
    )
    db.session.flush()
    db.session.expire(trip, ["legs", "nights", "stays"])
    audit.record("trip.on_site", f"trip:{trip.id}", by, chosen=words)
    return trip
