"""Reads of the bank's account: what has no pair on either side, and which pair each movement may be."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, String, cast, func, literal, select
from sqlalchemy.orm import aliased, joinedload

from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _

from . import matching
from .models import BankLine, BankMatch, BankStatement, Custodian, Entry, Transfer


def bank_or_404(custodian_id: int) -> Custodian:
    bank = db.session.get(Custodian, custodian_id)
    if bank is None or bank.kind != "bank":
        raise NotFound(_("Esa cuenta de banco no existe."))
    return bank


@dataclass(frozen=True)
class Standing:
    """A bank account, how much of either side has no pair, and until when its statements go."""

    bank: Custodian
    lines: int
    booked: int
    until: date | None


def banks() -> list[Standing]:
    """Active accounts by name: four statements, however many."""
    wanted = select(Custodian).where(Custodian.active, Custodian.kind == "bank").order_by(Custodian.name)
    lines = _grouped(unmatched_lines().with_only_columns(BankLine.custodian_id, func.count()), BankLine.custodian_id)
    booked = _grouped(unmatched_booked().with_only_columns(Custodian.id, func.count()), Custodian.id)
    until = _grouped(select(BankLine.custodian_id, func.max(BankLine.on_day)), BankLine.custodian_id)
    return [
        Standing(bank, lines.get(bank.id, 0), booked.get(bank.id, 0), until.get(bank.id))
        for bank in db.session.scalars(wanted)
    ]


def _grouped(wanted: Select, key) -> dict:
    return dict(db.session.execute(wanted.group_by(key)).all())


def unmatched_lines() -> Select:
    """Movements of the bank that are none of the books' yet."""
    paired = select(BankMatch.id).where(BankMatch.line_id == BankLine.id, BankMatch.undone_at.is_(None))
    return select(BankLine).where(~paired.exists())


def unmatched_booked() -> Select:
    """Movements of the books, joined to their bank account, that no statement shows yet. What was reversed and its
    reversal are none; of an entry that was only put elsewhere, the first stands for all that follow."""
    paired = select(BankMatch.id).where(BankMatch.transfer_id == Transfer.id, BankMatch.undone_at.is_(None))
    undoing, anew = aliased(Entry), aliased(Entry)
    reversed_ = select(undoing.id).where(undoing.reverses_id == Entry.id)
    source = literal("entry:") + cast(Entry.seq, String)
    put_elsewhere = select(anew.id).where(anew.kind == "reclass", anew.source == source)
    touches = (Transfer.debit_id == Custodian.account_id) | (Transfer.credit_id == Custodian.account_id)
    return (
        select(Transfer).join(Entry).join(Custodian, touches)
        .where(Custodian.kind == "bank", Custodian.active, ~paired.exists())
        .where(Entry.kind.not_in(("reversal", "reclass")), ~reversed_.exists() | put_elsewhere.exists())
    )  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A movement of the bank, and what of the books it may be."""

    line: BankLine
    suggestion: matching.Suggestion | None
    transfer: Transfer | None


def line_page(bank: Custodian, after: str | None = None) -> tuple[list[Candidate], str | None]:
    """The bank's movements without a pair, the oldest first, each with its likeliest: two statements."""
    page = keyset_page(unmatched_lines().where(BankLine.custodian_id == bank.id), BankLine.id, after)
    booked = {row.id: row for row in _near(bank, page.rows)}
    moved = [_moved(row, bank) for row in booked.values()]
    found = matching.suggestions([_said(line) for line in page.rows], moved)
    candidates = [
        Candidate(line, found.get(line.id), booked[found[line.id].booked_id] if line.id in found else None)
        for line in page.rows
    ]
    return candidates, page.next_key


def _near(bank: Custodian, lines: list[BankLine]) -> list[Transfer]:
    if not lines:
        return []
    days, margin = [line.on_day for line in lines], timedelta(days=matching.NEAR_DAYS)
    wanted = unmatched_booked().where(
        Custodian.id == bank.id, Transfer.amount_minor.in_({abs(line.amount_minor) for line in lines}),
        Entry.occurred_on.between(min(days) - margin, max(days) + margin),
    )  # fmt: skip
    return list(db.session.scalars(wanted.options(joinedload(Transfer.entry).lazyload("*")).order_by(Transfer.id)))


def _said(line: BankLine) -> matching.Moved:
    return matching.Moved(line.id, line.on_day, line.amount_minor, f"{line.description} {line.reference}")


def _moved(row: Transfer, bank: Custodian) -> matching.Moved:
    signed = row.amount_minor if row.debit_id == bank.account_id else -row.amount_minor
    return matching.Moved(row.id, row.entry.occurred_on, signed, row.entry.memo)


def booked_page(bank: Custodian, after: str | None = None) -> KeysetPage[Transfer]:
    """The books' movements without a pair, the oldest first."""
    case = joinedload(Transfer.case).lazyload("*")
    wanted = unmatched_booked().where(Custodian.id == bank.id)
    return keyset_page(wanted.options(joinedload(Transfer.entry).lazyload("*"), case), Transfer.id, after)


def match_page(bank: Custodian, after: str | None = None) -> KeysetPage[BankMatch]:
    """The pairs that stand, the newest first."""
    entry = joinedload(BankMatch.transfer).joinedload(Transfer.entry).lazyload("*")
    wanted = select(BankMatch).join(BankLine).where(BankLine.custodian_id == bank.id, BankMatch.undone_at.is_(None))
    return keyset_page(wanted.options(entry), BankMatch.id, after, descending=True)


def imported(bank: Custodian) -> list[BankStatement]:
    """The newest dozen of files."""
    wanted = select(BankStatement).where(BankStatement.custodian_id == bank.id).order_by(BankStatement.id.desc())
    return list(db.session.scalars(wanted.limit(12)))


def lines_open(until: date) -> Select:
    """For the list of a month: how many movements of the bank until then have no pair."""
    return unmatched_lines().with_only_columns(func.count(BankLine.id)).where(BankLine.on_day <= until)


def booked_open(until: date) -> Select:
    """And how many of the books'."""
    return unmatched_booked().with_only_columns(func.count(Transfer.id)).where(Entry.book_date <= until)
