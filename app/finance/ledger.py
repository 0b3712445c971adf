"""Posting: the only way money moves. Append-only, gapless, hash-chained; balances change in the same breath.

Whoever posts or promises locks the head of the chain first, so that two never wait for each other crosswise.
A fund, box or advance that would fall below its floor is refused by the UPDATE itself, and by a CHECK behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, insert, or_, select, update

from app.accounts.models import User
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from . import rules
from .chain import digest
from .models import Account, Balance, Entry, LedgerHead, Period, Transfer
from .verification import verify

__all__ = [
    "Move", "Posting", "check_standing", "hold", "lock", "lock_for", "post", "post_all", "posted", "replace", "reverse",
    "verify",
]  # fmt: skip
MOST_KEYS = 1_000  # asked for in one statement


@dataclass(frozen=True)
class Move:
    """One transfer to be: `amount` from the account that is credited to the account that is debited."""

    debit: Account
    credit: Account
    amount: Money
    case_id: int | None = None
    fund_id: int | None = None
    category: str | None = None
    receipt_id: int | None = None


@dataclass(frozen=True)
class Posting:
    """One entry to be, as `post` takes it."""

    kind: str
    source: str
    moves: Sequence[Move]
    occurred_on: date
    by: User | None
    key: str
    approved_by_id: int | None = None
    memo: str = ""
    ordinal: int = 0
    reverses_id: int | None = None
    second_approver_id: int | None = None


def lock() -> LedgerHead:
    """Takes the ledger for this transaction. SQLite's writer has it anyway."""
    return db.session.scalars(
        select(LedgerHead).where(LedgerHead.id == 1).with_for_update(), execution_options={"populate_existing": True}
    ).one()


def lock_for(*papers) -> None:
    """Takes the ledger, then reads these papers anew: what another writer did to them meanwhile is seen."""
    lock()
    for paper in papers:
        db.session.refresh(paper)


def post(
    kind: str, source: str, moves: Sequence[Move], *, occurred_on: date, by: User | None, now: datetime, key: str,
    approved_by_id: int | None = None, memo: str = "", ordinal: int = 0, reverses_id: int | None = None,
    second_approver_id: int | None = None,
) -> Entry:  # fmt: skip
    """Writes one entry and moves the balances. The same `key` again gives back the first entry, and moves nothing.
    `by` None: the program by itself, for kinds that nobody writes down.

    Refused: no money moved, a fund, box or advance that does not hold enough, a box over its limit, a second approver
    who is one of the other two.
    """
    posting = Posting(
        kind, source, moves, occurred_on, by, key, approved_by_id=approved_by_id, memo=memo, ordinal=ordinal,
        reverses_id=reverses_id, second_approver_id=second_approver_id,
    )  # fmt: skip
    return post_all([posting], now)[0]


def post_all(postings: Sequence[Posting], now: datetime) -> list[Entry]:
    """Writes these entries in their order and moves the balances by what they come to together, in as many statements
    as one entry takes. Gives back an entry for each: a `key` that is in the books, or came before in the list, the
    one that it wrote then. Refused, all of them: as `post` refuses one; what they come to is what counts.
    """
    head = lock()
    known = _by_key([posting.key for posting in postings])
    fresh = {posting.key: posting for posting in reversed(postings) if posting.key not in known}
    new = [posting for posting in postings if fresh.get(posting.key) is posting]
    if not all(posting.moves for posting in new):
        raise Refused(_("No hay dinero que mover."))
    if new:
        known |= _written(head, new, now)
        _move_balances([move for posting in new for move in posting.moves])
    return [known[posting.key] for posting in postings]


def _by_key(keys: Sequence[str]) -> dict[str, Entry]:
    """Those that are in the books."""
    found: dict[str, Entry] = {}
    for start in range(0, len(keys), MOST_KEYS):
        asked = Entry.idempotency_key.in_(keys[start : start + MOST_KEYS])
        found |= {entry.idempotency_key: entry for entry in db.session.scalars(select(Entry).where(asked))}
    return found


