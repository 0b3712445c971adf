"""A line of the policy as people say it: when, to whom, on which days, and where it stands in time. Pure."""

from app.foundation.language import _, _l
from app.messaging.reminders import KIND_ANCHORS, Reminder

ANCHORS = {
    "now": _l("en cuanto pasa"), "leaving": _l("salir"), "appointment": _l("la cita"),
    "return": _l("empezar el regreso"), "home": _l("regresar a casa"),
}  # fmt: skip
AUDIENCES = {
    "everyone": _l("a todos los que reciben avisos"), "patient": _l("sólo al paciente"),
    "companions": _l("sólo a los familiares"), "one_traveller": _l("a uno de los que viajan, primero un familiar"),
    "money_recipient": _l("a quien recibe el apoyo"), "acompanante": _l("a la acompañante comunitaria"),
}  # fmt: skip
WEEKDAYS = (_l("lunes"), _l("martes"), _l("miércoles"), _l("jueves"), _l("viernes"), _l("sábado"), _l("domingo"))
LANGUAGES = {
    "es": _l("español"), "en": _l("inglés"), "tzh": _l("tseltal"), "tzo": _l("tsotsil"), "mam": _l("mam"),
}  # fmt: skip
READERS = {
    "patient": _l("Paciente"), "relative": _l("Familiar"), "acompanante": _l("Acompañante comunitaria"),
    "anyone": _l("Quien escriba"),
}  # fmt: skip
VARIANTS = {
    "": "", "no_trip": _l("sin viaje elegido, o se queda"), "no_driver": _l("sin chofer"),
    "alone": _l("viaja sin compañía"),    "next_date": _l("con próxima cita"),
}  # fmt: skip
PARTS = (
    ("now", _l("En cuanto pasa")), ("ahead", _l("Antes de salir y de la cita")), ("under_way", _l("En el camino")),
    ("after", _l("Después de la cita, y ya en casa")),
)  # fmt: skip
ANCHOR_ORDER, AUDIENCE_ORDER, KIND_ORDER = tuple(ANCHORS), tuple(AUDIENCES), tuple(KIND_ANCHORS)
_NUMBERS = {1: _l("Un"), 2: _l("Dos"), 3: _l("Tres"), 4: _l("Cuatro"), 5: _l("Cinco"), 6: _l("Seis"), 7: _l("Siete")}


def when(line: Reminder) -> str:
    """`Dos días antes de salir, a las 10:00`."""
    if line.anchor == "now":
        return _("En cuanto pasa")
    side = _("antes de") if line.before else _("después de")
    event = ANCHORS[line.anchor]
    if line.at is None:
        return _("%(time)s %(side)s %(event)s", time=_minutes(abs(line.minutes)), side=side, event=event)
    hour = line.at.strftime("%-H:%M")
    if line.days == 0:
        return _("El mismo día de %(event)s, a las %(hour)s", event=event, hour=hour)
    days = _days(abs(line.days))
    return _("%(days)s %(side)s %(event)s, a las %(hour)s", days=days, side=side, event=event, hour=hour)


def whom(line: Reminder) -> str:
    return str(AUDIENCES[line.audience])


def limits(line: Reminder) -> list[str]:
    """What narrows a line: weekdays, a forced language."""
    said = []
    if line.weekdays:
        said.append(_("sólo en %(days)s", days=_listed([str(WEEKDAYS[day]) for day in sorted(line.weekdays)])))
    if line.language:
        said.append(_("siempre en %(language)s", language=LANGUAGES[line.language]))
    return said


def sentence(line: Reminder) -> str:
    """The whole line: `Dos días antes de salir, a las 10:00, a todos los que reciben avisos.`"""
    said = ", ".join([when(line), whom(line), *limits(line)]) + "."
    if line.lasts_minutes:
        said += " " + _("Si no sale en %(time)s, ya no se manda.", time=_minutes(line.lasts_minutes).lower())
    return said


def part(line: Reminder) -> str:
    """Which of PARTS it belongs to."""
    if line.anchor == "now":
        return "now"
    if line.before:
        return "ahead"
    return "under_way" if line.anchor in ("leaving", "return") else "after"


def place_in_time(line: Reminder) -> tuple[int, ...]:
    """The order in which the lines of one part are read."""
    hour = line.at.hour * 60 + line.at.minute if line.at else 0
    offset = line.days * 24 * 60 + line.minutes + hour
    anchor = 0 if line.before else ANCHOR_ORDER.index(line.anchor)
    kind = KIND_ORDER.index(line.kind) if line.kind in KIND_ORDER else len(KIND_ORDER)
    return anchor, offset, kind, AUDIENCE_ORDER.index(line.audience)


def _days(count: int) -> str:
    number = str(_NUMBERS[count]) if count in _NUMBERS else str(count)
    return _("%(number)s día", number=number) if count == 1 else _("%(number)s días", number=number)


def _minutes(count: int) -> str:
    hours, rest = divmod(count, 60)
    if rest or not hours:
        return _("%(count)s minutos", count=count)
    return _("Una hora") if hours == 1 else _("%(count)s horas", count=hours)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else _("%(many)s y %(last)s", many=", ".join(words[:-1]), last=words[-1])
