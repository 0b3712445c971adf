"""Texts that name their case: `1 C-2026-0012`, `ya le avise c12`, `CITA C-0012`. Pure.

Whoever answers for several people says which by the number that stood in the question: an acompañante, or a
clinician who has no internet (P10).
"""

import re
import unicodedata
from dataclasses import dataclass

from app.messaging.answers import says_home, understand

_NUMBER = re.compile(
    r"(?<![a-zñ])c\s*[-.]?\s*(20\d\d)\s*[-./ ]\s*0*(\d{1,6})\b|\b(20\d\d)-(\d{4,6})\b|"
    r"(?<![a-zñ])c\s*[-.]?\s*0*(\d{1,10})\b"
)
_TOLD = re.compile(
    r"(?:si |1 )?(?:ya |listo )*(?:(?:se lo|le|la|lo|les) )?"
    r"(?:avise|avisamos|abise|dije|digimos|dijimos|di|dimos|pase|entregue|esta avisad[ao]|quedo avisad[ao]|avisad[ao]|"
    r"enterad[ao]|sabe)(?: (?:el recado|su recado|todo|la fecha|a ella|a el))*|ya|listo|hecho"
)
_NOT_TOLD = re.compile(
    r"no (?:la|lo|le|les|los|las)? ?(?:encontre|halle|esta|estaba|estan)|"
    r"no pude(?: avisar(?:le)?| decirle| verl[ao]| ir)?|no hay nadie|se fue|salio"
)
_ASKS = re.compile(r"(?:la )?(?:cita|fecha|cuando)(?: (?:es|de|del caso|tiene|la cita))*")
OF_THE_PHONE = ("stop", "start", "help")
"""What is about a telephone and never about a case."""


@dataclass(frozen=True)
class Numbered:
    """`meaning` is one of answers.MEANINGS. `year` None: the number was said short. `ordinal` None: no number was
    said, only that a message was, or was not, given. `asks_date`: they want to know the date of that case. `home`:
    they arrived at home.
    """

    meaning: str
    ordinal: int | None
    year: int | None = None
    asks_date: bool = False
    home: bool = False


def read(text: str) -> Numbered | None:
    """What a text that names a case says of it; None for a text that does neither that nor tells of a message."""
    said = _plain(text)
    found = _NUMBER.search(said)
    if found is None:
        told = _told(_bare(said))
        return Numbered(told, None) if told and _bare(said) not in ("ya", "listo", "hecho") else None
    rest = _bare(said[: found.start()] + " " + said[found.end() :])
    year, ordinal = _number(found)
    if _ASKS.fullmatch(rest):
        return Numbered("help", ordinal, year, asks_date=True)
    meaning = _told(rest) or understand(rest).meaning
    return None if meaning in OF_THE_PHONE else Numbered(meaning, ordinal, year, home=says_home(rest))


def _number(found: re.Match) -> tuple[int | None, int]:
    """`C20260012`, written in one go, is the twelfth of 2026 as well."""
    year, ordinal = found[1] or found[3], found[2] or found[4]
    if year:
        return int(year), int(ordinal)
    run = re.fullmatch(r"(20\d\d)(\d{4,6})", found[5])
    return (int(run[1]), int(run[2])) if run else (None, int(found[5]))


def _told(said: str) -> str | None:
    if _NOT_TOLD.fullmatch(said):
        return "decline"
    return "confirm" if _TOLD.fullmatch(said) else None


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in split if not unicodedata.combining(letter) or letter == "\u0303")


def _bare(said: str) -> str:
    """The words alone: no signs, no articles of the case."""
    words = re.sub(r"[^a-z0-9ñ]+", " ", said).split()
    return " ".join(word for word in words if word not in ("caso", "recado", "el", "num", "numero", "no."))
