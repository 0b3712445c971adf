"""Why a text that the policy names is not going to be sent, or not yet, and in whose language. Pure."""

from dataclasses import dataclass
from datetime import datetime

from app.foundation.language import _l
from app.messaging.composing import READERS, text_for, travels_at, variant_of
from app.messaging.facts import Facts, Recipient
from app.messaging.reminders import Reminder
from app.messaging.rules import applies, audience, silence_of, span, told_before
from app.messaging.texts import Book

SILENT = {
    "closed": _l("El caso está cerrado, o el paciente falleció."),
    "on_hold": _l("El caso está en pausa: los avisos se planean otra vez al retomarlo."),
    "not_cleared": _l("Llegó en una hoja importada y nadie ha confirmado que se le puede escribir."),
    "recorded_late": _l("La cita se registró después de que pasó."),
    "tentative": _l("La fecha es tentativa: se avisa cuando sea la próxima."),
    "waiting": _l("Todavía no hay fecha."),
    "no_safe_plan": _l("Caso reservado: falta el plan de contacto seguro."),
}
WAITING = {
    "no_trip": _l("Cuando se elija cómo va a viajar."),
    "not_left": _l("Cuando salgan."),
    "not_home": _l("Cuando regresen a casa."),
    "money_not_ready": _l("Cuando esté listo su apoyo."),
    "week_only": _l("Cuando el hospital diga el día."),
}
NEVER = {
    "past": _l("Ya pasó su hora."),
    "no_words": _l("Nadie ha escrito ese mensaje para quien lo leería."),
}
LANGUAGE_NOTES = {
    "draft": _l("Va en español: en %(language)s es un borrador que ningún hablante ha revisado."),
    "missing": _l("Va en español: nadie lo ha escrito en %(language)s."),
}


@dataclass(frozen=True)
class Expected:
    """One line of the policy for one person. `why` is a code of WAITING or NEVER, None where it is planned or went;
    `note` a code of LANGUAGE_NOTES where `language`, the person's own, is not the one that will be used."""

    kind: str
    person_id: int
    language: str
    why: str | None
    note: str | None = None


def explained(facts: Facts, now: datetime, policy: tuple[Reminder, ...], book: Book) -> list[Expected]:
    """What the policy has for each person of this appointment, in its order. Empty for a case that nobody is texted
    about: `rules.silence_of` says why. Lines about what is over, or did not happen, are left out."""
    if silence_of(facts):
        return []
    found = (
        _expected(line, facts, person, now, book) for line in policy if line.active for person in audience(line, facts)
    )
    return [one for one in found if one is not None]


def _expected(line: Reminder, facts: Facts, person: Recipient, now: datetime, book: Book) -> Expected | None:
    if not applies(line, facts, person, told_before(facts, person)):
        why = _waits_for(line, facts, person)
        return Expected(line.kind, person.person_id, person.language, why) if why else None
    times = span(line, facts, person, now)
    if times is None:
        return Expected(line.kind, person.person_id, person.language, "no_trip")
    text = text_for(line.kind, facts, person, book)
    why = "no_words" if text is None else "past" if now >= times[1] else None
    return Expected(line.kind, person.person_id, person.language, why, _note(line, facts, person, book))


def _waits_for(line: Reminder, facts: Facts, person: Recipient) -> str | None:
    """What still has to happen; None where the line is of no concern here: no move to tell of, or it is over."""
    if facts.event != "booked":
        return None
    if line.anchor == "home" and not facts.returned:
        return "not_home"
    if line.kind == "money_ready" and not facts.departed:
        return "money_not_ready"
    if facts.departed or line.anchor == "now":
        return None
    if line.before:
        return "week_only"
    return "no_trip" if travels_at(facts, person) is None else "not_left"


def _note(line: Reminder, facts: Facts, person: Recipient, book: Book) -> str | None:
    if person.language == "es":
        return None
    standing = book.standing(line.kind, READERS[person.role], variant_of(line.kind, facts, person), person.language)
    return standing if standing in LANGUAGE_NOTES else None
