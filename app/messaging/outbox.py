"""Sending so that nobody is texted twice and nobody is forgotten, whatever dies in between.

claim (lease) → `sending`, committed → hand over → record. Every move starts from the state and the claim that we
hold, read under a lock; when there is no such row, somebody else has the message and we let go of it. No
transaction is open while a text is handed over. What is in doubt is looked up at the carrier (lookup.py) before
anything else happens to it.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from app.cases.models import Case
from app.foundation import audit, clock
from app.foundation.db import db, transaction
from app.messaging import ladder, outcomes, pace, queries, ringing, steps, wordings
from app.messaging.deliveries import take_status
from app.messaging.gateways import Gateway, Letter, Outcome
from app.messaging.reach import Reach
from app.messaging.rules import in_window
from app.messaging.waiting import waiting_for

SAME_TEXT_WAIT = timedelta(minutes=15)
SAME_TEXT_DAY = timedelta(hours=24)
HALTING = ladder.CHANNEL_BROKEN | ladder.NOT_NOW
MAY_HAVE_LEFT = ("accepted", "unknown")


@dataclass(frozen=True)
class Limits:
    """How the outbox works. `budget` is how old, in seconds of the monotonic clock, the commit of `sending` may
    be when the text leaves: a worker that was stopped must not wake up and send. `per_second` and `daily_cap` are
    segments, of all workers together; 0: no limit."""

    lease: timedelta = timedelta(seconds=60)
    settle: timedelta = timedelta(seconds=90)
    budget: float = 2.0
    batch: int = 20
    allowed: frozenset[str] = frozenset()
    zone: str = "America/Mexico_City"
    per_second: int = 0
    daily_cap: int = 0


class Claimed(NamedTuple):
    """A text that we hold, and in how many seconds from the claim the rate lets it start."""

    message_id: int
    segments: int
    starts_in: float = 0.0


@dataclass(frozen=True)
class Sent:
    """What one call of `dispatch` did. `halted`: the carrier wants no more from us now."""

    claimed: int
    accepted: int
    halted: bool = False


def dispatch(
    now: datetime,
    gateway: Gateway,
    limits: Limits,
    monotonic: Callable[[], float] = clock.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Sent:
    """Claims one batch of what is due and sends it, no faster than the rate."""
    batch = _Batch(now, gateway, limits, monotonic)
    with transaction():
        batch.token, claimed = claim(now, limits)
    for text in claimed:
        batch.wait(text.starts_in, sleep)
        if batch.send(text) in HALTING:
            break
    batch.end(claimed)
    return Sent(len(claimed), batch.accepted, batch.halted)


class _Batch:
    """One worker on one batch. What became of a text is written down in the same commit that begins the next one,
    so that each text costs two durable commits at most, and one when there are many."""

    def __init__(self, now: datetime, gateway: Gateway, limits: Limits, monotonic: Callable[[], float]):
        self.now, self.gateway, self.limits, self.monotonic = now, gateway, limits, monotonic
        self.started = monotonic()
        self.token = ""
        self.done: tuple[Letter, Outcome, datetime] | None = None
        self.accepted = self.left = 0
        self.halted = False

    def at(self) -> datetime:
        return self.now + timedelta(seconds=int(self.monotonic() - self.started))

    def wait(self, starts_in: float, sleep: Callable[[float], None]) -> None:
        """Until the rate lets the next one start. What we know is written down before we sleep."""
        early = starts_in and starts_in - (self.monotonic() - self.started)
        if early > 0:
            self.write_down()
            sleep(early)

    def send(self, text: Claimed) -> str | None:
        """Begins the text, hands it over; the carrier's code, if it gave one."""
        began, now = self.monotonic(), self.at()
        begun = self._begin(text.message_id, now)
        if begun is None:
            return None
        letter = Letter(fresh=lambda: self.monotonic() - began < self.limits.budget, **begun)
        outcome = self.gateway.send(letter)
        self.done = (letter, outcome, now)
        self.accepted += outcome.kind == "accepted"
        self.left += text.segments if outcome.kind in MAY_HAVE_LEFT else 0
        self.halted = outcome.code in HALTING
        return outcome.code

    def _begin(self, message_id: int, now: datetime) -> dict[str, object] | None:
        try:
            with transaction():
                self._note_done()
                begun = begin(message_id, self.token, now, self.limits)
        except IntegrityError:
            self.write_down()  # an equal text to this number began at the same moment: ours waits
            return None
        self.done = None
        return begun

    def _note_done(self) -> None:
        if self.done is not None:
            write_down(*self.done)

    def write_down(self) -> None:
        if self.done is not None:
            with transaction():
                self._note_done()
            self.done = None

    def end(self, claimed: list[Claimed]) -> None:
        """The last one is written down, what was not begun goes back, and what did not leave is not counted."""
        unused = sum(text.segments for text in claimed) - self.left if self.limits.daily_cap else 0
        if not (self.done or self.halted or unused):
            return
        with transaction():
            self._note_done()
            if self.halted:
                steps.hand_back(self.token, [text.message_id for text in claimed])
            if unused:
                steps.uncount(unused, _day(self.now, self.limits))
        self.done = None


