"""How a text is said aloud: the words of a call, made from the same templates, with accents and without figures.

A text is read, a call is heard: "5:30 am" becomes "a las cinco y media de la mañana", and "Conteste 1 = SI, 2 = NO"
becomes "Si va a ir, marque uno. Si no puede, marque dos". The machine does not say that it is Lupita: it brings
her message. Worked example: docs/rules-messages.md, "When the text is spoken".
"""

import re
from collections.abc import Iterable
from datetime import time

from num2words import num2words

from app.messaging.answers import understand
from app.messaging.texts import Template
from app.messaging.wording import DAYS, MONTHS, capitalised, part_of_day

KEYS = {
    "confirm": ("Si va a ir, marque uno.", "Si van a ir, marque uno."),
    "decline": ("Si no puede, marque dos.", "Si no pueden, marque dos."),
    "departed": ("Si ya salió, marque tres.", "Si ya salieron, marque tres."),
    "arrived": ("Si ya llegó, marque cuatro.", "Si ya llegaron, marque cuatro."),
    "problem": ("Si hay un problema, marque cinco.", "Si hay un problema, marque cinco."),
    "staying": ("Si se queda en el hospital, marque seis.", "Si se quedan en el hospital, marque seis."),
}
"""What each key is for, said to one and to several: the same numbers as in texts."""
SOMEBODY_CALLS = ("decline", "problem", "staying")
"""Answers that make an urgent task, so that the voice may promise a call."""
LONGEST_NUMBER = 4
"""More figures than these are no quantity: they are said one by one."""
ONCE_MORE, GOODBYE = "Repito.", "Hasta luego."

_DAYS, _MONTHS = "|".join(DAYS), "|".join(MONTHS)
_PARTS = r"de la mañana|del día|de la tarde|de la noche"


def aloud(template: Template, words: dict[str, str]) -> str | None:
    """What a call says in the place of this text; None where it is not in Spanish, which is all that the voice
    speaks. `words` are those of `texts.render`; nothing is shortened, because a call has no end of line."""
    if template.language != "es":
        return None
    return say(template.body.format(**words, Name=capitalised(words.get("name", ""))), template.asks)


def say(text: str, asks: Iterable[str] = ()) -> str:
    """`text`, written for reading and with its accents, as a voice says it. `asks` are the answers it waits for."""
    legend = keys(asks, several=bool(re.search(r"¿[^?]*\bvan\b", text, re.IGNORECASE)))
    said = re.sub(r"\s*Si no tiene saldo[^.]*\.", "", text)
    said = re.sub(r"(?:Conteste|Responda) \d ?=[^.]*\.", legend, said)
    said = re.sub(r"\b(?:conteste|responda) (?=\d)", "marque ", said, flags=re.IGNORECASE)
    if legend and "marque" not in said:
        said = f"{said} {legend}"
    said = re.sub(r"\b[Ss]oy (el )?", _brings, said, count=1)
    return _sentences(_small_letters(_figures(said)))


def recado(name: str, navigator: str, office: str) -> str:
    """What the village's telephone is told: who, and whom to call. No date, no place, no reason (P9)."""
    return f"Tengo un recado para {name}. Por favor dígale que le hable a {navigator}, de {office}. Gracias."


def keys(asks: Iterable[str], several: bool = False) -> str:
    """Which key is for what, one sentence each; nothing for what a key cannot answer."""
    return " ".join(KEYS[asked][several] for asked in asks if asked in KEYS)


def thanks(name: str, navigator: str, meaning: str) -> str:
    """What the voice says to a key that was asked for."""
    calls = f" {navigator} le va a marcar." if meaning in SOMEBODY_CALLS else ""
    return f"Gracias, {name}. Queda anotado.{calls} {GOODBYE}"


def not_that_key(asks: Iterable[str]) -> str:
    """What it says to any other key, once."""
    return f"Esa tecla no es. {keys(asks)}"


def no_harm(asks: Iterable[str]) -> str:
    """The end of a call that got no key."""
    return f"Si ahorita no puede contestar, no se apure. {GOODBYE}" if keys(asks) else GOODBYE


def asked_by_key(digit: str, asks: Iterable[str]) -> str | None:
    """The answer that a key gives, if it is one of those that were asked for."""
    meaning = understand(digit).meaning
    return meaning if digit.isdigit() and meaning in asks and meaning in KEYS else None


def _brings(signature: re.Match) -> str:
    start = "Le" if signature.group().startswith("S") else "le"
    return f"{start} traigo un recado {'del' if signature[1] else 'de'} "


def _figures(text: str) -> str:
    """Hours, days and numbers in words."""
    steps = (
        (r"(?:a las? )?\b(\d{1,2}):(\d{2}) ?([ap])(?:\.m\.|m\b)( de )?", _half_day),
        (rf"(, |a las? )?\b(\d{{1,2}})(?::(\d{{2}}))? ({_PARTS})", _in_part),
        (r"\ba las? (\d{1,2})(?::(\d{2}))?\b", lambda at: _at(int(at[1]), int(at[2] or 0))),
        (r"\bde (\d{1,2}) a (\d{1,2})\b", lambda at: f"de {_hour(int(at[1]))} a {_hour(int(at[2]))}"),
        (rf"\b({_DAYS}) 1\b", r"\1 primero"),
        (rf"\b1 de ({_MONTHS})\b", r"primero de \1"),
        (r"\d+", _number),
    )
    for pattern, words in steps:
        text = re.sub(pattern, words, text)
    return text


def _half_day(found: re.Match) -> str:
    """`5:30 am`; a comma keeps it apart from "de la clínica"."""
    hour = int(found[1]) % 12 + (12 if found[3] == "p" else 0)
    said = f"{_at(hour, int(found[2]))} {part_of_day(time(hour))}"
    return f"{said}, de " if found[4] else said


def _in_part(found: re.Match) -> str:
    """`8 de la mañana`."""
    hour, minutes = int(found[2]), int(found[3] or 0)
    if found[1] is None:
        return f"{_hour(hour, minutes)} {found[4]}"
    return f"{', ' if found[1] == ', ' else ''}{_at(hour, minutes)} {found[4]}"


def _at(hour: int, minutes: int = 0) -> str:
    return f"a {'la' if (hour - 1) % 12 == 0 else 'las'} {_hour(hour, minutes)}"


def _hour(hour: int, minutes: int = 0) -> str:
    """`una y cuarto`, `cinco y media`."""
    twelve = (hour - 1) % 12 + 1
    said = "una" if twelve == 1 else num2words(twelve, lang="es")
    past = {0: "", 15: " y cuarto", 30: " y media"}
    return said + past.get(minutes, f" y {num2words(minutes, lang='es')}")


def _number(found: re.Match) -> str:
    figures = found.group()
    if len(figures) > LONGEST_NUMBER:
        return ", ".join(num2words(int(figure), lang="es") for figure in figures)
    return num2words(int(figures), lang="es")


def _small_letters(text: str) -> str:
    """`CAMBIO` is not spelled letter by letter."""
    return re.sub(r"\b[A-ZÁÉÍÓÚÑ]{2,}\b", lambda word: word.group().lower(), text)


def _sentences(text: str) -> str:
    """One space between words, a capital at the head of each sentence."""
    tidy = " ".join(text.split())
    return re.sub(r"(?:^|(?<=[.?!] ))[¿¡]?[a-záéíóúñ]", lambda head: head.group().upper(), tidy)
