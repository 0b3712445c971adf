"""What goes by word of mouth: the acompañante is asked, she says that it is done, or a person calls.

The relay is a row of `cases`; messaging carries its text as a question about `relay:5`. Whatever ends it ends its
text and its task too.
"""

from datetime import datetime, time, timedelta

from app.accounts.models import User
from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Appointment, Case, Person, Relay
from app.coordination import letters
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.language import _
from app.messaging import lint, relay_texts
from app.messaging import relays as messaging
from app.messaging.composing import Composed
from app.messaging.rules import SILENCE, call_due
from app.travel import queries as travel

VISIT_AFTER, VISIT_AT, VISIT_LASTS = timedelta(days=2), time(10), timedelta(days=2)
LONG_AFTERWARDS = timedelta(days=7)
LASTS = timedelta(days=2)
END_OF_DAY = time(20)


def send(
    case: Case, words: str, until: datetime, now: datetime, by: User | None, *, key: str | None = None,
    person: Person | None = None, appointment: Appointment | None = None, corrects: Relay | None = None,
) -> Relay:  # fmt: skip
    """Words for somebody, by the case's acompañante, until they no longer help. The same news goes once.

    Refused: what the relay refuses; money, a diagnosis or a link in the words.
    """
    found = lint.privacy(words)
    if found:
        raise Refused(found[0].sentence, "words")
    key = key or f"case:{case.id}:{clock.today(now)}:{words.strip()[:90]}"
    words = words.strip() if words.strip().endswith((".", "?", "!")) else f"{words.strip()}."
    relay, new = cases.open_relay(
        case, "message", key, words, until, now, by, person=person, appointment=appointment, corrects=corrects
    )
    if new:
        _hand_over(relay, _text(relay_texts.RELAY, relay, words=relay.words), now, now)
    return relay


def ask_home_visit(case: Case, source: str, came_home_at: datetime, now: datetime) -> Relay | None:
    """Two days after they came home: medicines, danger signs, next date. Once for each `source` ("trip:7"); not in a
    restricted case, nor where nobody accompanies, nor long afterwards."""
    barred = case.restricted or case.closed_at or case.hold_reason or case.patient.died_on
    if barred or case.acompanante is None or came_home_at < now - LONG_AFTERWARDS:
        return None
    when = max(now, clock.at_wall(clock.today(came_home_at + VISIT_AFTER), VISIT_AT))
    until = clock.at_wall(clock.today(when + VISIT_LASTS), END_OF_DAY)
    words = _("Visita a casa: medicinas, señales de peligro, próxima cita.")
    relay, new = cases.open_relay(case, "visit", f"visit:{source}", words, until, now, None)
    if new:
        _hand_over(relay, _text(relay_texts.HOME_VISIT, relay), when, now)
    return relay


def _text(template, relay: Relay, **words: str) -> Composed:
    return relay_texts.composed(
        template, navigator=letters.signature(relay.case), patient=relay.person.spoken_name,
        number=relay.case.number, **words,
    )  # fmt: skip


def _hand_over(relay: Relay, text: Composed, when: datetime, now: datetime) -> None:
    """By text, or, where none would reach her, by a call that somebody makes. Either way it is a task from the hour
    at which her silence is too long."""
    event_at, name, who = _event_at(relay, now), relay.person.spoken_name, relay.acompanante.full_name
    if messaging.can_text(relay.acompanante_id, relay.case_id):
        zone = str(clock.zone())
        asked = messaging.ask(
            relay.about, relay.case_id, relay.acompanante_id, text, when, relay.until, event_at, zone, now
        )
        due = call_due(asked.not_before, event_at, zone)
        reason = _("Si no confirma, llámele.")
    else:
        due, reason = when, _("No le llegan mensajes: dígaselo por teléfono. %(words)s", words=relay.words)
    title = _("Visita a casa de %(name)s, con %(who)s", name=name, who=who)
    if relay.kind == "message":
        title = _("Recado para %(name)s, con %(who)s", name=name, who=who)
    cases.raise_task(relay.case, "relay", title, due, relay.about, now, reason=reason)


def _event_at(relay: Relay, now: datetime) -> datetime:
    """What it has to come before: that they leave for what it tells of, else its own end."""
    leaves = leaving(relay.appointment) if relay.kind == "message" else None
    return leaves if leaves and leaves > now else relay.until


def leaving(appointment: Appointment | None) -> datetime | None:
    """When they set out for it; while there is no trip, when it is. None without a date."""
    trip = travel.trip_of(appointment.id) if appointment else None
    return trip.departs_at if trip and trip.departs_at else letters.instant(appointment) if appointment else None


def of(about: str | None) -> Relay | None:
    """The relay behind `relay:5`; None for anything else."""
    kind, _colon, number = (about or "").partition(":")
    return case_queries.relay(int(number)) if kind == "relay" and number.isdigit() else None


def answered(relay: Relay, meaning: str, now: datetime) -> None:
    """The acompañante says: done, or not. Of several about one case, what she has been given by now."""
    given = [relay] if relay.kind == "visit" else _given_with(relay)
    for one in given or [relay]:
        if one.ended_at is None:
            _said(one, meaning == "confirm", now)


