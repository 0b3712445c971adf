"""Reads of the bank's account: what has no pair on either side, and what each movement may be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.foundation import clock
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.money import Money, total

from . import matching
from .models import (
    BankLine,
    BankPair,
    BankPairLine,
    BankPairTransfer,
    BankStatement,
    Correction,
    Custodian,
    Entry,
    Transfer,
)  # fmt: skip

MOST_LOOKED_AT = 200  # movements of the books that a page of the bank's is held against, or that one chooses among
BOTH_SIDES = selectinload(BankPair.lines), selectinload(BankPair.booked).joinedload(Transfer.entry).lazyload("*")


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
    paired = select(BankPairLine.pair_id).where(BankPairLine.line_id == BankLine.id, BankPairLine.standing)
    return select(BankLine).where(~paired.exists())


def unmatched_booked() -> Select:
    """Movements of the books, joined to their bank account, that no statement shows yet. What was reversed and its
    reversal are none, nor is an opening balance, which no statement ever shows; of an entry that was only put
    elsewhere, the first stands for all that follow."""
    paired = select(BankPairTransfer.pair_id).where(
        BankPairTransfer.transfer_id == Transfer.id, BankPairTransfer.standing
    )
    undoing, anew = aliased(Entry), aliased(Entry)
    reversed_ = select(undoing.id).where(undoing.reverses_id == Entry.id)
    source = literal("entry:") + cast(Entry.seq, String)
    put_elsewhere = select(anew.id).where(anew.kind == "reclass", anew.source == source)
    touches = (Transfer.debit_id == Custodian.account_id) | (Transfer.credit_id == Custodian.account_id)
    return (
        select(Transfer).join(Entry).join(Custodian, touches)
        .where(Custodian.kind == "bank", Custodian.active, ~paired.exists())
        .where(Entry.kind.not_in(("reversal", "reclass", "opening")), ~reversed_.exists() | put_elsewhere.exists())
    )  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A movement of the bank, what of the books it may be, and with which others of the bank it would be that."""

    line: BankLine
    lines: list[BankLine]
    booked: list[Transfer]
    named: bool = False

    @property
    def alone(self) -> bool:
        return len(self.lines) == len(self.booked) == 1

    @property
    def together(self) -> Money:
        return total((line.amount for line in self.lines), self.line.currency)


def line_page(bank: Custodian, after: str | None = None) -> tuple[list[Candidate], str | None]:
    """The bank's movements without a pair, the oldest first, each with its likeliest: three statements."""
    page = keyset_page(unmatched_lines().where(BankLine.custodian_id == bank.id), BankLine.id, after)
    booked = {row.id: row for row in _alike(bank, page.rows)}
    said = {line.id: _said(line) for line in page.rows}
    found = matching.suggestions(said.values(), [_moved(row, bank) for row in booked.values()])
    lonely = [line for line in page.rows if line.id not in found]
    given = {one.booked_id for one in found.values()}
    parts = {row.id: row for row in _about(bank, lonely) if row.id not in given}
    groups = matching.groups([said[line.id] for line in lonely], [_moved(row, bank) for row in parts.values()])
    lines, grouped = {line.id: line for line in page.rows}, {key: one for one in groups for key in one.lines}
    candidates = []
    for line in page.rows:
        if one := found.get(line.id):
            candidates.append(Candidate(line, [line], [booked[one.booked_id]], one.named))
        elif some := grouped.get(line.id):
            candidates.append(Candidate(line, [lines[key] for key in some.lines], [parts[key] for key in some.booked]))
        else:
            candidates.append(Candidate(line, [line], []))
    return candidates, page.next_key


def asked_for(candidates: list[Candidate]) -> dict[int, int]:
    """By line: the correction that waits for its second name, of those that somebody asked to book."""
    ids = [one.line.id for one in candidates]
    wanted = select(Correction.bank_line_id, Correction.id).where(Correction.bank_line_id.in_(ids))
    return dict(db.session.execute(wanted.where(Correction.state == "asked")).all()) if ids else {}


def _alike(bank: Custodian, lines: list[BankLine]) -> list[Transfer]:
    return _near(bank, lines, Transfer.amount_minor.in_({abs(line.amount_minor) for line in lines}))


