"""The verbs on messages: plan what is wanted, withdraw what is not, learn what happened to what was sent."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.cases.models import Case, Person
from app.foundation.audit import record
from app.foundation.db import db
from app.foundation.errors import Refused
from app.messaging import by_hand, policy_lines, queries, rules, wordings
from app.messaging.facts import Facts
from app.messaging.gsm7 import segments, transliterate
from app.messaging.models import Channel, Inbound, Message, MessageEvent, OptOut
from app.messaging.reach import OUT_OF_REACH, PUT_OFF, TAKEN_AWAY
from app.messaging.reminders import Reminder
from app.messaging.rules import Wanted
from app.messaging.texts import Book

BY_HAND_LASTS = timedelta(hours=12)
NOT_BEGUN = ("planned", "claimed")


@dataclass(frozen=True)
class Reconciled:
    """What `reconcile` did to the texts of one appointment."""

    added: list[Message]
    cancelled: list[Message]
    kept: list[Message]


@dataclass(frozen=True)
class Plan:
    """What a programme wants said: the lines of its policy and its book of texts."""

    policy: tuple[Reminder, ...]
    book: Book


def plan_now() -> Plan:
    """The policy and the words as they are kept now. Whoever reconciles many appointments asks once."""
    return Plan(policy_lines.policy(), wordings.book())


def reconcile(facts: Facts, now: datetime, wanting: Plan | None = None) -> Reconciled:
    """Makes the stored texts equal to the wanted ones: withdraws what facts no longer ask for, plans what is
    missing, keeps the rest. What has gone out stays; run twice it does nothing the second time. Two at once on one
    case go in turn."""
    db.session.execute(select(Case.id).where(Case.id == facts.case_id).with_for_update(key_share=True))
    gone, wants, held = _compared(facts, now, wanting or plan_now(), lock=True)
    cancelled = [row for row in gone if _withdraw(row, "superseded", now)]
    added = [_plan(facts, key, want, now) for key, want in wants.items() if held[key] is None]
    kept = [row for row in held.values() if row is not None and row.state != "cancelled"]
    db.session.flush()
    return Reconciled(added, cancelled, kept)


def would_change(facts: Facts, now: datetime, wanting: Plan) -> tuple[int, int]:
    """How many texts `reconcile` would withdraw and how many it would plan, with another policy or other words."""
    gone, _wants, held = _compared(facts, now, wanting)
    return len(gone), sum(row is None for row in held.values())


def _compared(
    facts: Facts, now: datetime, wanting: Plan, lock: bool = False
) -> tuple[list[Message], dict[str, Wanted], dict[str, Message | None]]:
    """Wanted against stored: the rows to withdraw, the wanted texts, and which row already stands for each."""
    facts = replace(facts, told=queries.told(facts))
    texts = rules.wanted(facts, now, wanting.policy, wanting.book)
    wants = {f"{facts.about}|{want.key}": want for want in texts}
    stored = select(Message).where(Message.about == facts.about)
    rows = _locked(stored) if lock else list(db.session.scalars(stored.order_by(Message.id)))
    gone = [row for row in rows if outdated(row, wants)]
    standing = [row for row in rows if row not in gone]
    return gone, wants, {key: holder(key, standing) for key in wants}


def outdated(row: Message, wants: dict[str, Wanted]) -> bool:
    """A text not yet sent that is no longer wanted, or wanted in other words or at another time."""
    if row.state not in ("planned", "claimed") or row.wanted_key is None:
        return False
    want = wants.get(row.wanted_key)
    if want is None:
        return True
    if row.rung != "first":
        return row.body != want.body
    put_off = want.at_once or row.reason in PUT_OFF
    other_time = not want.at_once and row.expires_at != want.expires_at
    return row.body != want.body or other_time or (not put_off and row.not_before != want.not_before)


def holder(key: str, rows: list[Message]) -> Message | None:
    """The row that keeps `key` from being planned anew: any that was not withdrawn, one that a person took away,
    or one whose person is still out of reach."""
    same = [row for row in rows if row.wanted_key == key]
    for row in reversed(same):
        if row.state != "cancelled" or row.reason in TAKEN_AWAY:
            return row
        if row.reason in OUT_OF_REACH and _still_out_of_reach(row):
            return row
    return None


def _still_out_of_reach(row: Message) -> bool:
    return queries.reach_now(row).number is None


def _plan(facts: Facts, key: str, want: Wanted, now: datetime) -> Message:
    return plan(
        about=facts.about, case_id=facts.case_id, person_id=want.person_id, kind=want.kind, role=want.role,
        template=want.template, template_version=want.version, body=want.body, spoken=want.spoken,
        asks=",".join(want.asks), promises_call=want.promises_call, event_at=want.event_at, not_before=want.not_before,
        expires_at=want.expires_at, wanted_key=key, created_at=now,
    )  # fmt: skip


def plan(**values) -> Message:
    """One planned text, and the event that says so."""
    message = Message(state="planned", segments=segments(values["body"]), body_digest=digest(values["body"]), **values)
    db.session.add(message)
    db.session.flush()
    note(message, "planned", "reconcile", values["created_at"])
    return message


def digest(body: str) -> str:
    """Equal texts have equal digests: what the limiter of equal texts compares."""
    return hashlib.sha256(body.encode()).hexdigest()[:32]


def note(message: Message, status: str, source: str, now: datetime, moved: bool = True, **learned) -> None:
    """Writes one line of a message's history."""
    db.session.add(
        MessageEvent(message_id=message.id, source=source, status=status, moved=moved, recorded_at=now, **learned)
    )


