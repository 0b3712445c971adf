"""An expense that several funds pay goes to others: by two people, with a reason, and the books, the six figures and the
reports follow to the last centavo."""

from datetime import date

import pytest

from app.finance import figures
from app.finance import operations as finance
from app.finance.books import shares_of
from app.finance.correcting import reports_that_ask
from app.finance.ledger import verify
from app.finance.models import Entry
from app.finance.periods import checklist
from app.finance.sealed import verify as verify_sealed
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.integration.finance.test_splitting import (  # noqa: F401
    TODAY,
    borne,
    hand_over,
    of_funds,
    of_month,
    prove,
    split,
)  # fmt: skip
from tests.moment import NOW


@pytest.fixture
def third(donor):
    return donor("Caminos", "Fundación Ruta", 1_000_00)


@pytest.fixture
def claim(split, hand_over, prove, cast, box):  # noqa: F811
    """1,350.00 of two funds, 900.00 and 450.00; 570.00 and 900.01 proved: 120.01 were owed above it, and paid. Closed."""
    made = prove(hand_over(split(900_00, 450_00), 1_350_00), 900_01)
    with transaction():
        finance.settle_claim(made, box, cast["fausto"], NOW)
    return made


@pytest.fixture
def put(cast):
    """`put({fund: other})`: what the one pays of the claim the other pays, asked by Fausto and confirmed by Amalia."""

    def putting(goes, changes=None, reason="Lo prometió otro donante"):
        entry = db.session.query(Entry).filter(Entry.kind.in_(("claim", "reclass"))).order_by(Entry.seq.desc()).first()
        payers = {one.id: other for one, other in goes.items()}
        with transaction():
            asked = finance.ask_reclassification(
                entry, changes or {}, None, reason, by=cast["fausto"], now=NOW, payers=payers
            )
        with transaction():
            return finance.confirm_correction(asked, by=cast["amalia"], now=NOW)

    return putting


def changed(report):
    return sum(share.changed for share in shares_of(report))


def waiting():
    """Of the month's list: reports that ask for what was put elsewhere."""
    return next(item.open for item in checklist(date(2026, 11, 30)) if "Informes sellados" in item.label)


def sums(claim, *funds):
    return [sum(column) for column in zip(*borne(claim, *funds), strict=True)]


@pytest.mark.both_databases
def test_the_part_of_one_fund_goes_to_another_and_the_first_has_its_money_back(claim, put, fund, second, third):
    assert sums(claim, fund, second) == [980_01, 490_00]
    posted = put({second: third})
    assert sums(claim, fund, second, third) == [980_01, 0, 490_00]
    assert (second.available, third.available) == (Money(2_000_00), Money(510_00))
    assert [sum(row) for row in borne(claim, fund, second, third)] == [line.accepted_minor for line in claim.lines]
    assert (posted.kind, posted.memo) == ("reclass", "Lo prometió otro donante") and verify() == []


@pytest.mark.both_databases
def test_the_six_figures_of_all_three_say_what_the_books_say(claim, put, rosa, fund, second, third):
    before = dict(figures.figures(case_id=rosa.id).items())
    put({second: third})
    for name, amount in before.items():
        assert sum(of_funds(name, fund, second, third)) == amount.amount_minor, name
    assert of_funds("advanced", second, third) == [0, 450_00]
    assert of_funds("approved", second, third) == [0, 490_00]
    assert of_funds("reimbursed", second, third) == [0, 40_00]
    bars = {bar.fund.id: bar for bar in figures.fund_bars()}
    assert (bars[second.id].used, bars[third.id].used) == (Money(0), Money(490_00))


def test_each_donor_s_report_follows_and_they_add_up(claim, put, fund, second, third):
    put({second: third})
    asked = [of_month(one).total for one in (fund, second, third)]
    assert asked == [Money(980_01), Money(0), Money(490_00)]
    assert [Money(10_000_00) - fund.available, Money(1_000_00) - third.available] == [asked[0], asked[2]]


