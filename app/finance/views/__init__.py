"""Pages of `finance`: funds, who carries cash, rates, advances, claims, the books, reports."""

from . import (
    actas,
    advances,
    bank,
    books,
    caps,
    claims,
    corrections,
    counts,
    custody,
    direct,
    forms_to_print,
    funds,
    periods,
    receipts,
    reports,
    terms,
    twins,
)
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = [
    "BLUEPRINTS", "actas", "advances", "bank", "books", "caps", "claims", "corrections", "counts", "custody", "direct",
    "forms_to_print", "funds", "periods", "receipts", "reports", "terms", "twins",
]  # fmt: skip
