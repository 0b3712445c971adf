"""The four kinds of sheet, by the name that the command line and the screen use."""

from app.foundation.language import _l

from . import referral_import
from .places import PLACES
from .rates import RATES
from .routes import ROUTES

KINDS = {"places": PLACES, "routes": ROUTES, "referrals": referral_import, "rates": RATES}
KIND_NAMES = {
    "places": _l("Lugares"),
    "routes": _l("Rutas"),
    "referrals": _l("Referencias"),
    "rates": _l("Tarifas"),
}
VERDICT_NAMES = {
    "created": _l("Nueva"),
    "updated": _l("Cambió"),
    "unchanged": _l("Igual"),
    "refused": _l("Por revisar"),
}
