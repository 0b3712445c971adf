"""From a total to its paper: a sealed report, its lines, the receipt's picture; an account, an entry, its slip."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from app.finance import books as drill
from app.finance import operations as finance
from app.finance.models import Account, Entry
from app.finance.operations.receipts import Paper
from app.finance.scope import Scope
from app.foundation.db import db, transaction
from app.foundation.files import store_upload
from app.foundation.money import Money
from tests.moment import NOW


class Photo(io.BytesIO):
    filename = "ticket.jpg"


def photo():
    out = Photo()
    Image.new("RGB", (300, 400), (240, 235, 220)).save(out, "JPEG")
    out.seek(0)
    return out


@pytest.fixture
def claim(cast, handed, advance):
    """Meals and stipend by the slip, 720 of fares by a ticket with its picture; approved."""
    with transaction():
        claim = finance.open_claim(advance.case_id, by=cast["lupita"], now=NOW, advance=advance)
        ticket = Paper("ticket", "Colectivos", NOW.date(), Money(720_00))
        file = store_upload(photo(), cast["lupita"])
        finance.add_receipt(claim, ticket, "transport", "Pasajes", by=cast["lupita"], now=NOW, file=file)
        finance.prove_attendance(claim, "Contrarreferencia", cast["lupita"])
        finance.submit_claim(claim, cast["lupita"], NOW)
        return finance.approve_claim(claim, cast["fausto"], NOW)


@pytest.fixture
def sealed(cast, claim):
    with transaction():
        return finance.seal_report(Scope(NOW.date().replace(day=1), NOW.date()), by=cast["fausto"], now=NOW)


def page(browser, path, status=200):
    answer = browser.get(path)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def link(html, words):
    """Where the first link with these words leads."""
    return re.search(rf'href="([^"]+)"[^>]*>\s*{re.escape(words)}\s*<', html)[1].replace("&amp;", "&")


def test_two_clicks_lead_from_a_sealed_total_to_the_picture(sealed, aurora, signed_in):
    browser = signed_in(aurora)
    lines = page(browser, link(page(browser, f"/reports/{sealed.id}"), "Total"))
    picture = browser.get(link(lines, "ver"))
    assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")


def test_three_clicks_lead_there_by_the_category_and_the_entry(sealed, aurora, signed_in):
    browser = signed_in(aurora)
    lines = page(browser, link(page(browser, f"/reports/{sealed.id}"), "Transporte"))
    entry = page(browser, link(lines, "3"))
    assert browser.get(link(entry, "ver")).mimetype == "image/jpeg"


def test_the_categories_of_a_report_add_up_to_its_total(sealed):
    shares = drill.shares_of(sealed)
    assert {share.category for share in shares} == {"meals", "stipend", "transport"}
    assert sum((share.amount for share in shares), Money(0)) == sealed.total


def test_the_categories_of_a_report_stand_in_the_order_of_its_paper(spend, seal):
    spend(20_00, category="lodging")
    spend(10_00, category="meals")
    assert [share.category for share in drill.shares_of(seal())] == ["meals", "lodging"]


def test_a_voided_report_and_the_page_behind_its_code_name_what_was_sealed_in_its_place(spend, seal, cast, signed_in):
    spend(85_50)
    first, browser = seal(), signed_in(cast["fausto"])
    with transaction():
        finance.void_report(first, "El fondo es otro", by=cast["amalia"], now=NOW)
    assert "Se selló otro" not in page(browser, f"/reports/{first.id}")
    second = seal()
    shown = page(browser, f"/reports/{first.id}")
    assert link(shown, second.number) == f"/reports/{second.id}" and "Se selló otro en su lugar:" in shown
    assert "Se selló otro en su lugar: IR-2026-0002." in page(browser, f"/verify/{first.token}")


def test_a_report_shows_case_numbers_and_no_name(sealed, rosa, cast, signed_in):
    lines = page(signed_in(cast["fausto"]), f"/reports/{sealed.id}/lines")
    assert (rosa.number in lines, "Juan" in lines, "Rosa" in lines) == (True, False, False)


def test_a_category_that_is_none_has_no_page(sealed, cast, signed_in):
    page(signed_in(cast["fausto"]), f"/reports/{sealed.id}/lines?category=diversion", status=404)


def test_an_entry_shows_both_legs_who_prepared_and_who_approved_and_its_slip(handed, cast, signed_in):
    browser = signed_in(cast["amalia"])
    shown = page(browser, "/ledger/2")
    for words in ("Caja Jaltenango", "Caso SAL-2026-0001", "Lupita Roblero", "Fausto Gómez"):
        assert words in shown
    assert "Juan" not in shown
    assert browser.get(link(shown, "Recibo RE-2026-0001 (PDF)")).mimetype == "application/pdf"


def test_an_entry_of_a_claim_leads_to_the_claim(claim, cast, signed_in):
    browser = signed_in(cast["fausto"])
    assert claim.number in page(browser, link(page(browser, "/ledger/3"), f"Comprobación {claim.number}"))


def test_an_entry_that_is_not_in_the_book_has_no_page(box, cast, signed_in):
    assert "Ningún asiento lleva ese número" in page(signed_in(cast["fausto"]), "/ledger/99", status=404)


def test_the_books_are_closed_to_a_navigator(sealed, cast, signed_in):
    browser = signed_in(cast["lupita"])
    for path in ("/ledger/1", "/ledger/accounts", f"/reports/{sealed.id}", f"/reports/{sealed.id}/lines"):
        assert browser.get(path).status_code == 403


def test_the_running_balance_ends_where_the_account_stands_and_begins_at_nothing(claim, box):
    for account in db.session.scalars(select(Account)):
        moves = drill.statement_of(account).movements
        if moves:
            assert moves[0].balance == account.standing
            first = moves[-1].transfer.amount
            assert moves[-1].balance in (first, -first)


def test_the_running_balance_goes_on_over_the_page(cast, fund, box):
    for _each in range(60):
        with transaction():
            finance.record_donation(fund, box, Money(10_00), occurred_on=NOW.date(), by=cast["fausto"], now=NOW)
    first = drill.statement_of(box.account)
    second = drill.statement_of(box.account, first.next_key)
    assert first.movements[-1].balance - second.movements[0].balance == Money(10_00)
    assert second.movements[-1].balance == Money(10_000_00)


def test_the_movements_of_a_fund_go_on_over_the_page(cast, fund, box, signed_in):
    with transaction():
        for _each in range(60):
            finance.record_donation(fund, box, Money(10_00), occurred_on=NOW.date(), by=cast["fausto"], now=NOW)
    fausto = signed_in(cast["fausto"])
    onward = page(fausto, f"/funds/{fund.id}").partition('<a rel="next" href="')[2].partition('"')[0]
    second = page(fausto, onward)
    assert second.count("$10.00 MXN") == 10 and 'rel="next"' not in second


def test_the_chart_says_that_debits_equal_credits_and_totals_the_cases(claim, cast, signed_in):
    chart = page(signed_in(cast["fausto"]), "/ledger/accounts")
    assert "cargos y abonos son iguales" in chart
    assert "Caso SAL-2026-0001" not in chart
    assert "Caso SAL-2026-0001" in page(signed_in(cast["fausto"]), "/ledger/accounts?kind=advance")
    page(signed_in(cast["fausto"]), "/ledger/accounts?kind=otra", status=404)


def test_what_the_journal_lists_opens(claim, cast, signed_in):
    browser = signed_in(cast["fausto"])
    journal = page(browser, "/ledger")
    for entry in db.session.scalars(select(Entry)):
        assert f'href="/ledger/{entry.seq}"' in journal
        page(browser, f"/ledger/{entry.seq}")


@pytest.mark.parametrize(
    "path", ["/ledger", "/ledger/3", "/ledger/accounts", "/ledger/accounts?kind=advance", "/ledger/accounts/1",
             "/ledger/accounts/3", "/reports/1", "/reports/1/lines"],
)  # fmt: skip
def test_each_page_of_the_books_takes_at_most_six_statements(sealed, cast, signed_in, statements, path):
    browser = signed_in(cast["fausto"])
    db.session.expunge_all()
    with statements() as seen:
        page(browser, path)
    assert len(seen) <= 6, seen


def test_the_entry_of_a_days_texts_leads_to_the_days_of_its_fund(cast, fund, box, aurora, signed_in):
    with transaction():
        finance.post_text_costs(fund, NOW.date(), {None: Money(12_00)}, ordinal=0, key="texts:1", now=NOW)
    seq = db.session.scalars(select(Entry.seq).where(Entry.kind == "text_cost")).one()
    said = page(signed_in(aurora), f"/ledger/{seq}")
    assert f"/costs/texts/funds/{fund.id}?month=2026-11" in said
