"""Of several funds one pays certain categories only: each line is borne by those that may pay it, to the last centavo."""

import pytest

from app.finance import figures, offers
from app.finance import operations as finance
from app.finance.ledger import verify
from app.finance.models import Hold
from app.finance.operations import lines
from app.finance.operations.receipts import Paper
from app.finance.rules import Short
from app.finance.scope import Scope, contents
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.integration.finance.conftest import LINES
from tests.integration.finance.test_splitting import TODAY, borne, hand_over, of_funds, of_month, split  # noqa: F401
from tests.moment import NOW


@pytest.fixture
def only(cast):
    """`only(fund, "transport")`: from now on its donor pays that and nothing else."""

    def limited(fund, *categories, partidas=None):
        with transaction():
            finance.change_terms(fund, finance.Limits(categories=categories), partidas or {}, cast["fausto"])

    return limited


@pytest.fixture
def ways(second, only):
    """A donor of journeys only, with 2,000."""
    only(second, "transport")
    return second


@pytest.fixture
def prove(cast, rosa):
    """A claim against the advance: its apoyo fijo, and a ticket for each (category, centavos); submitted."""

    def proved(advance, *spent, approve=True):
        with transaction():
            claim = finance.open_claim(rosa.id, advance=advance, by=cast["lupita"], now=NOW)
            for number, (category, amount) in enumerate(spent):
                paper = Paper("ticket", f"Proveedor {number}", TODAY, Money(amount), excuse="Sin factura")
                finance.add_receipt(claim, paper, category, "Gasto", by=cast["lupita"], now=NOW)
            finance.prove_attendance(claim, "Lista del hospital", cast["lupita"])
            finance.submit_claim(claim, cast["lupita"], NOW)
            if approve:
                finance.approve_claim(claim, cast["fausto"], NOW)
        return claim

    return proved


def lines_of(part):
    return {line.category: line.amount_minor for line in part.lines}


@pytest.mark.both_databases
def test_the_donor_of_journeys_pays_the_journey_and_the_other_fund_the_rest(split, fund, ways):  # noqa: F811
    budget = split(630_00, 720_00)
    general, journeys = budget.parts
    assert lines_of(journeys) == {"transport": 720_00}
    assert lines_of(general) == {"transport": 0, "lodging": 60_00, "meals": 330_00, "stipend": 240_00}
    assert of_funds("committed", fund, ways) == [630_00, 720_00] and verify() == []


def test_a_journey_that_two_pay_is_shared_by_what_each_puts(split, fund, ways):  # noqa: F811
    budget = split(849_99, 500_01)
    assert [lines_of(part)["transport"] for part in budget.parts] == [219_99, 500_01]


def test_it_is_proposed_first_with_as_much_as_it_may_pay_and_says_what_that_is(budget, fund, ways):
    offered = offers.to_share(offers.offers(budget, TODAY))
    assert [(one.fund.name, one.only, one.fits) for one in offered] == [
        ("Traslados", "Transporte", False), ("Cirugías 2026", "", True)
    ]  # fmt: skip
    assert offers.proposal(offered, budget) == [Money(720_00), Money(630_00)]


def test_its_cap_and_its_partida_limit_what_it_may_pay_of_the_journey(cast, budget, fund, ways, only):
    only(ways, "transport", partidas={"transport": Money(500_00)})
    assert [one.most for one in offers.offers(budget, TODAY) if one.only] == [Money(500_00)]
    with transaction():
        finance.add_cap(ways, "category", Money(400_00), valid_from=TODAY, category="transport", by=cast["fausto"])
    assert [one.most for one in offers.offers(budget, TODAY) if one.only] == [Money(400_00)]


def test_a_line_that_nobody_pays_is_refused_by_name(split, fund, ways, only):  # noqa: F811
    only(fund, "meals", "stipend")
    with pytest.raises(Refused) as refused:
        split(630_00, 720_00)
    assert (str(refused.value), refused.value.field) == (
        "Ninguno de estos fondos paga hospedaje: agregue uno que sí.", "parts"
    )  # fmt: skip


def test_a_donor_is_not_asked_for_more_than_its_categories_come_to(split, fund, ways):  # noqa: F811
    with pytest.raises(Refused) as refused:
        split(600_00, 750_00)
    assert (str(refused.value), refused.value.field) == (
        "Traslados sólo paga transporte: de este presupuesto, hasta $720.00 MXN.", f"part_{ways.id}"
    )  # fmt: skip


def test_what_only_one_pays_is_told_with_how_much_it_lacks(cast, budget, fund, ways, only):
    with transaction():
        bed = finance.create_fund("Casa", "Las Hermanas", by=cast["fausto"], now=NOW)
    only(bed, "transport", "lodging")
    with pytest.raises(Refused) as refused, transaction():
        shared = [(fund, Money(560_00)), (ways, Money(720_00)), (bed, Money(70_00))]
        finance.approve_split(budget, shared, cast["fausto"], NOW)
    assert str(refused.value) == (
        "Para alimentos y apoyo al familiar, que suman $570.00 MXN, faltan $10.00 MXN: "
        "sólo pueden salir de Cirugías 2026."
    )


