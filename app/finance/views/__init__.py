"""Pages of `finance`: funds and boxes, rates, advances, claims, the books, reports."""

from . import advances, books, claims, corrections, counts, funds, periods, receipts, reports, terms
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = [
    "BLUEPRINTS", "advances", "books", "claims", "corrections", "counts", "funds", "periods", "receipts", "reports",
    "terms",
]  # fmt: skip
