"""What happened on the road: an alert is put, its trips are seen and planned anew in one step, and put back."""

from flask import Response, redirect, render_template, request, url_for
from flask_login import current_user

from app.coordination import alerts
from app.coordination.alert_forms import NoticeForm, told
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.notices import RouteNotice

STEP = 3  # trips at a time while the page shows how far it has come; a browser without it does them all at once


@bp.get("/alerts")
def notices():
    page = travel_queries.notice_page(request.args.get("after"))
    return render_template("coordination/alerts/list.html", page=page, today=clock.today())


@bp.route("/alerts/new", methods=["GET", "POST"])
def new_notice():
    route_id = request.args.get("route", type=int)
    route = travel_queries.route_or_404(route_id) if route_id else None
    form = NoticeForm.on(route)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            roads, place_told = form.roads(route)
            notice = travel.give_notice(roads, place_told, by=current_user, now=clock.now(), **form.typed())
            alerts.ask_who_is_away(notice, clock.now())
            say(_("Aviso puesto. Los viajes nuevos ya lo toman en cuenta."))
            return redirect(url_for(".notice", notice_id=notice.id))
    return render_template("coordination/alerts/new.html", form=form, route=route)


@bp.get("/alerts/<int:notice_id>")
def notice(notice_id: int):
    return _page(travel_queries.notice_or_404(notice_id))


@bp.post("/routes/<int:route_id>/notice")
def notice_of_change(route_id: int):
    """The row was edited: a page for the trips that still ride by what it said before."""
    route = travel_queries.route_or_404(route_id)
    with transaction():
        notice = travel.note_change(route, told(route), current_user, clock.now())
    return redirect(url_for(".notice", notice_id=notice.id))


@bp.post("/alerts/<int:notice_id>/replan")
def replan_trips(notice_id: int):
    """Each trip in its own transaction; whatever fails is kept as it was and says why."""
    notice = travel_queries.notice_or_404(notice_id)
    waiting = [hit.trip.id for hit in travel_queries.hits(notice, clock.now()).ahead]
    for trip_id in waiting[: STEP if _in_steps() else None]:
        try:
            with transaction():
                alerts.replan(notice, trip_id, clock.now(), current_user)
        except Refused as refusal:
            with transaction():
                alerts.keep(notice, trip_id, str(refusal), clock.now(), current_user)
    return _went_on(notice, "coordination.replan_trips", len(waiting) - STEP)


@bp.post("/alerts/<int:notice_id>/end")
def end_notice(notice_id: int):
    """Today is the last day of it; what it moved stays moved."""
    notice = travel_queries.notice_or_404(notice_id)
    with transaction():
        alerts.end(notice, clock.now(), current_user)
    say(_("Aviso terminado: desde mañana hay paso."))
    return redirect(url_for(".notice", notice_id=notice_id))


@bp.post("/alerts/<int:notice_id>/undo")
def undo_notice(notice_id: int):
    """The alert is over, and what it moved and nobody has touched since is what it was before."""
    notice = travel_queries.notice_or_404(notice_id)
    with transaction():
        alerts.end(notice, clock.now(), current_user, undo=True)
    waiting = travel_queries.to_put_back(notice)
    for replan_id in waiting[: STEP if _in_steps() else None]:
        try:
            with transaction():
                alerts.undo(travel_queries.replan_or_404(replan_id), clock.now(), current_user)
        except Refused:
            with transaction():
                alerts.give_up(travel_queries.replan_or_404(replan_id), clock.now(), current_user)
    return _went_on(notice, "coordination.undo_notice", len(waiting) - STEP)


def _in_steps() -> bool:
    return bool(request.headers.get("HX-Request"))


def _went_on(notice: RouteNotice, endpoint: str, left: int):
    """A piece that says how far it has come and asks for the next; at the end, and without htmx, the page anew."""
    if _in_steps() and left > 0:
        return _page(notice, going_on=endpoint)
    say(_("Viajes de regreso a como estaban.") if notice.undone_at else _("Listo: los viajes quedaron replaneados."))
    address = url_for(".notice", notice_id=notice.id)
    return Response(headers={"HX-Redirect": address}) if _in_steps() else redirect(address)


def _page(notice: RouteNotice, going_on: str | None = None):
    """The whole page, or with `going_on`, the step that it goes on with by itself, the part that changes."""
    hits = travel_queries.hits(notice, clock.now())
    rows = travel_queries.replans(notice)
    to_undo = [row for row in rows if row.ending is None and row.outcome != "kept"]
    shown = "coordination/alerts/work.html" if going_on else "coordination/alerts/notice.html"
    return render_template(
        shown, notice=notice, hits=hits, rows=rows, to_undo=to_undo, going_on=going_on, today=clock.today(),
        asked_again=alerts.asked_again(rows), to_call=alerts.to_call(rows),
    )  # fmt: skip
