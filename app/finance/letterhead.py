"""Whose paper it is: the programme's name, address and RFC, from the settings of this installation."""

from flask import current_app

from app.foundation.paper import Letterhead


def letterhead() -> Letterhead:
    """`NAV_PROGRAMME`, `NAV_PROGRAMME_ADDRESS` and `NAV_PROGRAMME_RFC`."""
    chosen = current_app.config["SETTINGS"]
    return Letterhead(chosen.programme, chosen.programme_address, chosen.programme_rfc)
