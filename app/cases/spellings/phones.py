"""Telephone numbers in Mexico: whatever was typed, as `+52` and ten digits."""

import re
from functools import lru_cache

from phonenumbers import PhoneNumber, is_valid_number

_NOT_A_DIGIT = re.compile(r"\D+")
_OLD_PREFIXES = ("044", "045", "01")


@lru_cache(maxsize=65536)
def mexican_number(text: str) -> str | None:
    """E.164 (`+529923526984`), or None where it is no valid number of Mexico: too short, of no area, foreign.

    The prefixes that Mexico dropped in 2019 are taken off first: 044, 045, 01 and the 1 of +521. Valid is
    what `phonenumbers` says.
    """
    national = _national(text)
    if len(national) != 10:
        return None
    return f"+52{national}" if is_valid_number(PhoneNumber(country_code=52, national_number=int(national))) else None


def _national(text: str) -> str:
    digits = _NOT_A_DIGIT.sub("", text)
    if digits.startswith("00"):
        digits = digits[2:]
    if digits.startswith("52") and len(digits) > 10:
        digits = digits[2:]
        if digits.startswith("1") and len(digits) == 11:
            return digits[1:]
    for prefix in _OLD_PREFIXES:
        if digits.startswith(prefix) and len(digits) == len(prefix) + 10:
            return digits[len(prefix) :]
    return "" if text.strip().startswith("+") and not _has_country_code(text) else digits


def _has_country_code(text: str) -> bool:
    return _NOT_A_DIGIT.sub("", text).startswith("52")
