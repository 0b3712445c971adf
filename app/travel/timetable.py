"""When a route leaves, as people write it: `05:30;07:00`, `05:30-17:00/60`, `any`; `daily`, `mon;wed;fri`."""

import re
from dataclasses import dataclass

from app.foundation.errors import Refused
from app.foundation.language import _

ANY = "any"
DAILY = "daily"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_GRID = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})\s*/\s*(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Departures:
    """`times`: minutes after local midnight, ascending, each once. `anytime`: whenever wanted, no times."""

    times: tuple[int, ...] = ()
    anytime: bool = False


def parse_departures(typed: str) -> Departures:
    """Fixed times and grids mixed with `;`, or `any` alone. Refuses the rest, naming the part it cannot read."""
    parts = [part.strip() for part in typed.strip().lower().split(";") if part.strip()]
    if parts == [ANY]:
        return Departures(anytime=True)
    if not parts:
        raise Refused(
            _("Escriba a qué horas sale: 05:30, 07:00, o 05:30-17:00 cada 60, o a cualquier hora."), "departures"
        )
    return Departures(tuple(sorted({minute for part in parts for minute in _minutes(part)})))


def _minutes(part: str) -> range:
    """One part of the list: a fixed time, or every N minutes from the first to the last that falls on the grid."""
    grid = _GRID.fullmatch(part)
    if not grid:
        minute = _clock(part, part)
        return range(minute, minute + 1)
    first, last, step = _clock(grid[1], part), _clock(grid[2], part), int(grid[3])
    if step == 0 or last < first:
        raise Refused(
            _("«%(part)s»: la última salida va después de la primera, y cada cuántos minutos no es 0.", part=part),
            "departures",
        )
    return range(first, last + 1, step)


def _clock(typed: str, part: str) -> int:
    match = _CLOCK.fullmatch(typed)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise Refused(
            _("«%(part)s» no es una hora de salida: 05:30, 07:00, o 05:30-17:00 cada 60, o a cualquier hora.",
              part=part), "departures",
        )  # fmt: skip
    return int(match[1]) * 60 + int(match[2])


def parse_days(typed: str) -> frozenset[int]:
    """Weekdays of the departure, Monday = 0: `daily`, or names of three letters with `;`. Refuses the rest."""
    parts = [part.strip() for part in typed.strip().lower().split(";") if part.strip()]
    if parts == [DAILY]:
        return frozenset(range(7))
    unknown = [part for part in parts if part not in DAYS]
    if unknown or not parts:
        raise Refused(
            _("«%(typed)s» no son días. Escriba diario, o los días así: lun, mié, vie.", typed=typed.strip()), "days"
        )
    return frozenset(DAYS.index(part) for part in parts)
