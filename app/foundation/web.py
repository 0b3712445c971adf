"""What every page shares: who may open it, headers, refusals as pages, how things are shown."""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from flask import Flask, Response, abort, flash, make_response, render_template, request
from flask_babel import format_date, format_datetime, format_time
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Map

from . import clock
from .db import LARGEST_ID
from .errors import Refused
from .language import _
from .money import Money

ANYONE = "anyone"
SIGNED_IN = "signed_in"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class RowNumber(IntegerConverter):
    """A number in an address that can be a row's: a longer one is nobody's page."""

    def __init__(self, url_map: Map):
        super().__init__(url_map, max=LARGEST_ID)


def say(sentence: str, kind: str = "success") -> None:
    """Says what happened, on the next page."""
    flash(sentence, kind)


def guard_routes(app: Flask, policy: Mapping[str, object]) -> None:
    """Every request is judged by the one table; an endpoint that is not in it is nobody's."""

    @app.before_request
    def _guard():
        endpoint = request.endpoint
        if endpoint is None:
            return None
        allowed = policy.get(endpoint, ())
        if allowed == ANYONE:
            return None
        if not current_user.is_authenticated:
            return app.login_manager.unauthorized()
        if allowed != SIGNED_IN and current_user.role not in allowed:
            abort(403)
        return None


def add_headers(app: Flask) -> None:
    headers = HEADERS | {"Content-Security-Policy": _policy(app.config["SETTINGS"].tiles_url)}

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if not (request.endpoint or "").endswith("static"):
            response.headers.setdefault("Cache-Control", "no-store")
        if app.config["SETTINGS"].production:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        return response


def _policy(tiles_url: str) -> str:
    """Pictures come from here alone; where map tiles are configured, also from their host."""
    policy = HEADERS["Content-Security-Policy"]
    if not tiles_url:
        return policy
    tiles = urlsplit(tiles_url)
    return policy.replace("img-src 'self'", f"img-src 'self' {tiles.scheme}://{tiles.netloc}")


def answer_refusals(app: Flask) -> None:
    """A refusal that no form caught becomes a page with its sentence; so do 403, 404, 413 and a lost form."""
    sentences = {
        403: lambda: _("Su papel no permite esto. Si lo necesita, pídalo a administración."),
        404: lambda: _("Aquí no hay nada: la dirección cambió, o no es de usted."),
        405: lambda: _("Esa página no se abre así. Regrese y use el botón."),
        413: lambda: _("El archivo es demasiado grande: el límite es 12 MB."),
        429: lambda: _("Demasiados intentos. Espere un minuto y vuelva a probar."),
        500: lambda: _("Algo falló de nuestro lado. Nada se guardó a medias; inténtelo otra vez."),
    }

    @app.errorhandler(Refused)
    def _refused(refusal: Refused):
        return _page(refusal.status, str(refusal))

    @app.errorhandler(CSRFError)
    def _stale(_error):
        return _page(400, _("La página llevaba mucho tiempo abierta. Regrese, recárguela y vuelva a enviar."))

    for status, sentence in sentences.items():
        app.register_error_handler(status, lambda _e, status=status, sentence=sentence: _page(status, sentence()))


def _page(status: int, sentence: str) -> Response:
    return make_response(render_template("error.html", status=status, sentence=sentence), status)


def add_filters(app: Flask) -> None:
    """How pages show money and time: `{{ trip.cost|money }}`, `{{ leg.departs_at|local_time }}`."""
    filters = {
        "money": shown_money,
        "pesos": lambda amount: f"{amount.decimal:,.2f}",
        "local_datetime": lambda at: format_datetime(clock.to_local(at), "EEE d MMM y, HH:mm") if at else "—",
        "local_date": lambda at: format_date(_day(at), "EEE d MMM y") if at else "—",
        "local_time": lambda at: format_time(clock.to_local(at), "HH:mm", rebase=False) if at else "—",
        "long_date": lambda at: format_date(_day(at), "EEEE d 'de' MMMM") if at else "—",
        "month_name": lambda at: format_date(at, "MMMM 'de' y"),
        "weekday_date": lambda day: format_date(day, "EEE d MMM"),
        "short_date": lambda at: format_date(_day(at), "d MMM") if at else "—",
    }
    app.jinja_env.filters.update(filters)


def day_asked(told: MultiDict, name: str) -> date | None:
    """The day that an address names; None where it names none, or one that no calendar here shows."""
    day = told.get(name, type=date.fromisoformat)
    return day if day and 2000 <= day.year < 2200 else None


def _day(at: date | datetime) -> date:
    return clock.to_local(at).date() if isinstance(at, datetime) else at


def shown_money(amount: Money | None) -> str:
    return str(amount) if amount is not None else "—"
