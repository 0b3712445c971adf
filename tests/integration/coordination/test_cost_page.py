"""The page of what texts cost: it adds up, it is quick, and it names nobody."""

import pytest

from app.coordination import cost_page, jobs
from app.coordination.models import TextPosting
from app.finance import operations as finance
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.integration.coordination.test_text_costs import DOLLARS, LATER, NOW, TODAY, TOMORROW, texts
from tests.integration.messaging.billing import priced, sent_text

MONTH = "/costs/texts?month=2026-11"


@pytest.fixture
def general(programme):
    with transaction():
        finance.choose_texts_fund(programme.fund, programme.fausto, NOW)
        finance.save_rate(*DOLLARS, by=programme.fausto, now=NOW)
    return programme.fund


def page_of(browser, path=MONTH):
    return " ".join(browser.get(path).get_data(as_text=True).split())


def post(*sids, case_id=None):
    texts(case_id, *sids)
    jobs.post_text_costs(TOMORROW)


@pytest.mark.parametrize("role", ["navigator", "finance", "admin", "auditor"])
def test_who_minds_money_or_messages_reads_it(programme, general, as_role, role):
    post("SM1", case_id=programme.rosa().id)
    for path in (MONTH, f"/costs/texts/funds/{general.id}?month=2026-11", "/costs/texts/postings/1"):
        assert "67" in page_of(as_role(role), path)


def test_a_clinician_does_not(programme, general, as_role):
    assert as_role("clinician").get(MONTH).status_code == 403


@pytest.mark.both_databases
def test_it_says_what_the_books_say_and_what_waits(programme, general, as_role):
    case = programme.rosa()
    post("SM1", "SM2", "SM3", case_id=case.id)
    sent_text(TOMORROW, "SM4", case_id=case.id)
    page = page_of(as_role("finance"))
    for words in ("$2.01 MXN", "$2.70 MXN", case.number, "todavía no tienen precio de la compañía: 1."):
        assert words in page


def test_a_text_that_did_not_arrive_and_was_charged_is_counted_apart(programme, general):
    case = programme.rosa()
    sent_text(NOW, "SM1", case_id=case.id, status="undelivered")
    sent_text(NOW, "SM2", case_id=case.id)
    priced(["SM1", "SM2"], LATER)
    jobs.post_text_costs(TOMORROW)
    whole = cost_page.monthly(programme.fausto, {"month": "2026-11"}, NOW).whole
    assert (whole.counts.texts, whole.counts.failed, whole.charged) == (2, 1, Money(1_34))


def test_the_kinds_add_up_to_what_was_booked(programme, general):
    for ordinal, kind in enumerate(("booked", "moved", "reply")):
        sent_text(NOW, f"SM{ordinal}", kind=kind)
    priced(["SM0", "SM1", "SM2"], LATER, micros=7_500)
    jobs.post_text_costs(TOMORROW)
    page = cost_page.monthly(programme.fausto, {"month": "2026-11"}, NOW)
    assert sum(line.charged.amount_minor for line in page.kinds) == page.whole.charged.amount_minor == 41


def test_a_month_without_texts_says_so(programme, general, as_role):
    assert "no hay mensajes en el libro" in page_of(as_role("finance"), "/costs/texts?month=2025-01")


@pytest.mark.parametrize("typed", ["", "x", "0001-01", "9999-12", "2026-13"])
def test_a_month_that_is_none_is_the_running_one(programme, general, as_role, typed):
    assert "noviembre de 2026" in page_of(as_role("finance"), f"/costs/texts?month={typed}")


def test_no_page_names_anybody(programme, general, as_role):
    post("SM1", case_id=programme.rosa().id)
    for path in (MONTH, f"/costs/texts/funds/{general.id}?month=2026-11", "/costs/texts/postings/1"):
        assert "Rosa" not in page_of(as_role("finance"), path)


def test_of_a_restricted_case_finance_sees_the_number_alone_and_others_not_even_that(programme, general, as_role):
    case = programme.rosa(restricted=True)
    texts(case.id, "SM1")
    jobs.post_text_costs(TOMORROW)
    finance_page = page_of(as_role("finance"), "/costs/texts/postings/1")
    assert case.number in finance_page and "Respuesta escrita" not in finance_page
    assert f"/cases/{case.number}" not in finance_page + page_of(as_role("finance"))


def test_a_navigator_who_is_not_named_learns_no_number(programme, general, marta, signed_in):
    case = programme.rosa(restricted=True)
    texts(case.id, "SM1")
    jobs.post_text_costs(TOMORROW)
    browser = signed_in(marta)
    for path in (MONTH, "/costs/texts/postings/1"):
        page = page_of(browser, path)
        assert case.number not in page and "reservado" in page


def test_the_entry_is_one_click_away_and_its_texts_another(programme, general, as_role):
    post("SM1", case_id=programme.rosa().id)
    seq = db.session.get(TextPosting, 1).entry.seq
    days = page_of(as_role("finance"), f"/costs/texts/funds/{general.id}?month=2026-11")
    assert f"/ledger?after={seq + 1}" in days and "18.2537" in days
    assert "Costo de mensajes" in page_of(as_role("finance"), f"/ledger?after={seq + 1}")
    assert "el programa" in page_of(as_role("finance"), f"/ledger?after={seq + 1}")


def test_the_pages_take_at_most_six_statements_however_much_there_is(programme, general, signed_in, statements):
    first = programme.rosa()
    post("SM1", case_id=first.id)
    browser = signed_in(programme.fausto)
    paths = (MONTH, f"/costs/texts/funds/{general.id}?month=2026-11", "/costs/texts/postings/1")

    def counted(path):
        with statements() as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    short = [counted(path) for path in paths]
    for ordinal in range(3):
        post(f"SM{ordinal}a", f"SM{ordinal}b", case_id=programme.rosa_again().id)
    assert [counted(path) for path in paths] == short
    assert max(short) <= 6, short


def test_the_case_says_what_its_texts_cost_apart_from_the_six_figures(programme, general, signed_in):
    case = programme.rosa()
    post("SM1", "SM2", "SM3", case_id=case.id)
    assert "$2.01 MXN gastados, aparte de las seis cifras" in page_of(
        signed_in(programme.lupita), f"/cases/{case.number}"
    )


def test_a_text_says_its_price_and_before_that_an_estimate(programme, general, signed_in):
    case, browser = programme.rosa(), signed_in(programme.lupita)
    message = sent_text(NOW, "SM1", case_id=case.id)
    assert "se estima en $0.90 MXN" in page_of(browser, f"/messages/{message.id}")
    texts(case.id, "SM2")
    second = message.id + 1
    assert "costó $0.0367 USD" in page_of(browser, f"/messages/{second}")


def test_finance_chooses_who_pays_for_the_rest(programme, as_role):
    browser = as_role("finance")
    answer = browser.post("/funds/texts", data={"fund": str(programme.fund.id)}, follow_redirects=True)
    assert "Gasto general: Fondo Café" in " ".join(answer.get_data(as_text=True).split())
    browser.post("/funds/texts", data={"fund": ""})
    assert "ningún fondo" in page_of(browser)


def test_a_fund_that_may_not_pay_is_refused_beside_the_field(programme, as_role):
    with transaction():
        closed = finance.create_fund(
            "Del año pasado", "Alguien", by=programme.fausto, now=NOW, eligible_to=TODAY.replace(year=2025)
        )  # fmt: skip
    page = as_role("finance").post("/funds/texts", data={"fund": str(closed.id)}).get_data(as_text=True)
    assert "no cubre mensajes en esta fecha" in page and "wrong" in page
