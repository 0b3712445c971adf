"""The ledger checked against itself: findings, in plain English, for `flask check`. Nothing is printed here."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import Select, String, cast, exists, func, select
from sqlalchemy.orm import aliased

from app.foundation.db import db

from .chain import AT_ONCE, BELOW_ALL, COLUMNS, digest, sound_until
from .models import Account, Advance, Balance, CashCount, CashCountLine, Claim, Entry, Fund, Hold, LedgerHead, Transfer
from .parts_check import parts


def verify() -> list[str]:
    """Every finding; an empty list is a sound ledger."""
    return [
        *_chain(),
        *_balances(),
        *_holds(),
        *_reversals(),
        *_reclassified(),
        *_claims(),
        *_advances(),
        *_counts(),
        *parts(),
    ]


def _chain() -> Iterator[str]:
    """Gaps, and the first entry whose words or transfers no longer give its hash."""
    seq, previous = sound_until()
    for entry, rows in _entries_after(seq):
        if entry["seq"] != seq + 1:
            yield f"ledger: entry {seq + 1} is missing"
            return
        if (entry["prev_hash"], entry["hash"]) != (previous, digest(entry, rows)):
            yield f"ledger: entry {entry['seq']} was changed, or one before it"
            return
        seq, previous = entry["seq"], entry["hash"]
    head = db.session.get(LedgerHead, 1, populate_existing=True)
    if head is None or (head.seq, head.hash) != (seq, previous):
        yield f"ledger: the chain ends at entry {seq}, its head says {head and head.seq}"


def _entries_after(seq: int) -> Iterator[tuple[Mapping, list[Mapping]]]:
    """Each entry after this one (all of them: after none) as the database has it, with its transfers."""
    table = Entry.__table__
    wanted = select(table).where(table.c.seq > (seq or BELOW_ALL)).order_by(table.c.seq)
    transfers = select(*(Transfer.__table__.c[name] for name in COLUMNS)).order_by(Transfer.line)
    rows = db.session.execute(wanted, execution_options={"yield_per": AT_ONCE}).mappings()
    for entry in rows:
        yield entry, db.session.execute(transfers.where(Transfer.entry_id == entry["id"])).mappings().all()


def _balances() -> Iterator[str]:
    """Balances recomputed from the transfers; debits and credits equal per currency."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    pair = (Transfer.debit_id, Transfer.credit_id)
    for debit_id, credit_id, amount in db.session.execute(
        select(*pair, func.sum(Transfer.amount_minor)).group_by(*pair)
    ):
        sums[debit_id][0] += int(amount)
        sums[credit_id][1] += int(amount)
    per_currency: dict[str, int] = defaultdict(int)
    rows = select(Account.id, Account.code, Account.currency, Balance.debits, Balance.credits).join(Balance)
    for account_id, code, currency, debits, credits in db.session.execute(rows):
        per_currency[currency] += debits - credits
        if [debits, credits] != sums[account_id]:
            yield f"ledger: the balance of account {code} is not the sum of its transfers"
    yield from (f"ledger: debits and credits in {name} differ by {rest}" for name, rest in per_currency.items() if rest)


def _holds() -> Iterator[str]:
    promised = dict(
        db.session.execute(
            select(Fund.account_id, func.sum(Hold.amount_minor - Hold.used_minor))
            .join(Hold, Hold.fund_id == Fund.id).where(Hold.state == "held").group_by(Fund.account_id)
        ).all()
    )  # fmt: skip
    for account_id, held in db.session.execute(select(Balance.account_id, Balance.held)):
        if held != int(promised.get(account_id, 0)):
            yield f"ledger: account {account_id} holds {held} centavos for promises of {promised.get(account_id, 0)}"


def _reversals() -> Iterator[str]:
    """Each reversal mirrors an entry that is there."""
    first = aliased(Entry)
    pairs = select(Entry.id, Entry.seq, first.id, first.seq).outerjoin(first, first.id == Entry.reverses_id)
    undone = select(Entry.reverses_id).where(Entry.reverses_id.is_not(None))
    mirrors = _sides(Transfer.credit_id, Transfer.debit_id, select(Entry.id).where(Entry.reverses_id.is_not(None)))
    mirrored = _sides(Transfer.debit_id, Transfer.credit_id, undone)
    for entry_id, seq, first_id, first_seq in db.session.execute(pairs.where(Entry.kind == "reversal")):
        if first_id is None:
            yield f"ledger: entry {seq} reverses one that is not there"
        elif mirrors[entry_id] != mirrored[first_id]:
            yield f"ledger: entry {seq} does not mirror entry {first_seq}"


def _sides(one, other, of: Select) -> dict[int, list[tuple]]:
    """Entry → its transfers, line by line, seen from one side."""
    found: dict[int, list[tuple]] = defaultdict(list)
    wanted = select(Transfer.entry_id, Transfer.line, one, other, Transfer.currency, Transfer.amount_minor)
    for entry_id, *rest in db.session.execute(wanted.where(Transfer.entry_id.in_(of)).order_by(Transfer.line)):
        found[entry_id].append(tuple(rest))
    return found


def _reclassified() -> Iterator[str]:
    """What was posted anew stands in the stead of an entry that was reversed."""
    undone = select(Entry.reverses_id).where(Entry.reverses_id.is_not(None))
    reversed_ = {f"entry:{seq}" for seq in db.session.scalars(select(Entry.seq).where(Entry.id.in_(undone)))}
    for seq, source in db.session.execute(select(Entry.seq, Entry.source).where(Entry.kind == "reclass")):
        if source not in reversed_:
            yield f"ledger: entry {seq} stands for one that was not reversed"


def _counts() -> Iterator[str]:
    """The pieces of a cash count add up to what it says."""
    pieces = func.coalesce(func.sum(CashCountLine.value_minor * CashCountLine.pieces), 0)
    wanted = (
        select(CashCount.number, CashCount.counted_minor, pieces)
        .outerjoin(CashCountLine, CashCountLine.count_id == CashCount.id)
        .group_by(CashCount.id)
    )
    for number, counted, found in db.session.execute(wanted):
        if counted != int(found):
            yield f"ledger: the pieces of cash count {number} come to {found} centavos, it says {counted}"


def _claims() -> Iterator[str]:
    """Every approved or paid claim has its entry, and only one."""
    posted = exists().where(Entry.source == "claim:" + cast(Claim.id, String), Entry.kind == "claim")
    for number in db.session.scalars(select(Claim.number).where(Claim.state.in_(("approved", "paid")), ~posted)):
        yield f"ledger: claim {number} has no entry"


def _advances() -> Iterator[str]:
    """What is outstanding per case, by the advances and by the ledger."""
    owed: dict[str, int] = defaultdict(int)
    rest = Advance.paid_minor - Advance.applied_minor - Advance.returned_minor
    for case_id, amount in db.session.execute(select(Advance.case_id, func.sum(rest)).group_by(Advance.case_id)):
        owed[f"case:{case_id}"] = int(amount)
    standing_of = select(Account.reference, Balance.debits - Balance.credits).join(Balance)
    for reference, standing in db.session.execute(standing_of.where(Account.kind == "advance")):
        if standing != owed[reference]:
            yield f"ledger: advances of {reference} stand at {standing} centavos, its papers say {owed[reference]}"
