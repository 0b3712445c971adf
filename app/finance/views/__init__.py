"""Pages of `finance`: funds and boxes, rates, advances, claims, the books, reports."""

from . import advances, books, claims, forms_to_print, funds, periods, receipts, reports, terms, twins
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = [
    "BLUEPRINTS", "advances", "books", "claims", "forms_to_print", "funds", "periods", "receipts", "reports", "terms",
    "twins",
]  # fmt: skip