@pytest.mark.both_databases
def test_each_donor_s_report_asks_for_its_categories_and_gave_just_that(
    split, hand_over, prove, cast, fund, ways, box  # noqa: F811
):  # fmt: skip
    claim = prove(hand_over(split(630_00, 720_00), 700_01, 649_99), ("transport", 333_33), ("transport", 366_66),
                  ("lodging", 60_00))  # fmt: skip
    assert borne(claim, fund, ways) == [[330_00, 0], [240_00, 0], [0, 333_33], [0, 366_66], [60_00, 0]]
    with transaction():
        finance.settle_claim(claim, box, cast["fausto"], NOW)
    assert [of_month(fund).total, of_month(ways).total] == [Money(630_00), Money(699_99)]
    assert {line.category for line in of_month(ways).lines} == {"transport"}
    assert (fund.available, ways.available) == (Money(9_370_00), Money(1_300_01))
    assert not list(db.session.query(Hold).filter_by(state="held"))
    assert claim.advance.state == "settled" and verify() == []


def test_a_dearer_journey_is_owed_by_the_donor_of_journeys(split, hand_over, prove, cast, fund, ways, box):  # noqa: F811
    claim = prove(hand_over(split(630_00, 720_00), 1_350_00), ("transport", 900_00))
    assert (claim.to_reimburse, [sum(column) for column in zip(*borne(claim, fund, ways), strict=True)]) == (
        Money(120_00), [630_00, 840_00]
    )  # fmt: skip
    with transaction():
        finance.settle_claim(claim, box, cast["fausto"], NOW)
    assert of_funds("reimbursed", fund, ways) == [0, 120_00] and verify() == []


@pytest.mark.both_databases
def test_money_for_journeys_that_went_into_a_bed_goes_back_and_the_other_donor_pays_the_bed(
    split, hand_over, prove, cast, fund, ways, only, box  # noqa: F811
):  # fmt: skip
    only(fund, "lodging", "meals", "stipend")
    claim = prove(hand_over(split(630_00, 720_00), 1_350_00), ("transport", 600_00), ("lodging", 180_00))
    assert (claim.applied_minor, claim.to_reimburse, claim.advance.outstanding) == (
        1_230_00, Money(120_00), Money(120_00)
    )  # fmt: skip
    with transaction():
        finance.settle_claim(claim, box, cast["fausto"], NOW)
    assert of_funds("advanced", fund, ways) == [630_00, 600_00]
    assert (fund.available, ways.available) == (Money(9_250_00), Money(1_400_00))
    assert [of_month(fund).total, of_month(ways).total] == [Money(750_00), Money(600_00)]
    assert claim.advance.state == "settled" and verify() == []


def test_the_reviewer_is_told_both_what_is_paid_and_what_comes_back(split, hand_over, prove, fund, ways, only):  # noqa: F811
    only(fund, "lodging", "meals", "stipend")
    advance = hand_over(split(630_00, 720_00), 1_350_00)
    claim = prove(advance, ("transport", 600_00), ("lodging", 180_00), approve=False)
    assert lines.foreseen(claim) == Money(1_230_00)


def test_an_expense_that_no_fund_of_the_advance_pays_is_refused_beside_its_category(
    split, hand_over, prove, fund, ways, only  # noqa: F811
):  # fmt: skip
    only(fund, "lodging", "meals", "stipend")
    advance = hand_over(split(630_00, 720_00), 1_350_00)
    with pytest.raises(Refused) as refused:
        prove(advance, ("medicine", 50_00))
    assert refused.value.field == "category"
    assert "Ninguno de los fondos de este apoyo paga medicinas y estudios" in str(refused.value)


def test_what_was_agreed_stays_agreed_when_the_donor_s_terms_change(split, hand_over, prove, fund, ways, only):  # noqa: F811
    advance = hand_over(split(630_00, 720_00), 1_350_00)
    only(ways, "medicine")
    claim = prove(advance, ("transport", 720_00), ("lodging", 60_00))
    assert of_funds("approved", fund, ways) == [630_00, 720_00]
    assert claim.to_reimburse == Money(0)


def test_an_advance_of_what_one_fund_pays_is_that_fund_s_alone(split, cast, rosa, fund, ways, box):  # noqa: F811
    budget = split(630_00, 720_00)
    with transaction():
        meals = {"meals": LINES["meals"], "stipend": LINES["stipend"]}
        asked = finance.request_advance(rosa.id, "Juan Pérez", meals, budget=budget, by=cast["lupita"], now=NOW)
        rest = {"transport": Money(500_00), "lodging": Money(60_00)}
        other = finance.request_advance(rosa.id, "Juan Pérez", rest, budget=budget, by=cast["lupita"], now=NOW)
    assert (asked.split, asked.fund.name) == (False, "Cirugías 2026")
    assert [(part.fund.name, part.amount) for part in other.parts] == [
        ("Cirugías 2026", Money(60_00)), ("Traslados", Money(500_00))
    ]  # fmt: skip


