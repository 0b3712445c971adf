"""What texts cost, in the books: once a day and fund, once ever, and never guessed."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.cases.models import Task
from app.coordination import jobs, text_costs
from app.coordination.models import TextPosting
from app.finance import operations as finance
from app.finance.figures import figures, fund_bars
from app.finance.models import Entry
from app.finance.text_costs import carrier_owed
from app.foundation.db import db, transaction
from app.foundation.money import Money
from app.upkeep import findings
from tests.integration.messaging.billing import priced, sent_text
from tests.moment import NOW

LATER, TOMORROW = NOW + timedelta(minutes=11), NOW + timedelta(days=1)
TODAY = date(2026, 11, 23)
DOLLARS = ("exchange", "usd_100", Money(1_825_37), date(2026, 1, 1))


@pytest.fixture
def case(programme):
    """Doña Rosa, whose trip Fondo Café pays."""
    case = programme.rosa()
    programme.plan(programme.book(case))
    programme.fund_trip(case)
    return case


@pytest.fixture
def dollars(programme):
    with transaction():
        finance.save_rate(*DOLLARS, by=programme.fausto, now=NOW)


@pytest.fixture
def general(programme):
    """The fund that pays for what no case's fund pays for."""
    with transaction():
        fund = finance.create_fund("Gastos generales", "La casa", by=programme.fausto, now=NOW)
        finance.record_donation(fund, programme.box, Money(500_00), occurred_on=TODAY, by=programme.fausto, now=NOW)
        finance.choose_texts_fund(fund, programme.fausto, NOW)
    return fund


def texts(case_id, *sids, micros=36_700, currency="USD", at=NOW):
    """Sent and priced."""
    for sid in sids:
        sent_text(at, sid, case_id=case_id)
    priced(sids, at + timedelta(minutes=11), micros=micros, currency=currency)


def entries():
    rows = select(Entry).where(Entry.kind == "text_cost").order_by(Entry.seq)
    return [
        [(t.debit.kind, t.credit.kind, t.amount_minor, t.case_id, t.fund_id, t.category) for t in entry.transfers]
        for entry in db.session.scalars(rows)
    ]


def open_tasks():
    return set(db.session.scalars(select(Task.key).where(Task.done_at.is_(None), Task.key.startswith("texts:"))))


def test_a_day_of_texts_is_one_entry_of_the_cases_fund(programme, case, dollars):
    texts(case.id, "SM1", "SM2", "SM3")
    jobs.post_text_costs(TOMORROW)
    fund = programme.fund
    assert entries() == [
        [("expense", "payable", 2_01, case.id, fund.id, "sms"), ("fund", "applied", 2_01, None, fund.id, None)]
    ]
    assert list(findings()) == []


def test_it_costs_the_fund_and_stands_beside_the_six_figures(programme, case, dollars):
    before, used = figures(case_id=case.id), fund_bars()[0].used
    texts(case.id, "SM1", "SM2", "SM3")
    jobs.post_text_costs(TOMORROW)
    after = figures(case_id=case.id)
    assert (after.texts, after.items()) == (Money(2_01), before.items())
    assert fund_bars()[0].used == used + Money(2_01)
    assert db.session.scalar(carrier_owed()) == 2_01


def test_the_day_is_posted_when_it_is_over_and_once(case, dollars):
    texts(case.id, "SM1")
    jobs.post_text_costs(LATER)
    assert entries() == []
    for _round in range(3):
        jobs.post_text_costs(TOMORROW)
    assert len(entries()) == 1


@pytest.mark.both_databases
def test_two_workers_at_once_post_once(app, programme, case, dollars, general):
    texts(case.id, "SM1", "SM2")
    texts(None, "SM3")
    db.session.rollback()
    start = threading.Barrier(2)

    def work():
        with app.app_context():
            start.wait()
            jobs.post_text_costs(TOMORROW)
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    db.session.expire_all()
    assert sorted(lines[0][2] for lines in entries()) == [67, 1_34]
    assert list(findings()) == []


def test_parts_of_a_centavo_go_to_the_largest_remainders(programme, case, general, dollars):
    other = programme.rosa_again()
    texts(case.id, "SM1", micros=7_500)  # 13.690275 centavos
    texts(other.id, "SM2", micros=7_500)
    texts(None, "SM3", micros=7_500)
    jobs.post_text_costs(TOMORROW)
    booked = {lines[0][4]: [line[2:4] for line in lines] for lines in entries()}
    assert booked[programme.fund.id] == [(14, case.id), (14, None)]
    assert booked[general.id] == [(14, other.id), (13, None), (27, None)]


def test_without_an_exchange_rate_nothing_is_posted_and_finance_is_told_until_there_is_one(programme, case):
    texts(case.id, "SM1")
    jobs.post_text_costs(TOMORROW)
    assert (entries(), open_tasks()) == ([], {"texts:rate:USD"})
    task = db.session.scalars(select(Task).where(Task.key == "texts:rate:USD")).one()
    assert (task.kind, "23/11/2026" in task.reason) == ("money", True)
    with transaction():
        finance.save_rate(*DOLLARS, by=programme.fausto, now=TOMORROW)
    jobs.post_text_costs(TOMORROW)
    assert ([lines[0][2] for lines in entries()], open_tasks()) == ([67], set())