def claim(now: datetime, limits: Limits) -> tuple[str, list[Claimed]]:
    """Takes what is due for `limits.lease`: (token, what we hold), replies first; no more than rate and cap allow."""
    token, limited = uuid.uuid4().hex, bool(limits.per_second or limits.daily_cap)
    channel = steps.channel(lock=limited)
    if channel.paused_at:
        return token, []
    today = _day(now, limits)
    counted = channel.counted_segments if channel.counted_on == today else 0
    line = pace.Line(now, limits.per_second, limits.daily_cap, channel.free_at, counted)
    claimed = _chosen(line, now, limits)
    steps.claim(token, [text.message_id for text in claimed], now + limits.lease)
    capped = today if line.full or line.kept_back else channel.capped_on
    if limited and (claimed or capped != channel.capped_on):
        steps.book(line.free_at, today, line.counted, capped)
    return token, claimed


def _day(now: datetime, limits: Limits) -> date:
    return clock.to_local(now, limits.zone).date()


def _chosen(line: pace.Line, now: datetime, limits: Limits) -> list[Claimed]:
    chosen: list[Claimed] = []
    if line.spoken_for:
        return chosen
    for row in steps.due(now, now + pace.SOON, limits.batch, in_window(now, limits.zone), not line.full):
        if line.spoken_for:
            break
        if line.takes(row.segments, pace.urgent(row.any_hour, row.event_at, now)):
            chosen.append(Claimed(row.id, row.segments, line.book(row.segments)))
    return chosen


class _Instead(NamedTuple):
    """What becomes of a text that does not leave now; `until`: put off until then."""

    state: str
    reason: str
    until: datetime | None = None


def begin(message_id: int, token: str, now: datetime, limits: Limits) -> dict[str, object] | None:
    """Looks at everything once more and moves to `sending`: the caller's commit comes before any byte.
    Returns what the letter needs, or None where there is nothing to send."""
    held = steps.held(message_id, token)
    if held is None:
        return None
    where, instead = _looked_at_again(held, now, limits)
    if instead is None:
        return _begin(held, where, now, limits)
    message = outcomes.held(message_id, token, "claimed")
    if instead.until is None:
        outcomes.stop(message, instead.state, instead.reason, now)
    else:
        message.reason, message.phone_id = instead.reason, where.phone_id
        outcomes.put_back(message, instead.until)
    return None


def _looked_at_again(held: Row, now: datetime, limits: Limits) -> tuple[Reach, _Instead | None]:
    """Where it goes, and None; or what becomes of it instead."""
    if held.expires_at <= now:
        return Reach(), _Instead("expired", "late")
    if wordings.outdated(held.template, held.template_version):
        audit.record("message.outdated", held.about, "outbox")  # the next tick plans it anew, in today's words
        return Reach(), _Instead("cancelled", "superseded")
    where = _where(held, limits)
    if where.number is None:
        return where, _Instead("cancelled", where.reason or "no_phone")
    wait = waiting_for(held, where.number, now, limits.zone)
    if wait is not None:
        over = wait.until >= held.expires_at
        return where, _Instead("expired", wait.reason) if over else _Instead("planned", wait.reason, wait.until)
    free_at = ringing.not_before(held, where, now, limits.zone)
    if free_at is not None:
        return where, _Instead("planned", "line_busy", free_at)
    return where, _same_text(held, where, now)


def _begin(held: Row, where: Reach, now: datetime, limits: Limits) -> dict[str, object] | None:
    until, said = now + limits.lease, ringing.words_for(held, where)
    attempt_id = steps.begin(held.id, held.claim_token, held.tries + 1, where, said, now, until)
    if attempt_id is None:
        return None
    return {
        "message_id": held.id,
        "attempt_id": attempt_id,
        "token": held.claim_token,
        "to_number": where.number,
        "body": said or held.body,
        "began_at": now,
        "valid_seconds": int((held.expires_at - now).total_seconds()),
        "channel": where.channel,
    }


def _where(message: Row, limits: Limits) -> Reach:
    """Resolved now, not when it was planned. An answer goes back to the number that wrote."""
    if message.wanted_key is None:
        return _back_to_who_wrote(message, limits)
    return ringing.where_to(message, limits.allowed)


def _back_to_who_wrote(message: Row, limits: Limits) -> Reach:
    if limits.allowed and message.to_number not in limits.allowed:
        return Reach(reason="test_mode")
    case = db.session.get(Case, message.case_id) if message.case_id else None
    if queries.answer_barred(case, message.person_id, message.to_number):
        return Reach(reason="safe_contact")
    if message.kind != "stopped" and queries.muted(message.to_number, message.person_id):
        return Reach(reason="opted_out")
    return Reach(message.to_number)


def _same_text(message: Row, where: Reach, now: datetime) -> _Instead | None:
    """None where it may go. Equal texts to one number keep apart, so that the carrier's list can tell them apart; and
    nobody needs the same words twice in a day, unless the first did not arrive."""
    others = steps.equal_texts(where, message.body_digest, message.id, now, SAME_TEXT_DAY)
    if any(state in ("sending", "unknown") or began > now - SAME_TEXT_WAIT for state, began in others):
        return _Instead("planned", "same_text_wait", now + SAME_TEXT_WAIT)
    arrived = any(state in ("accepted", "sent", "delivered") for state, _began in others)
    said = arrived and message.wanted_key and message.rung == "first"
    return _Instead("cancelled", "same_text") if said else None


def write_down(letter: Letter, outcome: Outcome, now: datetime) -> None:
    """What became of it. A SID is proof whoever holds the message by now; anything else counts only if it is
    still ours."""
    steps.end_attempt(letter.attempt_id, outcome, now)
    if outcome.kind != "accepted":
        outcomes.not_accepted(letter, outcome, now)
    elif not steps.accept(letter.message_id, letter.token, outcome.sid, now):
        take_status(letter.message_id, outcome.sid, "accepted", now, to_number=letter.to_number, source="outbox")
