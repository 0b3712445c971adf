"""Closing the books of a month, and opening them again when it must be."""

from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import NotAllowed, Refused
from app.foundation.language import _

from .. import ledger, periods
from ..models import Period, PeriodEvent


def close_period(starts_on: date, ends_on: date, *, by: User, now: datetime, in_spite: str = "") -> Period:
    """From now on nothing is booked between these days: what happened in them goes to the first open day after.

    `in_spite`: why, where the checklist has something open. Refused: days that overlap a closed period or are not
    over, something open and no reason.
    """
    ledger.lock()
    if ends_on < starts_on:
        raise Refused(_("El último día no puede ser anterior al primero."), "ends_on")
    if ends_on >= clock.today(now):
        raise Refused(_("Ese mes todavía no termina."), "ends_on")
    closed = Period.closed_at.is_not(None)
    if db.session.scalar(select(Period.id).where(closed, Period.starts_on <= ends_on, Period.ends_on >= starts_on)):
        raise Refused(_("Ese periodo ya está cerrado, en todo o en parte."), "starts_on")
    if any(not item.done for item in periods.checklist(ends_on)) and not in_spite.strip():
        raise Refused(_("Quedan pendientes: resuélvalos, o escriba por qué se cierra así."), "in_spite")
    period = db.session.scalar(select(Period).where(Period.starts_on == starts_on, Period.ends_on == ends_on))
    period = period or Period(starts_on=starts_on, ends_on=ends_on)
    period.closed_at, period.closed_by_id = now, by.id
    db.session.add(period)
    return _noted(period, "closed", in_spite.strip(), by, now)


def reopen_period(period: Period, reason: str, *, by: User, now: datetime) -> Period:
    """Its days take entries again. Refused: it is open, no reason, or the very person who closed it."""
    ledger.lock()
    db.session.refresh(period)
    if period.closed_at is None:
        raise Refused(_("Ese mes ya está abierto."))
    if period.closed_by_id == by.id:
        raise NotAllowed(_("Lo abre otra persona que quien lo cerró."))
    if not reason.strip():
        raise Refused(_("Escriba por qué se abre de nuevo."), "reason")
    period.closed_at = period.closed_by_id = None
    return _noted(period, "reopened", reason.strip(), by, now)


def _noted(period: Period, kind: str, reason: str, by: User, now: datetime) -> Period:
    period.events.append(PeriodEvent(kind=kind, reason=reason, at=now, by_id=by.id))
    db.session.flush()
    days = {"starts_on": str(period.starts_on), "ends_on": str(period.ends_on)}
    audit.record(f"period.{kind}", f"period:{period.id}", by, reason=reason, **days)
    return period
