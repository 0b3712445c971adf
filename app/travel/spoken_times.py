"""When a route leaves, as people say it, and as the book keeps it: `lunes, mié y vie` is `mon;wed;fri`.

What is not understood stays as it was typed, for `timetable` to refuse by its own words. The book's codes are
understood too, so that an exported sheet and an old habit go on working.
"""

import re

from app.cases.spellings.text import fold
from app.foundation.language import _, _l

from .timetable import ANY, DAILY, DAYS

DAY_NAMES = {
    "mon": _l("lun"), "tue": _l("mar"), "wed": _l("mié"), "thu": _l("jue"), "fri": _l("vie"), "sat": _l("sáb"),
    "sun": _l("dom"),
}  # fmt: skip
_SPANISH = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_CODES = {name: code for code, day in zip(DAYS, _SPANISH, strict=True) for name in (code, day, day[:3])}
_EVERY_DAY = {"daily", "diario", "a diario", "todos", "todos los dias", "cada dia"}
_ANYTIME = {"any", "a cualquier hora", "cualquier hora"}
_EVERY = re.compile(r"\s*cada\s*(\d+)\s*(?:minutos|min\.?)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[;,]\s*|\s+y\s+", re.IGNORECASE)


def days_code(typed: str) -> str:
    """`diario` → `daily`, `lunes, mié y vie` → `mon;wed;fri`."""
    if fold(typed) in _EVERY_DAY:
        return DAILY
    codes = {_CODES.get(fold(part)) for part in _BETWEEN.split(typed.strip()) if part}
    if not codes or None in codes:
        return typed
    return DAILY if len(codes) == len(DAYS) else ";".join(day for day in DAYS if day in codes)


def departures_code(typed: str) -> str:
    """`a cualquier hora` → `any`, `05:30, 07:00-17:00 cada 60` → `05:30;07:00-17:00/60`."""
    if fold(typed) in _ANYTIME:
        return ANY
    parts = (_EVERY.sub(r"/\1", part.strip()) for part in _BETWEEN.split(typed.strip()))
    return ";".join(part for part in parts if part)


def days_in_words(code: str) -> str:
    """`diario`, `lun, mié, vie`."""
    if code == DAILY:
        return _("diario")
    return ", ".join(str(DAY_NAMES.get(day.strip(), day)) for day in code.split(";"))


def departures_in_words(code: str) -> str:
    """`a cualquier hora`, `05:30, 07:00-17:00 cada 60 min`."""
    if code == ANY:
        return _("a cualquier hora")
    return ", ".join(_part_in_words(*part.strip().partition("/")) for part in code.split(";"))


def _part_in_words(hours: str, _bar: str, every: str) -> str:
    return _("%(hours)s cada %(num)s min", hours=hours, num=every) if every else hours
