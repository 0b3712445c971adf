"""Dates and times of day as a Mexican office writes them: the day always before the month.

Read: `22/03/1999`, `10-01-26`, `1 de marzo de 1969`, `01-ene-26`, `2026-12-15`, `9 am`, `11:00 hrs`, `13.30`.
"""

import re
from datetime import date, time
from functools import lru_cache

from .text import NotUnderstood, fold

_MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre")  # fmt: skip
_MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS, 1)}
_MONTH_NUMBERS |= {name[:3]: number for name, number in _MONTH_NUMBERS.items()} | {"sept": 9, "setiembre": 9}
_WEEKDAYS = r"(?:(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|lun|mar|mie|jue|vie|sab|dom) )?"

_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_WORDS = re.compile(rf"{_WEEKDAYS}(\d{{1,2}})(?:ro|o)?(?: de)? ([a-z]+)(?: del?)? (\d{{4}}|\d{{2}})")

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h ](\d{2}))?(?:[:.]\d{2})? ?(am|pm|h|hr|hrs|hora|horas)?")
_HALF_DAY = re.compile(r"([ap])\.? ?m\b\.?")
_DAYTIME = re.compile(r"(?:a las? )?(.+?) (?:de|por) la (manana|tarde|noche)")


def birth_or_referral_date(text: str, today: date) -> date | None:
    """A day that has been: two digits of the year mean the latest such day that is not after `today`."""
    parts = _parts(text)
    if parts is None:
        return None
    year, month, day, is_short = parts
    if not is_short:
        return _day(year, month, day)
    century = today.year // 100 * 100
    for candidate in (century + year, century + year - 100, century + year - 200):
        if _exists(candidate, month, day) and date(candidate, month, day) <= today:
            return date(candidate, month, day)
    raise NotUnderstood(text)


def appointment_date(text: str) -> date | None:
    """A day that a hospital gave: two digits of the year mean 20yy."""
    parts = _parts(text)
    if parts is None:
        return None
    year, month, day, is_short = parts
    return _day(2000 + year if is_short else year, month, day)


@lru_cache(maxsize=4096)
def clock_time(text: str) -> time | None:
    """A time of day, to the minute. A bare hour counts on 24: `13` is one in the afternoon."""
    bare = text.strip().lower().replace("\xa0", " ")
    if not bare:
        return None
    words = fold(bare)
    if words in ("mediodia", "medio dia", "12 del dia", "12 del medio dia"):
        return time(12)
    if spoken := _DAYTIME.fullmatch(words):
        bare, half = spoken[1], "am" if spoken[2] == "manana" else "pm"
        return _on_the_clock(bare.replace(" ", ":"), half, text)
    return _on_the_clock(_HALF_DAY.sub(r"\1m", bare).rstrip(". "), "", text)


def _on_the_clock(bare: str, half: str, text: str) -> time:
    match = _CLOCK.fullmatch(bare)
    if not match:
        raise NotUnderstood(text)
    hour, minute, half = int(match[1]), int(match[2] or 0), half or match[3]
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        raise NotUnderstood(text)
    return time(hour, minute)


@lru_cache(maxsize=32768)
def _parts(text: str) -> tuple[int, int, int, bool] | None:
    """Year, month, day, and whether the year has two digits; None for blank text."""
    bare = _MIDNIGHT.sub("", text.strip())
    if not bare:
        return None
    if match := _YEAR_FIRST.fullmatch(bare):
        return int(match[1]), int(match[2]), int(match[3]), False
    if match := _DAY_FIRST.fullmatch(bare):
        return int(match[3]), int(match[2]), int(match[1]), len(match[3]) == 2
    match = _WORDS.fullmatch(fold(bare.replace("º", "").replace("°", "")))
    if match and match[2] in _MONTH_NUMBERS:
        return int(match[3]), _MONTH_NUMBERS[match[2]], int(match[1]), len(match[3]) == 2
    raise NotUnderstood(text)


def _day(year: int, month: int, day: int) -> date:
    if not _exists(year, month, day):
        raise NotUnderstood(f"{year:04d}-{month:02d}-{day:02d}")
    return date(year, month, day)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
