"""Pages of `finance`: funds, who carries cash, rates, advances, claims, the books, reports."""

from . import (
    actas,
    advances,
    bank,
    books,
    caps,
    cash_slips,
    claims,
    corrections,
    counts,
    covers,
    custody,
    direct,
    forms_to_print,
    funds,
    periods,
    receipts,
    reports,
    sat_status,
    tax_proofs,
    terms,
    twins,
    unsigned,
)
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = [
    "BLUEPRINTS", "actas", "advances", "bank", "books", "caps", "cash_slips", "claims", "corrections", "counts",
    "covers", "custody", "direct", "forms_to_print", "funds", "periods", "receipts", "reports", "sat_status",
    "tax_proofs", "terms", "twins", "unsigned",
]  # fmt: skip
