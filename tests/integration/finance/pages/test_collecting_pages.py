"""Finance writes down that the donor paid a report, on the report's own page."""

from app.foundation.db import db, transaction


def test_the_donors_payment_is_typed_beside_the_report_and_the_list_says_what_is_owed(
    cast, fund, spend, seal, box, signed_in
):
    spend(85_50)
    with transaction():
        fund.kind, fund.ceiling_minor = "reimbursable", 20_000_00
    seal()
    fausto = signed_in(cast["fausto"])
    assert "por cobrar" in fausto.get("/reports").get_data(as_text=True)
    page = fausto.get("/reports/1").get_data(as_text=True)
    assert ("Pago del donante" in page, 'value="85.50"' in page) == (True, True)
    typed = {"box": box.id, "amount": "90", "occurred_on": "2026-11-23", "reference": "SPEI 8841"}
    refused = fausto.post("/reports/1/payments", data=typed).get_data(as_text=True)
    assert ("sólo faltan $85.50" in refused, 'value="90"' in refused, "SPEI 8841" in refused) == (True, True, True)
    paid = fausto.post("/reports/1/payments", data=typed | {"amount": "50"}, follow_redirects=True)
    assert "faltan $35.50" in paid.get_data(as_text=True)
    assert "faltan $35.50" in fausto.get("/reports").get_data(as_text=True)


def test_a_navigator_does_not_collect(cast, spend, seal, signed_in):
    spend(85_50)
    seal()
    assert signed_in(cast["lupita"]).post("/reports/1/payments").status_code == 403


def test_a_donation_that_is_sent_twice_comes_in_once(cast, fund, box, signed_in):
    fausto = signed_in(cast["fausto"])
    typed = {"box": box.id, "amount": "500", "occurred_on": "2026-11-23", "memo": "", "once": "a" * 32}
    for _twice in range(2):
        fausto.post(f"/funds/{fund.id}/donations/new", data=typed)
    db.session.refresh(fund.account.balance)
    assert fund.account.balance.standing == 10_500_00
