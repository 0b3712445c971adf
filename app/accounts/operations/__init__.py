"""The verbs of people who sign in. None of them commits."""

from .people import (
    add_user,
    change_password,
    change_phone,
    deactivate,
    open_session,
    reactivate,
    set_password,
    sign_in,
    sign_out,
)
from .second_step import (
    begin_second_step,
    confirm_second_step,
    fits_second_step,
    give_up_second_step,
    renew_recovery_codes,
    reset_second_step,
)

__all__ = [
    "add_user", "begin_second_step", "change_password", "change_phone", "confirm_second_step", "deactivate",
    "fits_second_step", "give_up_second_step", "open_session", "reactivate", "renew_recovery_codes",
    "reset_second_step", "set_password", "sign_in", "sign_out",
]  # fmt: skip
