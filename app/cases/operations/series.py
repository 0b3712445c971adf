"""A treatment that comes again: only the next date is real, the later ones are tentative until the hospital says so."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, update

from app.foundation import audit
from app.foundation.clock import today
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import rules
from ..models import Appointment, Precondition
from ..queries import tentative_after
from .appointments import check_open, new, slot_of, write

MOST_TIMES, LONGEST = 36, 180


def plan_series(first: Appointment, every_days: int, times: int, now: datetime, by) -> list[Appointment]:
    """`times` more dates, every so many days after `first`: they text nobody, reserve nothing and commit no money.

    Refused: a first one that is tentative itself or has no day, later ones that stand already, numbers out of reason.
    """
    check_open(first.case)
    if first.on_day is None or first.tentative or first.state != "booked":
        raise Refused(_("La serie empieza en una cita que ya tiene día."))
    if not 1 <= every_days <= LONGEST:
        raise Refused(_("De 1 a %(most)s días entre una y otra.", most=LONGEST), "every_days")
    if not 1 <= times <= MOST_TIMES:
        raise Refused(_("De 1 a %(most)s veces más.", most=MOST_TIMES), "times")
    if tentative_after(first):
        raise Refused(_("Ya hay fechas tentativas de este servicio: quítelas antes."))
    made = [_later(first, first.on_day + timedelta(days=every_days * n), now, by) for n in range(1, times + 1)]
    db.session.add_all(made)
    db.session.flush()
    audit.record("series.planned", f"case:{first.case.number}", by, every_days=every_days, times=times)
    return made


def _later(first: Appointment, day: date, now: datetime, by) -> Appointment:
    later = new(first.case, now, by)
    write(later, slot_of("date", day, None, None))
    later.hospital, later.service, later.tentative = first.hospital, first.service, True
    return later


def give_date(
    tentative: Appointment, on_day: date | None, at_time: time | None, present_at: time | None, precision: str,
    shift: bool, now: datetime, by,
) -> Appointment:  # fmt: skip
    """The hospital said when: from now on it is a date like any other. `shift`: the later ones move as much as it did.

    Refused: it is not tentative any more, no day, a day that is over.
    """
    check_open(tentative.case)
    if not tentative.tentative or tentative.state != "booked":
        raise Refused(_("Esa fecha ya no es tentativa."))
    if on_day is None:
        raise Refused(_("Escriba el día que dio el hospital."), "on_day")
    slot = slot_of(precision, on_day, at_time, present_at)
    rules.check_slot(slot)
    rules.check_past(slot, None, now, today(now))
    moved, later = on_day - tentative.on_day, tentative_after(tentative)
    write(tentative, slot)
    tentative.tentative = False
    for one in later if shift else ():
        one.on_day += moved
    db.session.flush()
    audit.record("appointment.booked", f"case:{tentative.case.number}", by, appointment=tentative.id, on=on_day)
    return tentative


def drop_series(first: Appointment, by) -> int:
    """The tentative dates from this one on are gone. Gives how many."""
    numbers = [one.id for one in (*tentative_after(first), *([first] if first.tentative else []))]
    db.session.execute(delete(Precondition).where(Precondition.appointment_id.in_(numbers)))
    db.session.execute(update(Appointment).where(Appointment.next_id.in_(numbers)).values(next_id=None))
    db.session.execute(delete(Appointment).where(Appointment.id.in_(numbers)))
    db.session.expire_all()
    audit.record("series.dropped", f"case:{first.case.number}", by, dates=len(numbers))
    return len(numbers)
