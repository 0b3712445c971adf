"""What one entry of a calendar says (P9): a calendar is read on lock screens and kept by other companies' servers.

Case number and the name by which one speaks to the patient; of a restricted case the number and the city alone, of a
place that reveals the city alone. Never a surname, a service, a diagnosis, an amount. A house reads numbers only.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.cases.models import Appointment, Case
from app.coordination.whereabouts import whereabouts
from app.foundation.clock import to_local
from app.foundation.language import _
from app.travel.models import BedNight, Trip

USUAL = timedelta(hours=1)
MOMENT = timedelta(minutes=30)


@dataclass(frozen=True)
class Entry:
    """`starts` and `ends` are both days (the end is the day after the last) or both moments on a zone's wall clock.

    `uid` stays when the date moves; `sequence` grows with every change, of which `changed_at` is the last.
    """

    uid: str
    starts: date | datetime
    ends: date | datetime
    summary: str
    status: str  # CONFIRMED, TENTATIVE, CANCELLED
    sequence: int
    changed_at: datetime
    location: str = ""
    case_number: str = ""  # whose page a click opens

    @property
    def order(self) -> tuple[str, str]:
        return self.starts.isoformat(), self.uid


def of_appointment(one: Appointment, first_id: int, moves: int) -> Entry:
    """`first_id`: the appointment with which the chain of dates began; `moves`: how often it was moved since."""
    timed = one.precision == "datetime"
    starts = to_local(one.starts_at, one.zone) if timed else one.on_day
    days = timedelta(days=7 if one.precision == "week" else 1)
    case = one.case
    return Entry(
        uid=f"appointment-{first_id}",
        starts=starts,
        ends=starts + (_usual(one) if timed else days),
        summary=_("Caso %(number)s", number=case.number) if case.restricted else _("Cita %(who)s", who=_who(case)),
        status=_status(one),
        sequence=2 * moves + (one.outcome_at is not None),
        changed_at=one.outcome_at or one.created_at,
        location=whereabouts(one.hospital, case.restricted) if one.hospital else "",
        case_number=case.number,
    )


def _usual(one: Appointment) -> timedelta:
    return timedelta(minutes=one.service.usual_minutes) if one.service and not one.case.restricted else USUAL


def _status(one: Appointment) -> str:
    if one.state.startswith("cancelled"):
        return "CANCELLED"
    return "TENTATIVE" if one.tentative or one.state in ("requested", "waitlisted") else "CONFIRMED"


def _who(case: Case) -> str:
    """`C-2026-0001 · doña Rosa`; of a restricted case, and of somebody who has died, the number alone."""
    silent = case.restricted or case.patient.died_on
    return case.number if silent else f"{case.number} · {case.patient.spoken_name}"


def of_trip(trip: Trip, case: Case, changes: int, changed_at: datetime | None) -> list[Entry]:
    """When they leave and when they are home, on the programme's clock; what really happened, once it has. Of who stays
    until somebody decides: when that is asked again."""
    leaves, comes = trip.departed_at or trip.departs_at, trip.returned_at or trip.returns_at
    undecided = trip.open_since and not trip.returned_at
    home = _("Decidir: %(who)s sigue allá", who=_who(case)) if undecided else _("Regresan %(who)s", who=_who(case))
    standing = "CANCELLED" if trip.state == "cancelled" else "CONFIRMED"
    marks = (
        ("departure", leaves, _("Salen %(who)s", who=_who(case)), standing),
        ("return", comes, home, "TENTATIVE" if undecided and standing == "CONFIRMED" else standing),
    )
    return [
        Entry(
            f"trip-{trip.id}-{kind}", to_local(at), to_local(at) + MOMENT, summary, status, changes,
            changed_at or trip.created_at, whereabouts(trip.origin, case.restricted), case.number,
        )
        for kind, at, summary, status in marks
        if at
    ]  # fmt: skip


def of_night(beds: list[BedNight], changes: int, changed_at: datetime | None) -> Entry:
    """Everybody of one trip in one house on one night: the case's number, and how many they are."""
    bed = beds[0]
    people = _("1 persona") if len(beds) == 1 else _("%(count)s personas", count=len(beds))
    held = bed.stay is not None and bed.stay.state == "held"
    return Entry(
        uid=f"night-{bed.trip_id}-{bed.place_id}-{bed.night:%Y%m%d}",
        starts=bed.night,
        ends=bed.night + timedelta(days=1),
        summary=f"{bed.trip.case.number} · {people}",
        status="TENTATIVE" if held else "CONFIRMED",
        sequence=changes,
        changed_at=changed_at or bed.trip.created_at,
    )
