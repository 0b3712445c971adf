"""The plain values that messaging is told: no appointment, no trip, only what a text may speak of."""

from dataclasses import dataclass
from datetime import date, datetime

EVENTS = ("booked", "attended", "cancelled_hospital", "cancelled", "none")
PRECISIONS = ("datetime", "date", "week", "waiting")
ROLES = ("patient", "companion", "acompanante")


@dataclass(frozen=True)
class Recipient:
    """Somebody who may be texted. `address_name` is how they are greeted: `doña Rosa`, `Juan`. An acompanante is the
    community health worker who passes things on: she gets only the lines of the policy that name her."""

    person_id: int
    address_name: str
    role: str
    language: str = "es"
    travels: bool = True
    receives_money: bool = False


@dataclass(frozen=True)
class Earlier:
    """A date that this appointment had before, with the `about` of that time."""

    about: str
    at: datetime
    precision: str = "datetime"


@dataclass(frozen=True)
class Facts:
    """Everything the texts about one appointment rest on. Instants are aware; `zone` names the wall clock.

    `city` is the spoken name of the city alone, never a hospital. `meeting_point` carries its article ("la
    clínica de Salvador Urbina"). `earlier` lists former dates, newest first. `told` holds the
    (about, person_id) that a booked or moved text has already reached: `reconcile` fills it in.
    `returns_at` is when the way home begins; None where none is planned: they stay until somebody decides.
    `returned_at` is when they were home again, `next_day` the day of the visit after this one, once that is asked.
    `patient_sex` is female, male or None. `cleared` is False while an imported batch waits for somebody to say
    "text them". `safe_contact` are the persons that a restricted case's plan allows; None while there is no plan.
    """

    about: str
    case_id: int
    case_number: str
    event: str
    recipients: tuple[Recipient, ...]
    patient_name: str
    city: str
    navigator_name: str
    office: str
    zone: str = "America/Mexico_City"
    patient_sex: str | None = None
    appointment_at: datetime | None = None
    precision: str = "datetime"
    earlier: tuple[Earlier, ...] = ()
    departs_at: datetime | None = None
    returns_at: datetime | None = None
    meeting_point: str | None = None
    driver: str | None = None
    money_ready: bool = False
    pickup_when: str | None = None
    departed: bool = False
    arrived: bool = False
    returned: bool = False
    returned_at: datetime | None = None
    next_day: date | None = None
    tentative: bool = False
    recorded_late: bool = False
    cleared: bool = True
    on_hold: bool = False
    closed: bool = False
    restricted: bool = False
    safe_contact: tuple[int, ...] | None = None
    told: frozenset[tuple[str, int]] = frozenset()

    @property
    def companion_travels(self) -> bool:
        """Whether the patient has company on the way."""
        return any(person.role == "companion" and person.travels for person in self.recipients)
