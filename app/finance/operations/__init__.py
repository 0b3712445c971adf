"""The verbs of money. None of them commits; each refuses in a sentence for the person who asked."""

from .advances import approve_advance, cancel_advance, confirm_delivery, deliver, record_signed_slip, request_advance
from .budgets import approve_budget, release, replace_estimates, stand_again, standing_of
from .claims import approve_claim, open_claim, prove_attendance, reject_claim, submit_claim
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
from .invoices import ask_for_invoice
from .periods import close_period, reopen_period
from .receipts import add_receipt, drop_upload, file_away, read_cfdi, remove_line, take_upload
from .sealing import seal_report
from .settlement import return_money, settle_claim
from .terms import Limits, change_terms, set_active
from .texts import choose_texts_fund, post_text_costs
from .twins import judge_twin

__all__ = [
    "Limits", "add_receipt", "approve_advance", "approve_budget", "approve_claim", "ask_for_invoice", "cancel_advance",
    "change_terms", "check_rate", "choose_texts_fund", "close_period", "confirm_delivery", "create_box", "create_fund",
    "deliver", "drop_upload", "file_away", "judge_twin", "move_cash", "open_claim", "post_text_costs",
    "prove_attendance", "read_cfdi", "record_donation", "record_opening_balance", "record_signed_slip", "reject_claim",
    "release", "remove_line", "reopen_period", "replace_estimates", "request_advance", "return_money", "reverse_entry",
    "save_rate", "seal_report", "set_active", "settle_claim", "stand_again", "standing_of", "submit_claim",
    "take_upload",
]  # fmt: skip
