"""What one event means for every part. Read this file first: it is the product.

Each function is one event, from top to bottom. None commits; the view that calls it opens the transaction, so
that either all of it happened or nothing did. A text is only a row here: the outbox sends it later.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from app.accounts.models import User
from app.cases import operations as cases
from app.cases.models import Appointment, Case, Person, Place
from app.coordination import (
    arrival,
    homecoming,
    journeys,
    letters,
    money,
    next_date,
    on_site,
    reads,
    relay_changes,
    relays,
    repricing,
    several_dates,
)
from app.coordination.follow import follow
from app.coordination.happened import Before, Happened
from app.finance import operations as finance
from app.finance.models import Advance, Budget, Fund
from app.finance.operations.promises import Part
from app.finance.rules import DatedRate
from app.foundation import audit, clock, settings
from app.foundation.language import _
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.models import Leg, Traveller, Trip
from app.travel.rules import Member


def book_appointment(case: Case, now: datetime, by: User, **dated) -> Happened:
    """A date was given. The texts about it are ready; the journey is chosen next, on its own page."""
    _adopt(case, now, by)
    appointment = cases.book(case, now=now, by=by, **dated)
    cases.finish_task_by_key(f"case:{case.id}:date", _("Hay fecha."), now)
    texts = letters.reconcile(appointment, now)
    return Happened(appointment, texts=texts)


def give_date(tentative: Appointment, shift: bool, now: datetime, by: User, **dated) -> Happened:
    """The next of a series is real: its texts are planned, and its journey can be chosen."""
    appointment = cases.give_date(tentative, shift=shift, now=now, by=by, **dated)
    cases.finish_task_by_key(f"case:{appointment.case_id}:date", _("Hay fecha."), now)
    return Happened(appointment, texts=letters.reconcile(appointment, now))


def choose_trip(
    appointment: Appointment, companions: Iterable[int], key: str, now: datetime, by: User,
    told: Mapping[int, journeys.As] | None = None, others: Iterable[Member] = (),
) -> Happened:  # fmt: skip
    """One of the proposed journeys becomes the trip: beds held, budget written, departure texts planned."""
    party = journeys.party_of(appointment.case, companions, told, others)
    former = travel_queries.trip_of(appointment.id)
    left_out = next_date.still_to_serve(former, appointment, now) if former else []
    trip = travel.plan_trip(journeys.visit_of(appointment), party, key, by, now, money.at_rates())
    budget = money.budget_for(trip, appointment.case, by, now)
    texts = letters.reconcile(appointment, now)
    for one in left_out:
        letters.reconcile(one, now)
    return Happened(appointment, trip, budget, texts)


def leave_urgently(
    case: Case, hospital: Place, companions: Iterable[int], authorised_by: str, now: datetime, by: User, *, mode: str,
    left_at: datetime, minutes: int, fare: Money,
) -> Happened:  # fmt: skip
    """They leave at any hour without appointment, fund or approval; who authorised it confirms within a day (P7)."""
    _adopt(case, now, by)
    cases.finish_task_by_key(f"case:{case.id}:date", _("Salieron de urgencia."), now)
    day = clock.today(left_at + timedelta(minutes=minutes))
    appointment = cases.book(
        case, hospital, case.service, day, None, None, "date", now, by,
        past_reason=None if day >= clock.today(now) else _("Salida urgente"),
    )  # fmt: skip
    visit = journeys.urgent_visit(appointment, left_at + timedelta(minutes=minutes))
    trip = travel.leave_at_once(
        visit, journeys.party_of(case, companions), mode, left_at, minutes, fare, by, now
    )  # fmt: skip
    cases.add_note(case, "event", _("Salida urgente. Autorizó: %(name)s.", name=authorised_by), left_at, now, by)
    rides = sum((leg.fare for leg in trip.legs), Money.zero())
    over = rides > Money(settings.current().urgent_limit * 100)
    on_site.authorise(trip, "urgent", authorised_by, now, by, over_limit=over)
    return Happened(appointment, trip, money.budget_for(trip, case, by, now), letters.reconcile(appointment, now))


def approve_money(budget: Budget, payer: Fund | list[Part], now: datetime, by: User) -> Advance | None:
    """Somebody other than the preparer says yes: the money of one fund, or of each its part, is committed and the cash
    may be fetched. None while an amount above the threshold waits for its second person.
    """
    approve = finance.approve_budget if isinstance(payer, Fund) else finance.approve_split
    approve(budget, payer, by, now)
    advance = money.ask_for_cash(budget, by, now)
    letters.reconcile_case(budget.case, now)
    return advance


def change_rate(new: DatedRate, note: str, now: datetime, by: User) -> list[repricing.Moved]:
    """A price changed: the trips that still lie ahead cost what they cost now, and who approved less is asked again."""
    moved = repricing.moved_by(new)
    finance.save_rate(new.category, new.unit, new.amount, new.valid_from, new.valid_to, note, by=by, now=now)
    for one in moved:
        money.budget_for(one.trip, one.case, by, now)
        letters.reconcile_case(one.case, now)
    return moved


def reschedule_appointment(appointment: Appointment, cause: str, reason: str, now: datetime, by: User, **dated):
    """The date moved. Who is still at home is planned anew; who has left is asked: wait there, or come back (P1)."""
    moved = cases.reschedule(appointment, cause=cause, reason=reason, now=now, by=by, **dated)
    _ask_no_outcome(appointment, now)
    relay_changes.follow(appointment, moved, now)
    trip = next_date.trip_for(appointment)
    if trip is None:
        return Happened(moved, texts=letters.reconcile_moved(appointment, moved, now))
    if travel_queries.under_way(trip):
        next_date.forget(trip, appointment)
        on_site.ask(moved.case, now, _("La cita cambió y ya salieron: ¿esperan allá o regresan y vuelven?"))
        return Happened(moved, trip, texts=letters.reconcile_moved(appointment, moved, now))
    before = Before(trip.departs_at, money.cost_of(trip))
    trip = several_dates.planned_anew(trip, moved, appointment, now, by)
    budget = money.budget_for(trip, moved.case, by, now)
    return Happened(moved, trip, budget, letters.reconcile_moved(appointment, moved, now), before=before)


def cancel_appointment(appointment: Appointment, cause: str, reason: str, now: datetime, by: User) -> Happened:
    """No visit. Beds, commitment and texts go; money already handed over becomes a task for a person."""
    cases.cancel(appointment, cause=cause, reason=reason, now=now, by=by)
    _ask_no_outcome(appointment, now)
    relay_changes.follow(appointment, None, now)
    trip = next_date.trip_for(appointment)
    out = None
    if trip and travel_queries.under_way(trip):
        next_date.forget(trip, appointment)
        on_site.ask(appointment.case, now, _("Cancelaron la cita y ya salieron: ¿esperan allá o regresan?"))
    elif trip and several_dates.without(trip, appointment, now, by):
        money.budget_for(trip, appointment.case, by, now)
    elif trip:
        travel.cancel_trip(trip, reason, by, now)
        out = money.give_back(trip, appointment.case, by, now)
    if cause == "hospital":
        _chase_date(appointment.case, now)
    return Happened(appointment, trip, texts=letters.reconcile(appointment, now), money_out=out)


def correct_leg(leg: Leg, now: datetime, by: User, **changes) -> Happened:
    """A person knows better than the book: the leg, the money and the hour in the texts follow."""
    return follow(travel.correct_leg(leg, now=now, by=by, **changes), now, by)


def join_trip(trip: Trip, member: Member, since: datetime, way: travel.Way, now: datetime, by: User) -> Happened:
    """Somebody is of the party from then on: rides, beds, money and texts follow."""
    travel.join(trip, member, since, way, by, now)
    return follow(trip, now, by)


def leave_trip(trip: Trip, who: Traveller, at: datetime, way: travel.Way, now: datetime, by: User) -> Happened:
    """Somebody goes home before the others, by an own way."""
    travel.leave(trip, who, at, way, by, now)
    return follow(trip, now, by)


def depart(trip: Trip, occurred_at: datetime, now: datetime, by: User | None, exception: str | None = None) -> None:
    """They left. Without the money in hand it takes somebody's reason, and is recorded all the same (P4)."""
    if not money.in_hand(trip):
        money.note_exception(trip, exception, by, now)
    travel.depart(trip, occurred_at, by, now)
    letters.reconcile_trip(trip, now)


