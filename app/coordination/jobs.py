"""What time alone brings: silence becomes a call, a date that passed becomes a question. All may run twice."""

from datetime import datetime, timedelta

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.coordination import letters, money, reads
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.language import _
from app.messaging import operations as messaging
from app.messaging import queries as texts
from app.travel import queries as travel

EVE = timedelta(hours=36)  # a trip this near without money in hand is somebody's task
SILENCE = timedelta(hours=24)  # P8: silence of 24 h becomes a human call …
SILENCE_ON_THE_EVE = timedelta(hours=4)  # … 4 h on the eve


def keep_texts_true(now: datetime) -> None:
    """The safety net under every event: texts of the next ten days against the facts."""
    with transaction():
        letters.keep_true(now)


def raise_due_tasks(now: datetime) -> None:
    """One pass; each kind in its own transaction, so that one odd row does not stop the others."""
    for kind in (ask_for_outcomes, call_the_silent, call_the_unreached, warn_of_missing_money):
        with transaction():
            kind(now)


def ask_for_outcomes(now: datetime) -> None:
    """The day after: what happened? Never assumed."""
    for appointment in case_queries.outcomes_due(clock.today(now)):
        name = appointment.case.patient.full_name
        title = _("Preguntar qué pasó en la cita de %(name)s", name=name)
        cases.raise_task(appointment.case, "outcome", title, now, f"outcome:{appointment.id}", now)


def call_the_silent(now: datetime) -> None:
    """A question without answer: somebody calls. Nothing waits for a reply (P8)."""
    for message in texts.asked_before(now - SILENCE_ON_THE_EVE):
        near = message.event_at is not None and message.event_at - now < EVE
        if near or message.sent_at <= now - SILENCE:
            _call(message, _("No ha contestado el mensaje."), now)


def call_the_unreached(now: datetime) -> None:
    """A text that will not arrive, and a text that promised a call."""
    for message in texts.stuck(now):
        _call(message, _("El mensaje no le llegó."), now)


def _call(message, reason: str, now: datetime) -> None:
    case = reads.case_by_id(message.case_id) if message.case_id else None
    title = _("Llamar a %(name)s", name=message.person.full_name)
    cases.raise_task(case, "call", title, now, f"call:{message.about}:{message.person_id}", now, reason=reason)
    messaging.call_raised(message, now)


def warn_of_missing_money(now: datetime) -> None:
    """They leave soon and nobody has signed for the money."""
    for trip in travel.departing_before(now + EVE, now):
        if not money.in_hand(trip):
            case = reads.case_by_id(trip.case_id)
            title = _("Entregar el apoyo antes de que salga %(name)s", name=case.patient.full_name)
            cases.raise_task(case, "money", title, now, f"money:{money.source(trip)}", now, urgent=True)
