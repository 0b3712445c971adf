"""What the pages of messages share: their words, and whose messages a reader may see."""

from flask import Blueprint, g
from flask_login import current_user
from sqlalchemy import select

from app.cases.models import Case
from app.cases.queries import visible_to
from app.foundation import settings
from app.foundation.language import _
from app.foundation.money import Money
from app.messaging import calls, costs, labels, ladder, policy_lines
from app.messaging.models import Message

bp = Blueprint("messaging", __name__)


@bp.app_context_processor
def _words():
    """What every page with texts needs: names of states and kinds, and why a text did not arrive."""
    return {
        "message_labels": labels, "why_not": calls.why_not, "kind_name": kind_name, "price_of": price_of,
        "carrier_says": ladder.sentence,
    }  # fmt: skip


def kind_name(kind: str) -> str:
    """What a kind of text is called; one of the programme's own has its name in the database, asked for once."""
    if kind in labels.KINDS:
        return str(labels.KINDS[kind])
    if "own_kinds" not in g:
        g.own_kinds = policy_lines.own_names()
    return g.own_kinds.get(kind, kind)


def price_of(message: Message) -> str:
    """What the carrier asked for it; until that is known, an estimate; of a call, which is paid by the minute, none."""
    if message.priced_at:
        return _("costó %(price)s", price=costs.shown(message.price_micros, message.price_currency))
    if message.price_given_up_at:
        return _("la compañía no dijo cuánto costó")
    if message.channel == "voice":
        return _("falta saber cuánto costó")
    return _("se estima en %(price)s", price=Money(message.segments * settings.current().sms_price))


def visible():
    """Ids of the cases that the reader may open."""
    return select(Case.id).where(visible_to(current_user))
