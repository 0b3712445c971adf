"""A trip that leaves now, by hand: no plan, no approval, nothing waited for (P7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..models import Leg, Seat, Traveller, Trip
from ..rules import Member, Visit, check_moment, check_party, ready_at
from .dates import serve
from .moments import depart


def leave_at_once(
    visit: Visit, party: Sequence[Member], mode: str, left_at: datetime, minutes: int, fare: Money, by, now: datetime
) -> Trip:
    """One ride to the hospital, on the way since `left_at`. `fare` is one person's; until when is open.

    Refused: no minutes, an hour to come, a party without its patient.
    """
    check_party(party)
    check_moment(left_at, now, None)
    if minutes < 1:
        raise Refused(_("Diga cuántos minutos se hacen, más o menos."), "minutes")
    arrives = left_at + timedelta(minutes=minutes)
    trip = Trip(
        case_id=visit.case_id, appointment_id=visit.appointment_id, origin=cases.place_or_404(visit.origin_code),
        hospital=cases.place_or_404(visit.hospital_code), state="chosen", preference="other", present_at=arrives,
        ends_at=arrives, ready_at=ready_at(visit, clock.zone()), departs_at=left_at, returns_at=arrives,
        open_since=left_at, created_at=now, created_by_id=getattr(by, "id", None),
    )  # fmt: skip
    trip.travellers = [
        Traveller(person_id=one.person_id, name=one.name, kind=one.kind, fare_class=one.fare_class) for one in party
    ]
    leg = Leg(
        direction="there", origin=trip.origin, destination=trip.hospital, mode=mode, departs_at=left_at,
        arrives_at=arrives, by_hand=True,
    )  # fmt: skip
    leg.seats = [Seat(traveller=traveller, fare=fare) for traveller in trip.travellers]
    trip.legs.append(leg)
    db.session.add(trip)
    db.session.flush()
    serve(trip, [visit])
    depart(trip, left_at, by, now)
    return trip
