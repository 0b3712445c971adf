"""The verbs of `cases`. None commits; each is called inside the transaction of a view, a command or a job."""

from ..queries import find_same_person
from ..rules import PersonFacts
from .acompanantes import SERVED, add_acompanante, choose_acompanante, end_acompanante, serve
from .appointments import (
    add_precondition,
    book,
    cancel,
    complete_precondition,
    confirm_appointment,
    record_outcome,
    request_date,
    reschedule,
)
from .cases import (
    add_companion,
    change_companion,
    correct_case,
    fill_safe_contact,
    name_staff,
    receive_counter_referral,
    refer,
    remove_companion,
    restrict,
    unname_staff,
)
from .ending import close, hold, reopen, resume
from .people import (
    add_person,
    add_phone,
    correct_person,
    correct_phone,
    end_phone,
    give_consent,
    prefer_phone,
    record_death,
    set_limits,
    undo_death,
)
from .phones import lift_suspensions, resume_phone, suspend_phone
from .places import add_place, add_service, correct_service, save_place, save_service
from .referrals import Answers, Relative, WholeReferral, bring_along, refer_whole
from .relays import LONGEST, end_relay, open_relay, relay_left
from .series import drop_series, give_date, plan_series
from .work import (
    add_note,
    complete_task,
    finish_calls_to,
    finish_task_by_key,
    log_call,
    postpone_task,
    raise_task,
    take_task,
)

__all__ = [
    "Answers", "LONGEST", "PersonFacts", "Relative", "SERVED", "WholeReferral", "add_acompanante", "add_companion",
    "add_note", "add_person", "add_phone", "add_place", "add_precondition", "add_service", "book", "bring_along",
    "cancel", "change_companion", "choose_acompanante", "close", "complete_precondition", "complete_task",
    "confirm_appointment", "correct_case", "correct_person", "correct_phone", "correct_service", "drop_series",
    "end_acompanante", "end_phone", "end_relay", "fill_safe_contact", "find_same_person", "finish_calls_to",
    "finish_task_by_key", "give_consent", "give_date", "hold", "lift_suspensions", "log_call", "name_staff",
    "open_relay", "plan_series", "postpone_task", "prefer_phone", "raise_task", "receive_counter_referral",
    "record_death", "record_outcome", "refer", "refer_whole", "relay_left", "remove_companion", "reopen",
    "request_date", "reschedule", "restrict", "resume", "resume_phone", "save_place", "save_service", "serve",
    "set_limits", "suspend_phone", "take_task", "undo_death", "unname_staff",
]  # fmt: skip
