"""The tables of `cases`: people and their phones, places, cases, appointments, and the day's work."""

from .appointments import Appointment, Precondition
from .cases import Case, CaseAccess, CasePerson, CounterReferral, SafeContactPlan
from .numbering import Numbering
from .people import Consent, Person, PersonPhone, Phone, TravelLimit
from .places import Place, Service
from .relays import Acompanante, CaseAcompanante, Relay
from .work import Note, Task

__all__ = [
    "Acompanante", "Appointment", "Case", "CaseAccess", "CaseAcompanante", "CasePerson", "Consent",
    "CounterReferral", "Note", "Numbering", "Person", "PersonPhone", "Phone", "Place", "Precondition", "Relay",
    "SafeContactPlan", "Service", "Task", "TravelLimit",
]  # fmt: skip
