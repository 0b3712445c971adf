"""The bar's links: each person sees what the table of routes lets them open."""

from flask import Flask, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from app.accounts.rules import ROLE_NAMES
from app.coordination.doors import ROOMS
from app.foundation.language import _l
from app.foundation.web import ANYONE, SIGNED_IN
from app.policy import POLICY

LABELS = {
    "coordination.worklist": _l("Pendientes de hoy"),
    "coordination.case_list": _l("Casos"),
    "cases.refer": _l("Referir"),
    "coordination.away_today": _l("Fuera de casa"),
    "messaging.inbox": _l("Mensajes"),
    "finance.funds": _l("Fondos"),
    "finance.advances": _l("Apoyos"),
    "finance.claims": _l("Comprobaciones"),
    "finance.reports": _l("Informes"),
    "finance.periods": _l("Cierre de mes"),
    "messaging.simulator": _l("Simulador"),
    "coordination.more": _l("Más"),
}
_CARE = ("coordination.worklist", "coordination.case_list", "coordination.away_today", "messaging.inbox")
_MONEY = ("finance.funds", "finance.advances", "finance.claims", "finance.periods", "finance.reports")
MENU = {  # what each role does all day; the rest is behind "Más"
    "clinician": ("coordination.case_list", "cases.refer", "coordination.more"),
    "navigator": (*_CARE, "finance.advances", "finance.claims", "messaging.simulator", "coordination.more"),
    "finance": (*_MONEY, "coordination.worklist", "coordination.case_list", "coordination.more"),
    "admin": (*_CARE, "finance.funds", "finance.reports", "messaging.simulator", "coordination.more"),
    "auditor": (*_MONEY, "coordination.case_list", "coordination.more"),
}


def may_open(endpoint: str) -> bool:
    """May the signed-in person open this page?"""
    allowed = POLICY.get(endpoint, ())
    return allowed in (ANYONE, SIGNED_IN) or (current_user.is_authenticated and current_user.role in allowed)


def menu() -> list[dict[str, object]]:
    items = [
        {"url": url_for(endpoint), "label": LABELS[endpoint], "here": _here(endpoint)}
        for endpoint in MENU[current_user.role]
        if may_open(endpoint)
    ]
    if not any(item["here"] for item in items) and _behind_a_door():
        items[-1]["here"] = "true"
    return items


def _behind_a_door() -> bool:
    """Is this page, or the one that it is found under, among those of Más?"""
    return any(_here(endpoint) for _room, doors in ROOMS for endpoint, *_words in doors)


def _here(endpoint: str) -> str:
    """What `aria-current` says: this very page, or one of those that are found under it, as a fund under Fondos."""
    if request.endpoint == endpoint:
        return "page"
    return "true" if request.path.startswith(f"{url_for(endpoint)}/") else ""


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        get_locale=get_locale, menu=menu, may_open=may_open, role_name=lambda role: ROLE_NAMES[role]
    )