@pytest.mark.both_databases
def test_it_goes_on_to_a_fund_that_bears_a_part_already_and_all_of_it_to_the_other(claim, put, fund, second, third):
    put({second: third})
    put({third: fund})
    assert (sums(claim, fund, second, third), claim.elsewhere[0].amount_minor) == ([1_470_01, 0, 0], 450_00)
    assert (fund.available, second.available, third.available) == (Money(8_529_99), Money(2_000_00), Money(1_000_00))
    put({fund: second})
    assert sums(claim, fund, second) == [0, 1_470_01] and second.available == Money(529_99)
    assert [(one.from_fund_id, one.to_fund_id, one.amount_minor) for one in claim.elsewhere] == [
        (fund.id, second.id, 900_00)
    ]  # fmt: skip
    assert of_funds("advanced", fund, second) == [0, 1_350_00]
    assert verify() == []


def test_both_change_places(claim, put, fund, second):
    put({fund: second, second: fund})
    assert sums(claim, fund, second) == [490_00, 980_01]
    assert (fund.available, second.available) == (Money(9_510_00), Money(1_019_99))
    assert of_funds("advanced", fund, second) == [450_00, 900_00] and verify() == []


def test_a_category_and_a_fund_change_together(claim, put, second, third):
    line = claim.lines[-1]
    put({second: third}, {(line.receipt_id, "transport"): "other"})
    assert (line.category, line.borne_by(third.id)) == ("other", Money(300_00)) and verify() == []


def test_before_it_is_closed_the_difference_is_paid_by_the_fund_that_bears_it(
    split, hand_over, prove, put, cast, box, fund, second, third  # noqa: F811
):  # fmt: skip
    claim = prove(hand_over(split(900_00, 450_00), 1_350_00), 900_01)
    put({second: third})
    with transaction():
        finance.settle_claim(claim, box, cast["fausto"], NOW)
    assert of_funds("reimbursed", fund, second, third) == [80_01, 0, 40_00] and verify() == []


def test_a_fund_that_does_not_cover_it_is_refused_and_nothing_is_asked_for(claim, put, cast, second, third):
    with transaction():
        finance.change_terms(third, finance.Limits(categories=("lodging",)), {}, cast["fausto"])
    with pytest.raises(Refused, match="El fondo no cubre: Alimentos. El fondo no cubre: Apoyo al familiar"):
        put({second: third})
    with pytest.raises(Refused, match="No cambia nada"):
        put({second: second})


@pytest.mark.both_databases
def test_a_fund_that_is_short_is_refused_and_nothing_moves(claim, put, fund, second, third):
    before = fund.available, second.available, third.available
    with pytest.raises(Refused, match=r"El fondo Caminos no alcanza"):
        put({fund: third, second: third})
    assert (fund.available, second.available, third.available) == before and verify() == []


@pytest.mark.both_databases
def test_what_one_fund_s_report_asks_for_is_not_put_on_another_behind_the_books(claim, fund, second):
    """The sum of the expense stays as it is; whose it is does not."""
    first, other = claim.lines[-1].parts
    with transaction():
        first.accepted_minor, other.accepted_minor = first.accepted_minor - 1_00, other.accepted_minor + 1_00
    assert verify() == [
        f"ledger: expenses of fund {fund.id} under transport come to 60001 centavos, its claims say 59901",
        f"ledger: expenses of fund {second.id} under transport come to 30000 centavos, its claims say 30100",
    ]


def test_nobody_confirms_their_own(claim, cast, second, third):
    entry = db.session.query(Entry).filter_by(kind="claim").one()
    with transaction():
        asked = finance.ask_reclassification(
            entry, {}, None, "Otro donante", by=cast["fausto"], now=NOW, payers={second.id: third}
        )
    with pytest.raises(Refused, match="Nadie autoriza lo que preparó"):
        finance.confirm_correction(asked, by=cast["fausto"], now=NOW)


@pytest.mark.both_databases
def test_the_sealed_report_stays_as_it_was_and_whoever_corrects_is_told_of_it(claim, put, seal, second, third):
    sealed = seal(fund=second)
    entry = db.session.query(Entry).filter_by(kind="claim").one()
    assert [(report.number, paid) for report, paid in reports_that_ask(entry)] == [(sealed.number, False)]
    posted = put({second: third})
    assert (sealed.total, verify_sealed()) == (Money(490_00), [])
    assert [report.number for report, _paid in reports_that_ask(posted)] == [sealed.number]
    assert of_month(third).also_in == [(sealed.number, 3)]  # the new donor's page says that the old one was asked
    assert (changed(sealed), waiting()) == (3, 1)
    again = seal(fund=second)
    assert (changed(sealed), changed(again), waiting()) == (0, 0, 0)
    assert (again.total, again.replaces_id) == (Money(0), sealed.id) and verify_sealed() == []