def test_a_cheaper_journey_costs_the_donor_of_journeys_less_and_nobody_else(split, cast, rosa, fund, ways):  # noqa: F811
    budget = split(630_00, 720_00)
    with transaction():
        finance.replace_estimates(rosa.id, "trip:7", LINES | {"transport": Money(500_00)}, cast["lupita"], NOW)
    assert (fund.available, ways.available) == (Money(9_370_00), Money(1_500_00))
    assert budget.state == "approved" and verify() == []


def test_a_line_that_nobody_pays_asks_for_an_approval_though_the_whole_is_no_more(
    split, cast, rosa, fund, ways, only  # noqa: F811
):  # fmt: skip
    only(fund, "lodging", "meals", "stipend")
    budget = split(630_00, 720_00)
    lines = LINES | {"transport": Money(500_00), "medicine": Money(100_00)}
    with transaction():
        finance.replace_estimates(rosa.id, "trip:7", lines, cast["lupita"], NOW)
    assert budget.state == "draft"
    with transaction():
        finance.replace_estimates(rosa.id, "trip:7", LINES, cast["lupita"], NOW)
    assert budget.state == "approved"  # it says no more than its approval again
    assert (fund.available, ways.available) == (Money(9_370_00), Money(1_280_00)) and verify() == []


def test_a_dearer_journey_is_promised_by_nobody_who_does_not_pay_journeys(split, cast, rosa, fund, ways, only):  # noqa: F811
    only(fund, "lodging", "meals", "stipend")
    budget = split(630_00, 720_00)
    with transaction():
        finance.replace_estimates(rosa.id, "trip:7", LINES | {"transport": Money(2_500_00)}, cast["lupita"], NOW)
    assert (budget.state, fund.available, ways.available) == ("draft", Money(9_370_00), Money(1_280_00))
    with pytest.raises(Short, match="Traslados no alcanza"), transaction():
        finance.approve_split(budget, [(fund, Money(630_00)), (ways, Money(2_500_00))], cast["fausto"], NOW)
    assert verify() == []


@pytest.mark.both_databases
def test_a_partida_counts_what_its_fund_was_asked_for_and_no_share_of_the_rest(split, hand_over, fund, ways, only):  # noqa: F811
    only(ways, "transport", partidas={"transport": Money(1_000_00)})
    hand_over(split(630_00, 720_00), 1_350_00)
    (use,) = offers.partida_uses([ways])[ways.id]
    assert use.on_the_way == Money(720_00)


@pytest.mark.both_databases
def test_a_category_that_was_changed_behind_the_books_is_found(split, hand_over, fund, ways):  # noqa: F811
    budget = split(630_00, 720_00)
    advance = hand_over(budget, 1_350_00)
    with transaction():
        budget.parts[1].lines[0].amount_minor -= 1
        advance.parts[1].lines[0].amount_minor += 1
    found = "\n".join(verify())
    assert f"of its transport, of {720_00}" in found and f"a fund of advance {advance.number}" in found


def test_the_figures_of_both_funds_add_up_to_the_case(split, hand_over, prove, rosa, fund, ways):  # noqa: F811
    prove(hand_over(split(849_99, 500_01), 1_350_00), ("transport", 719_99), ("lodging", 60_00))
    whole = figures.figures(case_id=rosa.id)
    for name, amount in whole.items():
        assert sum(of_funds(name, fund, ways)) == amount.amount_minor, name
    assert contents(Scope(TODAY.replace(day=1), TODAY)).total == Money(1_349_99)


@pytest.fixture
def lose(cast):
    """An acta of so much, signed; gives back what each fund accounts for of the advance from then on."""

    def lost(advance, amount):
        with transaction():
            drawn = finance.draw_up_acta(
                advance, Money(amount), "robbery", "Se lo robaron.", occurred_on=TODAY, by=cast["lupita"], now=NOW
            )
            finance.sign_acta(drawn, cast["fausto"], NOW)
        return [part.applied_minor for part in advance.parts]

    return lost


def test_lost_money_is_borne_by_what_each_has_out_for_an_acta_knows_no_category(
    split, hand_over, fund, ways, lose  # noqa: F811
):  # fmt: skip
    assert lose(hand_over(split(630_00, 720_00), 1_350_00), 135_00) == [63_00, 72_00]
    assert verify() == []


def test_lost_bed_money_is_not_borne_by_the_donor_of_journeys_whose_fares_were_proved_first(
    split, hand_over, prove, cast, fund, ways, box, lose  # noqa: F811
):  # fmt: skip
    advance = hand_over(split(630_00, 720_00), 1_350_00)
    claim = prove(advance, ("transport", 720_00))
    with transaction():
        finance.settle_claim(claim, box, cast["fausto"], NOW, keep_open=True)
    assert lose(advance, 60_00) == [630_00, 720_00]
    assert advance.state == "settled" and verify() == []