def arrive(trip: Trip, occurred_at: datetime, now: datetime, by: User | None) -> None:
    travel.arrive(trip, occurred_at, by, now)
    arrival.ask(trip, now)
    letters.reconcile_trip(trip, now)


def come_home(trip: Trip, occurred_at: datetime, now: datetime, by: User | None) -> None:
    """They are back. What was handed over is to be proved now; in two days the acompañante looks in, and we ask."""
    travel.return_home(trip, occurred_at, by, now)
    money.ask_for_proof(trip, now)
    homecoming.ask(trip, occurred_at, now)
    relays.ask_home_visit(reads.case_by_id(trip.case_id), money.source(trip), occurred_at, now)
    letters.reconcile_trip(trip, now)


def record_outcome(appointment: Appointment, outcome: str, now: datetime, by: User, **told) -> None:
    """What happened is asked, never assumed. Seen: the hospital's answer is due. Not seen: another date is."""
    cases.record_outcome(appointment, outcome, now=now, by=by, **told)
    cases.finish_task_by_key(f"outcome:{appointment.id}", _("Se registró."), now)
    if outcome == "attended":
        cases.raise_task(
            appointment.case, "counter_referral", _("Conseguir la contrarreferencia"), now + timedelta(days=7),
            f"case:{appointment.case_id}:counter_referral", now,
        )  # fmt: skip
    else:
        _chase_date(appointment.case, now)
    trip = travel_queries.trip_of(appointment.id)
    if trip and travel_queries.under_way(trip) and next_date.move_on(trip, appointment, now):
        letters.reconcile_trip(trip, now)
    elif trip and travel_queries.under_way(trip) and next_date.date_ahead(trip, now):
        on_site.ask(appointment.case, now, _("Tiene otra cita pronto: ¿esperan allá o regresan y vuelven?"))
    letters.reconcile(appointment, now)


