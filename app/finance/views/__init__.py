"""Pages of `finance`: funds and boxes, rates, advances, claims, the books, reports."""

from . import actas, advances, books, claims, custody, funds, periods, receipts, reports, terms
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = [
    "BLUEPRINTS",
    "actas",
    "advances",
    "books",
    "claims",
    "custody",
    "funds",
    "periods",
    "receipts",
    "reports",
    "terms",
]
