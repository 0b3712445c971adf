"""When a vehicle does not go out: written down, and over."""

from datetime import date, datetime

from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import Vehicle, VehicleOut


def take_out(
    vehicle: Vehicle, by, now: datetime, *, starts_on: date, ends_on: date | None, reason: str, note: str = ""
) -> VehicleOut:  # fmt: skip
    """From the first day to the last, both included. Refused: it would end before it begins."""
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("Termina antes de empezar: revise las fechas."), "ends_on")
    out = VehicleOut(
        vehicle=vehicle, starts_on=starts_on, ends_on=ends_on, reason=reason, note=note, recorded_at=now,
        recorded_by_id=by.id,
    )  # fmt: skip
    db.session.add(out)
    db.session.flush()
    audit.record("vehicle.out", f"vehicle:{vehicle.id}", by, starts=starts_on, ends=ends_on, reason=reason)
    return out


def bring_back(out: VehicleOut, by, now: datetime) -> None:
    """It goes out on those days after all. Refused: somebody said so already."""
    db.session.refresh(out, with_for_update={"of": VehicleOut})
    if out.removed_at is not None:
        raise Refused(_("Esas fechas ya se habían quitado."))
    out.removed_at = now
    db.session.flush()
    db.session.expire(out.vehicle, ["outs"])
    audit.record("vehicle.back", f"vehicle:{out.vehicle_id}", by, starts=out.starts_on, ends=out.ends_on)
