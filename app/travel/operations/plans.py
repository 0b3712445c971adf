"""A trip's plan as values: kept before it is planned anew, and put back as it was."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256

from sqlalchemy import Date, insert, select

from app.cases.models import Place
from app.foundation import audit
from app.foundation.db import Instant, db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import BedNight, Leg, Seat, Stay, Traveller, Trip, TripEvent
from . import stays, trips

PARTS = (Traveller, Leg, Seat, Stay, BedNight)  # each after those that it points at
TRIP_FIELDS = ("state", "preference", "departs_at", "returns_at")
COMPARED = (*TRIP_FIELDS, "appointment_id", "present_at", "ready_at", "departed_at", "arrived_at", "returned_at")
WISHES = ("evenings_before", "evenings_after")  # left out where nobody wished for one: a plan of old reads the same
POINTERS = {"traveller_id": "traveller", "leg_id": "leg", "stay_id": "stay"}

Plan = dict[str, list[dict[str, object]]]


def plan_values(trip: Trip) -> Plan:
    """Every row of the plan, column by column, with its number: plain values, instants as ISO 8601."""
    db.session.flush()
    wishes = {name: wished for name in WISHES if (wished := getattr(trip, name))}
    plan: Plan = {"trip": [{name: _plain(getattr(trip, name)) for name in COMPARED} | wishes]}
    for model in PARTS:
        table = model.__table__
        own = table.c.leg_id.in_(select(Leg.id).where(Leg.trip_id == trip.id)) if model is Seat else None
        rows = db.session.execute(select(table).where(table.c.trip_id == trip.id if own is None else own))
        plan[table.name] = [
            {name: _plain(value) for name, value in row.items()}
            for row in sorted(rows.mappings(), key=lambda row: row["id"])
        ]
    return plan


def fingerprint(plan: Plan) -> str:
    """Equal plans have the same; any row written anew, by a person or by the planner, gives another."""
    return sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()


def put_back(trip: Trip, plan: Plan, reason: str, by, now: datetime) -> Trip:
    """The trip is again what `plan` says: rides, seats and beds. A bed that somebody took meanwhile is another one
    of the same house.

    Refused: they have left (P1), the former departure is over; NoBed: the house is full.
    """
    if trip.state not in ("draft", "chosen"):
        raise Refused(_("Ya salieron: un viaje en camino no se planea de nuevo desde casa."))
    former = {name: _value(Trip.__table__.c[name], plan["trip"][0][name]) for name in TRIP_FIELDS}
    if former["departs_at"] is not None and former["departs_at"] < now:
        raise Refused(_("La salida de antes ya pasó."))
    trips.empty(trip)
    former |= {name: plan["trip"][0].get(name, 0) for name in WISHES}
    for name, value in former.items():
        setattr(trip, name, value)
    db.session.flush()
    _write_rows(plan)
    db.session.expire(trip)
    told_by = getattr(by, "id", None)
    trip.events.append(
        TripEvent(kind="replanned", occurred_at=now, recorded_at=now, recorded_by_id=told_by, reason=reason[:200])
    )
    db.session.flush()
    audit.record("trip.put_back", f"trip:{trip.id}", by, reason=reason)
    return trip


def _write_rows(plan: Plan) -> None:
    """The rows with new numbers: the former ones may be somebody else's by now."""
    numbers: dict[str, dict[object, int]] = {}
    for model in PARTS:
        table = model.__table__
        known = numbers.setdefault(table.name, {})
        for row in plan[table.name]:
            values = {name: _value(table.c[name], value) for name, value in row.items() if name in table.c}
            former = values.pop("id")
            for pointer, target in POINTERS.items():
                if values.get(pointer) is not None:
                    values[pointer] = numbers[target][values[pointer]]
            if values.get("bed") is not None:
                values["bed"] = stays.bed_for(
                    db.session.get_one(Place, values["place_id"]), values["night"], values["bed"]
                )
            known[former] = db.session.execute(insert(table).values(**values).returning(table.c.id)).scalar_one()


def _plain(value: object) -> object:
    """Instants in UTC, whatever zone they were computed in."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _value(column, plain: object) -> object:
    if plain is None:
        return None
    if isinstance(column.type, Instant):
        return datetime.fromisoformat(plain)
    return date.fromisoformat(plain) if isinstance(column.type, Date) else plain
