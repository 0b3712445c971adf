"""The four kinds of sheet, by the name that the command line and the screen use."""

import json

from app.foundation.language import _l

from . import referral_import
from .columns import header_key
from .places import PLACES
from .rates import RATES
from .routes import ROUTES
from .verdicts import UPDATED, Judged

KINDS = {"places": PLACES, "routes": ROUTES, "referrals": referral_import, "rates": RATES}
KIND_NAMES = {
    "referrals": _l("Referencias"),
    "places": _l("Lugares"),
    "routes": _l("Rutas"),
    "rates": _l("Tarifas"),
}
VERDICT_NAMES = {
    "created": _l("Nueva"),
    "updated": _l("Cambió"),
    "unchanged": _l("Igual"),
    "refused": _l("Por revisar"),
}
VERDICT_MARKS = {
    "created": ("good", "✚"), "updated": ("wait", "↻"), "unchanged": ("calm", "="), "refused": ("act", "✕"),
}  # fmt: skip


def columns_of(kind: str) -> list[str]:
    """The headers that this kind of sheet knows, as its own sheet spells them."""
    return [column.label for column in KINDS[kind].columns]


def by_label(kind: str, cells: dict[str, str]) -> dict[str, str]:
    """The cells under the headers that `columns_of` gives; those of other columns under their own."""
    named = {}
    for column in KINDS[kind].columns:
        for name in (column.label, column.name, *column.aliases):
            named.setdefault(header_key(name), column.label)
    return {named.get(header_key(header), header): text for header, text in cells.items()}


def changed_cells(kind: str, row: Judged) -> list[tuple[str, str, str]]:
    """(header, before, now) of what a changed row says otherwise than when its sheet last came in; of a person nothing,
    whose case may be closed to who reads this."""
    if kind == "referrals" or row.verdict != UPDATED or row.prior is None or not row.prior.accepted:
        return []
    before, now = (by_label(kind, json.loads(cells)) for cells in (row.prior.cells, row.cells))
    return [(header, before.get(header, ""), text) for header, text in now.items() if text != before.get(header, "")]
