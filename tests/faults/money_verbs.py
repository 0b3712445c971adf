"""The program's verbs, called as the model's are."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.finance import operations as finance
from app.finance.models import Advance, Budget, Claim, Custodian, Entry, Fund
from app.finance.operations.receipts import Paper
from app.foundation.db import db
from app.foundation.money import Money
from tests.moment import NOW

TODAY = date(2026, 11, 23)


@dataclass
class Verbs:
    """`ids` leads from the model's numbers to the database's. What makes a paper gives back its name in `ids`, and
    leaves its id under "made"."""

    people: dict[str, int]
    cases: list[int]
    ids: dict[object, int]

    def _row(self, kind, name: str, number):
        return db.session.get_one(kind, self.ids[name, number])

    def _user(self, name: str) -> User:
        return db.session.get_one(User, self.people[name])

    def _made(self, name: str, number: int, paper) -> tuple[str, int]:
        db.session.flush()
        self.ids["made"] = paper.id
        return name, number

    def donate(self, fund, box, amount, key):
        finance.record_donation(
            self._row(Fund, "fund", fund), self._row(Custodian, "box", box), Money(amount), occurred_on=TODAY,
            by=self._user("fausto"), now=NOW, key=key,
        )  # fmt: skip

    def undo(self, key, by, confirmed_by):
        entry = db.session.scalars(select(Entry).where(Entry.idempotency_key == key)).one()
        asked = finance.ask_reversal(entry, "Dos veces", by=self._user(by), now=NOW)
        finance.confirm_correction(asked, by=self._user(confirmed_by), now=NOW)

    def move(self, source, target, amount, by, key):
        finance.move_cash(
            self._row(Custodian, "box", source), self._row(Custodian, "box", target), Money(amount), occurred_on=TODAY,
            by=self._user(by), now=NOW, key=key,
        )  # fmt: skip

    def ask_budget(self, number, case, total, by):
        lines = {"lodging": Money(total)}
        return self._made(
            "budget", number, finance.replace_estimates(self.cases[case], f"trip:{number}", lines, self._user(by), NOW)
        )

    def approve_budget(self, number, fund, by):
        finance.approve_budget(self._row(Budget, "budget", number), self._row(Fund, "fund", fund), self._user(by), NOW)

    def release(self, number):
        budget = self._row(Budget, "budget", number)
        finance.release(budget.case_id, budget.source, self._user("lupita"), NOW)

    def ask_advance(self, number, budget, amount, by):
        paper, lines = self._row(Budget, "budget", budget), {"lodging": Money(amount)}
        asked = finance.request_advance(paper.case_id, "Juan", lines, budget=paper, by=self._user(by), now=NOW)
        return self._made("advance", number, asked)

    def approve_advance(self, number, by):
        finance.approve_advance(self._row(Advance, "advance", number), self._user(by), NOW)

    def deliver(self, number, box, amount, key):
        finance.deliver(
            self._row(Advance, "advance", number),
            self._row(Custodian, "box", box),
            Money(amount),
            by=self._user("marta"),
            now=NOW,
            key=key,
        )

    def claim(self, number, advance, fund, amount, by):
        paper = None if advance is None else self._row(Advance, "advance", advance)
        case = paper.case_id if paper else self.cases[0]
        opened = finance.open_claim(
            case, by=self._user(by), now=NOW, advance=paper, fund=self._row(Fund, "fund", fund), payee="Juan"
        )
        ticket = Paper("ticket", f"Taxi {number}", TODAY, Money(amount), excuse="Así costó")
        finance.add_receipt(opened, ticket, "transport", "Taxi", by=self._user(by), now=NOW)
        finance.submit_claim(opened, self._user(by), NOW)
        return self._made("claim", number, opened)

    def approve_claim(self, number, by):
        finance.approve_claim(self._row(Claim, "claim", number), self._user(by), NOW)

    def settle(self, number, box, keep_open):
        finance.settle_claim(
            self._row(Claim, "claim", number),
            self._row(Custodian, "box", box),
            self._user("fausto"),
            NOW,
            keep_open=keep_open,
        )

    def bring_back(self, number, box, amount, key):
        finance.return_money(
            self._row(Advance, "advance", number),
            self._row(Custodian, "box", box),
            Money(amount),
            by=self._user("fausto"),
            now=NOW,
            key=key,
        )