def _about(bank: Custodian, lines: list[BankLine]) -> list[Transfer]:
    """Of any amount: parts of one of these, or what some of them are parts of."""
    return _near(bank, lines, Transfer.amount_minor <= sum(abs(line.amount_minor) for line in lines))


def _near(bank: Custodian, lines: list[BankLine], amounts: ColumnElement[bool]) -> list[Transfer]:
    if not lines:
        return []
    days, margin = [line.on_day for line in lines], timedelta(days=matching.NEAR_DAYS)
    wanted = unmatched_booked().where(
        Custodian.id == bank.id, amounts, Entry.occurred_on.between(min(days) - margin, max(days) + margin)
    )
    return _with_entries(wanted.order_by(Transfer.id).limit(MOST_LOOKED_AT))


def _with_entries(wanted: Select) -> list[Transfer]:
    return list(db.session.scalars(wanted.options(joinedload(Transfer.entry).lazyload("*"))))


def _said(line: BankLine) -> matching.Moved:
    return matching.Moved(line.id, line.on_day, line.amount_minor, f"{line.description} {line.reference}")


def _moved(row: Transfer, bank: Custodian) -> matching.Moved:
    amount = row.seen_from(bank.account_id).amount_minor
    return matching.Moved(row.id, row.entry.occurred_on, amount, row.entry.memo)


@dataclass(frozen=True)
class Choice:
    """What has no pair on either side, some days about a day; and what was marked, wherever it is."""

    about: date
    days: int
    lines: list[BankLine]
    booked: list[Transfer]


def choice(bank: Custodian, line_ids: Collection[int], transfer_ids: Collection[int], days: int) -> Choice:
    """About the first that is marked, else about the oldest of the bank's without a pair: three statements."""
    lines = unmatched_lines().where(BankLine.custodian_id == bank.id)
    booked = unmatched_booked().where(Custodian.id == bank.id)
    about, margin = _day_of(lines, booked, line_ids, transfer_ids), timedelta(days=days)
    near = (
        BankLine.on_day.between(about - margin, about + margin),
        Entry.occurred_on.between(about - margin, about + margin),
    )
    lines = lines.where(near[0] | BankLine.id.in_(line_ids)).order_by(BankLine.on_day, BankLine.id)
    booked = booked.where(near[1] | Transfer.id.in_(transfer_ids)).order_by(Entry.occurred_on, Transfer.id)
    most = MOST_LOOKED_AT
    return Choice(about, days, list(db.session.scalars(lines.limit(most))), _with_entries(booked.limit(most)))


def _day_of(lines: Select, booked: Select, line_ids: Collection[int], transfer_ids: Collection[int]) -> date:
    first = lines.with_only_columns(func.min(BankLine.on_day))
    if line_ids:
        first = first.where(BankLine.id.in_(line_ids))
    elif transfer_ids:
        first = booked.with_only_columns(func.min(Entry.occurred_on)).where(Transfer.id.in_(transfer_ids))
    return db.session.scalar(first) or clock.today()


def booked_page(bank: Custodian, after: str | None = None) -> KeysetPage[Transfer]:
    """The books' movements without a pair, the oldest first."""
    case = joinedload(Transfer.case).lazyload("*")
    wanted = unmatched_booked().where(Custodian.id == bank.id)
    return keyset_page(wanted.options(joinedload(Transfer.entry).lazyload("*"), case), Transfer.id, after)


def pair_page(bank: Custodian, after: str | None = None) -> KeysetPage[BankPair]:
    """The pairs that stand, the newest first: three statements."""
    ours = select(BankPairLine.pair_id).join(BankLine).where(BankLine.custodian_id == bank.id, BankPairLine.standing)
    wanted = select(BankPair).where(BankPair.id.in_(ours)).options(*BOTH_SIDES)
    return keyset_page(wanted, BankPair.id, after, descending=True)


def pair_or_404(pair_id: int) -> BankPair:
    paired = db.session.get(BankPair, pair_id, options=BOTH_SIDES)
    if paired is None:
        raise NotFound(_("Esa pareja no existe."))
    return paired


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
