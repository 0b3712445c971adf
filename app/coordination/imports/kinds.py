"""The four kinds of sheet, by the name that the command line and the screen use."""

from app.foundation.language import _l

from . import referral_import
from .columns import header_key
from .places import PLACES
from .rates import RATES
from .routes import ROUTES

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
