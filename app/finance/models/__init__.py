"""The tables of `finance`: the ledger, funds and budgets, advances, claims and sealed reports."""

from .advances import Advance, AdvanceLine, Delivery
from .claims import Claim, ClaimLine, Receipt, ReceiptRide
from .funds import Budget, Custodian, Estimate, Fund, FundRestriction, Hold, Partida, Rate
from .ledger import Account, Balance, Entry, LedgerHead, Period, PeriodEvent, Transfer
from .receipts import ClaimUpload, TwinVerdict
from .sealed import Counter, SealedReport, SealedReportLine

__all__ = [
    "Account", "Advance", "AdvanceLine", "Balance", "Budget", "Claim", "ClaimLine", "ClaimUpload", "Counter",
    "Custodian", "Delivery", "Entry", "Estimate", "Fund", "FundRestriction", "Hold", "LedgerHead", "Partida", "Period",
    "PeriodEvent", "Rate", "Receipt", "ReceiptRide", "SealedReport", "SealedReportLine", "Transfer", "TwinVerdict",
]  # fmt: skip
