"""Writing a text: its blanks as people see them, what is wrong with it, what changed, how long it gets. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from string import Formatter

from app.foundation.errors import Refused
from app.foundation.language import _, _l
from app.messaging import gsm7, lint
from app.messaging.lint import Finding
from app.messaging.texts import Template, render
from app.messaging.wording import capitalised

MOST_PARTS = 2
# field → (as it is written on screen, what it becomes)
BLANKS = {
    "Name": ("Nombre", _l("su nombre al empezar: Doña Rosa")),
    "name": ("nombre", _l("su nombre: doña Rosa")),
    "navigator": ("navegadora", _l("quien firma: Lupita")),
    "office": ("oficina", _l("de dónde escribe: Jaltenango")),
    "patient": ("paciente", _l("el nombre del paciente: Rosa")),
    "city": ("ciudad", _l("la ciudad, nunca el hospital: Tuxtla")),
    "appointment": ("cita", _l("día y hora: martes 15 de diciembre, 8 de la mañana")),
    "becomes": ("fecha_nueva", _l("el martes 15 de diciembre, 8 de la mañana")),
    "was": ("fecha_anterior", _l("la fecha que ya no es: el jueves 10")),
    "the_day": ("el_dia", _l("el martes 15")),
    "day": ("dia", _l("martes 15")),
    "at_hour": ("hora_cita", _l("la hora de la cita, con su coma: , 8 de la mañana")),
    "soon": ("cuando", _l("Hoy, Mañana o Pasado mañana y el día, según cuándo salga")),
    "departure_day": ("dia_salida", _l("lunes 14 de diciembre")),
    "hour": ("hora_salida", _l("5:30 am")),
    "later": ("media_hora_despues", _l("a las 6")),
    "meeting_point": ("punto", _l("dónde los recogen: la clínica de Salvador Urbina")),
    "driver": ("chofer", _l("quien maneja: don Beto")),
    "together": ("juntos", _l("usted va con ella")),
    "pickup": ("cuando_pasar", _l("lunes o martes de 9 a 3")),
    "next_day": ("proxima_cita", _l("martes 12 de enero")),
    "names": ("nombres", _l("Rosa o Mateo")),
}
FIELDS = {shown: field for field, (shown, _about) in BLANKS.items()}
_ALWAYS = ("Name", "name", "navigator", "office", "patient", "city", "appointment", "becomes", "the_day", "day",
           "at_hour", "soon", "together")  # fmt: skip
_RIDE = ("departure_day", "hour", "later", "meeting_point")
_MORE = {
    "moved": ("was",), "money_ready": ("pickup",), "after_return.next_date": ("next_day",),
    "day_before": ("driver", *_RIDE), "day_before.no_driver": _RIDE, "two_days_before": _RIDE,
    "seven_days_before": _RIDE, "on_the_way": _RIDE, "on_the_way.alone": _RIDE, "on_the_way_home": _RIDE,
    "on_the_way_home.alone": _RIDE,
}  # fmt: skip
_ANSWERING = {
    "stopped": (), "started": ("navigator",), "help": ("navigator",), "which_one": ("navigator", "names"),
    "who": ("navigator", "office"),
}  # fmt: skip
_LITERAL_DAY = re.compile(r"(?<!la )\b(?:pasado )?mañana\b", re.IGNORECASE)
LONG = {
    "name": "doña María Guadalupe del Carmen Concepción", "patient": "María Guadalupe del Carmen Concepción",
    "navigator": "Guadalupe Esperanza", "driver": "don Hermenegildo Maximiliano",
    "office": "Jaltenango de la Paz, Ángel Albino Corzo", "city": "San Cristóbal de Las Casas",
    "meeting_point": "la escuela primaria rural federal de la comunidad de Nueva Independencia",
    "names": "María Guadalupe o Hermenegildo Maximiliano",
}  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """How a text comes out with some names: `left` letters in the last part, `parts` that the carrier charges."""

    body: str
    parts: int
    left: int


def allowed(template: Template) -> tuple[str, ...]:
    """The blanks that can always be filled for this kind, reader and variant, in the order of BLANKS."""
    if template.role == "anyone":
        return _ANSWERING[template.kind]
    more = _MORE.get(".".join(filter(None, (template.kind, template.variant))), ())
    own = _RIDE[:1] if (template.kind, template.role, template.variant) == ("booked", "relative", "") else ()
    spared = {"driver"} if template.role == "acompanante" else set()
    return tuple(field for field in BLANKS if field in {*_ALWAYS, *more, *own} - spared)


def shown(text: str) -> str:
    """A stored text as people read and edit it: `{nombre}` for `{name}`."""
    return re.sub(r"\{(\w+)\}", lambda found: "{" + BLANKS.get(found[1], (found[1],))[0] + "}", text)


def stored(text: str) -> str:
    """What was typed, with its blanks by their own names; an unknown one stays as it was typed."""
    return re.sub(r"\{\s*(\w+)\s*\}", lambda found: "{" + FIELDS.get(found[1], found[1]) + "}", " ".join(text.split()))


def refuse_unfit(template: Template, body: str, brief: str) -> None:
    """Refused, beside the field: braces that do not close, blanks that this text has not, what is never said by
    text, and more than two parts even with usual names cut short."""
    refuse_blanks(template, body, brief)
    for field, text in (("body", body), ("brief", brief)):
        if private(text):
            raise Refused(" ".join(finding.sentence for finding in private(text)), field)
    usual = {name: USUAL[name] for name in allowed(template) if name != "Name"}
    for field, text in (("body", body), ("brief", brief)):
        parts = alone(text, usual)
        if parts > MOST_PARTS:
            raise Refused(_("Ocupa %(parts)s mensajes: dígalo en uno, o a lo más en dos.", parts=parts), field)
    long = usual | {name: LONG[name] for name in usual if name in LONG}
    if measured(Template("", "", body, brief), long).parts > MOST_PARTS:
        raise Refused(_("Con nombres largos no cabe en dos mensajes: acórtelo."), "brief")


def alone(text: str, words: dict[str, str]) -> int:
    """How many parts these very words take, before anything gives way."""
    said = text.format(**words, Name=capitalised(words.get("name", "")))
    return gsm7.segments(gsm7.transliterate(said))


def refuse_blanks(template: Template, body: str, brief: str) -> None:
    """Refused: what cannot be filled in."""
    _refuse_blanks(template, body, "body")
    _refuse_blanks(template, brief, "brief")


def private(text: str) -> list[Finding]:
    """What must not be said by text, its blanks left aside."""
    return lint.privacy(re.sub(r"\{\w*\}", " ", text))


def _refuse_blanks(template: Template, text: str, field: str) -> None:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as unbalanced:
        raise Refused(_("Una llave { } se quedó sin cerrar o sin abrir."), field) from unbalanced
    if any(spec or conversion or name == "" for _text, name, spec, conversion in parts):
        raise Refused(_("Entre llaves va sólo el nombre de un espacio, como {nombre}."), field)
    unknown = [name for _text, name, _spec, _conversion in parts if name and name not in allowed(template)]
    if unknown:
        wrong = ", ".join("{" + BLANKS.get(name, (name,))[0] + "}" for name in unknown)
        raise Refused(_("Este mensaje no tiene con qué llenar %(blanks)s.", blanks=wrong), field)


def warnings(template: Template, body: str) -> list[Finding]:
    """What a text may say and had better not: lost letters, verbs that change, a "mañana" that may not be true, no
    signature, more than one part with usual names."""
    spanish = template.language == "es"
    literal = _LITERAL_DAY.search(body) if spanish and "soon" in allowed(template) else None
    checks = (
        ("literal_day", literal.group() if literal else ""),
        ("unsigned", "{navegadora}" if template.role != "anyone" and "{navigator}" not in body else ""),
        ("falls_back", str(alone(body, USUAL)) if alone(body, USUAL) > 1 else ""),
    )
    found = lint.lost(body) + (lint.wording(body) if spanish else [])
    return found + [Finding(code, seen) for code, seen in checks if seen]


def measured(template: Template, words: dict[str, str]) -> Measured:
    body = render(template, words)
    size = gsm7.size(body)
    return Measured(body, size.segments, size.left)


def difference(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Word by word: (`same` · `gone` · `come`, words), in reading order."""
    was, now = old.split(), new.split()
    for what, start, end, begin, stop in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what == "equal":
            yield "same", " ".join(was[start:end])
            continue
        if end > start:
            yield "gone", " ".join(was[start:end])
        if stop > begin:
            yield "come", " ".join(now[begin:stop])


USUAL = {
    "name": "doña Rosa", "navigator": "Lupita", "office": "Jaltenango", "patient": "Rosa", "city": "Tuxtla",
    "appointment": "miércoles 23 de diciembre, 8 de la mañana",
    "becomes": "el miércoles 23 de diciembre, 8 de la mañana", "was": "el miércoles 16", "the_day": "el miércoles 23",
    "day": "miércoles 23", "at_hour": ", 8 de la mañana", "soon": "Pasado mañana miércoles 23",
    "departure_day": "miércoles 23 de diciembre", "hour": "5:30 am", "later": "a las 6",
    "meeting_point": "la clínica de Salvador Urbina", "driver": "don Beto", "together": "usted va con ella",
    "pickup": "lunes o martes de 9 a 3", "next_day": "miércoles 23 de diciembre", "names": "Rosa o Mateo",
}  # fmt: skip
