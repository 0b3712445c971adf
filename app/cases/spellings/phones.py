"""Telephone numbers in Mexico: whatever was typed, as `+52` and ten digits; and how one says them."""

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


def read_aloud(number: str) -> str:
    """`+529925513452` as one says it: `992 551 3452`. What is no such number stays as it is: a code, a foreign one."""
    digits = number.removeprefix("+52")
    if not digits.isdigit() or len(digits) != 10:
        return number
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def _national(text: str) -> str:
    """The national digits, the old prefixes off; empty where the text names another country."""
    digits = _NOT_A_DIGIT.sub("", text).removeprefix("00")
    named = text.lstrip().startswith(("+", "00"))
    if named and not digits.startswith("52"):
        return ""
    if named or (digits.startswith("52") and len(digits) > 10):
        digits = digits[2:]
        if len(digits) == 11 and digits.startswith("1"):
            return digits[1:]
    prefix = next((old for old in _OLD_PREFIXES if digits.startswith(old) and len(digits) == len(old) + 10), "")
    return digits.removeprefix(prefix)
