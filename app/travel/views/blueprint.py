"""The blueprint, and the words that travel's templates share."""

from flask import Blueprint

from .. import records, rules

bp = Blueprint("travel", __name__)
WORDS = {
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
    state.app.jinja_env.filters["duration"] = duration


def duration(minutes: int) -> str:
    """`3 h 05 min`."""
    hours, rest = divmod(int(minutes), 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"