def test_each_day_is_converted_at_the_rate_of_that_day(programme, case, dollars):
    with transaction():
        finance.save_rate("exchange", "usd_100", Money(2_000_00), date(2026, 11, 24), by=programme.fausto, now=NOW)
    texts(case.id, "SM1", micros=1_000_000)
    texts(case.id, "SM2", micros=1_000_000, at=TOMORROW)
    jobs.post_text_costs(NOW + timedelta(days=2))
    assert [lines[0][2] for lines in entries()] == [18_25, 20_00]


def test_texts_of_no_case_wait_for_a_general_fund(programme, dollars):
    texts(None, "SM1")
    jobs.post_text_costs(TOMORROW)
    assert (entries(), open_tasks()) == ([], {"texts:fund"})
    with transaction():
        finance.choose_texts_fund(programme.fund, programme.fausto, TOMORROW)
    jobs.post_text_costs(TOMORROW)
    assert ([line[2:5] for line in entries()[0]], open_tasks()) == (
        [(67, None, programme.fund.id), (67, None, programme.fund.id)], set(),
    )  # fmt: skip


def test_a_fund_that_does_not_cover_messages_leaves_them_to_the_general_one(programme, general):
    case = programme.rosa_again()
    with transaction():
        narrow = finance.create_fund(
            "Sólo pasajes", "Alguien", by=programme.fausto, now=NOW, restrictions=[("category", "transport")]
        )
        finance.record_donation(narrow, programme.box, Money(900_00), occurred_on=TODAY, by=programme.fausto, now=NOW)
        budget = finance.replace_estimates(case.id, "trip:9", {"transport": Money(100_00)}, programme.lupita, NOW)
        finance.approve_budget(budget, narrow, programme.fausto, NOW)
    texts(case.id, "SM1", micros=900_000, currency="MXN")
    jobs.post_text_costs(TOMORROW)
    assert entries()[0][0] == ("expense", "payable", 90, case.id, general.id, "sms")


def test_a_fund_that_is_short_posts_nothing_and_says_so(programme, general):
    texts(None, "SM1", micros=501_000_000, currency="MXN")
    jobs.post_text_costs(TOMORROW)
    assert (entries(), open_tasks()) == ([], {f"texts:short:{general.id}"})
    assert list(findings()) == []


def test_a_corrected_price_is_an_entry_of_the_day_it_became_known(programme, case):
    texts(case.id, "SM1", micros=900_000, currency="MXN")
    jobs.post_text_costs(TOMORROW)
    priced(["SM1"], NOW + timedelta(days=4), micros=1_200_000, currency="MXN")
    jobs.post_text_costs(NOW + timedelta(days=5))
    days = list(db.session.scalars(select(TextPosting.day).order_by(TextPosting.id)))
    assert ([lines[0][2] for lines in entries()], days) == ([90, 30], [TODAY, date(2026, 11, 27)])
    assert figures(case_id=case.id).texts == Money(1_20)


def test_money_given_back_goes_the_other_way(programme, case):
    texts(case.id, "SM1", micros=900_000, currency="MXN")
    jobs.post_text_costs(TOMORROW)
    priced(["SM1"], NOW + timedelta(days=4), micros=0, currency="MXN")
    jobs.post_text_costs(NOW + timedelta(days=5))
    assert entries()[1] == [
        ("payable", "expense", 90, case.id, programme.fund.id, "sms"),
        ("applied", "fund", 90, None, programme.fund.id, None),
    ]
    assert (figures(case_id=case.id).texts, db.session.scalar(carrier_owed())) == (Money(0), 0)
    assert list(findings()) == []


def test_what_rounds_to_nothing_is_posted_without_an_entry(case, dollars):
    texts(case.id, "SM1", micros=100)
    jobs.post_text_costs(TOMORROW)
    assert (entries(), text_costs.due(TOMORROW)) == ([], [])
    assert list(findings()) == []


def test_a_further_price_of_a_day_that_is_posted_is_a_further_entry(programme, case, dollars):
    texts(case.id, "SM1", micros=900_000, currency="MXN")
    jobs.post_text_costs(TOMORROW)
    texts(case.id, "SM2", at=NOW)
    jobs.post_text_costs(TOMORROW)
    keys = list(db.session.scalars(select(TextPosting.key).order_by(TextPosting.id)))
    fund = programme.fund.id
    assert keys == [f"texts:2026-11-23:{fund}", f"texts:2026-11-23:{fund}:1"]


def test_the_check_finds_a_posting_whose_charges_are_not_marked(programme, case):
    texts(case.id, "SM1", micros=900_000, currency="MXN")
    with transaction():
        db.session.add(
            TextPosting(key="texts:x", day=TODAY, currency="MXN", fund_id=programme.fund.id, rate_minor=100_00,
                        micros=900_000, amount_minor=0, posted_at=NOW)
        )  # fmt: skip
    assert sorted(findings()) == [
        "texts: posting texts:x is not the sum of the charges that name it",
        "texts: posting texts:x was not rounded as it should be",
    ]


def test_a_fund_for_some_cases_only_does_not_pay_for_everybodys_texts(programme):
    with transaction():
        eyes = finance.create_fund(
            "Vista", "Alguien", by=programme.fausto, now=NOW, restrictions=[("clinic", "SAL")]
        )  # fmt: skip
    with pytest.raises(Exception, match="sólo para algunos casos"), transaction():
        finance.choose_texts_fund(eyes, programme.fausto, NOW)
