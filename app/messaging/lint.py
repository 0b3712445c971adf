"""What a text must never carry, found before it is kept: money, diagnosis, link, brand, verbs that change.

Findings are (code, words found); an empty list is a clean text. The lists are short on purpose: they guard
against a slip of the pen by whoever words a template, and whoever answers by hand.
"""

import re
import unicodedata
from dataclasses import dataclass

from app.foundation.language import _l
from app.messaging import gsm7


@dataclass(frozen=True)
class Finding:
    """`code` is one of FINDINGS; `found` is what was seen."""

    code: str
    found: str

    @property
    def sentence(self) -> str:
        return str(FINDINGS[self.code]) % {"found": self.found}


FINDINGS = {
    "alphabet": _l("«%(found)s» no cabe en un mensaje corto: triplica su precio."),
    "long": _l("Ocupa %(found)s mensajes; dígalo en uno."),
    "money": _l("No se habla de dinero por mensaje: «%(found)s»."),
    "link": _l("No se mandan enlaces: «%(found)s»."),
    "diagnosis": _l("No se nombra la enfermedad ni el servicio: «%(found)s»."),
    "brand": _l("Se firma con el nombre de la persona, no del programa: «%(found)s»."),
    "lost": _l("«%(found)s» no existe en los mensajes cortos: se va a perder."),
    "literal_day": _l("«%(found)s» puede no ser cierto el día que salga: use {cuando}."),
    "falls_back": _l("Con nombres usuales ocupa %(found)s mensajes: entonces sale el más corto."),
    "unsigned": _l("Falta la firma %(found)s: sin nombre parece extorsión."),
    "preterite": _l("Sin acento «%(found)s» dice otra cosa: use un sustantivo o el presente."),
}
MONEY = r"\$|\b\d[\d,.]*\s*(?:pesos|varos|mxn|mn)\b|\b(?:pesos|mxn|dinero|efectivo|deposito|transferencia)\b"
LINK = r"https?:|www\.|\bwa\.me\b|\b[\w-]+\.(?:com|org|net|mx|ly|me|app|link)\b"
DIAGNOSIS = (
    r"\b(?:cancer|tumor|quimio\w*|radioterapia|oncolog\w*|vih|sida|psiquiatr\w*|depresion|esquizofren\w*|"
    r"epilep\w*|embaraz\w*|aborto|violencia|tuberculosis|dialisis|hemodialisis|cirugia|biopsia|leucemia)\b"
)
BRAND = r"\b(?:companeros en salud|partners in health|ces|pih|programa acompana)\b"
PRETERITE = re.compile(r"\b\w+ó\b", re.IGNORECASE)


def privacy(text: str) -> list[Finding]:
    """Money, link, diagnosis or brand in `text`, whatever its accents and capitals."""
    plain = _plain(text)
    patterns = (("money", MONEY), ("link", LINK), ("diagnosis", DIAGNOSIS), ("brand", BRAND))
    return [Finding(code, match.group()) for code, pattern in patterns if (match := re.search(pattern, plain))]


def wording(text: str) -> list[Finding]:
    """Verbs in -ó: looked for before the accents are dropped, hence in templates."""
    return [Finding("preterite", match.group()) for match in PRETERITE.finditer(text)]


def lost(text: str) -> list[Finding]:
    """Letters that have no counterpart in the alphabet and would be left out: an emoji, a Chinese sign."""
    gone = dict.fromkeys(letter for letter in text if letter.strip() and not gsm7.transliterate(letter))
    return [Finding("lost", letter) for letter in gone]


def air(text: str, most: int = 1) -> list[Finding]:
    """Letters outside the alphabet, and more parts than `most`."""
    findings = [Finding("alphabet", letter) for letter in gsm7.outside(text)]
    parts = gsm7.segments(text)
    return findings + ([Finding("long", str(parts))] if parts > most else [])


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
