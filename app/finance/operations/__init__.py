"""The verbs of money. None of them commits; each refuses in a sentence for the person who asked."""

from .actas import draw_up_acta, sign_acta, withdraw_acta
from .advances import (
    approve_advance,
    cancel_advance,
    confirm_delivery,
    deliver,
    record_signed_slip,
    request_advance,
    withdraw_advance,
)  # fmt: skip
from .bank import import_statement, pair_movements, record_balance, undo_pair
from .bank_charges import ask_bank_charge
from .budgets import approve_budget, approve_split, release, replace_estimates, stand_again, standing_of
from .caps import add_cap, end_cap
from .cash import ask_adjustment, count_box
from .cash_slips import record_signed_cash_slip
from .claims import approve_claim, open_claim, prove_attendance, reject_claim, submit_claim
from .collecting import record_donor_payment
from .corrections import ask_reclassification, ask_reversal, confirm_correction, decline_correction
from .covers import cover_picture
from .custody import change_box, confirm_move, create_box, move_cash
from .direct import authorise_direct, cancel_direct, hand_in_cfdi, pay_direct, record_quotation
from .funds import check_rate, create_fund, record_donation, record_opening_balance, save_rate
from .invoices import ask_for_invoice
from .periods import close_period, reopen_period
from .receipts import add_receipt, drop_upload, file_away, read_cfdi, remove_line, take_upload
from .sat_status import note_sat_status
from .sealing import seal_report, void_report
from .settlement import return_money, settle_claim
from .tax_proofs import compared, exchangeable, prove_by_cfdi
from .terms import Limits, change_terms, set_active
from .texts import choose_texts_fund, post_text_costs
from .twins import judge_twin

__all__ = [
    "Limits", "add_cap", "add_receipt", "approve_advance", "approve_budget", "approve_claim", "approve_split",
    "ask_adjustment", "ask_bank_charge", "ask_for_invoice", "ask_reclassification", "ask_reversal",
    "authorise_direct", "cancel_advance", "cancel_direct", "change_box", "change_terms", "check_rate",
    "choose_texts_fund", "close_period", "compared", "confirm_correction", "confirm_delivery", "confirm_move",
    "count_box", "cover_picture", "create_box", "create_fund", "decline_correction", "deliver", "draw_up_acta",
    "drop_upload", "end_cap", "exchangeable", "file_away", "hand_in_cfdi", "import_statement", "judge_twin",
    "move_cash", "note_sat_status", "open_claim", "pair_movements", "pay_direct", "post_text_costs",
    "prove_attendance", "prove_by_cfdi", "read_cfdi", "record_balance", "record_donation", "record_donor_payment",
    "record_opening_balance", "record_quotation", "record_signed_cash_slip", "record_signed_slip", "reject_claim",
    "release", "remove_line", "reopen_period", "replace_estimates", "request_advance", "return_money", "save_rate",
    "seal_report", "set_active", "settle_claim", "sign_acta", "stand_again", "standing_of", "submit_claim",
    "take_upload", "undo_pair", "void_report", "withdraw_acta", "withdraw_advance",
]  # fmt: skip
