"""The page of a bank's balance, and what finance types on it."""

from tests.integration.finance.pages.test_pages import page, post
from tests.integration.finance.test_bank import bank, paid  # noqa: F401


def test_finance_types_the_balance_and_reads_what_is_left_to_explain(cast, bank, paid, signed_in):  # noqa: F811
    browser, path = signed_in(cast["fausto"]), f"/bank/{bank.id}/balance"
    assert "Todavía sin saldo del banco" in page(browser, path)
    said = post(browser, path, on_day="2026-11-22", amount="2,100.00")
    assert "Guardado: el saldo del 22/11/2026" in said and "2,000.00" in said and "2,100.00" in said
    assert "La cantidad" in post(browser, path, on_day="2026-11-22", amount="-1")
    assert "2,100.00" in page(browser, "/periods/2026-11") and "Según el banco" in page(browser, "/periods/2026-11")


def test_a_navigator_types_no_balance_of_a_bank(cast, bank, signed_in):  # noqa: F811
    assert signed_in(cast["lupita"]).post(f"/bank/{bank.id}/balance", data={"amount": "1"}).status_code == 403
