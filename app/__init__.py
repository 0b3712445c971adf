"""The application: settings, the floors from the foundation up, one table of who may open what."""

from pathlib import Path

import pysqlite3
from flask import Flask, has_request_context, request
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_login import current_user
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from sqlalchemy.engine import make_url

from app import cli, health, menu
from app.accounts import clinics, passwords
from app.accounts import views as accounts
from app.accounts.rules import ROLE_NAMES
from app.cases import queries as case_queries
from app.cases import views as cases
from app.coordination import views as coordination
from app.finance import views as finance
from app.foundation import settings, web
from app.foundation.db import db
from app.messaging import views as messaging
from app.policy import POLICY
from app.travel import views as travel

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("es_MX", "en")
LARGEST_REQUEST = 12 * 1024 * 1024  # a photograph of a receipt, with room; a sheet of 10,000 rows is 3 MB
csrf = CSRFProtect()
babel = Babel()
migrate = Migrate()


def create_app(instance: Path | None = None, **overrides: object) -> Flask:
    """The whole program. `instance` holds its data; `overrides` are Flask settings, for tests."""
    instance = Path(instance or ROOT / "instance")
    app = Flask(
        "app", root_path=str(ROOT / "app"), instance_path=str(instance), template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )  # fmt: skip
    chosen = settings.from_environment(instance)
    _refuse_unknown_roles(chosen)
    app.config.update(_config(chosen), **overrides)
    _start_foundation(app)
    for blueprint in _blueprints():
        app.register_blueprint(blueprint)
    for view in messaging.SIGNED_HOOKS + coordination.SIGNED_HOOKS:
        csrf.exempt(view)
    web.guard_routes(app, POLICY)
    menu.register(app)
    cli.register(app)
    return app


def _refuse_unknown_roles(chosen: settings.Settings) -> None:
    """The foundation reads the list and knows no role."""
    if unknown := sorted(chosen.second_step - set(ROLE_NAMES)):
        raise settings.Misconfigured(f"NAV_SECOND_STEP knows no role {unknown[0]!r}: {', '.join(ROLE_NAMES)}.")


def _config(chosen: settings.Settings) -> dict[str, object]:
    options = {"module": pysqlite3} if make_url(chosen.database_url).get_backend_name() == "sqlite" else {}
    return {
        "SETTINGS": chosen,
        "SECRET_KEY": chosen.secret_key,
        "SQLALCHEMY_DATABASE_URI": chosen.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": options,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": chosen.public_url.startswith("https://"),
        "BABEL_DEFAULT_LOCALE": chosen.locale,
        "BABEL_DEFAULT_TIMEZONE": chosen.timezone,
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "BOOTSTRAP_SERVE_LOCAL": True,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "RATELIMIT_ENABLED": True,
        "PASSWORD_COST": {},
    }


def _start_foundation(app: Flask) -> None:
    passwords.configure(**app.config["PASSWORD_COST"])
    clinics.known_by(lambda: {clinic.code for clinic in case_queries.places("clinic")})
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    babel.init_app(app, locale_selector=_language)
    Bootstrap5(app)
    csrf.init_app(app)
    accounts.limiter.init_app(app)
    accounts.login_manager.init_app(app)
    app.url_map.converters["int"] = web.RowNumber
    web.add_headers(app)
    web.answer_refusals(app)
    web.add_filters(app)


def _language() -> str | None:
    """The reader's: their own choice, else the browser's, else the programme's (also where nobody reads)."""
    if not has_request_context():
        return None
    if current_user and current_user.is_authenticated:
        return current_user.language
    return request.accept_languages.best_match(["es-MX", "es"]) and "es_MX"


def _blueprints():
    return (
        health.bp, health.assets, accounts.bp, *cases.BLUEPRINTS, *travel.BLUEPRINTS, *finance.BLUEPRINTS,
        *messaging.BLUEPRINTS, *coordination.BLUEPRINTS,
    )  # fmt: skip
