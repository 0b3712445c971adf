"""When a text is spoken: which way it goes, what the carrier's words about a call mean, whether it was heard. Pure.

A call is reached like a text, with two things changed: its own consent (`voice`), and the telephones that it may
ring. docs/rules-messages.md, "When the text is spoken".
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from app.foundation.language import _l
from app.messaging.reach import Line, Reach, Standing, reach

RECADOS_APART = timedelta(hours=1)
"""The village's telephone is not rung for the same person more often than this."""
CALLS_APART = timedelta(minutes=15)
"""How long a call whose end nobody reported keeps its line busy."""
WORDS_A_SECOND = 3.5
"""Nobody hears more in a second: the voice says two and a half to three."""
NO_ANSWER, HUNG_UP = "no-answer", "hung-up"
NOBODY_HEARD = frozenset({"busy", NO_ANSWER, HUNG_UP})
"""Worth one more call after half an hour; says nothing against the number."""

CALL_STATES = {
    "queued": "accepted", "initiated": "accepted", "ringing": "sent", "in-progress": "sent", "answered": "sent",
    "completed": "delivered", "busy": "undelivered", "no-answer": "undelivered", "failed": "undelivered",
    "canceled": "undelivered",
}  # fmt: skip
SENTENCES = {
    "busy": _l("El teléfono estaba ocupado."),
    NO_ANSWER: _l("No contestaron la llamada."),
    HUNG_UP: _l("Contestaron y colgaron antes de oír el recado."),
    "failed": _l("La llamada no entró."),
    "canceled": _l("La llamada se cortó antes de que contestaran."),
    "13224": _l("El número no es válido."),
    "21210": _l("La cuenta no puede llamar desde ese número."),
    "21212": _l("La cuenta no puede llamar desde ese número."),
    "21214": _l("A ese número no se puede llamar."),
    "21215": _l("La cuenta no puede llamar a ese país."),
    "21216": _l("La cuenta no puede llamar a ese número."),
    "21219": _l("La cuenta de prueba no puede llamar a ese número."),
}


@dataclass(frozen=True)
class CallReport:
    """What a status callback says in our states. `code` is a key of SENTENCES."""

    status: str
    code: str | None = None


def way(
    standing: Standing, tried: frozenset[str] = frozenset(), allowed: frozenset[str] = frozenset(), *,
    by: str | None = None, speakable: bool = True,
) -> Reach:  # fmt: skip
    """The telephone to use now, and how. A text where one can be read, else a call; a call first to who cannot
    read. `by="voice"`: a call and nothing else, because texts failed. `speakable` False: the words are in a
    language that the voice does not speak, so that only a recado can be left. Where neither is possible, the
    reason is the one of the text."""
    called = _called(standing, tried, allowed, speakable)
    if by == "voice" or (standing.reads is False and called.number):
        return called
    written = reach(standing, tried, allowed)
    return called if called.number and not written.number else written


def _called(standing: Standing, tried: frozenset[str], allowed: frozenset[str], speakable: bool) -> Reach:
    """The first telephone that may be rung: the person's own before one where a recado is left."""
    ringable = [line for line in standing.lines if _may_ring(standing, line) and (speakable or _relayed(line))]
    ringable.sort(key=_relayed)
    as_texted = tuple(replace(line, kind="mobile", relay_only=False) for line in ringable)
    found = reach(replace(standing, consent=standing.voice, lines=as_texted), tried, allowed)
    relayed = any(_relayed(line) for line in ringable if line.phone_id == found.phone_id)
    return replace(found, channel="voice", relayed=relayed)


def _may_ring(standing: Standing, line: Line) -> bool:
    """A restricted case is called on the telephone that its safe-contact plan names, and on no other (P9)."""
    return standing.safe_person is None or line.phone_id == standing.safe_phone_id


def _relayed(line: Line) -> bool:
    return line.relay_only or line.kind == "caseta"


def call_report(status: str, seconds: int | None, words: str, code: str | None = None) -> CallReport | None:
    """A carrier's word on a call, with how long it lasted from answer to end; None for a word that is unknown.

    Answered is not yet heard: a call that ended before `words` could be said is `undelivered`. Machines are not
    looked for, so that nobody waits in silence: an answering machine counts as somebody.
    """
    state = CALL_STATES.get(status)
    if state is None:
        return None
    if state == "delivered" and seconds is not None and not heard(seconds, words):
        return CallReport("undelivered", HUNG_UP)
    return CallReport(state, (code or status) if state == "undelivered" else None)


def heard(seconds: int, words: str) -> bool:
    """Whether `words` can have been said once within `seconds`."""
    return seconds >= len(words.split()) / WORDS_A_SECOND
