"""A ticket's CFDI on both databases: counted once, dropped from what has none, taken back by a cancellation."""

import io
from datetime import date

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.finance import operations as finance
from app.finance import periods, receipt_queries
from app.finance.exports.book import read_book
from app.finance.models import Receipt
from app.finance.scope import Scope, contents
from app.foundation import files
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.cfdi import HOTEL, invoice
from tests.moment import NOW

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def test_an_approved_ticket_has_its_cfdi_beside_it_until_the_sat_cancels_it(cast, spend, fund):
    claim = spend(464_00, category="lodging", vendor="Hotel Real", issued_on=date(2026, 11, 20))
    (line,) = claim.lines
    with transaction():
        xml = files.store_upload(FileStorage(io.BytesIO(invoice()), filename="f.xml"), cast["lupita"])
        cfdi = finance.prove_by_cfdi(line, xml, "", cast["lupita"], NOW)
    assert periods.without_cfdi(*NOVEMBER) == Money.zero()
    assert periods.page_without_cfdi(*NOVEMBER).rows == []
    of = receipt_queries.claims_of(db.session.scalars(select(Receipt)))
    assert set(of.values()) == {claim} and len(of) == 2
    assert {line.uuid for entry in read_book().entries for line in entry.transfers} == {HOTEL.upper(), ""}
    with transaction():
        finance.note_sat_status(cfdi, "cancelled", date(2026, 11, 23), cast["fausto"], NOW)
    assert periods.without_cfdi(*NOVEMBER) == Money(464_00)
    asked = contents(Scope(*NOVEMBER, fund))
    assert (asked.lines, asked.cancelled) == ([], 1)
    assert receipt_queries.resting_on_cancelled(claim) == [line]
