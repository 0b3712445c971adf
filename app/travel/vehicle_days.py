"""On which days a vehicle of the programme goes out, and why not on the others."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from app.foundation.language import _, _l

from .timetable import parse_days

OUT_NAMES = {"workshop": _l("en el taller"), "licence": _l("sin licencia o papeles"), "other": _l("no está")}
OUT_REASONS = tuple(OUT_NAMES)


class Span(Protocol):
    """Days out of service, both included; `ends_on` None: until somebody says so."""

    starts_on: date
    ends_on: date | None
    reason: str


def why_not(days: str, spans: Iterable[Span], on: date) -> str | None:
    """Why it does not go out on that day, as people say it; None where it does. `days`: as the route book has them."""
    for span in spans:
        if span.starts_on <= on and (span.ends_on is None or on <= span.ends_on):
            return str(OUT_NAMES[span.reason])
    return None if on.weekday() in parse_days(days) else str(_("ese día de la semana no sale"))
