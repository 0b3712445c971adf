"""Fault 16: somebody with the database's keys changes the books or the audit chain behind the triggers' back, a thousand
times in different ways, each on the same small book. `flask check` finds each one and names the first bad row.

Who sets the head back too, or rewrites the whole chain so that every hash fits, is found by the record of the heads
that lies outside the database: the last tests.
"""

import logging
import random
import re
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Date, DateTime, Integer, func, select, text
from sqlalchemy.exc import DBAPIError

from app import heads
from app.finance import chain
from app.finance.ledger import verify as verify_ledger
from app.finance.models import Balance, CashSlip, Entry, LedgerHead, Transfer
from app.foundation import audit
from app.foundation.audit import AuditEvent, AuditHead
from app.foundation.db import db, rehearsal, transaction
from tests.faults.money_world import World

log = logging.getLogger(__name__)
pytestmark = pytest.mark.both_databases
SHORT, LONG = pytest.param(150, id="short"), pytest.param(1_000, id="long", marks=pytest.mark.faults)
ENTRY = ("seq", "idempotency_key", "kind", "source", "ordinal", "occurred_on", "book_date", "recorded_at", "memo",
         "reverses_id", "created_by_id", "approved_by_id", "second_approver_id", "prev_hash", "hash")  # fmt: skip
TRANSFER = ("entry_id", "line", "debit_id", "credit_id", "currency", "amount_minor", "case_id", "fund_id", "category",
            "receipt_id")  # fmt: skip
EVENT = ("at", "by", "action", "subject", "details", "prev_hash", "hash")


@pytest.fixture
def small_book(app):
    """Some forty entries of most kinds, as the random steps of money leave them."""
    world = World.begin(3)
    for _step in range(150):
        world.step(app)
    world.check()
    return world


@pytest.mark.parametrize("times", [SHORT, LONG])
def test_every_tampering_is_found_and_the_first_bad_row_named(small_book, times):
    dice, done = random.Random(times), Counter()
    while done.total() < times:
        tamper = dice.choice(TAMPERINGS)
        with rehearsal():
            without_triggers()
            try:
                bad = tamper(dice)
            except DBAPIError:  # a CHECK or a unique key said no: nothing was tampered with
                continue
            if bad is None:
                continue
            found = [*audit.verify(), *verify_ledger()]
        assert names(found, bad), (tamper.__name__, bad, found)
        done[tamper.__name__] += 1
    log.info("%d tamperings, all found: %s", times, dict(done))
    assert len(done) == len(TAMPERINGS)
    assert [*audit.verify(), *verify_ledger()] == []


def names(found: list[str], bad: tuple[str, int]) -> bool:
    """Some finding is about this row: `("entry", 7)` is entry 7 of the ledger, `("audit_event", 3)` that event."""
    return any(re.search(rf"\b{bad[0]} {re.escape(str(bad[1]))}\b", finding) for finding in found)


def without_triggers() -> None:
    """For this transaction: a superuser's way on PostgreSQL; on SQLite the triggers are dropped (and come back)."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        db.session.execute(text(f"DROP TRIGGER {name}"))
    db.session.execute(text("PRAGMA defer_foreign_keys=ON"))


def row_of(table, dice):
    return dice.choice(db.session.execute(select(table.__table__)).mappings().all())


def other(column, value, dice):
    """A value of the column's type that is not this one."""
    if isinstance(column.type, Integer):
        return (value or 0) + dice.choice((1, 2, 100))
    if isinstance(column.type, Date):
        return value + timedelta(days=dice.choice((-1, 1, 30)))
    if isinstance(value, str) and value:
        return value[:-1] + ("x" if value[-1] != "x" else "y")
    return "x" if not isinstance(column.type, DateTime) and value in ("", None) else value + timedelta(seconds=1)


def changed(table, names, dice) -> dict:
    """One field of one row; the row as it was."""
    row, name = row_of(table, dice), dice.choice(names)
    key = next(iter(table.__table__.primary_key))
    column = table.__table__.c[name]
    value = other(column, row[name], dice)
    db.session.execute(table.__table__.update().where(key == row[key.name]).values({name: value}))
    return dict(row) | {"changed": name}


def seq_of(entry_id: int) -> int:
    return db.session.scalar(select(Entry.seq).where(Entry.id == entry_id))


def change_an_entry(dice):
    row = changed(Entry, ENTRY, dice)
    return "entry", row["seq"]


