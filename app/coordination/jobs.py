"""What time alone brings: silence becomes a call, a date that passed becomes a question. All may run twice."""

from datetime import datetime, timedelta

from flask import current_app

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.coordination import money, on_site, reads, relay_changes, relays, safety_net, text_costs
from app.coordination.texts import operations as texts
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.language import _
from app.messaging import calls
from app.messaging import queries as messages
from app.travel import queries as travel

MOST_BATCHES = 20
EVE = timedelta(hours=36)  # a trip this near without money in hand is somebody's task


def keep_texts_true(now: datetime) -> None:
    """The safety net under every event: texts against the facts, where something changed or is about to leave. Then
    what a change of the policy left for later, batch by batch."""
    with transaction():
        safety_net.mend(now)
    for _batch in range(MOST_BATCHES):
        with transaction():
            if not texts.go_on(now):
                break


def raise_due_tasks(now: datetime) -> None:
    """One pass; each kind in its own transaction, so that one odd row does not stop the others."""
    kinds = (
        cases.lift_suspensions, relays.note_what_left, ask_for_outcomes, call_where_no_text_helps,
        warn_of_missing_money, warn_of_the_daily_cap, on_site.chase_authorisations,
    )  # fmt: skip
    for kind in kinds:
        with transaction():
            kind(now)


def post_text_costs(now: datetime) -> None:
    """What texts cost on the days that are over, to the books: each day and fund in its own transaction. What
    cannot be posted becomes a task and is tried again."""
    troubles = {}
    for batch in text_costs.due(now):
        try:
            with transaction():
                text_costs.post(batch, now)
        except Refused as refusal:
            key, title, reason = text_costs.trouble(batch, refusal)
            troubles.setdefault(key, (title, reason))
    with transaction():
        text_costs.tell(troubles, now)


def ask_for_outcomes(now: datetime) -> None:
    """The day after: what happened? Never assumed."""
    for appointment in case_queries.outcomes_due(clock.today(now)):
        name = appointment.case.patient.full_name
        title = _("Preguntar qué pasó en la cita de %(name)s", name=name)
        cases.raise_task(appointment.case, "outcome", title, now, f"outcome:{appointment.id}", now)


def call_where_no_text_helps(now: datetime) -> None:
    """What did not arrive, what nobody answered, what a text promised: somebody calls. Nothing waits for a reply."""
    due = calls.calls_due(now, current_app.config["SETTINGS"].timezone)
    for call in due:
        relay = relays.of(call.message.about)
        if relay:
            relays.unconfirmed(relay, call.reason, now)
            continue
        if relay_changes.instead_of_call(call, now):
            continue
        case, person = call.message.case, call.message.person
        title = _("Llamar a %(name)s", name=person.full_name)
        cases.raise_task(
            case, "call", title, call.due_at, call.key, now, reason=call.reason, person_id=person.id,
            about=call.message.about,
        )  # fmt: skip
    calls.raised(due, now)


def warn_of_missing_money(now: datetime) -> None:
    """They leave soon and nobody has signed for the money; once somebody has, the task is over."""
    for trip in travel.departing_before(now + EVE, now):
        key = f"money:{money.source(trip)}"
        if money.in_hand(trip):
            cases.finish_task_by_key(key, _("El dinero está en mano."), now)
        else:
            case = reads.case_by_id(trip.case_id)
            title = _("Entregar el apoyo antes de que salga %(name)s", name=case.patient.full_name)
            cases.raise_task(case, "money", title, now, key, now, urgent=True)


def warn_of_the_daily_cap(now: datetime) -> None:
    """Texts wait until tomorrow: somebody looks, once a day, which of them cannot."""
    today = clock.today(now)
    for channel in messages.alarms(today):
        key = f"cap:{channel.name}:{today}"
        if channel.capped_on == today and not reads.was_raised(key):
            title = _("Se llegó al tope de mensajes de hoy: ver qué no puede esperar")
            cases.raise_task(None, "other", title, now, key, now, urgent=True)
