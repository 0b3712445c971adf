"""Whose paper it is: the programme's name, address and RFC, from the settings of this installation."""

from app.foundation import settings

from .reports.sheet import Letterhead


def letterhead() -> Letterhead:
    """`NAV_PROGRAMME`, `NAV_PROGRAMME_ADDRESS` and `NAV_PROGRAMME_RFC`."""
    chosen = settings.current()
    return Letterhead(chosen.programme, chosen.programme_address, chosen.programme_rfc)
