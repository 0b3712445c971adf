"""The program beside the model: the same random steps on both, some of them killed in the middle, some sent twice."""

import copy
import logging
import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import User
from app.cases.models import Case, Person, Place
from app.finance import operations as finance
from app.finance.figures import fund_bars
from app.finance.models import Advance, Budget, Claim, Custodian
from app.finance.verification import verify
from app.foundation import audit
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.fake_twilio.process import end_with_the_test
from tests.faults import money_model as model
from tests.faults.installation import FORK
from tests.faults.money_verbs import Verbs
from tests.moment import NOW

ROLES = {"lupita": "navigator", "marta": "navigator", "fausto": "finance", "nela": "finance", "amalia": "admin"}
FUNDS = (0, 0, 20_000_00)  # the third pays afterwards, up to its ceiling
LIMITS = (None, 30_000_00, 3_000_00)
RAW = (
    "UPDATE entry SET memo = 'x'", "DELETE FROM entry", "DELETE FROM transfer", "UPDATE transfer SET amount_minor = 1",
    "UPDATE balance SET debits = debits + 100000000000 WHERE rule = 'credit' AND overdraft < 9000000000",
    "UPDATE balance SET credits = credits + 100000000000 WHERE rule = 'debit'", "UPDATE balance SET held = -1",
    "INSERT INTO ledger_head (id, seq, hash) VALUES (2, 0, '')", "DELETE FROM audit_event",
    "UPDATE advance SET applied_minor = paid_minor + 1", "UPDATE claim SET approved_by_id = prepared_by_id",
)  # fmt: skip
KEYED = ("donate", "move", "deliver", "bring_back")
Step = tuple[str, dict]


