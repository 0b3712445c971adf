"""The bank's balance beside the books' on the same day, and what explains the difference."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, Select, case, func, or_, select

from app.foundation.db import db
from app.foundation.money import Money

from .models import BankBalance, BankLine, BankPairLine, BankPairTransfer, Custodian, Entry, Transfer


@dataclass(frozen=True)
class Reconciliation:
    """At the end of the day of `said`. `only_books`: what the books have and no statement yet; `only_bank`: the
    reverse; `across`: pairs of which one side came before that day's end and the other after it."""

    said: BankBalance
    books: Money
    only_books: Money
    only_bank: Money
    across: Money

    @property
    def expected(self) -> Money:
        return self.books - self.only_books + self.only_bank + self.across

    @property
    def unexplained(self) -> Money:
        return self.said.amount - self.expected


def latest(bank: Custodian, until: date) -> BankBalance | None:
    """The last that the bank said until that day."""
    wanted = select(BankBalance).where(BankBalance.custodian_id == bank.id, BankBalance.on_day <= until)
    return db.session.scalars(wanted.order_by(BankBalance.on_day.desc(), BankBalance.id.desc()).limit(1)).first()


def reconciled(bank: Custodian, until: date) -> Reconciliation | None:
    """On the day of the last balance until then; None where there is none. Two statements."""
    said = latest(bank, until)
    if said is None:
        return None
    booked, lines = _booked(bank, said.on_day), _lines(bank, said.on_day)
    paired = select(BankPairTransfer.pair_id).where(
        BankPairTransfer.transfer_id == Transfer.id, BankPairTransfer.standing
    )
    seen = select(BankPairLine.pair_id).where(BankPairLine.line_id == BankLine.id, BankPairLine.standing)
    # an opening balance is what the account held when the books began: no statement shows it, and the bank has it
    sums = select(
        _sum(booked),
        _sum(booked.where(~paired.exists(), Entry.kind != "opening")),
        _sum(booked.where(paired.exists())),
        _sum(lines.where(~seen.exists())),
        _sum(lines.where(seen.exists())),
    )
    books, only_books, booked_pairs, only_bank, line_pairs = (
        Money(int(minor or 0), said.currency) for minor in db.session.execute(sums).one()
    )
    return Reconciliation(said, books, only_books, only_bank, line_pairs - booked_pairs)


def _sum(wanted: Select) -> ScalarSelect:
    return wanted.scalar_subquery()


def _booked(bank: Custodian, until: date) -> Select:
    """Above zero what came into the account, by the day of the books."""
    account = bank.account_id
    signed = case((Transfer.debit_id == account, Transfer.amount_minor), else_=-Transfer.amount_minor)
    wanted = select(func.sum(signed)).join(Entry, Entry.id == Transfer.entry_id)
    return wanted.where(or_(Transfer.debit_id == account, Transfer.credit_id == account), Entry.book_date <= until)


def _lines(bank: Custodian, until: date) -> Select:
    return select(func.sum(BankLine.amount_minor)).where(BankLine.custodian_id == bank.id, BankLine.on_day <= until)


@dataclass(frozen=True)
class AtMonthsEnd:
    """`books`: what the account held by them at the month's end; `found`: as of the bank's last word until then."""

    bank: Custodian
    books: Money
    found: Reconciliation | None


def at_months_end(until: date) -> list[AtMonthsEnd]:
    """Active accounts by name: one statement, and three for each."""
    wanted = select(Custodian).where(Custodian.active, Custodian.kind == "bank").order_by(Custodian.name)
    banks = db.session.scalars(wanted).all()
    held = [Money(int(db.session.scalar(_booked(one, until)) or 0), one.account.currency) for one in banks]
    return [AtMonthsEnd(one, books, reconciled(one, until)) for one, books in zip(banks, held, strict=True)]
