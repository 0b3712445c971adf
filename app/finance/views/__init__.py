"""Pages of `finance`: funds and boxes, rates, advances, claims, the books, reports."""

from . import advances, bank, books, claims, corrections, counts, funds, periods, receipts, reports, terms
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = [
    "BLUEPRINTS", "advances", "bank", "books", "claims", "corrections", "counts", "funds", "periods", "receipts",
    "reports", "terms",
]  # fmt: skip
