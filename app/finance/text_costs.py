"""Who pays for texts, and what has been paid: reads. Finance hears of cases, days and amounts, never of a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import selectinload

from app.foundation.db import db
from app.foundation.money import CURRENCY, Money

from . import exchange, queries, rules
from .models import Account, Balance, Budget, Entry, Fund, Transfer

CARRIER = "carrier"
CATEGORY = "sms"
SIGNED = case((Account.kind == "expense", Transfer.amount_minor), else_=-Transfer.amount_minor)
"""A transfer of texts as an expense: below zero where the carrier gave something back. Account is the debit."""


@dataclass(frozen=True)
class FundSpent:
    fund: Fund
    amount: Money


def rate_for(currency: str, day: date) -> int:
    """Centavos for a hundred of the carrier's currency. Refused: nobody has said on what terms."""
    return exchange.rate_of(queries.all_rates(), currency, day)


def payers(case_ids: Iterable[int | None], day: date) -> dict[int | None, int | None]:
    """Per case (None: texts of no case) the id of the fund that pays for texts of `day`: that of its newest approved
    budget, if it may; else the general one, if it may; else nobody."""
    ids = set(case_ids)
    general = general_fund()
    own = (
        select(Budget.case_id, Fund)
        .join(Fund, Fund.id == Budget.fund_id)
        .where(Budget.case_id.in_(ids - {None}), Budget.state == "approved")
        .options(selectinload(Fund.restrictions))
        .order_by(Budget.id)
    )
    newest = dict(db.session.execute(own).all())
    return {key: _first(day, newest.get(key), general) for key in ids}


def general_fund() -> Fund | None:
    """The fund that pays for texts which no case's fund pays for."""
    return db.session.scalar(select(Fund).where(Fund.pays_texts).options(selectinload(Fund.restrictions)))


def _first(day: date, *funds: Fund | None) -> int | None:
    return next((fund.id for fund in funds if fund and not objections(fund, day)), None)


def objections(fund: Fund, day: date) -> list[str]:
    """Why this fund does not pay for texts of `day`. Whom it is for was judged when it took the case."""
    chosen = frozenset((row.kind, row.value) for row in fund.restrictions if row.kind == "category")
    terms = rules.Terms(fund.eligible_from, fund.eligible_to, chosen)
    found = rules.objections(terms, rules.Wish(frozenset({CATEGORY}), day))
    return found if fund.active and fund.currency == CURRENCY else ["closed, or of another currency"]


def funds_spent(starts_on: date, ends_on: date) -> list[FundSpent]:
    """What texts took from each fund in entries of these days; the general fund is there with nothing too."""
    spent = (
        select(Transfer.fund_id, func.sum(SIGNED).label("minor"))
        .join(Account, Account.id == Transfer.debit_id)
        .join(Entry, Entry.id == Transfer.entry_id)
        .where(Transfer.category == CATEGORY, Entry.occurred_on.between(starts_on, ends_on))
        .group_by(Transfer.fund_id)
        .subquery()
    )
    rows = select(Fund, func.coalesce(spent.c.minor, 0)).outerjoin(spent, spent.c.fund_id == Fund.id)
    rows = rows.where(spent.c.minor.is_not(None) | Fund.pays_texts).order_by(Fund.name)
    return [FundSpent(fund, Money(int(minor), fund.currency)) for fund, minor in db.session.execute(rows)]


def cases_spent(starts_on: date, ends_on: date):
    """A select of (case id, centavos of texts), one row a case, in entries of these days."""
    return (
        select(Transfer.case_id.label("case_id"), func.sum(SIGNED).label("minor"))
        .join(Account, Account.id == Transfer.debit_id)
        .join(Entry, Entry.id == Transfer.entry_id)
        .where(Transfer.category == CATEGORY, Entry.occurred_on.between(starts_on, ends_on))
        .where(Transfer.case_id.is_not(None))
        .group_by(Transfer.case_id)
    )


def entries_spent() -> dict[int, int]:
    """Per entry of texts its centavos as an expense: what `flask check` compares the postings with."""
    rows = (
        select(Transfer.entry_id, func.sum(SIGNED))
        .join(Account, Account.id == Transfer.debit_id)
        .join(Entry, Entry.id == Transfer.entry_id)
        .where(Transfer.category == CATEGORY, Entry.kind == "text_cost")
        .group_by(Transfer.entry_id)
    )
    return {entry_id: int(minor) for entry_id, minor in db.session.execute(rows)}


def carrier_id():
    """A select of the account of what is owed to the carrier; empty while nothing was ever posted."""
    ours = (Account.kind == "payable", Account.reference == CARRIER, Account.currency == CURRENCY)
    return select(Account.id).where(*ours)


def carrier_owed():
    """A select of the centavos that are owed to the carrier."""
    return select(Balance.credits - Balance.debits).where(Balance.account_id == carrier_id().scalar_subquery())
