"""Above the threshold two people approve, and the books name both."""

import pytest
from sqlalchemy import select, text

from app.finance import operations as finance
from app.finance.ledger import Move, post, verify
from app.finance.models import Entry
from app.finance.rules import SelfApproval
from app.foundation.db import db, rehearsal, transaction
from app.foundation.money import Money
from tests.faults.test_tampering import without_triggers
from tests.moment import NOW


@pytest.fixture
def handed(cast, rosa, fund, box):
    """12,000.00, approved by Fausto and Amalia and handed over."""
    with transaction():
        finance.record_donation(fund, box, Money(9_000_00), occurred_on=NOW.date(), by=cast["fausto"], now=NOW)
        lines = {"medicine": Money(12_000_00)}
        asked = finance.request_advance(rosa.id, "Juan Pérez", lines, fund=fund, by=cast["lupita"], now=NOW)
        finance.approve_advance(asked, cast["fausto"], NOW)
        finance.approve_advance(asked, cast["amalia"], NOW)
        finance.deliver(asked, box, Money(12_000_00), by=cast["lupita"], now=NOW)
    return db.session.scalars(select(Entry).where(Entry.kind == "delivery")).one()


@pytest.mark.both_databases
def test_the_entry_its_page_and_the_journal_name_both(cast, signed_in, handed):
    assert [one.name for one in handed.approvers] == ["Fausto Gómez", "Amalia Cruz"]
    browser = signed_in(cast["amalia"])
    assert "Fausto Gómez y Amalia Cruz" in browser.get(f"/ledger/{handed.seq}").text
    assert "autorizaron Fausto Gómez y Amalia Cruz" in browser.get("/ledger").text
    assert verify() == []


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("name", "who"),
    [("second_approver_id", lambda cast: None), ("second_approver_id", lambda cast: cast["lupita"].id),
     ("approved_by_id", lambda cast: cast["amalia"].id)],
)  # fmt: skip
def test_another_name_behind_the_books_is_found(cast, handed, name, who):
    with rehearsal():
        without_triggers()
        db.session.execute(text(f"UPDATE entry SET {name} = :who WHERE id = :id"), {"id": handed.id, "who": who(cast)})
        assert any(f"entry {handed.seq} was changed" in finding for finding in verify())


@pytest.mark.both_databases
def test_a_second_name_beside_an_entry_that_nobody_approved_is_found(cast, handed):
    gift = db.session.scalars(select(Entry).where(Entry.approved_by_id.is_(None)).order_by(Entry.seq)).first()
    with rehearsal():
        without_triggers()
        db.session.execute(
            text("UPDATE entry SET second_approver_id = :who WHERE id = :id"), {"id": gift.id, "who": cast["lupita"].id}
        )
        assert any(f"entry {gift.seq} was changed" in finding for finding in verify())


def test_the_second_is_somebody_else(cast, fund, box):
    about = {"occurred_on": NOW.date(), "by": cast["lupita"], "now": NOW, "approved_by_id": cast["fausto"].id}
    moves = [Move(box.account, fund.account, Money(1_00), fund_id=fund.id)]
    for second in ("lupita", "fausto"):
        with pytest.raises(SelfApproval, match="falta la segunda"), transaction():
            post("donation", "donation:x", moves, key="x", second_approver_id=cast[second].id, **about)
