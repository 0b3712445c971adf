"""What money does, told again in plain Python: no database, no session. Every verb either says No and changes nothing,
or changes a few numbers. Amounts are centavos; who acts is a name of the cast.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

APPROVE = ("fausto", "amalia", "nela")
TWO_APPROVE_ABOVE = 10_000_00


class No(Exception):
    """The program has to refuse this."""


def need(true: bool) -> None:
    if not true:
        raise No


@dataclass
class Fund:
    """`free` may be used: what it holds, less promises, and the ceiling of a fund that pays afterwards."""

    ceiling: int = 0
    money: int = 0
    promised: int = 0

    @property
    def free(self) -> int:
        return self.money - self.promised + self.ceiling


@dataclass
class Box:
    limit: int | None = None
    cash: int = 0

    def give(self, amount: int) -> None:
        need(self.cash >= amount)
        self.cash -= amount

    def take(self, amount: int) -> None:
        need(self.limit is None or self.cash + amount <= self.limit)
        self.cash += amount


@dataclass
class Budget:
    case: int
    total: int
    by: str
    state: str = "draft"
    fund: int | None = None
    approvers: list[str] = field(default_factory=list)
    promise: int = 0  # what of it has not gone out

    @property
    def two(self) -> bool:
        return self.total > TWO_APPROVE_ABOVE


@dataclass
class Advance:
    case: int
    budget: int
    fund: int
    amount: int
    by: str
    state: str = "draft"
    approvers: list[str] = field(default_factory=list)
    paid: int = 0
    applied: int = 0
    returned: int = 0

    @property
    def outstanding(self) -> int:
        return self.paid - self.applied - self.returned


@dataclass
class Claim:
    amount: int
    by: str
    fund: int
    advance: int | None
    state: str = "submitted"
    owed: int = 0


@dataclass
class Model:
    funds: dict[int, Fund]
    boxes: dict[int, Box]
    budgets: dict[int, Budget] = field(default_factory=dict)
    advances: dict[int, Advance] = field(default_factory=dict)
    claims: dict[int, Claim] = field(default_factory=dict)
    gifts: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # key → fund, box, amount
    undone: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)

    def donate(self, fund: int, box: int, amount: int, key: str) -> None:
        need(amount > 0)
        if key in self.gifts:
            return
        self.boxes[box].take(amount)
        self.funds[fund].money += amount
        self.gifts[key] = fund, box, amount

    def undo(self, key: str, by: str, confirmed_by: str) -> None:
        """A donation, reversed by two people."""
        need(key not in self.undone and by != confirmed_by and confirmed_by in APPROVE)
        fund, box, amount = self.gifts[key]
        self.boxes[box].give(amount)
        need(self.funds[fund].free >= amount)
        self.funds[fund].money -= amount
        self.undone.add(key)

    def move(self, source: int, target: int, amount: int, by: str, key: str) -> None:
        need(amount > 0 and source != target)
        if key in self.keys:
            return
        need(by in APPROVE)
        self.boxes[source].give(amount)
        self.boxes[target].take(amount)
        self.keys.add(key)

    def ask_budget(self, number: int, case: int, total: int, by: str) -> None:
        need(total >= 0)
        self.budgets[number] = Budget(case, total, by)

    def approve_budget(self, number: int, fund: int, by: str) -> None:
        budget = self.budgets[number]
        need(by in APPROVE and by != budget.by and by not in budget.approvers)
        need(budget.state == "draft" and budget.total > 0)
        budget.approvers.append(by)
        budget.fund = fund
        if budget.two and len(budget.approvers) == 1:
            return
        need(self.funds[fund].free >= budget.total)
        self.funds[fund].promised += budget.total
        budget.promise, budget.state = budget.total, "approved"

    def release(self, number: int) -> None:
        self._end_promise(self.budgets[number])
        self.budgets[number].state = "released"

    def ask_advance(self, number: int, budget: int, amount: int, by: str) -> None:
        asked = self.budgets[budget]
        need(amount > 0 and asked.state == "approved")
        taken = sum(other.amount - other.returned for other in self._advances_of(budget))
        need(amount <= asked.total - taken)
        self.advances[number] = Advance(asked.case, budget, asked.fund, amount, by)

    def approve_advance(self, number: int, by: str) -> None:
        advance = self.advances[number]
        need(by in APPROVE and by != advance.by and advance.state == "draft")
        if advance.amount > TWO_APPROVE_ABOVE:
            approvers = self.budgets[advance.budget].approvers
            first = advance.approvers or (approvers[:1] if approvers[1:] == [by] else [])
            need(by not in first)
            if not first:
                advance.approvers.append(by)
                return
        advance.state = "approved"

    def deliver(self, number: int, box: int, amount: int, key: str) -> None:
        if key in self.keys:
            return
        advance = self.advances[number]
        need(0 < amount <= advance.amount - advance.paid and advance.state in ("approved", "paid"))
        self.boxes[box].give(amount)
        self._spend(advance.fund, advance.budget, amount)
        advance.paid, advance.state = advance.paid + amount, "paid"
        self.keys.add(key)

    def claim(self, number: int, advance: int | None, fund: int, amount: int, by: str) -> None:
        need(amount > 0 and (advance is None or self.advances[advance].state == "paid"))
        self.claims[number] = Claim(amount, by, self.advances[advance].fund if advance is not None else fund, advance)

    def approve_claim(self, number: int, by: str) -> None:
        claim = self.claims[number]
        need(by in APPROVE and by != claim.by and claim.state == "submitted")
        advance = None if claim.advance is None else self.advances[claim.advance]
        applied = min(claim.amount, advance.outstanding) if advance else 0
        claim.owed, claim.state = claim.amount - applied, "approved"
        self._spend(claim.fund, advance.budget if advance else None, claim.owed)
        if advance:
            advance.applied += applied

    def settle(self, number: int, box: int, keep_open: bool) -> None:
        claim = self.claims[number]
        need(claim.state == "approved")
        self.boxes[box].give(claim.owed)
        claim.owed, claim.state = 0, "paid"
        if claim.advance is not None and not keep_open:
            self._bring_back(self.advances[claim.advance], box, self.advances[claim.advance].outstanding)
            self._close(claim.advance)

    def bring_back(self, number: int, box: int, amount: int, key: str) -> None:
        advance = self.advances[number]
        need(amount > 0)
        if key in self.keys:
            return
        need(amount <= advance.outstanding)
        self._bring_back(advance, box, amount)
        self._close(number)
        self.keys.add(key)

    def _bring_back(self, advance: Advance, box: int, amount: int) -> None:
        self.boxes[box].take(amount)
        self.funds[advance.fund].money += amount
        advance.returned += amount

    def _spend(self, fund: int, budget: int | None, amount: int) -> None:
        """A promise makes room for what goes out, as far as it reaches."""
        if budget is not None:
            part = min(self.budgets[budget].promise, amount)
            self.budgets[budget].promise -= part
            self.funds[self.budgets[budget].fund].promised -= part
        need(self.funds[fund].free >= amount)
        self.funds[fund].money -= amount

    def _close(self, number: int) -> None:
        advance = self.advances[number]
        under_way = [c for c in self.claims.values() if c.advance == number and c.state != "paid"]
        if advance.outstanding or under_way:
            return
        advance.state, advance.amount = "settled", advance.paid
        if all(other.state == "settled" for other in self._advances_of(advance.budget)):
            self._end_promise(self.budgets[advance.budget])

    def _end_promise(self, budget: Budget) -> None:
        if budget.promise:
            self.funds[budget.fund].promised -= budget.promise
            budget.promise = 0

    def _advances_of(self, budget: int) -> Iterable[Advance]:
        return [advance for advance in self.advances.values() if advance.budget == budget]
