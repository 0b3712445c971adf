"""A month is closed by a list, in spite of it only with a reason, and opened again only by another person."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from app.finance import operations as finance
from app.finance import outstanding, periods
from app.finance.cash import Piece
from app.finance.models import Period
from app.foundation.db import db, transaction
from app.foundation.errors import NotAllowed, Refused
from app.foundation.money import Money
from tests.moment import NOW

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
LATER = NOW + timedelta(days=20)


@pytest.fixture
def counted(cast, box):
    """Ten bills of a thousand in the box on the last day of November, as the books say."""
    with transaction():
        thousand = Piece("bill", 1_000_00)
        return finance.count_box(box, {thousand: 10}, "Chepe Díaz", by=cast["lupita"], now=NOW + timedelta(days=7))


@pytest.fixture
def close(cast, fund, counted):
    """`close("why")` closes November in December."""

    def closed(in_spite="", by="fausto"):
        with transaction():
            return finance.close_period(*NOVEMBER, by=cast[by], now=LATER, in_spite=in_spite)

    return closed


def open_items():
    return {item.label: item.open for item in periods.checklist(NOVEMBER[1]) if item.open}


def test_a_month_with_nothing_open_closes(close):
    assert open_items() == {}
    assert close().closed_at == LATER


def test_what_is_handed_over_and_not_confirmed_keeps_it_open_until_somebody_says_why(close, handed):
    assert open_items() == {"Entregas sin el recibo de quien recibió": 1}
    with pytest.raises(Refused, match="Quedan pendientes") as refused:
        close()
    assert refused.value.field == "in_spite"
    assert close("El chofer vuelve el lunes con el recibo").events[0].reason.startswith("El chofer")


def test_an_earlier_month_that_is_open_is_named_and_asks_for_a_reason(close, cast, fund, box):
    """June and August have entries, July and September none; June is closed."""
    june, august = date(2026, 6, 15), date(2026, 8, 31)
    with transaction():
        for day in (june, august):
            finance.record_donation(fund, box, Money(5_00), occurred_on=day, by=cast["fausto"], now=LATER)
        finance.close_period(*periods.month_of(june), by=cast["fausto"], now=LATER, in_spite="Antes del programa")
    assert open_items()["Meses anteriores abiertos: agosto"] == 1
    assert [month.starts_on for month in periods.months(LATER.date()) if month.due] == [NOVEMBER[0], date(2026, 8, 1)]
    with pytest.raises(Refused, match="Quedan pendientes"):
        close()


def test_a_correction_of_what_was_booked_later_is_not_of_the_month(close, cast, fund, box):
    with transaction():
        for day in NOVEMBER[1], LATER.date():
            gift = finance.record_donation(fund, box, Money(5_00), occurred_on=day, by=cast["fausto"], now=LATER)
            finance.ask_reversal(gift, "Era de otro fondo", by=cast["fausto"], now=LATER)
    assert open_items() == {"Correcciones del libro por confirmar": 1}


def test_a_month_of_another_year_is_named_with_it(cast, fund, box):
    with transaction():
        finance.record_donation(fund, box, Money(5_00), occurred_on=date(2025, 12, 31), by=cast["fausto"], now=NOW)
    assert periods.checklist(NOVEMBER[1])[0].label == "Meses anteriores abiertos: diciembre de 2025"
    assert periods.open_before(date(2025, 12, 31)) == []


def test_a_month_that_is_not_over_is_not_closed(cast, fund, box):
    with pytest.raises(Refused, match="todavía no termina"), transaction():
        finance.close_period(*NOVEMBER, by=cast["fausto"], now=NOW)


@pytest.mark.both_databases
def test_a_month_is_closed_once(close):
    close()
    with pytest.raises(Refused, match="ya está cerrado"):
        close()


def test_another_person_opens_it_with_a_reason_and_its_days_take_entries_again(close, cast, fund, box):
    period = close()
    with pytest.raises(NotAllowed, match="otra persona"), transaction():
        finance.reopen_period(period, "Faltó un donativo", by=cast["fausto"], now=LATER)
    with pytest.raises(Refused) as refused, transaction():
        finance.reopen_period(period, " ", by=cast["amalia"], now=LATER)
    assert refused.value.field == "reason"
    with transaction():
        finance.reopen_period(period, "Faltó un donativo", by=cast["amalia"], now=LATER)
        late = finance.record_donation(fund, box, Money(5_00), occurred_on=NOVEMBER[1], by=cast["fausto"], now=LATER)
    assert late.book_date == NOVEMBER[1]
    assert close().id == period.id
    assert [event.kind for event in period.events] == ["closed", "reopened", "closed"]


def test_what_is_found_later_leaves_a_closed_month_as_it_was(close, cast, fund, box):
    close()
    before = periods.turnover(*NOVEMBER)
    with transaction():
        late = finance.record_donation(fund, box, Money(5_00), occurred_on=NOVEMBER[0], by=cast["fausto"], now=LATER)
    assert (late.book_date, periods.turnover(*NOVEMBER)) == (date(2026, 12, 1), before)


def test_the_history_of_a_month_is_never_changed(close):
    period = close()
    with pytest.raises(DatabaseError, match="append-only"), transaction():
        period.events[0].reason = "otra cosa"


def test_what_is_out_is_told_by_its_age(cast, advance, box):
    days = NOW.date()
    with transaction():
        finance.deliver(
            advance, box, Money(1_000_00), by=cast["lupita"], now=NOW, occurred_on=days - timedelta(days=16)
        )
    young, _middle, older, _old = outstanding.buckets(days, cast["fausto"])
    assert (young.amount, older.amount, older.advances) == (Money(0), Money(1_000_00), 1)
    assert outstanding.since([advance]) == {advance.id: days - timedelta(days=16)}


def test_what_was_out_at_the_months_end_is_told_by_the_books_of_that_day(cast, advance, box):
    """1,000 on the 5th, 350 on the 24th; what comes back in December was out on the last of November."""
    for amount, day in ((1_000_00, 5), (350_00, 24)):
        with transaction():
            finance.deliver(
                advance, box, Money(amount), by=cast["lupita"], now=NOW, occurred_on=NOVEMBER[0].replace(day=day)
            )
    with transaction():
        finance.return_money(advance, box, Money(1_350_00), by=cast["fausto"], now=LATER)
    at = lambda day: [(one.amount, one.advances) for one in outstanding.buckets_at(day) if one.advances]  # noqa: E731
    assert at(NOVEMBER[1]) == [(Money(1_350_00), 1)] and outstanding.buckets_at(NOVEMBER[1])[2].advances == 1
    assert at(NOVEMBER[0].replace(day=6)) == [(Money(1_000_00), 1)]
    assert at(LATER.date()) == []


def test_nothing_out_is_in_no_age(cast, advance):
    assert [one.advances for one in outstanding.buckets(NOW.date(), cast["fausto"])] == [0, 0, 0, 0]
    assert outstanding.page(cast["fausto"]).rows == []


def test_a_month_is_known_by_its_first_day(close):
    period = close()
    found = {month.name: month for month in periods.months(LATER.date())}
    assert (found["2026-11"].closed, found["2026-12"].period) == (True, None)
    assert db.session.get(Period, period.id).starts_on == NOVEMBER[0]
