"""The verbs of what happened on the road: an alert over many routes, a changed row, the trips that they moved."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..models import Route, Trip
from ..notices import AlertReplan, RouteNotice
from .book import add_alert, end_alert
from .plans import Plan, fingerprint, plan_values

YEAR = timedelta(days=366)


def give_notice(
    routes: Sequence[Route], place_told: str, starts_on: date, ends_on: date, reason: str, *, by, now: datetime,
    closed: bool = False, extra_minutes: int = 0, extra_fare: Money | None = None,
) -> RouteNotice:  # fmt: skip
    """One alert on every one of `routes`. Refused: no route at all, and what add_alert refuses."""
    if not routes:
        raise Refused(_("No hay rutas en el libro entre esos lugares."), "place")
    notice = RouteNotice(
        kind="alert", place_told=place_told[:200], reason=reason.strip(), starts_on=starts_on, ends_on=ends_on,
        since=now, created_by_id=getattr(by, "id", None),
    )  # fmt: skip
    for route in routes:
        alert = add_alert(
            route, starts_on, ends_on, reason, by=by, now=now, closed=closed, extra_minutes=extra_minutes,
            extra_fare=extra_fare,
        )  # fmt: skip
        notice.alerts.append(alert)
    db.session.add(notice)
    db.session.flush()
    return notice


def note_change(route: Route, place_told: str, by, now: datetime) -> RouteNotice:
    """The row of the book was changed: whoever rides on it and was planned before may be planned anew."""
    today = clock.today(now)
    notice = RouteNotice(
        kind="change", place_told=place_told[:200], reason=_("Cambió la ruta en el libro."), starts_on=today,
        ends_on=today + YEAR, route=route, since=route.changed_at, created_by_id=getattr(by, "id", None),
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    return notice


def end_notice(notice: RouteNotice, last_day: date, by, now: datetime) -> None:
    """There is a way through again after `last_day`; said twice it is once."""
    if notice.ended_at is not None:
        return
    for alert in list(notice.alerts):
        end_alert(alert, last_day, by, now)
    notice.ended_at = now
    db.session.flush()
    db.session.expire(notice, ["alerts"])
    audit.record("route.notice_ended", f"notice:{notice.id}", by, last_day=last_day)


def note_replan(
    notice: RouteNotice, trip: Trip, outcome: str, former: dict[str, object], departed: datetime | None, by,
    now: datetime, *, costs: tuple[Money | None, Money | None], why: str | None = None,
) -> AlertReplan:  # fmt: skip
    """What the notice made of a trip. `former`: the plan before (plan_values) and what else its owner keeps."""
    before, after = costs
    row = AlertReplan(
        notice=notice, trip=trip, outcome=outcome, why=why and why[:300], former=json.dumps(former),
        after=fingerprint(plan_values(trip)), departs_before=departed, departs_after=trip.departs_at,
        cost_before_minor=before.amount_minor if before is not None else None,
        cost_after_minor=after.amount_minor if after is not None else None, replanned_at=now,
        replanned_by_id=getattr(by, "id", None),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("trip.notice", f"trip:{trip.id}", by, notice=notice.id, outcome=outcome)
    return row


def untouched(row: AlertReplan) -> bool:
    """The trip is still what the notice made of it."""
    return fingerprint(plan_values(row.trip)) == row.after


def end_replan(row: AlertReplan, ending: str, by, now: datetime) -> AlertReplan:
    """What came of putting the trip back."""
    row.ending, row.ended_at = ending, now
    db.session.flush()
    audit.record("trip.notice_undone", f"trip:{row.trip_id}", by, notice=row.notice_id, ending=ending)
    return row


def former_of(row: AlertReplan) -> dict[str, object]:
    """What note_replan was given."""
    return json.loads(row.former)


def former_plan(row: AlertReplan) -> Plan:
    return former_of(row)["plan"]
