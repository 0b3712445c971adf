"""The verbs of a line that is suspended for a while: nothing is sent to it, and it comes back."""

from datetime import date, datetime

from sqlalchemy import select

from app.foundation import audit
from app.foundation.clock import today
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import PersonPhone, Phone


def suspend_phone(link: PersonPhone, until: date | None, why: str, now: datetime, by) -> None:
    """Nothing is sent to this line, whoever is reached there. `until`: the day on which it comes back; None: when
    somebody says so. Refused: no reason, a day that is not to come."""
    if not why.strip():
        raise Refused(_("Diga por qué se suspende la línea."), "why")
    if until is not None and until <= today(now):
        raise Refused(_("Elija el día en que vuelve, después de hoy."), "until")
    phone = link.phone
    phone.suspended_at, phone.suspended_until, phone.suspended_why = now, until, why.strip()[:120]
    audit.record("phone.suspended", f"person:{link.person.number}", by, phone=phone.id, until=until)


def resume_phone(link: PersonPhone, now: datetime, by) -> None:
    """The line works again. Refused: it was not suspended."""
    if link.phone.suspended_at is None:
        raise Refused(_("Esa línea no está suspendida."))
    _lift(link.phone)
    audit.record("phone.resumed", f"person:{link.person.number}", by, phone=link.phone_id)


def lift_suspensions(now: datetime) -> int:
    """Lines whose day has come are in use again. Returns how many."""
    over = list(db.session.scalars(select(Phone).where(Phone.suspended_until <= today(now))))
    for phone in over:
        _lift(phone)
        audit.record("phone.resumed", f"phone:{phone.id}", "cases")
    return len(over)


def _lift(phone: Phone) -> None:
    phone.suspended_at = phone.suspended_until = phone.suspended_why = None
