"""The blueprint, and the words that travel's templates share."""

from datetime import date, datetime, timedelta

from flask import Blueprint
from flask_babel import format_date

from app.foundation import clock
from app.foundation.language import ngettext

from .. import records, rules
from ..rides import stretches
from ..spoken_times import days_in_words, departures_in_words

bp = Blueprint("travel", __name__)
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
    state.app.jinja_env.filters["days_in_words"] = days_in_words
    state.app.jinja_env.filters["departures_in_words"] = departures_in_words
    state.app.jinja_env.filters["duration"] = duration
    state.app.jinja_env.filters["time_away"] = time_away
    state.app.jinja_env.filters["pic_day"] = pic_day
    state.app.jinja_env.filters["stretches"] = stretches


def pic_day(day: date | datetime) -> str:
    """`lun 14 dic`; an instant in the programme's zone."""
    return format_date(clock.to_local(day).date() if isinstance(day, datetime) else day, "EEE d MMM")


def duration(minutes: int) -> str:
    """`3 h 05 min`."""
    hours, rest = divmod(int(minutes), 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def time_away(away: timedelta) -> str:
    """`3 días 13 h`; below a day as `duration`."""
    minutes = int(away.total_seconds() // 60)
    if away < timedelta(days=1):
        return duration(minutes)
    return ngettext("%(num)s día %(hours)s h", "%(num)s días %(hours)s h", away.days, hours=minutes // 60 % 24)