def change_a_transfer(dice):
    row = changed(Transfer, TRANSFER, dice)
    if row["changed"] != "entry_id":
        return "entry", seq_of(row["entry_id"])
    there = seq_of(db.session.scalar(select(Transfer.entry_id).where(Transfer.id == row["id"]))) or seq_of(
        row["entry_id"]
    )
    return "entry", min(there, seq_of(row["entry_id"]))


def delete_an_entry(dice):
    """From the middle, transfers and all."""
    row = row_of(Entry, dice)
    if row["seq"] == last_seq():
        return None
    drop_entries(Entry.id == row["id"])
    return "entry", row["seq"]


def delete_a_transfer(dice):
    row = row_of(Transfer, dice)
    seq = seq_of(row["entry_id"])
    db.session.execute(Transfer.__table__.delete().where(Transfer.id == row["id"]))
    return "entry", seq


def insert_a_transfer(dice):
    row = dict(row_of(Transfer, dice))
    seq = seq_of(row["entry_id"])
    row |= {"id": 10_000, "line": 900 + dice.randrange(9), "amount_minor": dice.randrange(1, 1_000_00)}
    db.session.execute(Transfer.__table__.insert().values(row))
    return "entry", seq


def insert_an_entry(dice):
    """At the end, well chained; the head says nothing of it."""
    row, end = dict(row_of(Entry, dice)), last_seq()
    row |= {"id": 10_000, "seq": end + 1, "idempotency_key": "slipped in", "ordinal": 77, "reverses_id": None,
            "kind": "donation", "prev_hash": hash_of(end)}  # fmt: skip
    db.session.execute(Entry.__table__.insert().values(row))
    return "entry", end + 1


def swap_two_entries(dice):
    one, two = row_of(Entry, dice), row_of(Entry, dice)
    if one["seq"] == two["seq"]:
        return None
    for key, seq in ((one["id"], -1), (two["id"], one["seq"]), (one["id"], two["seq"])):
        db.session.execute(Entry.__table__.update().where(Entry.id == key).values(seq=seq))
    return "entry", min(one["seq"], two["seq"])


def swap_two_amounts(dice):
    one, two = row_of(Transfer, dice), row_of(Transfer, dice)
    if one["amount_minor"] == two["amount_minor"]:
        return None
    for key, amount in ((one["id"], two["amount_minor"]), (two["id"], one["amount_minor"])):
        db.session.execute(Transfer.__table__.update().where(Transfer.id == key).values(amount_minor=amount))
    return "entry", min(seq_of(one["entry_id"]), seq_of(two["entry_id"]))


def cut_the_tail_of_the_ledger(dice):
    keep = dice.randrange(last_seq())
    drop_entries(Entry.seq > keep)
    return "entry", keep


def change_the_head_of_the_ledger(dice):
    end = last_seq()
    db.session.execute(LedgerHead.__table__.update().values(seq=dice.choice((0, end - 1, end + 1)), hash="0" * 64))
    return "entry", end


def take_the_head_away(dice):
    end, event_id = last_seq(), db.session.scalar(select(func.max(AuditEvent.id)))
    head, bad = dice.choice(((LedgerHead, ("entry", end)), (AuditHead, ("audit_event", event_id))))
    db.session.execute(head.__table__.delete())
    return bad


def change_a_balance(dice):
    row = changed(Balance, ("debits", "credits"), dice)
    account = db.session.execute(
        text("SELECT code FROM account WHERE id = :id"), {"id": row["account_id"]}
    ).scalar_one()
    return "account", account


def change_a_promise(dice):
    row = changed(Balance, ("held",), dice)
    return "account", row["account_id"]


def drop_entries(which) -> None:
    gone = select(Entry.id).where(which)
    for part in (CashSlip, Transfer):
        db.session.execute(part.__table__.delete().where(part.entry_id.in_(gone)))
    db.session.execute(Entry.__table__.delete().where(which))


def last_seq() -> int:
    return db.session.scalar(select(func.max(Entry.seq)))


def hash_of(seq: int) -> str:
    return db.session.scalar(select(Entry.hash).where(Entry.seq == seq))


def change_an_event(dice):
    return "audit_event", changed(AuditEvent, EVENT, dice)["id"]


def after(event_id: int) -> int | None:
    return db.session.scalar(select(func.min(AuditEvent.id)).where(AuditEvent.id > event_id))


