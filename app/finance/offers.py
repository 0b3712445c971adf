"""Which fund should pay for a budget, in order, and why; rules.py decides what a donor's terms allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.foundation.db import db
from app.foundation.language import _
from app.foundation.money import Money

from . import cover, labels, rules
from .models import Advance, AdvanceLine, Budget, Claim, ClaimLine, Fund, Hold, Partida
from .queries import still_to_hand_over

WITH_TERMS = (selectinload(Fund.restrictions), selectinload(Fund.partidas))


@dataclass(frozen=True)
class PartidaUse:
    """A line of the donor's budget: its ceiling, what was accepted as spent, and what is on its way to be."""

    partida: Partida
    ceiling: Money
    spent: Money
    on_the_way: Money

    @property
    def left(self) -> Money:
        return self.ceiling - self.spent - self.on_the_way

    @property
    def thousandths(self) -> tuple[int, int]:
        """How much of the ceiling is spent, and on the way, for drawing."""
        parts = (self.spent.amount_minor, self.on_the_way.amount_minor)
        return tuple(min(1000, part * 1000 // max(1, self.ceiling.amount_minor)) for part in parts)


@dataclass(frozen=True)
class Offer:
    """One fund for one budget. It fits when there is no objection."""

    fund: Fund
    objections: list[str]
    reasons: list[str]
    left: Money

    @property
    def fits(self) -> bool:
        return not self.objections


def terms_of(fund: Fund) -> rules.Terms:
    held = frozenset((item.kind, item.value) for item in fund.restrictions)
    return rules.Terms(fund.eligible_from, fund.eligible_to, held)


def wish_of(budget: Budget, on: date) -> rules.Wish:
    case = budget.case
    return rules.Wish(
        frozenset(line.category for line in budget.lines), on, case.clinic.code, case.diagnosis_code or "",
        rules.full_years(case.patient.born_on, on), labels.CATEGORIES,
    )  # fmt: skip


def in_words(fund: Fund) -> list[tuple[str, str]]:
    """What the donor limits, as (kind, values) in words, in the order in which people ask."""
    terms = terms_of(fund)
    names = {code: str(name) for code, name in labels.CATEGORIES.items()}
    youngest, oldest = min(terms.values("age_from"), default=""), min(terms.values("age_to"), default="")
    ages = f"{youngest or '0'}–{oldest}" if oldest else _("%(age)s o más", age=youngest)
    said = [
        (_("Rubros"), sorted(names[code] for code in terms.values("category"))),
        (_("Clínicas"), sorted(terms.values("clinic"))),
        (_("Diagnósticos"), sorted(terms.values("icd10"))),
        (_("Edades"), [ages] if youngest or oldest else []),
    ]
    return [(name, ", ".join(values)) for name, values in said if values]


def offers(budget: Budget, on: date) -> list[Offer]:
    """Every active fund: first those that fit, the narrowest of them first, for the wide ones serve everybody."""
    funds = list(db.session.scalars(select(Fund).where(Fund.active).options(*WITH_TERMS)))
    uses = partida_uses(funds)
    made = [offer_of(fund, budget, on, uses[fund.id]) for fund in funds]
    return sorted(made, key=lambda one: rules.preference(terms_of(one.fund), one.fits, one.fund.name))


def offer_of(fund: Fund, budget: Budget, on: date, uses: Iterable[PartidaUse]) -> Offer:
    terms, objections = terms_of(fund), objections_of(fund, budget, on, uses)
    left = fund.available - (cover.uncovered(budget) if budget.fund_id == fund.id else budget.total)
    if left < Money.zero(fund.currency):
        objections.append(_("No alcanza: le faltan %(amount)s.", amount=str(Money.zero(fund.currency) - left)))
    return Offer(fund, objections, rules.reasons(terms, wish_of(budget, on)), left)


def objections_of(fund: Fund, budget: Budget, on: date, uses: Iterable[PartidaUse]) -> list[str]:
    """What the donor's terms and partidas say against it; whether the money is there, the ledger says."""
    return rules.objections(terms_of(fund), wish_of(budget, on)) + list(_too_little(budget, uses, fund))


def _too_little(budget: Budget, uses: Iterable[PartidaUse], fund: Fund) -> Iterable[str]:
    """Of a budget that this fund pays already, what no advance has asked for yet: the rest is on the way."""
    asked = {line.category: line.amount for line in budget.lines}
    if budget.fund_id == fund.id:
        asked = still_to_hand_over(budget)
    for use in uses:
        amount = asked.get(use.partida.category)
        if amount and amount > use.left:
            yield _("A la partida «%(name)s» le quedan %(left)s.", name=use.partida.name, left=str(use.left))


def partida_uses(funds: Iterable[Fund]) -> dict[int, list[PartidaUse]]:
    """Fund id → its partidas with what they carry: two statements for any number of funds."""
    funds = list(funds)
    ids = [fund.id for fund in funds if fund.partidas]
    if not ids:
        return {fund.id: [] for fund in funds}
    spent = _sums(
        select(Claim.fund_id, ClaimLine.category, func.sum(ClaimLine.accepted_minor))
        .join(ClaimLine, ClaimLine.claim_id == Claim.id)
        .where(Claim.state.in_(("approved", "paid")), Claim.fund_id.in_(ids))
        .group_by(Claim.fund_id, ClaimLine.category)
    )
    open_lines = _sums(
        select(Advance.fund_id, AdvanceLine.category, func.sum(AdvanceLine.amount_minor))
        .join(AdvanceLine, AdvanceLine.advance_id == Advance.id)
        .where(Advance.state.in_(("approved", "paid")), Advance.fund_id.in_(ids))
        .group_by(Advance.fund_id, AdvanceLine.category)
    )
    return {fund.id: [_use(fund, partida, spent, open_lines) for partida in fund.partidas] for fund in funds}


def _sums(wanted) -> dict[tuple[int, str], int]:
    return {(fund_id, category): int(amount) for fund_id, category, amount in db.session.execute(wanted)}


def _use(fund: Fund, partida: Partida, spent: dict, open_lines: dict) -> PartidaUse:
    """Two partidas of one category are not told apart by what was spent: a fund has one for each category."""
    key = (fund.id, partida.category)
    money = lambda minor: Money(minor, fund.currency)  # noqa: E731
    return PartidaUse(partida, money(partida.ceiling_minor), money(spent.get(key, 0)), money(open_lines.get(key, 0)))


def no_longer_covered(fund: Fund, on: date) -> list[tuple[Budget, list[str]]]:
    """Budgets with a promise of this fund that its terms, as they are now, would refuse: the oldest hundred."""
    wanted = (
        select(Budget)
        .join(Hold, Hold.budget_id == Budget.id)
        .where(Hold.fund_id == fund.id, Hold.state == "held")
        .options(selectinload(Budget.lines))
    )
    terms = terms_of(fund)
    budgets = db.session.scalars(wanted.order_by(Budget.id).limit(100))
    found = [(budget, rules.objections(terms, wish_of(budget, on))) for budget in budgets]
    return [(budget, objections) for budget, objections in found if objections]
