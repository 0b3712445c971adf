"""CURP: the Mexican population register's 18 characters, validated and compared with what was typed."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from stdnum.exceptions import ValidationError
from stdnum.mx import curp as registry

from .text import fold, tidy

_COMMON_FIRST_NAMES = {"maria", "ma", "jose", "j"}
_PARTICLES = {"de", "del", "la", "las", "los", "y", "van", "von", "mac", "mc", "da", "das", "der", "di"}
_VOWEL, _CONSONANT = re.compile("[AEIOU]"), re.compile("[B-DF-HJ-NP-TV-Z]")


@dataclass(frozen=True, slots=True)
class Curp:
    """What a valid CURP says: `sex` is `female` or `male`, `state` the two letters of the state of birth."""

    text: str
    birth_date: date
    sex: str
    state: str


@lru_cache(maxsize=16384)
def valid_curp(text: str) -> Curp | None:
    """None where the length, form, date, state or check digit is wrong."""
    try:
        number = registry.validate(text)
    except ValidationError:
        return None
    century = 1900 if number[16].isdigit() else 2000
    born = date(century + int(number[4:6]), int(number[6:8]), int(number[8:10]))
    return Curp(number, born, "male" if number[10] == "H" else "female", number[11:13])


def agrees_with_name(curp: Curp, given_names: str, first_surname: str, second_surname: str = "") -> bool:
    """Whether the letters that the register takes from a name are these, the surnames in either order.

    Source: Instructivo normativo para la asignación de la CURP (DOF 18 October 2021), annex on the root.
    """
    given, first, second = _given(given_names), _root_word(first_surname), _root_word(second_surname)
    orders = ((first, second), (second, first))
    return any(_letters_agree(curp.text, given, *order) for order in orders if order[0])


def _letters_agree(number: str, given: str, first: str, second: str) -> bool:
    root = first[:1] + _inner(first, _VOWEL) + (second[:1] or "X") + (given[:1] or "X")
    tail = _inner(first, _CONSONANT) + _inner(second, _CONSONANT) + _inner(given, _CONSONANT)
    # The register writes X over the second letter where the four would make a rude word.
    roots = (root, root[:1] + "X" + root[2:])
    return any(_same_letters(number[:4], spelled) for spelled in roots) and _same_letters(number[13:16], tail)


def _same_letters(registered: str, spelled: str) -> bool:
    """The register's X may be an Ñ that was typed as N."""
    if registered == spelled:
        return True
    return all(ours == theirs or (theirs, ours) == ("X", "N") for theirs, ours in zip(registered, spelled, strict=True))


def _inner(word: str, wanted: re.Pattern) -> str:
    found = wanted.search(word, 1)
    return found[0] if found else "X"


@lru_cache(maxsize=4096)
def _given(text: str) -> str:
    names = [name for name in _register_words(text) if name not in _PARTICLES]
    if len(names) > 1 and names[0] in _COMMON_FIRST_NAMES:
        names = names[1:]
    return names[0].upper() if names else ""


@lru_cache(maxsize=4096)
def _root_word(text: str) -> str:
    words = _register_words(text)
    kept = [word for word in words if word not in _PARTICLES] or words
    return kept[0].upper() if kept else ""


def _register_words(text: str) -> list[str]:
    """The register counts Ñ as X, and no other accent."""
    return fold(tidy(text).lower().replace("ñ", "x")).split()