def close_case(case: Case, reason: str, now: datetime, by: User) -> None:
    """The loop is closed: no text survives it. Money that is still out keeps the case open."""
    money.refuse_open_money(case)
    cases.close(case, reason, now=now, by=by)
    letters.silence(case, now)
    relays.silence(case, _("Caso cerrado."), now)


def hold_case(case: Case, reason: str, until: date, now: datetime, by: User) -> None:
    cases.hold(case, reason, until, now=now, by=by)
    letters.reconcile_case(case, now)
    relays.silence(case, _("Caso en pausa."), now)


def reopen_case(case: Case, reason: str, now: datetime, by: User) -> None:
    cases.reopen(case, reason, now=now, by=by)
    letters.reconcile_case(case, now)


def resume_case(case: Case, now: datetime, by: User) -> None:
    cases.resume(case, now=now, by=by)
    letters.reconcile_case(case, now)


def record_death(case: Case, on: date, now: datetime, by: User) -> None:
    """Every text to or about the person stops; whoever went along keeps the way home (P1)."""
    cases.record_death(case.patient, on, now=now, by=by)
    for one in reads.cases_of(case.patient):
        _end_quietly(one, now, by)


def undo_death(case: Case, now: datetime, by: User) -> None:
    """It was written down by mistake: dates, tasks and texts come back, and the seat on the way home."""
    cases.undo_death(case.patient, now=now, by=by)
    for one in reads.cases_of(case.patient):
        for trip in travel_queries.trips_of_case(one.id):
            if travel_queries.under_way(trip):
                on_site.death_undone(trip, now, by)
        letters.reconcile_case(one, now)


def _end_quietly(case: Case, now: datetime, by: User) -> None:
    letters.silence(case, now)
    relays.silence(case, _("Falleció."), now)
    for trip in travel_queries.trips_of_case(case.id):
        if travel_queries.under_way(trip):
            on_site.after_death(trip, now, by)
        elif travel_queries.ahead(trip):
            travel.cancel_trip(trip, "death", by, now)
            money.give_back(trip, case, by, now)


def choose_acompanante(case: Case, person: Person | None, now: datetime, by: User) -> None:
    """Who stands by the case; what she may be told is planned, what the former one would be told is not."""
    cases.choose_acompanante(case, person, now, by)
    letters.reconcile_case(case, now)


def confirm_messages(case_ids: Iterable[int], by: User | None, now: datetime) -> int:
    """A person said: these imported cases may be texted. Returns how many texts were planned."""
    planned = 0
    for case in reads.cases_by_id(case_ids):
        case.texts_confirmed = True
        audit.record("case.texts_confirmed", f"case:{case.number}", by)
        planned += letters.reconcile_case(case, now)
    return planned


def _ask_no_outcome(appointment: Appointment, now: datetime) -> None:
    """A date that was moved or called off after its day has nothing to tell."""
    cases.finish_task_by_key(f"outcome:{appointment.id}", _("La cita se movió o se canceló."), now)


def _adopt(case: Case, now: datetime, by: User) -> None:
    """The navigator who gets the date is the one whose name signs the texts, until somebody hands it over."""
    if case.navigator_id is None and by.role == "navigator":
        cases.correct_case(case, now, by, navigator=by)


def _chase_date(case: Case, now: datetime) -> None:
    cases.raise_task(case, "date", _("Insistir por otra fecha"), now + timedelta(days=2), f"case:{case.id}:date", now)