@dataclass
class World:
    """`ids` leads from the model's numbers to the database's."""

    random: random.Random
    model: model.Model
    people: dict[str, int]
    cases: list[int]
    ids: dict[tuple[str, object], int]
    seen: Counter = field(default_factory=Counter)
    keyed: list[Step] = field(default_factory=list)
    last: int = 0

    @classmethod
    def begin(cls, seed: int) -> "World":
        """People, cases, funds and boxes, all empty."""
        with transaction():
            people = [
                User(email=f"{n}@ces.example", name=n, role=r, password_hash="-", created_at=NOW)
                for n, r in ROLES.items()
            ]
            cases = [_case(number) for number in (1, 2)]
            db.session.add_all([*people, *cases])
            db.session.flush()
            who = {"by": people[2], "now": NOW}
            funds = [finance.create_fund(f"Fondo {n}", "Donante", **who, **_kind(c)) for n, c in enumerate(FUNDS)]
            boxes = [
                finance.create_box(f"Caja {n}", **who, limit=Money(limit) if limit else None)
                for n, limit in enumerate(LIMITS)
            ]
            db.session.flush()
            ids = {("fund", n): fund.id for n, fund in enumerate(funds)}
            ids |= {("box", n): box.id for n, box in enumerate(boxes)}
            told = model.Model(
                {n: model.Fund(ceiling) for n, ceiling in enumerate(FUNDS)},
                {n: model.Box(limit) for n, limit in enumerate(LIMITS)},
            )
            named = {person.name: person.id for person in people}
            return cls(random.Random(seed), told, named, [case.id for case in cases], ids)

    def step(self, app, kills: float = 0.0) -> None:
        """One step on both; the program has to do what the model does, and to refuse what the model refuses."""
        name, needs = step = self._drawn()
        if name == "raw":
            self._refuses_raw(needs["statement"])
            return
        if self.random.random() < kills:
            self._killed(app, step)
        trial, said = copy.deepcopy(self.model), "done"
        try:
            getattr(trial, name)(**needs)
        except model.No:
            said = "refused"
        assert self._does(step) == said, (step, self.model)
        self.seen[name, said] += 1
        if said == "done":
            self.model = trial
            if name in KEYED:
                self.keyed.append(step)

    def check(self) -> None:
        """The program's own check finds nothing, and every figure is the model's."""
        db.session.expire_all()
        assert [*verify(), *audit.verify()] == []
        bars = {bar.fund.id: bar for bar in fund_bars()}
        for number, fund in self.model.funds.items():
            bar = bars[self.ids["fund", number]]
            out = sum(a.outstanding for a in self.model.advances.values() if a.fund == number)
            shown = (bar.available, bar.committed, bar.in_hands)
            assert shown == (Money(fund.free), Money(fund.promised), Money(out)), number
            assert bar.received == bar.available + bar.committed + bar.in_hands + bar.used
        for number, box in self.model.boxes.items():
            assert self._row(Custodian, "box", number).holds == Money(box.cash)
        for number, told in self.model.advances.items():
            row = self._row(Advance, "advance", number)
            figures = (row.state, row.amount_minor, row.paid_minor, row.applied_minor, row.returned_minor)
            assert figures == (told.state, told.amount, told.paid, told.applied, told.returned), number
        for number, told in self.model.claims.items():
            row = self._row(Claim, "claim", number)
            assert (row.state, row.to_reimburse.amount_minor) == (told.state, told.owed), number
        for number, told in self.model.budgets.items():
            assert self._row(Budget, "budget", number).state == told.state, number

    def _row(self, kind, name: str, number):
        return db.session.get_one(kind, self.ids[name, number])

    @property
    def _verbs(self) -> Verbs:
        return Verbs(self.people, self.cases, self.ids)

    def _does(self, step: Step) -> str:
        try:
            with transaction():
                made = getattr(self._verbs, step[0])(**step[1])
        except Refused:
            return "refused"
        if made is not None:
            self.ids[made] = self.ids.pop("made")
        return "done"

    def _refuses_raw(self, statement: str) -> None:
        """The database itself says no, whoever asks."""
        try:
            with transaction():
                touched = db.session.execute(text(statement)).rowcount
                assert touched == 0, statement
        except DBAPIError:
            self.seen["raw", "refused"] += 1

    def _killed(self, app, step: Step) -> None:
        """The step in a process that is killed: at one of its statements, after the last of them, or, where a key
        says that it is the same step, after it was committed and before anybody was told."""
        told = step[0] in KEYED and self.random.random() < 0.3
        statement = None if told else self.random.randrange(60)
        db.session.remove()
        db.engine.dispose()
        process = FORK.Process(target=_die_in, args=(app, self, step, statement), daemon=True)
        process.start()
        process.join(60)
        assert process.exitcode in (-signal.SIGKILL, 0), process.exitcode
        if process.exitcode:
            self.seen["killed", "after the commit" if told else "before"] += 1

    def _drawn(self) -> Step:
        """A step that may be good or not: amounts, people and papers at random."""
        pick, amount = self.random.choice, self._amount
        self.last, number = self.last + 1, self.last
        by, box, fund, key = pick(list(ROLES)), pick((0, 0, 1, 2)), pick(range(len(FUNDS))), f"key-{number}"
        steps: list[tuple[str, Callable[[], dict]]] = [
            ("donate", lambda: {"fund": fund, "box": box, "amount": 2 * amount(), "key": key}),
            ("move", lambda: {"source": pick((0, 1)), "target": box, "amount": amount() // 3, "by": by, "key": key}),
            ("ask_budget", lambda: {"number": number, "case": pick((0, 1)), "total": amount() * pick((1, 4)) // 4, "by": by}),
            ("claim", lambda: {"number": number, "advance": pick([None, *self._some("advances", "paid")]), "fund": fund,
                               "amount": amount() // 4, "by": by}),
            ("raw", lambda: {"statement": pick(RAW)}),
        ]  # fmt: skip
        steps += self._about_papers(pick, amount, by, box, fund, key, number)
        if self.keyed and self.random.random() < 0.06:
            return pick(self.keyed)
        name, needs = pick(steps)
        return name, needs()

    def _about_papers(self, pick, amount, by, box, fund, key, number) -> list:
        """Steps that need a paper, most of them with one that waits for just this."""
        steps, at_all = [], self.random.random() < 0.15  # now and then, a paper that does not wait for this
        by = pick((by, *model.APPROVE))

        def waiting(papers: str, *states: str, times: int = 1):
            """`waiting("claims", "submitted")(name, needs)` is a step with one of these claims, if there is one."""
            found = list(getattr(self.model, papers)) if at_all else self._some(papers, *states)
            return lambda name, needs: steps.extend([(name, lambda: needs(pick(found)))] * times if found else [])

        waiting("budgets", "draft", times=3)("approve_budget", lambda n: {"number": n, "fund": fund, "by": by})
        waiting("budgets", "approved", times=2)(
            "ask_advance", lambda n: {"number": number, "budget": n, "amount": amount() // 3, "by": by}
        )
        waiting("advances", "draft", times=3)("approve_advance", lambda n: {"number": n, "by": by})
        waiting("advances", "approved", "paid", times=2)("deliver", lambda n: self._delivery(n, box, key))
        waiting("advances", "paid")(
            "bring_back", lambda n: {"number": n, "box": box, "amount": amount() // 8, "key": key}
        )
        waiting("claims", "submitted", times=3)("approve_claim", lambda n: {"number": n, "by": by})
        waiting("claims", "approved", times=2)(
            "settle", lambda n: {"number": n, "box": box, "keep_open": self.random.random() < 0.3}
        )
        if self.random.random() < 0.2:
            waiting("budgets", "draft", "approved")("release", lambda n: {"number": n})
        if self.model.gifts:
            both = lambda: {"key": pick(list(self.model.gifts)), "by": by, "confirmed_by": pick(list(ROLES))}  # noqa: E731
            steps.append(("undo", both))
        return steps

    def _delivery(self, number: int, box: int, key: str) -> dict:
        advance = self.model.advances[number]
        rest = advance.amount - advance.paid
        amount = self.random.choice((rest, rest, rest // 2, rest + 1))
        return {"number": number, "box": box, "amount": amount, "key": key}

    def _some(self, papers: str, *states: str) -> list[int]:
        return [number for number, paper in getattr(self.model, papers).items() if paper.state in states]

    def _amount(self) -> int:
        return (
            self.random.choice((0, -1, 1, 5_00)) if self.random.random() < 0.1 else self.random.randrange(1, 12_500_00)
        )


def _kind(ceiling: int) -> dict:
    return {"kind": "reimbursable", "ceiling": Money(ceiling)} if ceiling else {}


def _case(number: int) -> Case:
    clinic = Place(code=f"C{number}", name=f"Clínica {number}", kind="clinic")
    patient = Person(number=f"P-{number}", given_names="Rosa", name_key="rosa", created_at=NOW)
    return Case(number=f"C-2026-{number}", patient=patient, clinic=clinic, created_at=NOW)


def _die_in(app, world: World, step: Step, statement: int | None) -> None:
    """Never comes back, but where the step is refused first. `statement`: at which one; None: after the commit."""
    logging.disable(logging.CRITICAL)
    end_with_the_test()
    with app.app_context():
        if statement is not None:
            left = iter(range(statement))
            event.listen(db.engine, "before_cursor_execute", lambda *_all: next(left, None) is None and _die())
        try:
            with transaction():
                getattr(world._verbs, step[0])(**step[1])
                if statement is not None:
                    _die()
        except Refused:
            os._exit(0)
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
