"""One case's money for its page: six figures, budgets, advances, claims and what happened, in four statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload

from app.foundation.db import db
from app.foundation.language import _

from .figures import Figures, figures
from .models import Advance, Budget, Claim, ClaimLine
from .standing import OPEN_CLAIMS, Standing


@dataclass(frozen=True)
class CaseMoney:
    figures: Figures
    budgets: list[Budget]
    advances: list[Advance]
    claims: list[Claim]

    @property
    def happened(self) -> list[tuple[datetime, str]]:
        """(when, words) of what was authorised, handed over and closed."""
        return [*_authorised(self.budgets), *_handed_over(self.advances, self.direct), *_closed(self.claims)]

    @property
    def direct(self) -> set[int]:
        """Ids of the budgets out of which suppliers are paid."""
        return {budget.id for budget in self.budgets if budget.direct_number}

    @property
    def standing(self) -> Standing:
        """What `standing.standing` answers for a list, from what is loaded: the same rules, no statement."""
        return Standing(
            funded=frozenset(budget.source for budget in self.budgets if self._in_hand(budget)),
            settling=frozenset(
                [advance.case_id for advance in self.advances if advance.state == "paid"]
                + [claim.case_id for claim in self.claims if claim.state in OPEN_CLAIMS]
            ),
        )

    def _in_hand(self, budget: Budget) -> bool:
        if budget.state == "released":
            return False
        handed = [given for advance in self.advances if advance.budget_id == budget.id for given in advance.deliveries]
        return not budget.lines or any(given.confirmed_at for given in handed)


def case_money(case_id: int) -> CaseMoney:
    return CaseMoney(figures(case_id=case_id), _budgets(case_id), _advances(case_id), _claims(case_id))


def _budgets(case_id: int) -> list[Budget]:
    return _all(_of(Budget, case_id).options(joinedload(Budget.lines)))


def _advances(case_id: int) -> list[Advance]:
    deliveries = joinedload(Advance.deliveries).lazyload("*")
    return _all(_of(Advance, case_id).options(lazyload(Advance.fund), deliveries))


def _claims(case_id: int) -> list[Claim]:
    lines = joinedload(Claim.lines).lazyload(ClaimLine.receipt)
    return _all(_of(Claim, case_id).options(lazyload(Claim.fund), lines))


def _of(model: type[Budget] | type[Advance] | type[Claim], case_id: int) -> Select:
    """Without the case: whoever asks holds it already."""
    return select(model).where(model.case_id == case_id).options(lazyload(model.case)).order_by(model.id)


def _all(wanted: Select) -> list:
    return list(db.session.scalars(wanted).unique())


def _authorised(budgets: list[Budget]) -> Iterator[tuple[datetime, str]]:
    for budget in budgets:
        if budget.approved_at:
            direct = _("Pago directo autorizado: %(amount)s", amount=budget.total)
            words = _("Presupuesto autorizado: %(amount)s", amount=budget.total)
            yield budget.approved_at, direct if budget.direct_number else words


def _handed_over(advances: list[Advance], direct: set[int]) -> Iterator[tuple[datetime, str]]:
    for advance in advances:
        for given in advance.deliveries:
            words = _("Apoyo entregado: %(amount)s (%(number)s)", amount=given.amount, number=given.number)
            if advance.budget_id in direct:
                words = _("Pagado a un proveedor: %(amount)s (%(number)s)", amount=given.amount, number=given.number)
            yield given.delivered_at, words


def _closed(claims: list[Claim]) -> Iterator[tuple[datetime, str]]:
    for claim in claims:
        if claim.settled_at:
            words = _("Comprobación cerrada: %(amount)s (%(number)s)", amount=claim.accepted, number=claim.number)
            yield claim.settled_at, words
