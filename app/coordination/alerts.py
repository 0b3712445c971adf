"""What happened on the road and what it means for trips, beds, money and texts; and the way back.

Each function is one trip in one transaction of whoever calls: a list of forty trips is forty small steps, and one
that fails leaves the others done.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.accounts.models import User
from app.cases import operations as cases
from app.coordination import by_hand, letters, money, reads, several_dates
from app.finance import operations as finance
from app.finance import queries as finance_queries
from app.foundation import clock
from app.foundation.language import _
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.models import Trip
from app.travel.notices import AlertReplan, RouteNotice

NEAR = timedelta(hours=72)
"""A departure this near, old or new, is told by a voice as well: a text may already have named the other hour."""


def ask_who_is_away(notice: RouteNotice, now: datetime) -> int:
    """Whoever is on the way is never planned anew: somebody calls them (P1). Returns how many."""
    away = travel_queries.hits(notice, now).away
    for hit in away:
        title = _("Avisar a quienes van en camino: %(reason)s", reason=notice.reason)
        cases.raise_task(
            hit.trip.case, "travel", title, now, _on_site(notice, hit.trip), now, reason=notice.place_told, urgent=True
        )
    return len(away)


def replan(notice: RouteNotice, trip_id: int, now: datetime, by: User) -> AlertReplan | None:
    """The same party and preference on the book as it is now; beds, money and texts follow.

    None: somebody else did it, they left, or it is no longer hit. Refused: it cannot be planned; say keep().
    """
    trip = travel_queries.locked_trip(trip_id)
    if not travel_queries.hits(notice, now, trip_id).ahead:
        return None
    appointment = reads.appointment(trip.appointment_id)
    case, departed, cost = appointment.case, trip.departs_at, money.cost_of(trip)
    former, wished = _former(trip), by_hand.of(trip)
    first, *then = several_dates.visits_of(trip)
    travel.replan(trip, first, by, now, money.at_rates(), then)
    by_hand.keep(trip, wished, now, by)
    money.budget_for(trip, case, by, now)
    letters.reconcile_trip(trip, now)
    outcome = "moved" if trip.state == "chosen" else "no_way"
    _tell(notice, trip, departed, now)
    return travel.note_replan(
        notice, trip, outcome, former, departed, by, now, costs=(cost, money.cost_of(trip) if trip.legs else None)
    )


def keep(notice: RouteNotice, trip_id: int, why: str, now: datetime, by: User) -> AlertReplan | None:
    """It could not be planned anew: it stays as it was, and a person looks at it."""
    trip = travel_queries.locked_trip(trip_id)
    if not travel_queries.hits(notice, now, trip_id).ahead:
        return None
    title = _("Revisar el viaje: %(reason)s", reason=notice.reason)
    key = f"notice:{notice.id}:trip:{trip.id}:kept"
    cases.raise_task(reads.case_by_id(trip.case_id), "travel", title, now, key, now, reason=why, urgent=True)
    cost = money.cost_of(trip)
    return travel.note_replan(
        notice, trip, "kept", _former(trip), trip.departs_at, by, now, costs=(cost, cost), why=why
    )


def end(notice: RouteNotice, now: datetime, by: User, *, undo: bool = False) -> None:
    """There is a way through again from tomorrow on; `undo`: from today on, as if nothing had happened."""
    days = timedelta(days=1 if undo else 0)
    for hit in travel_queries.hits(notice, now).away:
        cases.finish_task_by_key(_on_site(notice, hit.trip), _("Ya hay paso."), now, by)
    travel.end_notice(notice, clock.today(now) - days, by, now)
    if undo:
        notice.undone_at = now


def undo(row: AlertReplan, now: datetime, by: User) -> AlertReplan:
    """The trip is what it was before the notice: rides, beds, money, texts. Not if somebody has touched it, left, or
    the former departure, bed or road is gone; then it stays, and the row says which. Refused: NoBed; say give_up().
    """
    trip = travel_queries.locked_trip(row.trip_id)
    if row.ending is not None:
        return row
    hindrance = _hindrance(row, trip, now)
    if hindrance:
        return travel.end_replan(row, hindrance, by, now)
    reason = _("Se deshizo: %(reason)s", reason=row.notice.reason)
    departed = trip.departs_at
    travel.put_back(trip, travel.former_plan(row), reason, by, now)
    _money_back(row, trip, now, by)
    by_hand.is_back(trip, now, by)
    cases.finish_task_by_key(_no_way(trip), _("El viaje volvió a ser el de antes."), now, by)
    letters.reconcile_trip(trip, now)
    _call(row.notice, trip, departed, now)
    return travel.end_replan(row, "put_back", by, now)


def give_up(row: AlertReplan, now: datetime, by: User) -> AlertReplan:
    """The former bed is taken: the trip stays what the notice made of it."""
    return travel.end_replan(row, "no_bed", by, now)


def asked_again(rows: Iterable[AlertReplan]) -> set[int]:
    """Ids of the trips whose approved money is not enough for the new way: finance has them to approve once more."""
    moved = {money.source(row.trip): row for row in rows if row.outcome == "moved" and row.ending is None}
    drafts = [source for source, budget in finance_queries.budgets_of_sources(moved).items() if budget.state == "draft"]
    former = {source: travel.former_of(moved[source])["budget"] or {} for source in drafts}
    return {moved[source].trip_id for source in drafts if former[source].get("state") == "approved"}


def to_call(rows: Iterable[AlertReplan]) -> set[int]:
    """Ids of the trips whose changed hour was near: a voice was asked to tell it as well."""
    moved = (row for row in rows if row.ending is None and row.outcome != "kept")
    return {row.trip_id for row in moved if _is_near(row.departs_before, row.departs_after, row.replanned_at)}


def _former(trip: Trip) -> dict[str, object]:
    """The plan, and who had approved its money."""
    budget = finance_queries.budget_of(trip.case_id, money.source(trip))
    return {"plan": travel.plan_values(trip), "budget": finance.standing_of(budget)}


def _money_back(row: AlertReplan, trip: Trip, now: datetime, by: User) -> None:
    budget = money.budget_for(trip, reads.case_by_id(trip.case_id), by, now)
    former = travel.former_of(row)["budget"]
    if budget is not None and former is not None:
        finance.stand_again(budget, former, by)


def _hindrance(row: AlertReplan, trip: Trip, now: datetime) -> str | None:
    if trip.state in ("departed", "arrived", "returned") or (trip.state == "chosen" and trip.departs_at <= now):
        return "left"
    if not travel.untouched(row):
        return "touched"
    if row.departs_before is None or row.departs_before <= now:
        return "late"
    legs = travel.former_plan(row)["leg"]
    rides = [
        (leg["route_id"], clock.today(datetime.fromisoformat(leg["departs_at"]))) for leg in legs if leg["route_id"]
    ]
    return "closed" if travel_queries.closed_between(rides) else None


def _tell(notice: RouteNotice, trip: Trip, departed: datetime | None, now: datetime) -> None:
    """Texts were reconciled; what no text can tell becomes a task."""
    if trip.state == "draft":
        title = _("Buscar cómo llegar: %(reason)s", reason=notice.reason)
        case = reads.case_by_id(trip.case_id)
        cases.raise_task(case, "travel", title, now, _no_way(trip), now, reason=notice.place_told, urgent=True)
    _call(notice, trip, departed, now)


def _call(notice: RouteNotice, trip: Trip, departed: datetime | None, now: datetime) -> None:
    if not _is_near(departed, trip.departs_at, now):
        return
    case = reads.case_by_id(trip.case_id)
    title = _("Llamar a %(name)s: cambió su salida", name=case.patient.full_name)
    key = f"notice:{notice.id}:call:{trip.id}"
    cases.raise_task(case, "call", title, now, key, now, reason=notice.reason, urgent=True, person_id=case.patient_id)


def _is_near(before: datetime | None, after: datetime | None, now: datetime) -> bool:
    """The departure changed, and the old or the new one is soon."""
    hours = [hour for hour in (before, after) if hour is not None]
    return before != after and bool(hours) and min(hours) <= now + NEAR


def _no_way(trip: Trip) -> str:
    return f"case:{trip.case_id}:no_way"


def _on_site(notice: RouteNotice, trip: Trip) -> str:
    return f"notice:{notice.id}:trip:{trip.id}"
