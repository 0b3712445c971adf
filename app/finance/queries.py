"""Reads of money for pages, other floors and reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from app.accounts.models import User
from app.cases.models import Case
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.money import CURRENCY, Money

from . import rules
from .figures import Figures, figures
from .models import (
    Account,
    Advance,
    AdvanceLine,
    Balance,
    Budget,
    Claim,
    ClaimLine,
    Custodian,
    Delivery,
    Entry,
    Estimate,
    Fund,
    Rate,
    SealedReport,
    Transfer,
)

OPEN_ADVANCES = ("draft", "approved", "paid")
OPEN_CLAIMS = ("draft", "submitted", "approved", "rejected")


def one_or_404(model, key: int):
    """The row, or the same answer as for a page that never was."""
    row = db.session.get(model, key)
    if row is None:
        raise NotFound(_("Eso no existe."))
    return row


def rates_on(day: date) -> list[rules.DatedRate]:
    """Every rate in force on `day`."""
    return [rate for rate in all_rates() if rate.holds_on(day)]


def all_rates() -> list[rules.DatedRate]:
    rows = db.session.scalars(select(Rate))
    return [rules.DatedRate(row.category, row.unit, row.amount, row.valid_from, row.valid_to) for row in rows]


def rate_rows() -> list[Rate]:
    return list(db.session.scalars(select(Rate).order_by(Rate.category, Rate.unit, Rate.valid_from)))


def priced_meals(meals: Iterable[tuple[date, str, int]], currency: str = CURRENCY) -> Money:
    """What (day, breakfast | lunch | dinner, persons) cost by the dated rates. Refused: a day without a rate."""
    return rules.priced_meals(all_rates(), meals, currency)


def priced_stipend(days: Iterable[tuple[date, int]], currency: str = CURRENCY) -> Money:
    """What (day, companions) cost by the dated rates."""
    return rules.priced_stipend(all_rates(), days, currency)


def funds() -> list[Fund]:
    return list(db.session.scalars(select(Fund).order_by(Fund.active.desc(), Fund.name)))


def boxes() -> list[Custodian]:
    return list(db.session.scalars(select(Custodian).where(Custodian.active).order_by(Custodian.name)))


def budget_of(case_id: int, source: str | None = None) -> Budget | None:
    """The newest budget of the case that still counts, or that of one source."""
    wanted = select(Budget).where(Budget.case_id == case_id, Budget.state != "released")
    if source:
        wanted = select(Budget).where(Budget.case_id == case_id, Budget.source == source)
    return db.session.scalar(wanted.order_by(Budget.id.desc()).limit(1))


def budgets_of(case_id: int) -> list[Budget]:
    wanted = select(Budget).where(Budget.case_id == case_id).options(selectinload(Budget.lines))
    return list(db.session.scalars(wanted.order_by(Budget.id)))


def budgets_to_approve() -> list[Budget]:
    return list(db.session.scalars(select(Budget).where(Budget.state == "draft").order_by(Budget.id).limit(100)))


def budget_or_404(case_id: int, budget_id: int) -> Budget:
    budget = one_or_404(Budget, budget_id)
    if budget.case_id != case_id:
        raise NotFound(_("Eso no existe."))
    return budget


def funded_sources(sources: Iterable[str]) -> set[str]:
    """Those whose money is in hand: a hand-over that the receiving end confirmed, or nothing to hand over (P4)."""
    sources = list(sources)
    in_hand = (
        select(Budget.source)
        .join(Advance, Advance.budget_id == Budget.id)
        .join(Delivery, Delivery.advance_id == Advance.id)
        .where(Budget.source.in_(sources), Budget.state != "released", Delivery.confirmed_at.is_not(None))
    )
    free = select(Budget.source).where(
        Budget.source.in_(sources), Budget.state != "released", ~exists().where(Estimate.budget_id == Budget.id)
    )
    return set(db.session.scalars(in_hand)) | set(db.session.scalars(free))


def funded(case_id: int, source: str) -> bool:
    """True when the money of `source` is in hand: confirmed by whoever received it."""
    return source in funded_sources([source])


def ready_to_hand_over(source: str) -> bool:
    """Approved, and something of it not handed over yet."""
    found = (
        select(Advance.id)
        .join(Budget, Advance.budget_id == Budget.id)
        .where(Budget.source == source, Advance.state.in_(("approved", "paid")))
        .where(Advance.paid_minor < Advance.amount_minor)
    )
    return db.session.scalar(found.limit(1)) is not None


def still_to_hand_over(budget: Budget) -> dict[str, Money]:
    """Per category, what the budget says and no advance has asked for yet."""
    asked = dict(
        db.session.execute(
            select(AdvanceLine.category, func.sum(AdvanceLine.amount_minor))
            .join(Advance)
            .where(Advance.budget_id == budget.id, Advance.state != "cancelled")
            .group_by(AdvanceLine.category)
        ).all()
    )
    rest = {line.category: line.amount - Money(int(asked.get(line.category, 0))) for line in budget.lines}
    return {category: amount for category, amount in rest.items() if amount > Money.zero(budget.currency)}


def advances_of(case_id: int) -> list[Advance]:
    wanted = select(Advance).where(Advance.case_id == case_id).options(selectinload(Advance.deliveries))
    return list(db.session.scalars(wanted.order_by(Advance.id)))


def claims_of(case_id: int) -> list[Claim]:
    wanted = select(Claim).where(Claim.case_id == case_id).options(selectinload(Claim.lines))
    return list(db.session.scalars(wanted.order_by(Claim.id)))


def open_money(case_id: int) -> bool:
    """An advance handed over and not closed, or a claim not yet paid: the case is still settling."""
    advance = select(Advance.id).where(Advance.case_id == case_id, Advance.state == "paid").limit(1)
    claim = select(Claim.id).where(Claim.case_id == case_id, Claim.state.in_(OPEN_CLAIMS)).limit(1)
    return db.session.scalar(advance) is not None or db.session.scalar(claim) is not None


def money_out(case_id: int, source: str | None = None) -> Money:
    """What is in the family's hands, neither proved nor given back; of one source, or of the case."""
    rest = func.coalesce(func.sum(Advance.paid_minor - Advance.applied_minor - Advance.returned_minor), 0)
    wanted = select(rest).where(Advance.case_id == case_id)
    if source:
        wanted = wanted.join(Budget, Advance.budget_id == Budget.id).where(Budget.source == source)
    return Money(int(db.session.scalar(wanted)))


