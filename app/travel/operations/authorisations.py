"""The verbs of a word given by mouth: asked for with a name, confirmed by somebody else within a day (P7)."""

from datetime import date, datetime, timedelta

from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import NotAllowed, Refused
from app.foundation.language import _

from ..models import Trip
from ..records import Authorisation

TO_CONFIRM = timedelta(hours=24)


def authorise(
    trip: Trip, kind: str, name: str, by, now: datetime, *, until: date | None = None, over_limit: bool = False
) -> Authorisation:
    """Who said yes, as it was heard. Above the limit it is to be confirmed at once. Refused: nobody's name."""
    if not name.strip():
        raise Refused(_("Escriba quién lo autorizó."), "authorised_by")
    given = Authorisation(
        trip_id=trip.id, kind=kind, name=name.strip()[:120], until=until, over_limit=over_limit, asked_at=now,
        asked_by_id=by.id, due_at=now if over_limit else now + TO_CONFIRM,
    )  # fmt: skip
    db.session.add(given)
    db.session.flush()
    audit.record("authorisation.asked", f"trip:{trip.id}", by, kind=kind, name=given.name, over_limit=over_limit)
    return given


def confirm(given: Authorisation, by, now: datetime) -> None:
    """Refused: twice, one's own, and above the limit by anybody but an administrator."""
    if given.confirmed_at is not None:
        raise Refused(_("Esa autorización ya está confirmada."))
    if given.asked_by_id == by.id:
        raise NotAllowed(_("Nadie confirma lo que pidió: pídalo a otra persona."))
    if given.over_limit and by.role != "admin":
        raise NotAllowed(_("Pasa del límite de una salida urgente: lo confirma administración."))
    given.confirmed_at, given.confirmed_by_id = now, by.id
    db.session.flush()
    audit.record("authorisation.confirmed", f"trip:{given.trip_id}", by, kind=given.kind, name=given.name)
