"""The ledger checked against itself: findings, in plain English, for `flask check`. Nothing is printed here."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select

from app.foundation.db import db

from .chain import COLUMNS, digest
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
    previous, expected_seq = "", 0
    transfers = db.session.execute(
        select(Transfer.entry_id, *(getattr(Transfer, name) for name in COLUMNS))
        .join(Entry).order_by(Entry.seq, Transfer.line)
    )  # fmt: skip
    lines = _grouped(transfers)
    for entry in db.session.scalars(select(Entry).order_by(Entry.seq).execution_options(yield_per=2000)):
        expected_seq += 1
        if entry.seq != expected_seq:
            yield f"ledger: entry {expected_seq} is missing"
            return
        if (entry.prev_hash, entry.hash) != (previous, digest(entry, lines.get(entry.id, ()))):
            yield f"ledger: entry {entry.seq} was changed, or one before it"
            return
        previous = entry.hash
    head = db.session.get(LedgerHead, 1, populate_existing=True)
    if head is None or (head.seq, head.hash) != (expected_seq, previous):
        yield f"ledger: the chain ends at entry {expected_seq}, its head says {head and head.seq}"


def _grouped(transfers) -> dict[int, list[dict]]:
    lines: dict[int, list[dict]] = defaultdict(list)
    for entry_id, *values in transfers:
        lines[entry_id].append(dict(zip(COLUMNS, values, strict=True)))
    return lines


def _balances() -> Iterator[str]:
    """Balances recomputed from the transfers; debits and credits equal per currency."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for side, column in enumerate((Transfer.debit_id, Transfer.credit_id)):
        for account_id, amount in db.session.execute(select(column, func.sum(Transfer.amount_minor)).group_by(column)):
            sums[account_id][side] = int(amount)
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
    for entry in db.session.scalars(select(Entry).where(Entry.kind == "reversal")):
        first = db.session.get(Entry, entry.reverses_id)
        if first is None:
            yield f"ledger: entry {entry.seq} reverses one that is not there"
            continue
        mirrored = [(t.line, t.credit_id, t.debit_id, t.currency, t.amount_minor) for t in entry.transfers]
        if mirrored != [(t.line, t.debit_id, t.credit_id, t.currency, t.amount_minor) for t in first.transfers]:
            yield f"ledger: entry {entry.seq} does not mirror entry {first.seq}"


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
    posted = set(db.session.scalars(select(Entry.source).where(Entry.kind == "claim")))
    for claim_id, number in db.session.execute(
        select(Claim.id, Claim.number).where(Claim.state.in_(("approved", "paid")))
    ):
        if f"claim:{claim_id}" not in posted:
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
