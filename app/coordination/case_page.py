"""Everything about one case, gathered for one page: at most fifteen statements."""

from dataclasses import dataclass
from datetime import datetime

from app.cases import queries as cases
from app.cases.labels import APPOINTMENT_STATES, CALL_OUTCOMES, NOTES
from app.cases.models import Appointment, Case, CasePerson, CounterReferral, Task
from app.cases.queries import Helpers
from app.cases.rules import stage
from app.coordination import overview
from app.coordination.overview import Stage
from app.finance.case_money import CaseMoney, case_money
from app.foundation.language import _
from app.messaging import conversations
from app.messaging import queries as messaging
from app.messaging.models import Inbound, Message
from app.travel import queries as travel
from app.travel.models import Trip


@dataclass(frozen=True)
class Event:
    """One line of the time line: when it happened, what kind of thing, in words, who did it."""

    at: datetime
    kind: str
    words: str
    detail: str = ""
    who: str = ""


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now: a link by endpoint and arguments."""

    label: str
    endpoint: str
    arguments: dict[str, object]


@dataclass(frozen=True)
class CasePage:
    stage: Stage
    coming: list[Appointment]
    before: list[Appointment]
    party: list[CasePerson]
    helpers: Helpers
    trips: list[Trip]
    tasks: list[Task]
    texts: list[Message]
    answers: list[CounterReferral]
    money: CaseMoney
    in_kind: travel.HelpInKind
    timeline: list[Event]
    next_step: NextStep | None

    def trip_to(self, appointment: Appointment) -> Trip | None:
        """The one of those shown that serves this date."""
        serving = (trip for trip in self.trips if any(one.appointment_id == appointment.id for one in trip.dates))
        return next(serving, None)


def gather(case: Case, now: datetime) -> CasePage:
    """Each part is asked for once; the stage is read off what is there, by the rules of the list of cases."""
    appointments, trips = cases.appointments_of(case), travel.standing_trips(case.id)
    appointment, coming = cases.live_among(appointments), cases.coming_among(appointments)
    live = travel.live_among(trips)
    party, helpers = cases.party_and_helpers(case)
    texts, money, answers = messaging.messages_of_case(case.id), case_money(case.id), cases.counter_referrals_of(case)
    unanswered = not answers and any(one.state == "attended" for one in appointments)
    facts = overview.facts_of(case, appointment, live, money.standing, unanswered, now)
    return CasePage(
        stage=overview.named(stage(facts)),
        coming=coming,
        before=[one for one in appointments if one not in coming],
        party=party,
        helpers=helpers,
        trips=_shown(trips),
        tasks=cases.open_tasks_of(case),
        texts=texts,
        answers=answers,
        money=money,
        in_kind=travel.help_in_kind(case.id),
        timeline=_timeline(case, appointments, trips, texts, money),
        next_step=_next_step(stage(facts), case, appointment, live, money, bool(answers)),
    )


def _shown(trips: list[Trip]) -> list[Trip]:
    """All that are ahead or under way, the soonest first; where there is none, the last one."""
    going = [trip for trip in trips if trip.state != "returned"]
    return travel.soonest_first(going) or trips[:1]


def _next_step(code: str, case: Case, appointment: Appointment | None, trip: Trip | None, money: CaseMoney, answered):
    """The one thing to do now, by stage; None where there is nothing but to wait."""
    here = {"number": case.number}
    dated = here | {"appointment_id": appointment.id} if appointment else here
    riding = here | {"trip_id": trip.id} if trip else here
    first = (_("Cerrar el caso"), "coordination.close") if answered else (_("Anotar la cita"), "coordination.book")
    steps = {
        "new": (*first, here),
        "requested": (_("Anotar la fecha que dieron"), "coordination.book", here),
        "booked": (_("Elegir cómo va a viajar"), "coordination.choose_trip", dated),
        "trip_planned": _money_step(here, money),
        "ready": (_("Registrar que ya salieron"), "coordination.depart", riding),
        "travelling": (_("Registrar que ya regresaron"), "coordination.come_home", riding),
        "awaiting_outcome": (_("Registrar qué pasó"), "coordination.outcome", dated),
        "settling": _money_step(here, money),
        "loop_open": (_("Registrar la contrarreferencia"), "cases.counter_referral", here),
    }
    if code == "booked" and (appointment.starts_at is None or appointment.hospital is None):
        return NextStep(_("Cambiar la cita: falta la hora"), "coordination.move", dated)
    return NextStep(*steps[code]) if steps.get(code) else None


def _money_step(here: dict[str, object], money: CaseMoney) -> tuple | None:
    """A budget waits for its approval, an advance to be handed over or proved."""
    draft = next((budget for budget in money.budgets if budget.state == "draft" and budget.lines), None)
    if draft:
        return _("Autorizar el dinero"), "coordination.approve_money", here | {"budget_id": draft.id}
    labels = {"approved": _("Entregar el apoyo"), "paid": _("Recibir comprobantes")}
    found = next((advance for advance in money.advances if advance.state in labels), None)
    return (labels[found.state], "finance.advance", {"advance_id": found.id}) if found else None


def _timeline(case, appointments, trips, texts, money) -> list[Event]:
    """Notes and calls, dates, texts, the trip and the money: one line each, the newest first."""
    events = [
        Event(note.occurred_at, note.kind, _note_words(note), note.text, note.author.first_name if note.author else "")
        for note in cases.timeline_notes(case)
    ]
    events += [_dated(one) for one in appointments if not one.tentative]
    events += [_sent(text) for text in texts if text.sent_at and text.person]
    events += [_replied(reply) for reply in conversations.inbound_of_case(case.id)]
    events += [mark for trip in trips for mark in _ridden(trip)]
    events += [Event(at, "money", words) for at, words in money.happened]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _sent(text: Message) -> Event:
    name = text.person.spoken_name
    if text.channel == "voice":
        return Event(text.sent_at, "text", _("Llamada automática a %(name)s", name=name), text.said or text.body)
    return Event(text.sent_at, "text", _("Mensaje a %(name)s", name=name), text.body)


def _replied(reply: Inbound) -> Event:
    who = reply.person.spoken_name if reply.person else reply.from_number
    if reply.channel == "missed_call":
        return Event(reply.received_at, "reply", _("Llamada perdida de %(name)s", name=who))
    if reply.channel == "voice":
        return Event(reply.received_at, "reply", _("Contestó %(name)s en la llamada", name=who), reply.body)
    return Event(reply.received_at, "reply", _("Contestó %(name)s", name=who), reply.body)


def _note_words(note) -> str:
    return f"{NOTES[note.kind]}: {CALL_OUTCOMES[note.outcome]}" if note.outcome else str(NOTES[note.kind])


def _dated(appointment: Appointment) -> Event:
    label = str(APPOINTMENT_STATES[appointment.state])
    detail = " · ".join(part for part in (appointment.change_reason, appointment.outcome_note) if part)
    return Event(appointment.outcome_at or appointment.created_at, "appointment", label, detail)


def _ridden(trip: Trip) -> list[Event]:
    marks = (
        (trip.departed_at, _("Salieron")),
        (trip.arrived_at, _("Llegaron")),
        (trip.returned_at, _("Regresaron")),
    )
    return [Event(at, "trip", words) for at, words in marks if at]