def cases_with_open_money(case_ids: Iterable[int]) -> set[int]:
    """Those of `case_ids` that are still settling, in two statements."""
    ids = list(case_ids)
    advances = select(Advance.case_id).where(Advance.case_id.in_(ids), Advance.state == "paid")
    claims = select(Claim.case_id).where(Claim.case_id.in_(ids), Claim.state.in_(OPEN_CLAIMS))
    return set(db.session.scalars(advances)) | set(db.session.scalars(claims))


@dataclass(frozen=True)
class CaseMoney:
    """A case's money for its page. `happened`: (when, words) of what was approved, handed over and closed."""

    figures: Figures
    budgets: list[Budget]
    advances: list[Advance]
    claims: list[Claim]
    happened: list[tuple[datetime, str]]


def case_money(case_id: int) -> CaseMoney:
    budgets, advances, claims = budgets_of(case_id), advances_of(case_id), claims_of(case_id)
    happened = [
        (given.delivered_at, _("Apoyo entregado: %(amount)s (%(number)s)", amount=given.amount, number=given.number))
        for advance in advances
        for given in advance.deliveries
    ]
    happened += [
        (budget.approved_at, _("Presupuesto autorizado: %(amount)s", amount=budget.total))
        for budget in budgets
        if budget.approved_at
    ]
    happened += [
        (
            claim.settled_at,
            _("Comprobación cerrada: %(amount)s (%(number)s)", amount=claim.accepted, number=claim.number),
        )
        for claim in claims
        if claim.settled_at
    ]
    return CaseMoney(figures(case_id=case_id), budgets, advances, claims, happened)


def advance_page(after: str | None = None, state: str = "") -> KeysetPage[Advance]:
    wanted = select(Advance).where(Advance.state == state) if state else select(Advance)
    return keyset_page(wanted, Advance.id, after, descending=True)


def claim_page(after: str | None = None, state: str = "") -> KeysetPage[Claim]:
    wanted = select(Claim).where(Claim.state == state) if state else select(Claim)
    return keyset_page(wanted, Claim.id, after, descending=True)


def entry_page(after: str | None = None) -> KeysetPage[Entry]:
    return keyset_page(select(Entry), Entry.seq, after, descending=True)


def accounts() -> list[Account]:
    """The chart with its balances; accounts of closed cases at zero are left out."""
    wanted = select(Account).join(Balance).where(
        (Account.kind.not_in(("advance", "payable"))) | (Balance.debits != Balance.credits)
    )  # fmt: skip
    return list(db.session.scalars(wanted.order_by(Account.code)))


def transfers_of(account: Account, after: str | None = None) -> KeysetPage[Transfer]:
    wanted = select(Transfer).where((Transfer.debit_id == account.id) | (Transfer.credit_id == account.id))
    return keyset_page(wanted, Transfer.id, after, descending=True)


def trial_balance() -> list[tuple[Account, int, int]]:
    """(account, debits, credits) of every account, in centavos, by code."""
    rows = db.session.scalars(select(Account).join(Balance).order_by(Account.code))
    return [(account, account.balance.debits, account.balance.credits) for account in rows]


def sealed_reports() -> list[SealedReport]:
    return list(db.session.scalars(select(SealedReport).order_by(SealedReport.id.desc()).limit(50)))


def sealed_by_token(token: str) -> SealedReport:
    found = db.session.scalar(select(SealedReport).where(SealedReport.token == token))
    if found is None:
        raise NotFound(_("Ningún documento lleva ese código."))
    return found


def expenses(starts_on: date, ends_on: date, fund_id: int | None = None) -> list[ClaimLine]:
    """Accepted expenses of the period by the day they were made, of approved and closed claims."""
    wanted = select(ClaimLine).join(Claim).where(
        Claim.state.in_(("approved", "paid")), ClaimLine.spent_on.between(starts_on, ends_on),
        ClaimLine.accepted_minor > 0,
    )  # fmt: skip
    if fund_id:
        wanted = wanted.where(Claim.fund_id == fund_id)
    return list(db.session.scalars(wanted.order_by(ClaimLine.spent_on, ClaimLine.id)))


@dataclass(frozen=True)
class Holding:
    """Money in somebody's hands: which advance, how much, for how many days."""

    advance: Advance
    outstanding: Money
    days: int


def outstanding(today: date) -> list[Holding]:
    """Advances not yet closed, oldest first."""
    rows = db.session.scalars(select(Advance).where(Advance.state == "paid").order_by(Advance.id))
    return [
        Holding(row, row.outstanding, (today - min(given.occurred_on for given in row.deliveries)).days) for row in rows
    ]


def people_who_approve() -> list[User]:
    wanted = select(User).where(User.role.in_(rules.APPROVERS), User.active).order_by(User.name)
    return list(db.session.scalars(wanted))


def case_by_number(number: str) -> Case:
    found = db.session.scalar(select(Case).where(Case.number == number.strip()))
    if found is None:
        raise NotFound(_("Ningún caso lleva ese número."))
    return found
