"""Text without accents, case and stray spaces: how two spellings of one word are compared."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")


class NotUnderstood(ValueError):
    """Text is there, and it is none of the spellings known here."""


def tidy(text: str) -> str:
    """The text as typed, composed (NFC), trimmed, every run of white space one blank."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents (ñ → n), anything but letters and digits is one blank: `Ñúñez  ` → `nunez`."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _NOT_A_WORD.sub(" ", text.lower()).strip()


@dataclass(frozen=True, slots=True)
class Typed:
    """Something that has a valid form or only its typed one: `value` is None where it is not valid."""

    value: str | None
    typed: str