def delete_an_event(dice):
    """From the middle: the next one is the first that does not fit."""
    row = row_of(AuditEvent, dice)
    db.session.execute(AuditEvent.__table__.delete().where(AuditEvent.id == row["id"]))
    return ("audit_event", after(row["id"])) if after(row["id"]) else None


def insert_an_event(dice):
    """At the end, well chained; the head says nothing of it."""
    row = dict(row_of(AuditEvent, dice))
    end = db.session.get_one(AuditHead, 1)
    row |= {"id": end.event_id + 1, "prev_hash": end.hash}
    row["hash"] = audit.digest(*(row[name] for name in ("prev_hash", "at", "by", "action", "subject", "details")))
    db.session.execute(AuditEvent.__table__.insert().values(row))
    return "audit_event", row["id"]


def swap_two_events(dice):
    one, two = row_of(AuditEvent, dice), row_of(AuditEvent, dice)
    if one["id"] == two["id"]:
        return None
    for key, event_id in ((one["id"], -1), (two["id"], one["id"]), (-1, two["id"])):
        db.session.execute(AuditEvent.__table__.update().where(AuditEvent.id == key).values(id=event_id))
    return "audit_event", min(one["id"], two["id"])


def cut_the_tail_of_the_audit_chain(dice):
    keep = row_of(AuditEvent, dice)["id"]
    if after(keep) is None:
        return None
    db.session.execute(AuditEvent.__table__.delete().where(AuditEvent.id > keep))
    return "audit_event", keep


TAMPERINGS = (
    change_an_entry, change_a_transfer, delete_an_entry, delete_a_transfer, insert_a_transfer, insert_an_entry,
    swap_two_entries, swap_two_amounts, cut_the_tail_of_the_ledger, change_the_head_of_the_ledger,
    take_the_head_away, change_a_balance,
    change_a_promise, change_an_event, delete_an_event, insert_an_event, swap_two_events,
    cut_the_tail_of_the_audit_chain,
)  # fmt: skip


def test_a_tail_cut_together_with_its_head_is_found_by_the_record_outside(small_book, now):
    """Whoever has all the keys can also set the head back; then the chain is simply shorter than it was yesterday."""
    heads.note(now - timedelta(days=1))
    end, event_id = last_seq(), db.session.get_one(AuditHead, 1).event_id
    with transaction():
        without_triggers()
        for entry_id in db.session.scalars(select(Entry.id).where(Entry.seq == end)).all():
            drop_entries(Entry.id == entry_id)
        db.session.execute(LedgerHead.__table__.update().values(seq=end - 1, hash=hash_of(end - 1)))
        db.session.execute(AuditEvent.__table__.delete().where(AuditEvent.id == event_id))
        last = db.session.execute(select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc())).first()
        db.session.execute(AuditHead.__table__.update().values(event_id=last.id, hash=last.hash))
    assert list(audit.verify()) == []
    assert not names(verify_ledger(), ("entry", end))
    found = list(heads.verify())
    assert names(found, ("entry", end)) and names(found, ("audit_event", event_id))
    assert all("the last one on 2026-11-22" in finding for finding in found)


def test_a_ledger_written_anew_so_that_every_hash_fits_is_found_and_the_day_named(small_book, now):
    heads.note(now - timedelta(days=1))
    with transaction():
        without_triggers()
        write_anew_from(db.session.scalar(select(func.max(Entry.seq))) - 3)
    assert verify_ledger() == []
    assert list(heads.verify()) == [
        f"heads: entry {last_seq()} is not the one that was last on 2026-11-22: the chain was written anew"
    ]


def write_anew_from(first: int) -> None:
    """Changes a memo and recomputes every hash from there on, the head's too."""
    table, last = Entry.__table__, hash_of(first - 1)
    columns = [Transfer.__table__.c[name] for name in chain.COLUMNS]
    for row in db.session.execute(select(table).where(table.c.seq >= first).order_by(table.c.seq)).mappings().all():
        lines = select(*columns).where(Transfer.entry_id == row["id"]).order_by(Transfer.line)
        entry = dict(row) | {"prev_hash": last, "memo": "otra" if row["seq"] == first else row["memo"]}
        entry["hash"] = last = chain.digest(entry, db.session.execute(lines).mappings().all())
        db.session.execute(table.update().where(table.c.id == row["id"]).values(entry))
    db.session.execute(LedgerHead.__table__.update().values(hash=last))
