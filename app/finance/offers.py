"""Which fund should pay for a budget, in order, and why; rules.py decides what a donor's terms allow."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Exists, Select, exists, func, select, union_all
from sqlalchemy.orm import aliased, selectinload

from app.foundation.db import db
from app.foundation.language import _
from app.foundation.money import Money

from . import by_line, cover, labels, limits, rules, sharing
from .limit_rules import Limit, limit_of
from .models import (
    Advance,
    AdvanceLine,
    AdvancePart,
    AdvancePartLine,
    Budget,
    Claim,
    ClaimLine,
    ClaimLinePart,
    Fund,
    Hold,
    Partida,
)
from .queries import still_to_hand_over

OPEN = ("approved", "paid")  # advances that are on the way
WITH_TERMS = (selectinload(Fund.restrictions), selectinload(Fund.partidas), selectinload(Fund.caps))


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
    """One fund for one budget. It fits when there is no objection; `most`: of the budget, what it may pay of it.
    `cells`: the same of each of its categories. `only`: of a fund that pays some of them, which, in words."""

    fund: Fund
    objections: list[str]
    reasons: list[str]
    left: Money
    most: Money
    cells: dict[str, int]
    only: str = ""

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
    refused = rules.objections(terms_of(fund), wish_of(budget, on))
    limited, own = limits_of(fund, budget, on, uses), cover.promised_by(budget).get(fund.id, 0)
    money = fund.available + Money(own, fund.currency)
    nothing, left = Money.zero(fund.currency), money - budget.total
    objections = refused + [limit.why for limit in limited if budget.total > limit.most]
    if left < nothing:
        objections.append(_("No alcanza: le faltan %(amount)s.", amount=str(-left)))
    reasons, able = rules.reasons(terms_of(fund), wish_of(budget, on)), cells(fund, budget, limited)
    only = _only(fund, budget, on) if refused else ""
    if only:
        together = [limit.most for limit in limited if not limit.of]
        most = min([money, Money(sum(able.values()), fund.currency), *together])
    else:
        most = nothing if refused else min([budget.total, money, *(limit.most for limit in limited)])
    return Offer(fund, objections, reasons, left, max(most, nothing), able, only)


def cells(fund: Fund, budget: Budget, limited: Iterable[Limit]) -> dict[str, int]:
    """Category → the most that the fund may pay of it, for each line of the budget: by its terms, caps and partidas."""
    pays = terms_of(fund).values("category")
    found = {line.category: 0 if pays and line.category not in pays else line.amount_minor for line in budget.lines}
    for limit in limited:
        if limit.of in found:
            found[limit.of] = min(found[limit.of], max(limit.allowed.amount_minor, 0))
    return found


def _only(fund: Fund, budget: Budget, on: date) -> str:
    """Which of the budget's categories the fund pays, where nothing else speaks against it; empty: something does."""
    wish = wish_of(budget, on)
    pays = terms_of(fund).values("category") & wish.categories
    if not pays or rules.objections(terms_of(fund), replace(wish, categories=frozenset(pays))):
        return ""
    return ", ".join(str(labels.CATEGORIES[line.category]) for line in budget.lines if line.category in pays)


def to_share(offered: Iterable[Offer]) -> list[Offer]:
    """In the order in which they are asked to pay together: first those that pay certain categories only."""
    return sorted(offered, key=lambda one: not one.only)


def proposal(offered: list[Offer], budget: Budget) -> list[Money]:
    """Who would pay what of it: the first offered as much as it may, the next of the rest, and so on; where one pays
    certain categories only, each as much as leaves the others' lines to them."""
    if not any(offer.only for offer in offered):
        return sharing.by_turns(budget.total, [offer.most for offer in offered])
    rows = [line.amount_minor for line in budget.lines]
    most = [[offer.cells.get(line.category, 0) for offer in offered] for line in budget.lines]
    paid = by_line.by_turns(rows, [offer.most.amount_minor for offer in offered], most)
    return [Money(minor, budget.currency) for minor in paid]


def objections_of(
    fund: Fund, budget: Budget, on: date, uses: Iterable[PartidaUse], part: Money, shares: dict[str, int] | None = None
) -> list[str]:
    """What the donor's terms, caps and partidas say against paying `part` of it; whether the money is there, the
    ledger says. `shares`: category → what of it the part is, where the funds do not bear the same share of each."""
    wish = wish_of(budget, on)
    limited = limits_of(fund, budget, on, uses)
    if shares is None:
        return rules.objections(terms_of(fund), wish) + [limit.why for limit in limited if part > limit.most]
    wish = replace(wish, categories=frozenset(category for category, minor in shares.items() if minor))
    said = rules.objections(terms_of(fund), wish)
    above = lambda limit: shares.get(limit.of, 0) > limit.allowed.amount_minor if limit.of else part > limit.most  # noqa: E731
    return said + [limit.why for limit in limited if above(limit)]


def limits_of(fund: Fund, budget: Budget, on: date, uses: Iterable[PartidaUse]) -> list[Limit]:
    return [*limits.caps_on(fund, budget, on), *_partidas(budget, uses, fund)]