def _written(head: LedgerHead, postings: Sequence[Posting], now: datetime) -> dict[str, Entry]:
    """The entries in the chain, by their keys; balances are the caller's."""
    closed, entries, lines = _closed_periods(), [], []
    seq, last = head.seq, head.hash
    for posting in postings:
        seq += 1
        rows = [_row(line, move) for line, move in enumerate(posting.moves, 1)]
        entry = _entry(posting, now, closed) | {"seq": seq, "prev_hash": last}
        entry["hash"] = last = digest(entry, rows)
        entries.append(entry)
        lines.append(rows)
    made = {entry.seq: entry for entry in db.session.scalars(insert(Entry).returning(Entry), entries)}
    in_order = [made[entry["seq"]] for entry in entries]
    transfers = [row | {"entry_id": entry.id} for entry, rows in zip(in_order, lines, strict=True) for row in rows]
    db.session.connection().execute(Transfer.__table__.insert(), transfers)
    head.seq, head.hash = seq, last
    return {entry.idempotency_key: entry for entry in in_order}


def _entry(posting: Posting, now: datetime, closed: list[tuple[date, date]]) -> dict:
    second = posting.second_approver_id
    if second and second in (posting.approved_by_id, posting.by and posting.by.id):
        raise rules.SelfApproval(_("Por su monto lo autorizan dos personas: falta la segunda."))
    return {
        "idempotency_key": posting.key, "kind": posting.kind, "source": posting.source, "ordinal": posting.ordinal,
        "occurred_on": posting.occurred_on, "book_date": rules.book_day(posting.occurred_on, closed),
        "recorded_at": now, "memo": posting.memo[:200], "reverses_id": posting.reverses_id,
        "created_by_id": posting.by.id if posting.by else None, "approved_by_id": posting.approved_by_id,
        "second_approver_id": posting.second_approver_id,
    }  # fmt: skip


def posted(key: str) -> bool:
    """Whether an entry with this key is in the books already."""
    return db.session.scalar(select(Entry.id).where(Entry.idempotency_key == key)) is not None


def _row(line: int, move: Move) -> dict:
    return {
        "line": line, "debit_id": move.debit.id, "credit_id": move.credit.id, "currency": move.amount.currency,
        "amount_minor": move.amount.amount_minor, "case_id": move.case_id, "fund_id": move.fund_id,
        "category": move.category, "receipt_id": move.receipt_id,
    }  # fmt: skip


def _closed_periods() -> list[tuple[date, date]]:
    closed = select(Period.starts_on, Period.ends_on).where(Period.closed_at.is_not(None))
    return [(starts_on, ends_on) for starts_on, ends_on in db.session.execute(closed)]


def _move_balances(moves: Sequence[Move]) -> None:
    """One UPDATE per account, in the order of their numbers, each with its floor in the WHERE."""
    change: dict[int, list] = {}
    for move in moves:
        change.setdefault(move.debit.id, [move.debit, 0, 0])[1] += move.amount.amount_minor
        change.setdefault(move.credit.id, [move.credit, 0, 0])[2] += move.amount.amount_minor
    for account_id in sorted(change):
        account, debits, credits = change[account_id]
        if not _moved(account, debits, credits, 0):
            raise _short(account, Money(max(debits, credits), account.currency))


def hold(account: Account, amount: Money) -> None:
    """Promises `amount` out of an account; a negative amount takes a promise back. Refused: not enough is free."""
    lock()
    if not _moved(account, 0, 0, amount.amount_minor):
        raise _short(account, amount)