def _given_with(relay: Relay) -> list[Relay]:
    same = [one for one in case_queries.open_relays(relay.case) if one.kind == "message"]
    return [
        one for one in same
        if one.acompanante_id == relay.acompanante_id and messaging.is_out(messaging.newest(one.about))
    ]  # fmt: skip


def _said(relay: Relay, done: bool, now: datetime) -> None:
    if relay.kind == "visit":
        result = _("Está bien.") if done else _("Necesita algo.")
        finish(relay, "confirmed", result, now, None)
        if not done:
            _ask_what_is_needed(relay, now)
    else:
        finish(relay, "confirmed" if done else "failed", "" if done else _("No se lo pudo decir."), now, None)


def finish(relay: Relay, state: str, result: str, now: datetime, by: User | None, **answers: bool | None) -> None:
    """It is confirmed, failed or cancelled: on the time line, its text and its task over. What failed is a call.

    Refused: one that has ended.
    """
    cases.end_relay(relay, state, result, now, by, **answers)
    messaging.settle(relay.about, now)
    words = _words(relay)
    for key in (relay.about, f"{relay.about}:call"):
        cases.finish_task_by_key(key, words, now, by)
    if state != "cancelled":
        kind = "visit" if relay.kind == "visit" else "event"
        cases.add_note(relay.case, kind, words, now, now, by)
    if state == "failed":
        title = _("Avisar de otra manera a %(name)s", name=relay.person.full_name)
        if relay.kind == "visit":
            title = _("Preguntar cómo sigue %(name)s: no se pudo la visita", name=relay.person.full_name)
        cases.raise_task(relay.case, "call", title, now, f"{relay.about}:failed", now, reason=relay.words)
    if answers and (answers["medicines"] is False or answers["danger_signs"] or answers["knows_next_date"] is False):
        _ask_what_is_needed(relay, now)


def _words(relay: Relay) -> str:
    """`Recado dado por María a doña Rosa: su cita es el martes 15.`"""
    who, name = relay.acompanante.spoken_name, relay.person.spoken_name
    if relay.kind == "visit":
        done = {"confirmed": _("%(who)s visitó a %(name)s.", who=who, name=name)}
        said = done.get(relay.state, _("%(who)s no visitó a %(name)s.", who=who, name=name))
        return f"{said} {relay.result or ''}".strip()
    said = {
        "confirmed": _("%(who)s le dijo a %(name)s: %(words)s", who=who, name=name, words=relay.words),
        "failed": _("%(who)s no pudo decirle a %(name)s: %(words)s", who=who, name=name, words=relay.words),
    }
    return said.get(relay.state, _("El recado ya no hace falta."))


def _ask_what_is_needed(relay: Relay, now: datetime) -> None:
    name, who = relay.person.spoken_name, relay.acompanante.full_name
    title = _("%(name)s necesita algo: lo dijo %(who)s al visitarla", name=name, who=who)
    cases.raise_task(
        relay.case, "urgent", title, now, f"{relay.about}:needs", now, reason=relay.result, urgent=True
    )  # fmt: skip


def unconfirmed(relay: Relay, reason: str, now: datetime) -> None:
    """She is silent, or her text did not arrive: somebody calls her."""
    if relay.ended_at:
        return
    if relay.case.restricted:
        finish(relay, "cancelled", _("El caso ahora es reservado."), now, None)
        return
    cases.finish_task_by_key(relay.about, reason, now)
    title = _("Llamar a %(who)s: no ha confirmado el recado", who=relay.acompanante.full_name)
    if relay.kind == "visit":
        title = _("Llamar a %(who)s: no ha dicho cómo fue la visita", who=relay.acompanante.full_name)
    cases.raise_task(
        relay.case, "call", title, now, f"{relay.about}:call", now, reason=f"{reason} {relay.words}".strip()
    )  # fmt: skip


def call_about(relay: Relay, words: str, now: datetime) -> None:
    """Nobody else can tell it: a person calls."""
    title = _("Avisar a %(name)s: %(words)s", name=relay.person.full_name, words=words)
    cases.raise_task(relay.case, "call", title, now, f"{relay.about}:correct", now, urgent=True)


def note_what_left(now: datetime) -> None:
    """Those whose text is on its way say so."""
    for relay in case_queries.all_open_relays():
        if relay.state == "open" and messaging.is_out(messaging.newest(relay.about)):
            cases.relay_left(relay)


def silence(case: Case, why: str, now: datetime) -> None:
    """The case rests or is over: nothing more is told, nobody is visited."""
    for relay in case_queries.open_relays(case):
        finish(relay, "cancelled", why, now, None)


def default_until(appointment: Appointment | None, now: datetime) -> datetime:
    """The evening before they leave, on the eve itself their departure; without a date, the evening in two days."""
    leaves = leaving(appointment)
    if leaves is not None:
        eve = clock.at_wall(clock.today(leaves) - timedelta(days=1), END_OF_DAY)
        if eve > now + SILENCE:
            return eve
        return leaves if leaves > now else now + LASTS
    return clock.at_wall(clock.today(now + LASTS), END_OF_DAY)
