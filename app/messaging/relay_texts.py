"""The words of what goes by word of mouth: to the acompañante, about which date, and the answer to CITA.

Written and rendered like the others (texts.py). The news that she is to tell is short: with its greeting, the
case's number and what to answer, it is one text.
"""

from datetime import datetime

from app.foundation.clock import to_local
from app.messaging.composing import Composed
from app.messaging.facts import Facts
from app.messaging.texts import Template, render
from app.messaging.wording import appointment_day, clipped, full_day, hour_short, weekday

LONGEST_NEWS = 90
TELLING = ("booked", "moved")
TOLD_BEFORE_LEAVING = ("seven_days_before", "two_days_before", "day_before")
BY_MOUTH = (*TELLING, "cancelled", "money_ready", *TOLD_BEFORE_LEAVING)
"""Kinds of text that somebody may tell instead. Those of the way are asked of who travels, and nobody else knows."""

RELAY = Template(
    "relay", "acompanante",
    "Soy {navigator}. Recado para {patient}: {words} Cuando se lo diga, conteste 1 {number}.",
    "Soy {navigator}. A {patient}: {words} Al decirle, conteste 1 {number}.",
    asks=("confirm", "decline"),
)  # fmt: skip
HOME_VISIT = Template(
    "home_visit", "acompanante",
    "Soy {navigator}. Visite a {patient}: medicinas, señales de peligro, próxima cita. "
    "Conteste 1 {number} = bien, 2 {number} = necesita algo.",
    "Soy {navigator}. Visite a {patient}: medicinas, peligro, próxima cita. "
    "1 {number} = bien, 2 {number} = necesita algo.",
    asks=("confirm", "decline"),
)  # fmt: skip
DATE_OF = Template(
    "date_of", "anyone", "Soy {navigator}. {number}: {words}", "{number}: {words}",
)  # fmt: skip
WHICH_DATE = Template(
    "which_date", "anyone",
    "Soy {navigator}. Hay más de una fecha. ¿De cuál me contesta? {dates}. Conteste el número.",
    "Soy {navigator}. ¿De cuál fecha? {dates}.",
    asks=("date",),
)  # fmt: skip
RELAYED = (RELAY, HOME_VISIT, DATE_OF, WHICH_DATE)


def composed(template: Template, **words: str) -> Composed:
    """One of these texts, rendered."""
    return Composed(render(template, words), template.key, template.version, template.asks, template.promises_call)


def news(kind: str, facts: Facts) -> str:
    """What a text of this kind says, in at most 90 letters: for somebody to say aloud. Refuses one that is not in
    BY_MOUTH: KeyError."""
    when, on = _appointment(facts), _on(facts)
    said = {
        "booked": (f"ya hay cita: {when}, en {facts.city}.",),
        "moved": (f"hay CAMBIO: su cita ahora es {on}, en {facts.city}.", f"CAMBIO: su cita ahora es {on}."),
        "cancelled": (f"el hospital ya no atiende {_day(facts)}. Que NO salga de su casa.",),
        "money_ready": (
            f"ya está listo lo de su viaje; pase a la oficina de {facts.office} con su INE.",
            "ya está listo lo de su viaje; pase a la oficina con su INE.",
        ),
    } | dict.fromkeys(TOLD_BEFORE_LEAVING, _leaving(facts, on))
    return _fitting(said[kind])


def correction(was: datetime, facts: Facts | None) -> str:
    """What is no longer so, for whoever was told of it by mouth. `facts` None: there is no other date yet."""
    if facts is None or facts.appointment_at is None:
        return _fitting((f"hay CAMBIO: ya no es el {weekday(to_local(was).date())}. Que NO salga de su casa.",))
    before, becomes = to_local(was, facts.zone).date(), _on(facts)
    if before == to_local(facts.appointment_at, facts.zone).date():
        return _fitting((f"hay CAMBIO de hora: ahora es {becomes}.",))
    day = weekday(before)
    full = f"hay CAMBIO: ya no es el {day}. Ahora es {becomes}, en {facts.city}."
    return _fitting((full, f"CAMBIO: ya no es el {day}; es {becomes}."))


def date_of(coming: list[Facts]) -> str:
    """The answer to CITA: day, hour and city of what is ahead, and when they leave; no name."""
    if not coming:
        return "todavía no hay fecha. En cuanto la den, le aviso."
    parts = [f"{_appointment(facts)}, en {facts.city}{_departure(facts)}" for facts in coming[:2]]
    return f"cita {'; y '.join(parts)}."


def _departure(facts: Facts) -> str:
    if facts.departs_at is None or facts.departed:
        return ""
    leaves = to_local(facts.departs_at, facts.zone)
    return f", sale {weekday(leaves.date())}, {hour_short(leaves.time())}"


def _leaving(facts: Facts, on: str) -> tuple[str, ...]:
    """From the fullest to the shortest."""
    if facts.departs_at is None:
        return (f"su cita es {on}, en {facts.city}.", f"su cita es {on}.")
    leaves = to_local(facts.departs_at, facts.zone)
    said = f"sale a {facts.city} el {full_day(leaves.date())}, {hour_short(leaves.time())}"
    return f"{said}, de {facts.meeting_point}.", f"{said}."


def _appointment(facts: Facts) -> str:
    if facts.appointment_at is None:
        return "en fecha por decir"
    return appointment_day(to_local(facts.appointment_at, facts.zone), facts.precision)


def _on(facts: Facts) -> str:
    """The date after a verb: `el martes 15 de diciembre`, and `la semana del lunes 14` as it is."""
    when = _appointment(facts)
    return when if facts.appointment_at is None or facts.precision == "week" else f"el {when}"


def _day(facts: Facts) -> str:
    if facts.appointment_at is None:
        return "el día dicho"
    if facts.precision == "week":
        return "esa semana"
    return f"el {weekday(to_local(facts.appointment_at, facts.zone).date())}"


def _fitting(versions: tuple[str, ...]) -> str:
    """The first that fits; else the last, cut where a word ends."""
    fitting = next((words for words in versions if len(words) <= LONGEST_NEWS and "None" not in words), None)
    return fitting or f"{clipped(versions[-1].rstrip('.'), LONGEST_NEWS - 1)}."
