"""The verbs of money. None of them commits; each refuses in a sentence for the person who asked."""

from .advances import approve_advance, cancel_advance, confirm_delivery, deliver, record_signed_slip, request_advance
from .budgets import approve_budget, release, replace_estimates, stand_again, standing_of
from .claims import add_receipt, approve_claim, open_claim, prove_attendance, reject_claim, remove_line, submit_claim
from .funds import (
    check_rate,
    create_box,
    create_fund,
    move_cash,
    record_donation,
    record_opening_balance,
    reverse_entry,
    save_rate,
)
from .periods import close_period, reopen_period
from .sealing import seal_report, void_report
from .settlement import return_money, settle_claim
from .terms import Limits, change_terms, set_active
from .texts import choose_texts_fund, post_text_costs

__all__ = [
    "Limits", "add_receipt", "approve_advance", "approve_budget", "approve_claim", "cancel_advance", "change_terms",
    "check_rate", "choose_texts_fund", "close_period", "confirm_delivery", "create_box", "create_fund", "deliver",
    "move_cash", "open_claim", "post_text_costs", "prove_attendance", "record_donation", "record_opening_balance",
    "record_signed_slip", "reject_claim", "release", "remove_line", "reopen_period", "replace_estimates",
    "request_advance", "return_money", "reverse_entry", "save_rate", "seal_report", "set_active", "settle_claim",
    "stand_again", "standing_of", "submit_claim", "void_report",
]  # fmt: skip
