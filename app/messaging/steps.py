"""The steps of a text through the outbox, as statements that are built once: this is the hot path.

Each names the row, the state it must still be in, and the claim that we hold. When it moves no row, somebody else
has the message and the actor lets go. States are written out, not bound: only so does SQLite see that a partial
index holds the rows.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Integer, Row, bindparam, func, insert, literal_column, select, text, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.cases.models import Person, Phone
from app.foundation.db import db
from app.messaging.costs import FIRST_LOOK
from app.messaging.gateways import Outcome
from app.messaging.models import Attempt, Channel, Message, MessageEvent
from app.messaging.moves import RANK, grows, may_move
from app.messaging.reach import Reach

MESSAGE, ATTEMPT, EVENT, CHANNEL = Message.__table__, Attempt.__table__, MessageEvent.__table__, Channel.__table__
PHONE = Phone.__table__
BEFORE_ANY = -(2**31)


class _Common(FunctionElement):
    """A condition that holds for most rows, so that SQLite looks for an index on something else. PostgreSQL
    counts for itself."""

    inherit_cache = True
    type = Integer()  # as a Boolean it would be written "… = 1", which no index is matched with


@compiles(_Common)
def _as_it_is(element, compiler, **more) -> str:
    return compiler.process(element.clauses, **more)


@compiles(_Common, "sqlite")
def _with_likelihood(element, compiler, **more) -> str:
    return f"likelihood({compiler.process(element.clauses, **more)}, 0.95)"


def in_state(*states: str):
    """A condition on the state of a message that a partial index can be matched with."""
    written = [literal_column(f"'{state}'") for state in states]
    return _Common(MESSAGE.c.state == written[0] if len(written) == 1 else MESSAGE.c.state.in_(written))


PLANNED, CLAIMED, SENDING = in_state("planned"), in_state("claimed"), in_state("sending")
ANY_HOUR = text("message.any_hour")
OURS = (MESSAGE.c.id == bindparam("message_id"), MESSAGE.c.claim_token == bindparam("token"))

_next_priority = select(func.min(MESSAGE.c.priority)).where(PLANNED, MESSAGE.c.priority > bindparam("above"))
_due = (
    select(MESSAGE.c.id, MESSAGE.c.segments, MESSAGE.c.any_hour, MESSAGE.c.event_at)
    .where(PLANNED, MESSAGE.c.priority == bindparam("level"))
    .where(MESSAGE.c.not_before <= bindparam("now"), MESSAGE.c.expires_at > bindparam("now"))
    .order_by(MESSAGE.c.not_before, MESSAGE.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
LEAVING = (
    select(MESSAGE.c.about, MESSAGE.c.kind)
    .where(PLANNED, MESSAGE.c.priority == bindparam("level"), MESSAGE.c.wanted_key.is_not(None))
    .where(MESSAGE.c.not_before.between(bindparam("start"), bindparam("end")))
    .distinct()
)
_urgent = MESSAGE.c.any_hour | (MESSAGE.c.event_at <= bindparam("soon"))
# (the window is open, the day's cap is not reached) → what is due then
DUE = {
    (True, True): (_next_priority, _due),
    (True, False): (_next_priority, _due.where(_urgent)),
    (False, True): (_next_priority.where(ANY_HOUR), _due.where(ANY_HOUR)),
    (False, False): (_next_priority.where(ANY_HOUR), _due.where(ANY_HOUR)),
}
CLAIM = (
    update(MESSAGE)
    .where(MESSAGE.c.id.in_(bindparam("ids", expanding=True)), PLANNED)
    .values(state="claimed", claim_token=bindparam("token"), lease_until=bindparam("until"))
)
HAND_BACK = (
    update(MESSAGE)
    .where(MESSAGE.c.id.in_(bindparam("ids", expanding=True)), MESSAGE.c.claim_token == bindparam("token"), CLAIMED)
    .values(state="planned", claim_token=None, lease_until=None)
)
_LOOKED_AT = (
    "id", "about", "case_id", "person_id", "kind", "channel", "template", "template_version", "body", "body_digest",
    "expires_at", "wanted_key", "retry_of_id", "rung", "tries", "to_number", "claim_token", "asks", "spoken",
)  # fmt: skip
HELD = select(*(MESSAGE.c[name] for name in _LOOKED_AT)).where(*OURS, CLAIMED).with_for_update()
LOCK_PERSON = select(Person.__table__.c.id).where(Person.__table__.c.id == bindparam("person_id"))
LOCK_PERSON = LOCK_PERSON.with_for_update(key_share=True)
EQUAL = (
    select(MESSAGE.c.state, MESSAGE.c.sending_at)
    .where(MESSAGE.c.to_number == bindparam("number"), MESSAGE.c.body_digest == bindparam("digest"))
    .where(MESSAGE.c.channel == bindparam("way"))
    .where(MESSAGE.c.id != bindparam("message_id"), MESSAGE.c.sending_at > bindparam("since"))
)
BEGIN = (
    update(MESSAGE)
    .where(*OURS, CLAIMED)
    .values(
        state="sending", lease_until=bindparam("until"), tries=bindparam("ordinal"), sending_at=bindparam("now"),
        to_number=bindparam("number"), phone_id=bindparam("phone"), channel=bindparam("way"), said=bindparam("words"),
        reason=None,
    )
)  # fmt: skip
ATTEMPTED = insert(ATTEMPT).returning(ATTEMPT.c.id)
ENDED = update(ATTEMPT).where(ATTEMPT.c.id == bindparam("attempt_id"))
ENDED = ENDED.values(
    ended_at=bindparam("now"), outcome=bindparam("kind"), sid=bindparam("its_sid"), code=bindparam("its_code"),
    detail=bindparam("words"),
)  # fmt: skip
ACCEPT = (
    update(MESSAGE)
    .where(*OURS, SENDING)
    .values(
        state="accepted", sid=bindparam("its_sid"), sent_at=bindparam("now"), claim_token=None, lease_until=None,
        look_at=None, price_look_at=bindparam("priced"),
    )
)  # fmt: skip
GOOD_NEWS = {
    status: update(MESSAGE)
    .where(MESSAGE.c.id == bindparam("message_id"), MESSAGE.c.sid == bindparam("its_sid"))
    .where(MESSAGE.c.state.in_([old for old in RANK if grows(old, status) and may_move(old, status)]))
    .values(state=bindparam("status"))
    .returning(MESSAGE.c.phone_id)
    for status in ("sent", "delivered")
}
REACHABLE = update(PHONE).where(PHONE.c.id == bindparam("phone"), PHONE.c.delivery != "reachable")
REACHABLE = REACHABLE.values(delivery="reachable")
NOTE = insert(EVENT)
_channel = select(CHANNEL).where(CHANNEL.c.name == bindparam("channel"))
READ_CHANNEL, LOCK_CHANNEL = _channel, _channel.with_for_update()
BOOK = update(CHANNEL).where(CHANNEL.c.name == bindparam("channel"))
BOOK = BOOK.values(
    free_at=bindparam("until"), counted_on=bindparam("day"), counted_segments=bindparam("counted"),
    capped_on=bindparam("capped"),
)  # fmt: skip
UNUSED = update(CHANNEL).where(CHANNEL.c.name == bindparam("channel"), CHANNEL.c.counted_on == bindparam("day"))
UNUSED = UNUSED.values(counted_segments=CHANNEL.c.counted_segments - bindparam("unused"))


def connection() -> Connection:
    """Of the transaction that is open: what the session wrote so far is in it."""
    db.session.flush()
    return db.session.connection()


def due(now: datetime, soon: datetime, most: int, open_window: bool, under_cap: bool) -> Iterator[Row]:
    """What may be claimed, in the order of priority and age; no other worker has it locked. Each priority is read
    by itself, so that what is planned for later is never walked over."""
    levels, rows = DUE[open_window, under_cap]
    level: int | None = BEFORE_ANY
    while most and (level := connection().scalar(levels, {"above": level})) is not None:
        found = connection().execute(rows, {"level": level, "now": now, "soon": soon, "most": most}).all()
        most -= len(found)
        yield from found


def leaving(start: datetime, end: datetime) -> set[tuple[str, str]]:
    """(about, kind) of the planned texts that become due in this span."""
    found: set[tuple[str, str]] = set()
    level: int | None = BEFORE_ANY
    while (level := connection().scalar(_next_priority, {"above": level})) is not None:
        rows = connection().execute(LEAVING, {"level": level, "start": start, "end": end})
        found.update((row.about, row.kind) for row in rows)
    return found


def channel(lock: bool, name: str = "sms") -> Row:
    """The way out and what its workers share; `lock`: until we commit nobody else claims."""
    return connection().execute(LOCK_CHANNEL if lock else READ_CHANNEL, {"channel": name}).one()


def claim(token: str, ids: list[int], until: datetime) -> None:
    """`planned` → `claimed`; the rows are locked since `due` read them."""
    if ids:
        connection().execute(CLAIM, {"token": token, "ids": ids, "until": until})


def hand_back(token: str, ids: list[int]) -> None:
    """`claimed` → `planned`: nothing had begun."""
    connection().execute(HAND_BACK, {"token": token, "ids": ids})


def book(free_at: datetime, day: date, counted: int, capped: date | None) -> None:
    """What all workers share, as this claim leaves it."""
    values = {"channel": "sms", "until": free_at, "day": day, "counted": counted, "capped": capped}
    connection().execute(BOOK, values)


def uncount(unused: int, day: date) -> None:
    """Segments that were claimed on `day` and did not leave."""
    connection().execute(UNUSED, {"channel": "sms", "unused": unused, "day": day})


def held(message_id: int, token: str) -> Row | None:
    """A text that we hold, locked, and with it the person: their ALTO is either committed and will be seen, or
    waits until our `sending` is."""
    row = connection().execute(HELD, {"message_id": message_id, "token": token}).one_or_none()
    if row is not None and row.person_id is not None and db.session.connection().dialect.name != "sqlite":
        db.session.connection().execute(LOCK_PERSON, {"person_id": row.person_id})
    return row


def begin(
    message_id: int, token: str, ordinal: int, where: Reach, said: str | None, now: datetime, until: datetime
) -> int | None:
    """`claimed` → `sending`, with its attempt and its line of history. `said` is what a call says. The attempt's id;
    None: no longer ours."""
    run = db.session.connection().execute
    ours = {"message_id": message_id, "token": token, "ordinal": ordinal, "now": now, "until": until}
    way = {"number": where.number, "phone": where.phone_id, "way": where.channel, "words": said}
    if run(BEGIN, ours | way).rowcount != 1:
        return None
    note(message_id, "sending", now)
    attempt = {"message_id": message_id, "ordinal": ordinal, "to_number": where.number, "began_at": now}
    return run(ATTEMPTED, attempt).scalar_one()


def end_attempt(attempt_id: int, outcome: Outcome, now: datetime) -> None:
    values = {"attempt_id": attempt_id, "now": now, "kind": outcome.kind, "its_sid": outcome.sid}
    words = {"its_code": outcome.code, "words": (outcome.detail or "")[:200] or None}
    connection().execute(ENDED, values | words)


def accept(message_id: int, token: str, sid: str, now: datetime) -> bool:
    """`sending` → `accepted`, if it is still ours."""
    ours = {"message_id": message_id, "token": token, "its_sid": sid, "now": now, "priced": now + FIRST_LOOK}
    if connection().execute(ACCEPT, ours).rowcount != 1:
        return False
    note(message_id, "accepted", now, sid)
    return True


def arrived(message_id: int, sid: str, status: str, now: datetime) -> bool:
    """The carrier calls back with good news of a text that we know it has: `sent` or `delivered`, if that is news."""
    told = {"message_id": message_id, "its_sid": sid, "status": status}
    moved = connection().execute(GOOD_NEWS[status], told).one_or_none()
    if moved is None:
        return False
    note(message_id, status, now, sid, source="callback")
    if status == "delivered" and moved.phone_id:
        connection().execute(REACHABLE, {"phone": moved.phone_id})
    return True


def note(message_id: int, status: str, now: datetime, sid: str | None = None, source: str = "outbox") -> None:
    """One line of a message's history: a move that was made."""
    line = {"message_id": message_id, "source": source, "status": status, "moved": True, "recorded_at": now}
    db.session.connection().execute(NOTE, line | {"sid": sid})


def equal_texts(where: Reach, digest: str, message_id: int, now: datetime, within: timedelta) -> list[Row]:
    """(state, when it began) of every other text in these words to this number, by the same channel."""
    values = {
        "number": where.number,
        "way": where.channel,
        "digest": digest,
        "message_id": message_id,
        "since": now - within,
    }
    return list(db.session.connection().execute(EQUAL, values))