def _change_if_within():
    """The one UPDATE of a balance, built once: nothing happens where the account's rule would not hold after it."""
    row = Balance.__table__.c
    debits, credits = row.debits + bindparam("debit_by"), row.credits + bindparam("credit_by")
    held = row.held + bindparam("hold_by")
    spare = row.overdraft - held
    return (
        update(Balance.__table__)
        .where(
            row.account_id == bindparam("account"),
            or_(row.rule != "debit", debits - credits + spare >= 0),
            or_(row.rule != "credit", credits - debits + spare >= 0),
            or_(row.ceiling.is_(None), debits - credits <= row.ceiling),
            held >= 0,
        )
        .values(debits=debits, credits=credits, held=held)
    )


_CHANGE = _change_if_within()


def _moved(account: Account, debits: int, credits: int, held: int) -> bool:
    """True when the account's rule still holds after the change; otherwise nothing changed."""
    change = {"account": account.id, "debit_by": debits, "credit_by": credits, "hold_by": held}
    moved = db.session.connection().execute(_CHANGE, change).rowcount == 1
    db.session.expire(account.balance)
    return moved


def _short(account: Account, amount: Money) -> Refused:
    db.session.refresh(account.balance)
    free, name = Money(account.balance.free, account.currency), account.name
    words = {"name": name, "free": free, "amount": amount}
    if account.kind == "fund":
        return rules.Short(_("El fondo %(name)s no alcanza: quedan %(free)s y se piden %(amount)s.", **words), "fund")
    if account.balance.ceiling is not None and account.balance.standing + amount.amount_minor > account.balance.ceiling:
        limit = Money(account.balance.ceiling, account.currency)
        return rules.Short(_("%(name)s no puede tener más de %(limit)s.", name=name, limit=limit), "box")
    return rules.Short(_("En %(name)s no alcanza: hay %(free)s y se piden %(amount)s.", **words), "box")


def reverse(entry: Entry, reason: str, *, by: User, approved_by: User, now: datetime, occurred_on: date) -> Entry:
    """Undoes an entry by a mirror image that names it. Refused: no reason, one's own approval, already reversed."""
    moves = _mirrored(entry, reason, by, approved_by)
    return post(
        "reversal", f"entry:{entry.seq}", moves, occurred_on=occurred_on, by=by, approved_by_id=approved_by.id,
        now=now, key=f"reversal:{entry.seq}", memo=reason.strip(), reverses_id=entry.id,
    )  # fmt: skip


def check_standing(entry: Entry) -> None:
    """Refused: an entry that is a reversal, or that was reversed."""
    if entry.kind == "reversal":
        raise Refused(_("Un reverso no se revierte: registre el movimiento de nuevo."))
    if db.session.scalar(select(Entry.id).where(Entry.reverses_id == entry.id)):
        raise Refused(_("Este asiento ya se revirtió."))


def _mirrored(entry: Entry, reason: str, by: User, approved_by: User) -> list[Move]:
    if not reason.strip():
        raise Refused(_("Diga por qué se corrige este asiento."), "reason")
    rules.check_approver(approved_by.role, approved_by.id, by.id)
    check_standing(entry)
    return [Move(t.credit, t.debit, t.amount, t.case_id, t.fund_id, t.category, t.receipt_id) for t in entry.transfers]


def replace(
    entry: Entry, moves: Sequence[Move], reason: str, *, by: User, approved_by: User, now: datetime, occurred_on: date
) -> Entry:
    """Reverses an entry and posts `moves` in its stead, together: balances move by the difference, so that money
    which has gone on since then is no obstacle. Refused as `reverse` and `post` refuse."""
    about = {"occurred_on": occurred_on, "by": by, "approved_by_id": approved_by.id, "memo": reason.strip()}
    source, mirrored = f"entry:{entry.seq}", _mirrored(entry, reason, by, approved_by)
    undone = Posting("reversal", source, mirrored, key=f"reversal:{entry.seq}", reverses_id=entry.id, **about)
    anew = Posting("reclass", source, moves, key=f"reclass:{entry.seq}", **about)
    return post_all([undone, anew], now)[1]
