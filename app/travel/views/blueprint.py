"""The blueprint, and the words that travel's templates share."""

from datetime import date, datetime

from flask import Blueprint
from flask_babel import format_date

from app.foundation import clock
from app.foundation.language import _, _l

from .. import records, rules
from ..timetable import DAILY

bp = Blueprint("travel", __name__)
DAY_NAMES = {
    "mon": _l("lun"), "tue": _l("mar"), "wed": _l("mié"), "thu": _l("jue"), "fri": _l("vie"), "sat": _l("sáb"),
    "sun": _l("dom"),
}  # fmt: skip
WORDS = {
    "in_kind_name": rules.IN_KIND_NAMES,
    "mode_name": rules.MODE_NAMES,
    "state_name": rules.STATE_NAMES,
    "event_name": rules.EVENT_NAMES,
    "preference_name": rules.PREFERENCE_NAMES,
    "member_name": rules.MEMBER_NAMES,
    "night_name": rules.NIGHT_NAMES,
    "unmet_name": records.UNMET_NAMES,
    "authorised_name": records.AUTHORISED_NAMES,
    "stay_name": rules.STAY_NAMES,
}


@bp.record_once
def _teach_words(state) -> None:
    """`{{ leg.mode|mode_name }}` is how a page says a code, on every floor above too."""
    for name, words in WORDS.items():
        state.app.jinja_env.filters[name] = words.__getitem__
    state.app.jinja_env.filters["days_told"] = days_told
    state.app.jinja_env.filters["duration"] = duration
    state.app.jinja_env.filters["pic_day"] = pic_day


def pic_day(day: date | datetime) -> str:
    """`lun 14 dic`; an instant in the programme's zone."""
    return format_date(clock.to_local(day).date() if isinstance(day, datetime) else day, "EEE d MMM")


def days_told(days: str) -> str:
    """`daily` and `mon;wed` of the book, in words."""
    if days == DAILY:
        return _("diario")
    return ", ".join(str(DAY_NAMES.get(day.strip(), day)) for day in days.split(";"))


def duration(minutes: int) -> str:
    """`3 h 05 min`."""
    hours, rest = divmod(int(minutes), 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"