def cancel_about(about: str, reason: str, now: datetime) -> list[Message]:
    """Withdraws every text about this that has not gone out. `reason` is a code of reach.REASONS."""
    rows = _locked(select(Message).where(Message.about == about, Message.state.in_(NOT_BEGUN)))
    return [row for row in rows if _withdraw(row, reason, now)]


def _locked(rows) -> list[Message]:
    """These messages as they are now; until we commit no worker begins one of them."""
    rows = rows.order_by(Message.id).with_for_update(of=Message)
    return list(db.session.scalars(rows, execution_options={"populate_existing": True}))


def withdraw(message: Message, by: User, now: datetime) -> bool:
    """A person takes one planned text away; it is not planned again. False when it has gone out meanwhile."""
    db.session.refresh(message, with_for_update=True)
    return _take_away(message, "withdrawn", by, now)


def sent_by_hand(message: Message, by: User, now: datetime) -> None:
    """Somebody copied it into WhatsApp and says that it went: what was still planned here goes away. Refused: who
    may not be written to by hand."""
    log_by_hand(message, "sent", now)
    db.session.refresh(message, with_for_update=True)
    _take_away(message, "by_hand", by, now)


def log_by_hand(message: Message, did: str, now: datetime) -> None:
    """`did`: copied, opened, sent. WhatsApp by hand is a channel like another: it leaves its trace. Refused: who may
    not be written to by hand (by_hand.of_message)."""
    where = by_hand.of_message(message, now)
    if where.refusal:
        raise Refused(where.refusal)
    note(message, "whatsapp", "person", now, moved=False, detail=did)


def _take_away(message: Message, reason: str, by: User, now: datetime) -> bool:
    gone = message.state in ("planned", "claimed") and _withdraw(message, reason, now, source="person")
    if gone:
        record(f"messaging.{reason}", f"message:{message.id}", by)
    return gone


def _withdraw(row: Message, reason: str, now: datetime, source: str = "reconcile") -> bool:
    row.state, row.reason, row.claim_token, row.lease_until = "cancelled", reason, None, None
    note(row, "cancelled", source, now, detail=reason)
    return True


def opt_out(number: str, person_id: int, now: datetime, source: str = "text") -> None:
    """This person wants no texts on this number: what waits for them and has no other way is withdrawn.

    Their texts are locked, then they are: the outbox does the same before it begins one (steps.held), so that
    nothing begins once this is committed.
    """
    live = select(OptOut.id).where(OptOut.number == number, OptOut.person_id == person_id, OptOut.ended_at.is_(None))
    waiting = _locked(select(Message).where(Message.person_id == person_id, Message.state.in_(NOT_BEGUN)))
    db.session.get(Person, person_id, with_for_update=True)
    if db.session.scalar(live) is None:
        db.session.add(OptOut(number=number, person_id=person_id, source=source, since=now))
        db.session.flush()
        _withdraw_unreachable(waiting, now)


def _withdraw_unreachable(waiting: list[Message], now: datetime) -> None:
    for row in waiting:
        if row.state == "planned" and row.rung == "first" and row.wanted_key is not None:
            where = queries.reach_now(row)
            if where.number is None:
                _withdraw(row, where.reason, now)


def opt_in(number: str, now: datetime) -> int:
    """Texts again, for everybody on the number. Returns how many opt-outs ended."""
    rows = select(OptOut).where(OptOut.number == number, OptOut.ended_at.is_(None))
    ended = list(db.session.scalars(rows))
    for row in ended:
        row.ended_at = now
    return len(ended)


def answer(
    inbound: Inbound, kind: str, body: str, now: datetime, *, template: str | None = None, by: User | None = None
) -> Message:
    """A text back to whoever wrote, on the number they wrote from, at any hour: they are awake."""
    return plan(
        about=inbound.about or f"inbound:{inbound.id}", case_id=inbound.case_id, person_id=inbound.person_id,
        kind=kind, body=transliterate(body), template=template, not_before=now, expires_at=now + BY_HAND_LASTS,
        to_number=inbound.from_number, any_hour=True, priority=0, created_at=now, created_by_id=by.id if by else None,
    )  # fmt: skip


def pause(code: str, now: datetime) -> None:
    """The carrier refuses the account: nothing more is claimed until a person has looked."""
    channel = queries.channel()
    if channel.paused_at is None:
        channel.paused_at, channel.code = now, code
        record("messaging.pause", f"channel:{channel.name}", "messaging", code=code)


def resume(by: User, now: datetime) -> None:
    """Somebody has put the account right."""
    channel: Channel = queries.channel()
    channel.paused_at, channel.code = None, None
    channel.resumed_at, channel.resumed_by_id = now, by.id
    record("messaging.resume", f"channel:{channel.name}", by)


def doubt_after_restore(now: datetime) -> int:
    """After a backup came back: whatever may have gone out since it was made is in doubt until the carrier's list
    has been read. Returns how many. No worker may run before."""
    due = (Message.state == "planned") & (Message.not_before <= now)
    rows = list(db.session.scalars(select(Message).where(Message.state.in_(("claimed", "sending")) | due)))
    for row in rows:
        row.state, row.claim_token, row.lease_until = "unknown", None, None
        row.unknown_at, row.look_at, row.absent_at = now, now, None
        note(row, "unknown", "restore", now)
    return len(rows)
