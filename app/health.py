"""Is it alive, is it ready, and its numbers for the machine that watches."""

import hmac
from importlib.resources import files

from flask import Blueprint, Response, abort, current_app, request, send_from_directory
from sqlalchemy import text

from app.foundation.db import db

bp = Blueprint("health", __name__)
assets = Blueprint("assets", __name__)


@bp.get("/healthz")
def healthz():
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz():
    """200 when the database answers and is migrated."""
    db.session.execute(text("SELECT version_num FROM alembic_version")).one()
    return Response("ready\n", mimetype="text/plain")


@bp.get("/metrics")
def metrics():
    token = current_app.config["SETTINGS"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(token.encode(), given.encode()):
        abort(404)
    rows = db.session.execute(text("SELECT state, count(*) FROM message GROUP BY state ORDER BY state"))
    lines = ["# TYPE acompana_messages gauge", *(f'acompana_messages{{state="{s}"}} {n}' for s, n in rows)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")


@assets.get("/assets/htmx.js")
def htmx():
    """htmx as its package ships it: nothing is copied into the project."""
    folder = files("js_lib_htmx") / "static" / "htmx"
    return send_from_directory(str(folder), "htmx.min.js", max_age=86400)


@assets.get("/assets/leaflet/<path:filename>")
def leaflet(filename: str):
    """Leaflet, its look and its pictures, the same way."""
    folder = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    return send_from_directory(str(folder), filename, max_age=86400)
