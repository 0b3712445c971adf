"""The tables of `finance`: the ledger, funds and budgets, advances, claims and sealed reports."""

from .advances import Acta, Advance, AdvanceLine, Delivery
from .bank import BankLine, BankMatch, BankStatement
from .cash import CashCount, CashCountLine
from .claims import Claim, ClaimLine, Receipt, ReceiptRide
from .corrections import Correction, CorrectionLine
from .direct import DirectPayment
from .funds import Budget, Custodian, Estimate, Fund, FundRestriction, Hold, Partida, Rate
from .ledger import Account, Balance, Entry, LedgerHead, Period, PeriodEvent, Transfer
from .receipts import ClaimUpload, ReceiptCover, SatLook, TaxProof, TwinVerdict
from .sealed import Counter, SealedReport, SealedReportLine, SealedVoid

__all__ = [
    "Account", "Acta", "Advance", "AdvanceLine", "Balance", "BankLine", "BankMatch", "BankStatement", "Budget",
    "CashCount", "CashCountLine", "Claim", "ClaimLine", "ClaimUpload", "Correction", "CorrectionLine", "Counter",
    "Custodian", "Delivery", "DirectPayment", "Entry", "Estimate", "Fund", "FundRestriction", "Hold", "LedgerHead",
    "Partida", "Period", "PeriodEvent", "Rate", "Receipt", "ReceiptCover", "ReceiptRide", "SatLook", "SealedReport",
    "SealedReportLine", "SealedVoid", "TaxProof", "Transfer", "TwinVerdict",
]  # fmt: skip
