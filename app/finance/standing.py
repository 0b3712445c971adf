"""How cases stand with money, for lists: one statement for any number of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exists, literal, null, select, union_all

from app.foundation.db import db

from .models import Advance, Budget, Claim, Delivery, Estimate

OPEN_CLAIMS = ("draft", "submitted", "approved", "rejected")


@dataclass(frozen=True)
class Standing:
    """`funded`: sources whose money is in hand. `settling`: cases with an advance or a claim that is open."""

    funded: frozenset[str]
    settling: frozenset[int]


def standing(case_ids: Iterable[int], sources: Iterable[str]) -> Standing:
    """In hand (P4): a hand-over that the receiving end confirmed, or nothing to hand over."""
    ids, sources = list(case_ids), list(sources)
    live = select(literal("funded"), Budget.source, null()).where(
        Budget.source.in_(sources), Budget.state != "released"
    )
    confirmed = (
        exists()
        .where(Advance.budget_id == Budget.id, Delivery.advance_id == Advance.id, Delivery.confirmed_at.is_not(None))
        .correlate(Budget)
    )
    free = ~exists().where(Estimate.budget_id == Budget.id)
    advances = select(literal("settling"), null(), Advance.case_id).where(
        Advance.case_id.in_(ids), Advance.state == "paid"
    )
    claims = select(literal("settling"), null(), Claim.case_id).where(
        Claim.case_id.in_(ids), Claim.state.in_(OPEN_CLAIMS)
    )
    rows = db.session.execute(union_all(live.where(confirmed | free), advances, claims)).all()
    return Standing(
        frozenset(source for kind, source, _case in rows if kind == "funded"),
        frozenset(case_id for kind, _source, case_id in rows if kind == "settling"),
    )


def funded(source: str) -> bool:
    """True when the money of `source` is in hand."""
    return source in standing([], [source]).funded


def open_money(case_id: int) -> bool:
    """An advance handed over and not closed, or a claim not yet paid: the case is still settling."""
    return case_id in standing([case_id], []).settling
