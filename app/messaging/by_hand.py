"""WhatsApp by hand: whether a person may write to somebody on their own telephone, and where."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from app.cases.models import Case
from app.foundation.language import _
from app.messaging import queries
from app.messaging.models import Message
from app.messaging.reach import REASONS, reach


@dataclass(frozen=True)
class ByHand:
    """The number to write to, or the sentence that says why nobody may."""

    number: str | None = None
    refusal: str | None = None

    def link(self, body: str) -> str | None:
        """WhatsApp's own address for this number, with the words filled in."""
        return f"https://wa.me/{self.number.lstrip('+')}?text={quote(body)}" if self.number else None


def of_message(message: Message, now: datetime) -> ByHand:
    """Where the words of a text may be sent by hand."""
    if message.person_id is None or message.wanted_key is None:
        return to_number(message.case, message.person_id, message.to_number, now)
    return _allowed(message.case, message.person_id, now)


def to_number(case: Case | None, person_id: int | None, number: str | None, now: datetime) -> ByHand:
    """Whether a person may write by hand to whoever wrote from this number."""
    if case is None or person_id is None:
        return ByHand(refusal=_("Primero diga de quién es este número."))
    barred = queries.answer_barred(case, person_id, number or "")
    if barred:
        return ByHand(refusal=barred)
    allowed = _allowed(case, person_id, now)
    return allowed if allowed.refusal else ByHand(number)


def _allowed(case: Case | None, person_id: int, now: datetime) -> ByHand:
    """A yes to WhatsApp, or to texts where nobody asked about WhatsApp; the plan of a restricted case, its phone
    and its hours (P9). ALTO on a phone was about texts: a yes to WhatsApp, said apart, outranks it."""
    if case is not None and case.restricted and queries.safe_plan(case) is None:
        return ByHand(refusal=_("Caso reservado sin acuerdo de contacto seguro: llénelo antes de escribirle."))
    opens = queries.safe_opening(case, now)
    if opens:
        return ByHand(refusal=_("Fuera de su horario seguro (%(hours)s).", hours=queries.safe_plan(case).safe_hours))
    standing = queries.standing(person_id, case.id if case else None)
    asked = queries.consent(person_id, "whatsapp")
    if asked is not None:
        lines = tuple(replace(line, opted_out=line.opted_out and not asked) for line in standing.lines)
        standing = replace(standing, consent=asked, lines=lines)
    where = reach(standing)
    return ByHand(where.number, None if where.number else str(REASONS[where.reason or "no_phone"]))
