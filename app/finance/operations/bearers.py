"""Who bears an expense, and another fund in its stead: terms, the books' moves, and the parts of what several pay.

What was proved against an advance left the fund that handed it over. When another bears it, the books give it back to
that fund and take it from the other, however often it is put elsewhere; `claim.elsewhere` keeps from whom to whom.
"""

from collections.abc import Iterable, Mapping, Sequence

from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money, total

from .. import labels, ledger, offers, rules
from ..models import Account, Claim, ClaimLine, ClaimLinePart, ClaimPutElsewhere, Fund, Transfer

Goes = Mapping[int, Fund]  # a fund that bears it → the one that does from now on, perhaps itself
Apart = dict[tuple[int, int], int]  # (whose advance, who bears it) → centavos


def bearers_of(claim: Claim) -> list[Fund]:
    """Every fund that bears something of what was accepted, in the order of the parts."""
    if not claim.split:
        return [claim.fund]
    ids = dict.fromkeys(part.fund_id for line in claim.lines for part in line.parts if part.accepted_minor)
    return [db.session.get_one(Fund, fund_id) for fund_id in ids]


def check_bearers(claim: Claim, changes: Mapping, goes: Goes) -> None:
    """Refused: the terms or partidas of a fund that bears something from now on."""
    for fund in {one.id: one for one in goes.values()}.values():
        before = [fund_id for fund_id, then in goes.items() if then.id == fund.id]
        if before == [fund.id] and not changes:
            continue  # nothing comes new to it
        _check_terms(fund, before, claim, changes)


def _check_terms(fund: Fund, before: Sequence[int], claim: Claim, changes: Mapping) -> None:
    """Each expense on its own day under what it becomes; and what comes new to a partida must still fit in it.
    `before`: the funds whose parts it bears from now on."""
    case, said = claim.case, []
    fresh: dict[str, Money] = {}
    for line in claim.lines:
        borne = total((line.borne_by(fund_id) for fund_id in before), claim.currency)
        if claim.split and not borne:
            continue
        category = changes.get((line.receipt_id, line.category), line.category)
        age = rules.full_years(case.patient.born_on, line.spent_on)
        wish = rules.Wish(
            frozenset([category]), line.spent_on, case.clinic.code, case.diagnosis_code or "", age, labels.CATEGORIES
        )
        said += rules.objections(offers.terms_of(fund), wish)
        new = borne if category != line.category else _of_others(line, fund, before)
        fresh[category] = fresh.get(category, Money.zero(claim.currency)) + new
    for use in offers.partida_uses([fund])[fund.id]:
        if fresh.get(use.partida.category, use.left) > use.left:
            said.append(_("A la partida «%(name)s» le quedan %(left)s.", name=use.partida.name, left=str(use.left)))
    if said:
        raise Refused(" ".join(dict.fromkeys(said)), "fund")


def _of_others(line: ClaimLine, fund: Fund, before: Iterable[int]) -> Money:
    """What of it the fund does not bear yet."""
    return total((line.borne_by(fund_id) for fund_id in before if fund_id != fund.id), line.currency)


def paid_by_several(claim: Claim, rows: Sequence[Transfer], goes: Goes) -> list[ledger.Move]:
    """Which funds bear it: what is owed above the advance each pays; what was proved against another's goes back there.
    `rows`: what the entry books as spent."""
    moves = []
    for (whose, bears), minor in elsewhere_after(claim, rows, goes).items():
        moves += [_back(claim, whose, minor), _out(claim, bears, minor)]
    owed: dict[int, int] = {}
    for row in rows:
        if row.credit.kind != "advance":
            bears = goes[row.fund_id].id
            owed[bears] = owed.get(bears, 0) + row.amount_minor
    return [*moves, *(_out(claim, bears, minor) for bears, minor in owed.items())]


def elsewhere_after(claim: Claim, rows: Iterable[Transfer], goes: Goes) -> Apart:
    """What will be borne by another than whose advance it was proved against."""
    handed: dict[int, int] = {}
    for row in rows:
        if row.debit.kind == "expense" and row.credit.kind == "advance":
            handed[row.fund_id] = handed.get(row.fund_id, 0) + row.amount_minor
    found: Apart = {}
    for one in claim.elsewhere:
        handed[one.to_fund_id] -= one.amount_minor
        _add(found, one.from_fund_id, goes[one.to_fund_id].id, one.amount_minor)
    for fund_id, own in handed.items():
        _add(found, fund_id, goes[fund_id].id, own)
    return found


def _add(found: Apart, whose: int, bears: int, minor: int) -> None:
    if minor and whose != bears:
        found[whose, bears] = found.get((whose, bears), 0) + minor


def _back(claim: Claim, fund_id: int, minor: int) -> ledger.Move:
    fund = db.session.get_one(Fund, fund_id)
    applied = db.session.get_one(Account, fund.applied_account_id)
    return ledger.Move(applied, fund.account, Money(minor, claim.currency), claim.case_id, fund_id)


def _out(claim: Claim, fund_id: int, minor: int) -> ledger.Move:
    fund = db.session.get_one(Fund, fund_id)
    applied = db.session.get_one(Account, fund.applied_account_id)
    return ledger.Move(fund.account, applied, Money(minor, claim.currency), claim.case_id, fund_id)


def put_parts(claim: Claim, goes: Goes, apart: Apart) -> None:
    """The claim's parts and its fund say the same from now on; parts that come to one fund are one."""
    for line in claim.lines:
        sums: dict[int, list[int]] = {}
        for part in line.parts:
            bears = goes[part.fund_id].id if part.fund_id in goes else part.fund_id
            had = sums.setdefault(bears, [0, 0, 0])
            sums[bears] = [a + b for a, b in zip(had, _amounts(part), strict=True)]
        line.parts = []
        db.session.flush()  # the old ones go before the new ones come: a fund stands once
        line.parts = [
            ClaimLinePart(fund_id=fund_id, claimed_minor=claimed, accepted_minor=accepted, payable_minor=payable)
            for fund_id, (claimed, accepted, payable) in sums.items()
        ]
    claim.elsewhere = []
    db.session.flush()
    claim.elsewhere = [
        ClaimPutElsewhere(from_fund_id=whose, to_fund_id=bears, amount_minor=minor)
        for (whose, bears), minor in apart.items()
    ]
    borne = lambda fund: sum(line.borne_by(fund.id).amount_minor for line in claim.lines)  # noqa: E731
    claim.fund = max(bearers_of(claim), key=borne)


def _amounts(part: ClaimLinePart) -> tuple[int, int, int]:
    return part.claimed_minor, part.accepted_minor, part.payable_minor
