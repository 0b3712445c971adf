"""The tables of `finance`: the ledger, funds and budgets, advances, claims and sealed reports."""

from .advances import Acta, Advance, AdvanceLine, Delivery
from .bank import BankBalance, BankLine, BankPair, BankPairLine, BankPairTransfer, BankStatement
from .caps import FundCap
from .cash import CashCount, CashCountLine
from .cash_slips import CashSlip
from .claims import Claim, ClaimLine, Receipt, ReceiptRide
from .corrections import Correction, CorrectionLine, CorrectionPayer
from .direct import DirectPayment
from .funds import Budget, Custodian, Estimate, Fund, FundRestriction, Hold, Partida, Rate
from .ledger import Account, Balance, Entry, LedgerHead, Period, PeriodEvent, Transfer
from .parts import AdvancePart, AdvancePartLine, BudgetPart, BudgetPartLine, ClaimLinePart, ClaimPutElsewhere
from .receipts import ClaimUpload, Cover, ReceiptCover, SatLook, SlipCover, TaxProof, TwinVerdict
from .sealed import Counter, DonorPayment, SealedReport, SealedReportLine, SealedVoid

__all__ = [
    "Account", "Acta", "Advance", "AdvanceLine", "AdvancePart", "AdvancePartLine", "Balance", "BankBalance", "BankLine",
    "BankPair", "BankPairLine", "BankPairTransfer", "BankStatement", "Budget", "BudgetPart", "BudgetPartLine",
    "CashCount", "CashCountLine", "CashSlip", "Claim", "ClaimLine", "ClaimLinePart", "ClaimPutElsewhere", "ClaimUpload",
    "Correction", "CorrectionLine", "CorrectionPayer", "Counter", "Cover", "Custodian", "Delivery", "DirectPayment",
    "DonorPayment", "Entry", "Estimate", "Fund", "FundCap", "FundRestriction", "Hold", "LedgerHead", "Partida",
    "Period", "PeriodEvent", "Rate", "Receipt", "ReceiptCover", "ReceiptRide", "SatLook", "SealedReport",
    "SealedReportLine", "SealedVoid", "SlipCover", "TaxProof", "Transfer", "TwinVerdict",
]  # fmt: skip