def _partidas(budget: Budget, uses: Iterable[PartidaUse], fund: Fund) -> Iterable[Limit]:
    """Of a budget that this fund pays already, what no advance has asked for yet: the rest is on the way."""
    asked, uses = {line.category: line.amount for line in budget.lines}, list(uses)
    pays = fund.id == budget.fund_id or (budget.split and fund.id in {part.fund_id for part in budget.parts})
    still = still_to_hand_over(budget) if pays and uses else asked
    own = _asked_by_line(budget, fund) if pays and uses and budget.by_line else {}
    for use in uses:
        category = use.partida.category
        if still.get(category):
            why = _("A la partida «%(name)s» le quedan %(left)s.", name=use.partida.name, left=str(use.left))
            allowed = use.left + Money(own.get(category, 0), fund.currency)
            yield replace(limit_of(category, use.left, still[category], budget.total, why), allowed=allowed)


def _asked_by_line(budget: Budget, fund: Fund) -> dict[str, int]:
    """Category → what advances of this budget asked of this fund already: it is on the way, and its own."""
    wanted = select(AdvancePartLine.category, func.sum(AdvancePartLine.amount_minor))
    wanted = wanted.join(AdvancePart, AdvancePart.id == AdvancePartLine.part_id).join(Advance)
    wanted = wanted.where(Advance.budget_id == budget.id, AdvancePart.fund_id == fund.id, Advance.state.in_(OPEN))
    return {category: int(minor) for category, minor in db.session.execute(wanted.group_by(AdvancePartLine.category))}


def partida_uses(funds: Iterable[Fund]) -> dict[int, list[PartidaUse]]:
    """Fund id → its partidas with what they carry: two statements for any number of funds."""
    funds = list(funds)
    ids = [fund.id for fund in funds if fund.partidas]
    if not ids:
        return {fund.id: [] for fund in funds}
    spent = _sums(_spent(ids), _spent_together(ids))
    open_lines = _sums(_open(ids), _open_together(ids), _open_by_line(ids))
    return {fund.id: [_use(fund, partida, spent, open_lines) for partida in fund.partidas] for fund in funds}


def _spent(ids: list[int]) -> Select:
    lines = select(Claim.fund_id, ClaimLine.category, func.sum(ClaimLine.accepted_minor))
    lines = lines.join(ClaimLine, ClaimLine.claim_id == Claim.id).where(Claim.split.is_(False), Claim.fund_id.in_(ids))
    return lines.where(Claim.state.in_(("approved", "paid"))).group_by(Claim.fund_id, ClaimLine.category)


def _spent_together(ids: list[int]) -> Select:
    """Of expenses that several funds paid, each its part."""
    parts = select(ClaimLinePart.fund_id, ClaimLine.category, func.sum(ClaimLinePart.accepted_minor))
    parts = parts.join(ClaimLine, ClaimLine.id == ClaimLinePart.claim_line_id).join(ClaimLine.claim)
    parts = parts.where(Claim.state.in_(("approved", "paid")), ClaimLinePart.fund_id.in_(ids))
    return parts.group_by(ClaimLinePart.fund_id, ClaimLine.category)


def _open(ids: list[int]) -> Select:
    lines = select(Advance.fund_id, AdvanceLine.category, func.sum(AdvanceLine.amount_minor))
    lines = lines.join(AdvanceLine, AdvanceLine.advance_id == Advance.id)
    lines = lines.where(Advance.state.in_(OPEN), Advance.split.is_(False), Advance.fund_id.in_(ids))
    return lines.group_by(Advance.fund_id, AdvanceLine.category)


def _open_together(ids: list[int]) -> Select:
    """Of each line the fund's share, rounded up: a partida is never said to have more left than it has."""
    share = (AdvanceLine.amount_minor * AdvancePart.amount_minor + Advance.amount_minor - 1) // Advance.amount_minor
    lines = select(AdvancePart.fund_id, AdvanceLine.category, func.sum(share))
    lines = lines.join(Advance, Advance.id == AdvancePart.advance_id)
    lines = lines.join(AdvanceLine, AdvanceLine.advance_id == Advance.id)
    lines = lines.where(Advance.state.in_(OPEN), AdvancePart.fund_id.in_(ids), ~_by_line(Advance.id))
    return lines.group_by(AdvancePart.fund_id, AdvanceLine.category)


def _by_line(advance_id) -> Exists:
    other = aliased(AdvancePart)
    return exists().where(AdvancePartLine.part_id == other.id, other.advance_id == advance_id)


def _open_by_line(ids: list[int]) -> Select:
    """Of what several pay of which one pays certain categories only, as each of them was asked."""
    lines = select(AdvancePart.fund_id, AdvancePartLine.category, func.sum(AdvancePartLine.amount_minor))
    lines = lines.join(AdvancePartLine, AdvancePartLine.part_id == AdvancePart.id).join(Advance)
    lines = lines.where(Advance.state.in_(OPEN), AdvancePart.fund_id.in_(ids))
    return lines.group_by(AdvancePart.fund_id, AdvancePartLine.category)


def _sums(*wanted: Select) -> dict[tuple[int, str], int]:
    """(Fund, category) → centavos, of all of them together, in one statement."""
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for fund_id, category, amount in db.session.execute(union_all(*wanted)):
        sums[fund_id, category] += int(amount)
    return sums


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
