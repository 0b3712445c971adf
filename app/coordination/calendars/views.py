"""The calendar itself, open to whoever has its address; and the pages where an address is made and taken away."""

import hashlib

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.models import User
from app.accounts.views import limiter
from app.cases import queries as cases
from app.cases.models import Place
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.web import say

from . import feed as written
from . import operations, queries

bp = Blueprint("calendars", __name__)


@bp.get("/ical/<token>.ics")
@limiter.limit("60/minute")
def feed(token: str):
    """One that never was and one that has ended are answered alike."""
    owner = queries.owner_of(token)
    if owner is None:
        abort(404)
    content = written.written(_name(owner), queries.entries_of(owner, clock.now()), _public_url())
    response = make_response(content)
    response.mimetype = "text/calendar"
    response.headers["Cache-Control"] = "private, no-cache"  # kept, and asked about each time
    response.set_etag(hashlib.sha256(content).hexdigest())
    return response.make_conditional(request)


def _name(owner: User | Place) -> str:
    return _("Acompaña: %(name)s", name=owner.first_name if isinstance(owner, User) else owner.name)


def _public_url() -> str:
    return current_app.config["SETTINGS"].public_url


@bp.route("/account/calendar", methods=["GET", "POST"])
def mine():
    return _page(current_user._get_current_object(), _("Mi calendario"), url_for(".end_mine"))


@bp.post("/account/calendar/end")
def end_mine():
    return _ended(current_user._get_current_object(), url_for(".mine"))


@bp.route("/places/<code>/calendar", methods=["GET", "POST"])
def of_house(code: str):
    house = _house(code)
    return _page(house, _("Calendario de %(name)s", name=house.name), url_for(".end_of_house", code=code))


@bp.post("/places/<code>/calendar/end")
def end_of_house(code: str):
    return _ended(_house(code), url_for(".of_house", code=code))


def _house(code: str) -> Place:
    place = cases.place_or_404(code)
    if place.kind != "lodging":
        raise NotFound(_("Sólo los hospedajes tienen calendario de camas."))
    return place


def _page(owner: User | Place, title: str, end: str) -> Response | str:
    """The address is on the page once, right after it was made: only its hash is kept."""
    address = ""
    if request.method == "POST":
        with transaction():
            token = operations.open_calendar(owner, clock.now(), current_user)
        address = _public_url() + url_for(".feed", token=token)
    kept = queries.live_token(owner)
    return render_template(
        "coordination/calendar.html",
        title=title,
        address=address,
        kept=kept,
        end=end,
        of_house=isinstance(owner, Place),
    )


def _ended(owner: User | Place, back: str) -> Response:
    with transaction():
        operations.close_calendar(owner, clock.now(), current_user)
    say(_("Ese calendario ya no lo lee nadie."))
    return redirect(back)
