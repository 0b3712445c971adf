"""Doña Rosa's appointment in Tuxtla, as coordination would tell messaging about it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from app.messaging.facts import Facts, Recipient

ZONE = ZoneInfo("America/Mexico_City")
ROSA = Recipient(1, "doña Rosa", "patient")
JUAN = Recipient(2, "Juan", "companion", receives_money=True)
MARIA = Recipient(3, "María", "acompanante", travels=False)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 12) -> datetime:
    """A moment of December 2026 on the wall clock of Jaltenango."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


BOOKED = Facts(
    about="appointment:7",
    case_id=1,
    case_number="C-0001",
    event="booked",
    recipients=(ROSA, JUAN),
    patient_name="Rosa",
    patient_sex="female",
    city="Tuxtla",
    navigator_name="Lupita",
    office="Jaltenango",
    appointment_at=at(17, 8),
)
WITH_TRIP = replace(
    BOOKED,
    departs_at=at(16, 5, 30),
    returns_at=at(18, 12),
    meeting_point="la clínica de Salvador Urbina",
    driver="don Beto",
)
