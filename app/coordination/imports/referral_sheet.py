"""One row of the referral sheet, read: what each cell means, and what cannot be understood. Pure.

`said` is the row spelled one way (dates ISO, numbers E.164, places and words without accents), so that two
spellings of one row are equal; it can be read again by the same readers.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from app.cases.spellings import words
from app.cases.spellings.curp import valid_curp
from app.cases.spellings.dates import appointment_date, birth_or_referral_date, clock_time
from app.cases.spellings.names import place_key
from app.cases.spellings.phones import mexican_number
from app.cases.spellings.text import NotUnderstood, Typed, fold, tidy
from app.foundation.sheets import SheetRow

from .columns import Column, header_key

COLUMNS = (
    Column("folio", "Folio", ("no folio", "número de folio", "folio r2h"), required=True),
    Column("referred_on", "Fecha de referencia", ("fecha ref", "fecha de envío")),
    Column("clinic", "Clínica", ("unidad", "clínica que refiere", "centro de salud"), required=True),
    Column("given_names", "Nombre(s)", ("nombre", "nombres", "nombre del paciente"), required=True),
    Column("first_surname", "Primer apellido", ("apellido paterno", "paterno", "apellido 1"), required=True),
    Column("second_surname", "Segundo apellido", ("apellido materno", "materno", "apellido 2")),
    Column("sex", "Sexo", ("género",)),
    Column("born_on", "Fecha de nacimiento", ("nacimiento", "fecha nac", "f nacimiento"), required=True),
    Column("curp", "CURP"),
    Column("phone", "Teléfono", ("tel", "celular", "teléfono del paciente", "tel paciente")),
    Column("phone_owner", "Teléfono de quién", ("de quién es el teléfono", "tipo de teléfono")),
    Column("companion", "Acompañante", ("familiar", "nombre del acompañante", "nombre del familiar")),
    Column("kinship", "Parentesco", ("relación",)),
    Column("companion_phone", "Tel. acompañante", ("teléfono del acompañante", "tel familiar")),
    Column("diagnosis_code", "CIE-10", ("cie10", "cie", "código cie")),
    Column("diagnosis", "Diagnóstico", ("dx", "impresión diagnóstica")),
    Column("service", "Especialidad", ("servicio",)),
    Column("hospital", "Hospital", ("hospital de destino", "unidad receptora")),
    Column("urgent", "Urgente", ("urgencia",)),
    Column("appointment_on", "Fecha de cita", ("cita",)),
    Column("appointment_at", "Hora de cita", ("hora",)),
    Column("insurance", "Seguro", ("derechohabiencia", "afiliación", "seguro médico")),
    Column("language", "Lengua", ("idioma", "lengua materna")),
    Column("reads", "Sabe leer", ("lee", "sabe leer y escribir")),
    Column("origin", "Refiere", ("quién refiere", "origen")),
    Column("accepts_texts", "Acepta SMS", ("sms", "acepta mensajes")),
    Column("notes", "Observaciones", ("notas", "comentarios")),
)
Readers = dict[str, Callable[[str], Any]]
UNKNOWN_COLUMN = "~"  # stands before the header of a column that has no name here


@dataclass(slots=True)
class Reading:
    """`values` holds what is filled and understood; `garbled` the column → text that is not understood."""

    number: int
    folio: str
    values: dict[str, Any]
    said: dict[str, str]
    garbled: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def typed_in(self, newer: "Reading", present: set[str]) -> "Reading":
        """This reading, with what a newer one says in the columns that its file has, as it is typed there."""
        values, garbled = (
            {name: text for name, text in old.items() if name not in present} | new
            for old, new in ((self.values, newer.values), (self.garbled, newer.garbled))
        )
        return Reading(newer.number, self.folio, values, self.said, garbled)


class SheetReader:
    """Reads rows of one file. What a text means in a column is worked out once: most columns repeat themselves."""

    def __init__(self, found: dict[str, str], others: Iterable[str], readers: Readers):
        self._columns = [(name, header, readers[name], {}) for name, header in found.items()]
        self._others = [(UNKNOWN_COLUMN + header_key(header), header) for header in others]
        self.present = {*found, *(name for name, _header in self._others)}

    def read(self, row: SheetRow) -> Reading:
        reading = Reading(row.number, "", {}, {})
        cells = row.cells
        for name, header, read, seen in self._columns:
            if text := cells[header]:
                if text not in seen:
                    seen[text] = _understood(name, text, read)
                _take(reading, name, text, *seen[text])
        for name, header in self._others:
            if text := cells[header]:
                reading.said[name] = text
        reading.folio = reading.values.get("folio", "")
        return reading


def read_said(said: dict[str, str], readers: Readers) -> Reading:
    """The same row read again from what was kept of it."""
    reading = Reading(0, said.get("folio", ""), {}, {})
    for name, text in said.items():
        if name in readers:
            _take(reading, name, text, *_understood(name, text, readers[name]))
        else:
            reading.said[name] = text
    return reading


def _understood(name: str, text: str, read: Callable[[str], Any]) -> tuple[Any, str | None]:
    """The value and the one spelling; no value where it is garbled, neither where it means nothing."""
    try:
        value = read(text)
    except NotUnderstood:
        return None, fold(text) or text
    return value, None if value is None else _spelled(name, value, text)


def _take(reading: Reading, name: str, text: str, value: Any, spelled: str | None) -> None:
    if spelled is None:
        return
    reading.said[name] = spelled
    if value is None:
        reading.garbled[name] = text
    else:
        reading.values[name] = value


def _spelled(name: str, value: Any, text: str) -> str:
    match value:
        case str():
            return _SEX_WORDS.get(value, value) if name == "sex" else value
        case bool():
            return "sí" if value else "no"
        case Typed():
            return value.value or value.typed
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
        case int() | float():
            return tidy(text)
    return fold(text)


_SEX_WORDS = {"female": "mujer", "male": "hombre"}


def readers(today: date, sexes: list[str]) -> Readers:
    """How each column is read. `sexes` is the whole column: it tells what a lone M means."""
    lone_m = words.meaning_of_m(sexes)
    past = _birth_or_referral(today)
    return {
        **dict.fromkeys(("folio", "given_names", "first_surname", "second_surname"), tidy),
        **dict.fromkeys(("companion", "diagnosis", "service", "notes"), tidy),
        **dict.fromkeys(("clinic", "hospital"), _place),
        **dict.fromkeys(("phone", "companion_phone"), _phone),
        **dict.fromkeys(("urgent", "reads", "accepts_texts"), words.yes_or_no),
        **dict.fromkeys(("born_on", "referred_on"), past),
        "diagnosis_code": lambda text: tidy(text).upper(),
        "sex": lambda text: words.sex(text, m_means=lone_m),
        "curp": _curp,
        "phone_owner": _word(words.phone_owner),
        "kinship": _kinship,
        "appointment_on": appointment_date,
        "appointment_at": clock_time,
        "insurance": _word(words.insurance),
        "language": _word(words.language),
        "origin": _word(words.origin),
    }


@dataclass(frozen=True, slots=True)
class Word:
    """A choice by its code, and its key as typed: `IMSS-Bienestar` and `ninguno` are one choice."""

    code: str


@dataclass(frozen=True, slots=True)
class Kinship:
    """`relation` by its code; `sex` of the relative where the word says it; `typed` for the screen."""

    relation: str
    sex: str | None
    typed: str


def _word(read: Callable[[str], str | None]) -> Callable[[str], Word | None]:
    def chosen(text: str) -> Word | None:
        code = read(text)
        return Word(code) if code else None

    return chosen


def _kinship(text: str) -> Kinship | None:
    found = words.kinship(text)
    return Kinship(found[0], found[1], tidy(text).lower()) if found else None


def _place(text: str) -> Typed:
    return Typed(place_key(text), tidy(text))


def _phone(text: str) -> Typed:
    return Typed(mexican_number(text), tidy(text))


def _curp(text: str) -> Typed:
    valid = valid_curp(text)
    return Typed(valid.text if valid else None, tidy(text).upper())


def _birth_or_referral(today: date) -> Callable[[str], date | None]:
    def read(text: str) -> date | None:
        day = birth_or_referral_date(text, today)
        if day and not date(1890, 1, 1) <= day <= today:
            raise NotUnderstood(text)
        return day

    return read


def repeated(folios: Iterable[str]) -> set[str]:
    """The folios that the file has more than once."""
    return {folio for folio, times in Counter(folios).items() if folio and times > 1}
