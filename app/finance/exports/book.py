"""The whole ledger as plain values, in order: what every export writes."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import aliased

from app.cases.models import Case
from app.foundation.db import db

from ..models import Account, Balance, Entry, Fund, Receipt, TaxProof, Transfer


@dataclass(frozen=True)
class AccountLine:
    """`standing` is debits − credits, in centavos."""

    code: str
    kind: str
    name: str
    currency: str
    standing: int


@dataclass(frozen=True)
class TransferLine:
    """`amount` in centavos from the account `credit` to the account `debit`."""

    debit: AccountLine
    credit: AccountLine
    amount: int
    currency: str
    case_number: str
    fund: str
    category: str
    uuid: str
    rfc: str


@dataclass(frozen=True)
class EntryLine:
    seq: int
    book_date: date
    occurred_on: date
    kind: str
    source: str
    memo: str
    hash: str
    reverses: int | None
    transfers: tuple[TransferLine, ...]


@dataclass(frozen=True)
class Book:
    """Accounts by code, entries by number."""

    accounts: tuple[AccountLine, ...]
    entries: tuple[EntryLine, ...]

    @property
    def first_day(self) -> date:
        return min((entry.book_date for entry in self.entries), default=date(2000, 1, 1))

    @property
    def last_day(self) -> date:
        return max((entry.book_date for entry in self.entries), default=date(2000, 1, 1))


def read_book() -> Book:
    """Four statements, however long the ledger."""
    accounts = _accounts()
    entries = list(db.session.scalars(select(Entry).order_by(Entry.seq)))
    seqs = {entry.id: entry.seq for entry in entries}
    lines = {entry_id: tuple(_line(row, accounts) for row in rows) for entry_id, rows in _transfers()}
    return Book(
        tuple(accounts.values()),
        tuple(
            EntryLine(
                entry.seq, entry.book_date, entry.occurred_on, entry.kind, entry.source, entry.memo, entry.hash,
                seqs.get(entry.reverses_id), lines.get(entry.id, ()),
            )
            for entry in entries
        ),
    )  # fmt: skip


def _accounts() -> dict[int, AccountLine]:
    rows = db.session.execute(
        select(Account.id, Account.code, Account.kind, Account.name, Account.currency, Balance.debits - Balance.credits)
        .join(Balance, Balance.account_id == Account.id)
        .order_by(Account.code)
    )
    return {row[0]: AccountLine(*row[1:5], standing=row[5]) for row in rows}


def _cfdi_since() -> ScalarSelect[int]:
    """The CFDI that came for a ticket after it was booked, the newest."""
    first, newest = aliased(TaxProof), aliased(TaxProof)
    wanted = select(func.max(newest.cfdi_id)).join(first, first.line_id == newest.line_id)
    return wanted.where(first.paper_id == Transfer.receipt_id).correlate(Transfer).scalar_subquery()


def _transfers():
    taxed = aliased(Receipt)
    uuid = func.coalesce(taxed.uuid, Receipt.uuid)
    rfc = func.coalesce(taxed.issuer_rfc, Receipt.issuer_rfc)
    rows = db.session.execute(
        select(Transfer, Case.number, Fund.name, uuid, rfc)
        .join(Entry, Transfer.entry_id == Entry.id)
        .outerjoin(Case, Transfer.case_id == Case.id)
        .outerjoin(Fund, Transfer.fund_id == Fund.id)
        .outerjoin(Receipt, Transfer.receipt_id == Receipt.id)
        .outerjoin(taxed, taxed.id == _cfdi_since())
        .order_by(Entry.seq, Transfer.line)
    )
    return [(entry_id, list(group)) for entry_id, group in groupby(rows, key=lambda row: row[0].entry_id)]


def _line(row, accounts: dict[int, AccountLine]) -> TransferLine:
    transfer, case_number, fund, uuid, rfc = row
    return TransferLine(
        accounts[transfer.debit_id], accounts[transfer.credit_id], transfer.amount_minor, transfer.currency,
        case_number or "", fund or "", transfer.category or "", uuid or "", rfc or "",
    )  # fmt: skip
