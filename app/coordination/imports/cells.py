"""How single cells of places, routes and rates are read: numbers, money, days. Text that means nothing is refused."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from app.cases.spellings.dates import appointment_date
from app.cases.spellings.text import NotUnderstood, fold
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .referral_sheet import Reading

_WHOLE = re.compile(r"\d{1,6}")


def whole_number(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise NotUnderstood(text)
    return int(text)


def degrees(largest: int) -> Callable[[str], float]:
    """A latitude (90) or longitude (180)."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError as garbled:
            raise NotUnderstood(text) from garbled
        if not -largest <= value <= largest:
            raise NotUnderstood(text)
        return value

    return read


def centavos(text: str) -> int:
    """`6.50` or `$1,250` pesos, in centavos; never negative."""
    try:
        minor = Money.parse(text).amount_minor
    except Refused as garbled:
        raise NotUnderstood(text) from garbled
    if minor < 0:
        raise NotUnderstood(text)
    return minor


def day(text: str) -> date | None:
    return appointment_date(text)


def one_of(words: dict[str, str]) -> Callable[[str], str]:
    """A choice by any of its words, accents and case apart."""

    def read(text: str) -> str:
        key = fold(text)
        if key not in words:
            raise NotUnderstood(text)
        return words[key]

    return read


def missing_or_garbled(reading: Reading, labels: dict[str, str], required: tuple[str, ...]) -> list[str]:
    """A sentence for each required cell that is empty and each cell that is not understood."""
    sentences = [
        _("%(column)s: «%(text)s» no se entiende.", column=labels.get(name, name), text=text)
        for name, text in reading.garbled.items()
    ]
    empty = [name for name in required if reading.get(name) is None and name not in reading.garbled]
    return [*(_("Falta %(column)s.", column=labels[name]) for name in empty), *sentences]


def text_of(reading: Reading, name: str, default: Any = None) -> Any:
    value = reading.get(name)
    return default if value is None else value
