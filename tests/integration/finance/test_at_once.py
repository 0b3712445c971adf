"""Two people at the same instant, on a real PostgreSQL: the fund pays once, the numbers have no gap."""

import threading

import pytest
from sqlalchemy import select

from app.finance import operations as finance
from app.finance import sealed
from app.finance.models import Budget, Claim, Custodian, Entry, Fund, Receipt, SealedReport
from app.finance.operations.receipts import Paper
from app.finance.scope import Scope
from app.finance.verification import verify
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.conftest import build
from tests.moment import NOW


@pytest.fixture(params=["postgres"])
def books(request, frozen, monkeypatch, tmp_path, postgres_url):
    monkeypatch.setenv("NAV_DATABASE_URL", postgres_url)
    app = build(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def at_once(app, *steps):
    """Runs each step in its own thread and transaction; what each came to: "done" or the refusal's sentence."""
    start, said = threading.Barrier(len(steps)), []

    def run(step):
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    step()
                said.append("done")
            except Refused as refusal:
                said.append(str(refusal))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.expire_all()
    return said


def test_two_approvals_at_once_do_not_take_a_fund_below_zero(books, cast, rosa, fund, box):
    with transaction():
        wanted = [
            finance.replace_estimates(rosa.id, f"trip:{n}", {"other": Money(6_000_00)}, cast["lupita"], NOW).id
            for n in (1, 2)
        ]
    fausto = cast["fausto"].id
    db.session.commit()

    def approve(budget_id):
        budget, fund = db.session.get(Budget, budget_id), db.session.scalars(select(Fund)).one()
        finance.approve_budget(budget, fund, db.session.get(type(cast["fausto"]), fausto), NOW)

    said = at_once(books, *(lambda key=key: approve(key) for key in wanted))
    assert sorted(words[:18] for words in said) == ["El fondo Cirugías ", "done"]
    assert verify() == []


def test_one_invoice_presented_by_two_people_at_once_is_taken_once(books, cast, rosa, fund):
    with transaction():
        claims = [
            finance.open_claim(rosa.id, fund=fund, payee="Juan", by=cast["lupita"], now=NOW).id for _n in range(2)
        ]
    lupita, user = cast["lupita"].id, type(cast["lupita"])
    db.session.commit()

    def present(claim_id):
        uuid = "5C1F0A2E-93B1-4E8C-9D0A-7B6F5E4D3C2B"
        paper = Paper("cfdi", "Hotel", NOW.date(), Money(464_00), uuid=uuid)
        finance.add_receipt(
            db.session.get(Claim, claim_id), paper, "lodging", "Noche", by=db.session.get(user, lupita), now=NOW
        )

    said = at_once(books, *(lambda key=key: present(key) for key in claims))
    assert sorted(words[:16] for words in said) == ["Ese folio fiscal", "done"]
    assert len(db.session.scalars(select(Receipt)).all()) == 1


def test_many_donations_at_once_are_numbered_without_a_gap(books, cast, fund, box):
    fausto, user = cast["fausto"].id, type(cast["fausto"])
    db.session.commit()

    def give():
        finance.record_donation(
            db.session.scalars(select(Fund)).one(), db.session.scalars(select(Custodian)).one(), Money(1_00),
            occurred_on=NOW.date(), by=db.session.get(user, fausto), now=NOW,
        )  # fmt: skip

    assert at_once(books, *[give] * 8) == ["done"] * 8
    assert sorted(db.session.scalars(select(Entry.seq))) == list(range(1, 10))
    assert verify() == []


def test_a_report_that_two_void_at_once_is_voided_once(books, cast, seal):
    report, amalia, user = seal().id, cast["amalia"].id, type(cast["amalia"])
    db.session.commit()

    def void():
        by = db.session.get(user, amalia)
        finance.void_report(db.session.get(SealedReport, report), "El fondo es otro", by=by, now=NOW)

    said = at_once(books, void, void, void)
    assert sorted(said) == ["Ese informe ya lo anuló AN-2026-0001."] * 2 + ["done"]
    assert sealed.verify() == []


def test_a_report_that_two_seal_at_once_is_one_document(books, cast, spend):
    spend(85_50)
    fausto, user = cast["fausto"].id, type(cast["fausto"])
    db.session.commit()

    def seal():
        about = Scope(NOW.date().replace(day=1), NOW.date())
        finance.seal_report(about, by=db.session.get(user, fausto), now=NOW)

    assert at_once(books, seal, seal, seal) == ["done"] * 3
    assert db.session.scalars(select(SealedReport.number)).all() == ["IR-2026-0001"]
