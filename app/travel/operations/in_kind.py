"""Help in kind: written down, and taken out again with a reason that stays."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.cases.models import Case
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..models import InKind, Trip
from ..rules import IN_KIND


@dataclass(frozen=True)
class Given:
    """What was given, as typed: a `kind` of rules.IN_KIND, the quantity in words, the value as estimated."""

    kind: str
    description: str
    given_by: str
    occurred_on: date
    quantity: str = ""
    value: Money | None = None
    trip_id: int | None = None


def record_in_kind(case: Case, given: Given, once: str, now: datetime, by: User) -> InKind:
    """`once`: the page's number; the same again gives back what was recorded.

    Refused: an unknown kind, nothing said of what it is or of who gave it, a day to come, another case's trip.
    """
    recorded = db.session.scalar(_page(case, once))
    if recorded is not None:
        return recorded
    _check(case, given, now)
    value_minor = given.value.amount_minor if given.value else None
    row = InKind(
        case_id=case.id, trip_id=given.trip_id, kind=given.kind, description=given.description.strip(),
        quantity=given.quantity.strip(), value_minor=value_minor, given_by=given.given_by.strip(),
        occurred_on=given.occurred_on, recorded_at=now, recorded_by_id=by.id, once=once,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # the other click came in between
        return db.session.scalars(_page(case, once)).one()
    audit.record("in_kind.recorded", f"case:{case.number}", by, in_kind=row.id, kind=row.kind)
    return row


def remove_in_kind(row: InKind, case: Case, reason: str, now: datetime, by: User) -> None:
    """It counts no more and stays readable; removed already, its reason is corrected. Refused: no reason."""
    if not reason.strip():
        raise Refused(_("Diga por qué se quita."), "reason")
    action = "in_kind.reason_corrected" if row.removed_at else "in_kind.removed"
    before, row.removed_reason = row.removed_reason, reason.strip()
    if row.removed_at is None:
        row.removed_at, row.removed_by_id = now, by.id
    audit.record(action, f"case:{case.number}", by, in_kind=row.id, reason=row.removed_reason, before=before)


def _check(case: Case, given: Given, now: datetime) -> None:
    if given.kind not in IN_KIND:
        raise Refused(_("Diga qué clase de ayuda fue."), "kind")
    if not given.description.strip():
        raise Refused(_("Diga qué se dio."), "description")
    if not given.given_by.strip():
        raise Refused(_("Diga quién lo dio: la persona, la fundación o el hospital."), "given_by")
    if given.occurred_on > clock.to_local(now).date():
        raise Refused(_("Anote lo que ya se dio: la fecha no puede ser posterior a hoy."), "occurred_on")
    if given.trip_id and db.session.scalar(select(Trip.case_id).where(Trip.id == given.trip_id)) != case.id:
        raise Refused(_("Ese viaje no es de este caso."), "trip_id")


def _page(case: Case, once: str) -> Select[tuple[InKind]]:
    return select(InKind).where(InKind.case_id == case.id, InKind.once == once)
