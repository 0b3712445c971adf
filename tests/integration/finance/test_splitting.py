"""One budget paid by several funds: promised, handed over, proved, settled and reported, each its part."""

from datetime import date

import pytest

from app.accounts.models import User
from app.finance import figures, offers
from app.finance import operations as finance
from app.finance.ledger import verify
from app.finance.models import Advance, Custodian, Entry, Hold
from app.finance.operations.receipts import Paper
from app.finance.rules import Short
from app.finance.scope import Scope, contents
from app.finance.sealed import verify as verify_sealed
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money, total
from tests.integration.finance.conftest import LINES
from tests.integration.finance.test_at_once import at_once
from tests.moment import NOW

TODAY = date(2026, 11, 23)


@pytest.fixture
def split(cast, budget, fund, box, second):
    """`split(810_00, 540_00)`: what the first and the second fund pay of 1,350."""

    def approved(*parts):
        with transaction():
            shared = zip((fund, second), map(Money, parts), strict=True)
            return finance.approve_split(budget, list(shared), cast["fausto"], NOW)

    return approved


@pytest.fixture
def hand_over(cast, rosa, box):
    """Asks for the whole budget and hands it over, in the deliveries that are said."""

    def handed(budget, *amounts):
        with transaction():
            asked = finance.request_advance(rosa.id, "Juan Pérez", LINES, budget=budget, by=cast["lupita"], now=NOW)
            finance.approve_advance(asked, cast["fausto"], NOW)
            for amount in amounts:
                finance.deliver(asked, box, Money(amount), by=cast["lupita"], now=NOW)
        return asked

    return handed


@pytest.fixture
def prove(cast, rosa):
    """A claim against the advance: its apoyo fijo, and a ticket for each amount."""

    def proved(advance, *amounts):
        with transaction():
            claim = finance.open_claim(rosa.id, advance=advance, by=cast["lupita"], now=NOW)
            for number, amount in enumerate(amounts):
                paper = Paper("ticket", f"Taxi {number}", TODAY, Money(amount))
                finance.add_receipt(claim, paper, "transport", "Taxi", by=cast["lupita"], now=NOW)
            finance.prove_attendance(claim, "Lista del hospital", cast["lupita"])
            finance.submit_claim(claim, cast["lupita"], NOW)
            finance.approve_claim(claim, cast["fausto"], NOW)
        return claim

    return proved


def of_funds(amount, *funds):
    return [getattr(figures.figures(fund_id=fund.id), amount).amount_minor for fund in funds]


def borne(claim, *funds):
    return [[line.borne_by(fund.id).amount_minor for fund in funds] for line in claim.lines]


@pytest.mark.both_databases
def test_each_fund_promises_its_part(split, fund, second):
    budget = split(810_00, 540_00)
    assert (fund.available, second.available) == (Money(9_190_00), Money(1_460_00))
    assert budget.split and [part.amount for part in budget.parts] == [Money(810_00), Money(540_00)]
    assert of_funds("committed", fund, second) == [810_00, 540_00]
    assert of_funds("estimated", fund, second) == [810_00, 540_00]
    assert verify() == []


def test_parts_that_do_not_add_up_are_refused_and_nothing_is_promised(split, fund):
    with pytest.raises(Refused, match="Las partes no suman el presupuesto, que es de"):
        split(810_00, 539_99)
    assert fund.available == Money(10_000_00)


def test_a_fund_that_is_short_of_its_part_is_refused_by_name(cast, rosa, fund, second):
    with pytest.raises(Short, match=r"El fondo Traslados no alcanza: quedan \$2,000.00"), transaction():
        dear = finance.replace_estimates(rosa.id, "trip:9", {"transport": Money(9_000_00)}, cast["lupita"], NOW)
        finance.approve_split(dear, [(fund, Money(6_000_00)), (second, Money(3_000_00))], cast["fausto"], NOW)
    assert (fund.available, second.available) == (Money(10_000_00), Money(2_000_00))


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"categories": ("meals",)}, "Traslados sólo paga alimentos: de este presupuesto, hasta $330.00 MXN."),
        ({"eligible_to": date(2026, 11, 22)}, "Traslados: El fondo no cubre gastos de esa fecha."),
        ({"icd10": "N18"}, "Traslados: El fondo no cubre este caso."),
        ({"clinics": ("LET",)}, "Traslados: El fondo no cubre los casos de esa clínica."),
        ({"age_to": 17}, "Traslados: El fondo no cubre este caso."),
    ],
)
def test_each_fund_s_terms_are_asked_and_the_one_that_objects_is_named(split, second, cast, limits, said):
    with transaction():
        finance.change_terms(second, finance.Limits(**limits), {}, cast["fausto"])
    with pytest.raises(Refused) as refused:
        split(810_00, 540_00)
    assert str(refused.value) == said


@pytest.mark.both_databases
def test_what_goes_out_and_comes_back_is_each_fund_s_share_to_the_centavo(split, hand_over, cast, fund, second, box):
    advance = hand_over(split(900_00, 450_00), 700_01, 649_99)
    assert [part.paid_minor for part in advance.parts] == [900_00, 450_00]
    assert (fund.available, second.available) == (Money(9_100_00), Money(1_550_00))
    with transaction():
        finance.return_money(advance, box, Money(100_01), by=cast["fausto"], now=NOW)
    assert of_funds("advanced", fund, second) == [833_33, 416_66]
    assert verify() == []


def test_a_claim_is_borne_by_both_and_every_expense_adds_up(split, hand_over, prove, fund, second):
    claim = prove(hand_over(split(900_00, 450_00), 1_350_00), 33_33, 33_33, 33_34)
    assert [sum(row) for row in borne(claim, fund, second)] == [line.accepted_minor for line in claim.lines]
    assert [sum(column) for column in zip(*borne(claim, fund, second), strict=True)] == [446_67, 223_33]
    assert of_funds("approved", fund, second) == [446_67, 223_33]
    assert sum(of_funds("spent", fund, second)) == claim.claimed.amount_minor
    assert verify() == []


@pytest.mark.both_databases
def test_after_the_settlement_each_fund_gave_just_what_its_report_asks_for(
    split, hand_over, prove, cast, fund, second, box
):
    claim = prove(hand_over(split(900_00, 450_00), 1_350_00), 33_33, 33_33, 33_34)
    with transaction():
        finance.settle_claim(claim, box, cast["fausto"], NOW)
    asked = [of_month(fund).total, of_month(second).total]
    assert (
        asked
        == [Money(446_67), Money(223_33)]
        == [Money(10_000_00) - fund.available, Money(2_000_00) - second.available]
    )
    assert claim.advance.state == "settled" and total(asked) == claim.accepted
    assert not list(db.session.query(Hold).filter_by(state="held"))
    assert verify() == []


def of_month(fund):
    return contents(Scope(date(2026, 11, 1), date(2026, 11, 30), fund))


@pytest.mark.both_databases
def test_what_was_spent_above_the_advance_is_owed_by_both_and_paid_for_both(
    split, hand_over, prove, cast, fund, second, box
):
    claim = prove(hand_over(split(900_00, 450_00), 1_350_00), 900_00)
    assert claim.to_reimburse == Money(120_00)
    with transaction():
        finance.settle_claim(claim, box, cast["fausto"], NOW)
    assert of_funds("reimbursed", fund, second) == [80_00, 40_00]
    assert (fund.available, second.available) == (Money(9_020_00), Money(1_510_00))
    assert verify() == []


@pytest.mark.both_databases
def test_what_one_fund_cannot_bear_above_the_advance_the_other_bears(split, hand_over, prove, cast, fund, second, box):
    claim = prove(hand_over(split(0 + 100_00, 1_250_00), 1_350_00), 2_280_00 - 570_00)
    assert claim.to_reimburse == Money(930_00)
    assert (second.available, fund.available) == (Money(0), Money(10_000_00) - Money(100_00) - Money(180_00))
    assert verify() == []


@pytest.mark.both_databases
def test_the_reports_of_two_funds_add_up_to_the_claim_and_neither_says_twice(
    split, hand_over, prove, seal, fund, second
):
    claim = prove(hand_over(split(900_00, 450_00), 1_350_00), 33_33, 33_33, 33_34)
    first, other = seal(fund=fund), seal(fund=second)
    assert first.total + other.total == claim.accepted
    assert of_month(second).also_in == []
    assert [number for number, _count in contents(Scope(date(2026, 11, 1), date(2026, 11, 30))).also_in] == [
        first.number, other.number,
    ]  # fmt: skip
    assert verify_sealed() == []


def test_a_smaller_trip_costs_each_fund_less_in_the_same_proportion(split, cast, rosa, fund, second):
    budget = split(900_00, 450_00)
    with transaction():
        finance.replace_estimates(rosa.id, "trip:7", {"transport": Money(500_00)}, cast["lupita"], NOW)
    assert (fund.available, second.available) == (Money(9_666_67), Money(1_833_33))
    assert budget.state == "approved" and verify() == []


@pytest.mark.both_databases
def test_a_larger_trip_asks_again_and_is_promised_as_far_as_the_funds_reach(split, cast, rosa, fund, second):
    budget = split(450_00, 900_00)
    with transaction():
        finance.replace_estimates(rosa.id, "trip:7", {"transport": Money(4_000_00)}, cast["lupita"], NOW)
    assert (fund.available, second.available) == (Money(8_000_00), Money(0))
    assert budget.state == "draft" and verify() == []


def test_a_fund_pays_no_less_than_what_already_went_out_of_it(split, hand_over, cast, rosa, fund, second):
    budget = split(900_00, 450_00)
    hand_over(budget, 1_350_00)
    with transaction():
        finance.replace_estimates(rosa.id, "trip:7", {"transport": Money(2_000_00)}, cast["lupita"], NOW)
    with pytest.raises(Refused, match=r"De Traslados ya salieron \$450.00"), transaction():
        finance.approve_split(budget, [(fund, Money(1_600_00)), (second, Money(400_00))], cast["fausto"], NOW)


def test_above_the_threshold_the_second_person_sees_the_parts_that_the_first_chose(cast, rosa, fund, second, box):
    with transaction():
        finance.record_donation(second, box, Money(9_000_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
        budget = finance.replace_estimates(rosa.id, "trip:8", {"transport": Money(12_000_00)}, cast["lupita"], NOW)
        parts = [(fund, Money(7_000_00)), (second, Money(5_000_00))]
        finance.approve_split(budget, parts, cast["fausto"], NOW)
    assert budget.state == "draft" and [part.amount for part in budget.parts] == [Money(7_000_00), Money(5_000_00)]
    with transaction():
        finance.approve_split(budget, parts, cast["amalia"], NOW)
    assert budget.state == "approved" and (fund.available, second.available) == (Money(3_000_00), Money(6_000_00))


def test_what_cannot_be_proved_is_borne_by_both(split, hand_over, cast, fund, second):
    advance = hand_over(split(900_00, 450_00), 1_350_00)
    with transaction():
        acta = finance.draw_up_acta(
            advance, Money(1_350_00), "robbery", "Los asaltaron.", occurred_on=TODAY, by=cast["lupita"], now=NOW
        )
        finance.sign_acta(acta, cast["fausto"], NOW)
    assert [part.applied_minor for part in advance.parts] == [900_00, 450_00]
    assert advance.state == "settled" and verify() == []


def test_a_released_budget_gives_both_funds_their_promise_back(split, rosa, cast, fund, second):
    split(900_00, 450_00)
    with transaction():
        finance.release(rosa.id, "trip:7", cast["lupita"], NOW)
    assert (fund.available, second.available) == (Money(10_000_00), Money(2_000_00))


@pytest.fixture
def cap(cast, fund):
    """`cap("trip", 1_000_00)` is the most that the first fund gives."""

    def put(kind, minor, *, of=None, valid_from=TODAY, **more):
        with transaction():
            finance.add_cap(of or fund, kind, Money(minor), valid_from=valid_from, by=cast["fausto"], **more)

    return put


def test_the_proposal_takes_what_the_first_may_give_and_the_rest_from_the_next(budget, fund, second, cap):
    cap("trip", 1_000_00)
    cap("trip", 900_00, of=second)
    offered = offers.offers(budget, TODAY)
    shared = dict(zip((one.fund.name for one in offered), offers.proposal(offered, budget), strict=True))
    assert shared == {"Cirugías 2026": Money(1_000_00), "Traslados": Money(350_00)}


@pytest.mark.parametrize(
    ("kind", "minor", "more", "said", "most"),
    [
        ("trip", 1_000_00, {}, "Da hasta $1,000.00 MXN por viaje.", 1_000_00),
        ("case", 1_349_99, {}, "Da hasta $1,349.99 MXN por caso: le quedan $1,349.99 MXN.", 1_349_99),
        ("category", 360_00, {"category": "transport"}, "De transporte da hasta $360.00 MXN por viaje.", 675_00),
        ("night", 30_00, {}, "Da hasta $30.00 MXN por noche: de hospedaje, $30.00 MXN.", 675_00),
    ],
)
def test_a_cap_refuses_what_is_above_it_in_words_and_says_how_much_it_leaves(
    cast, rosa, fund, box, cap, kind, minor, more, said, most
):
    cap(kind, minor, **more)
    with transaction():
        days = (TODAY, date(2026, 11, 24))
        budget = finance.replace_estimates(rosa.id, "trip:7", LINES, cast["lupita"], NOW, days=days)
    (offer,) = offers.offers(budget, TODAY)
    assert (offer.objections, offer.most) == ([said], Money(most))
    with pytest.raises(Refused) as refused, transaction():
        finance.approve_budget(budget, fund, cast["fausto"], NOW)
    assert str(refused.value) == said


def test_a_cap_of_other_days_limits_nothing(budget, fund, box, cap):
    cap("trip", 1_00, valid_from=date(2026, 10, 1), valid_to=date(2026, 11, 22))
    cap("trip", 1_00, valid_from=date(2026, 11, 24))
    assert [offer.objections for offer in offers.offers(budget, TODAY)] == [[]]


@pytest.mark.both_databases
def test_a_cap_of_a_case_counts_what_the_fund_bears_of_its_other_trips_alone_or_together(
    split, hand_over, prove, cast, rosa, fund, second, cap
):
    cap("case", 2_000_00)
    prove(hand_over(split(900_00, 450_00), 1_350_00), 900_00)  # 120.00 above the advance: 80.00 and 40.00
    with transaction():
        budget = finance.replace_estimates(rosa.id, "trip:8", {"transport": Money(1_500_00)}, cast["lupita"], NOW)
    offer = next(one for one in offers.offers(budget, TODAY) if one.fund.id == fund.id)
    assert offer.objections == ["Da hasta $2,000.00 MXN por caso: le quedan $1,020.00 MXN."]
    assert offer.most == Money(1_020_00)


def test_an_ended_cap_limits_nothing_from_that_day_on(budget, fund, box, cap, cast):
    cap("trip", 1_00, valid_from=date(2026, 11, 1))
    with transaction():
        finance.end_cap(fund, fund.caps[0], TODAY, cast["fausto"])
    assert fund.caps[0].valid_to == date(2026, 11, 22)
    assert offers.offers(budget, TODAY)[0].fits


def test_a_cap_of_a_category_says_which(fund, cap):
    with pytest.raises(Refused, match="Diga de qué rubro"):
        cap("category", 1_00)


def test_an_expense_of_two_funds_goes_under_another_category_and_each_still_pays_its_part(
    split, hand_over, prove, cast, fund, second
):
    claim = prove(hand_over(split(900_00, 450_00), 1_350_00), 99_99)
    entry = db.session.query(Entry).filter_by(kind="claim").one()
    line = claim.lines[-1]
    before = (fund.available, second.available, borne(claim, fund, second))
    with transaction():
        changes = {(line.receipt_id, "transport"): "other"}
        asked = finance.ask_reclassification(entry, changes, None, "Era otra cosa", by=cast["lupita"], now=NOW)
        finance.confirm_correction(asked, by=cast["fausto"], now=NOW)
    assert line.category == "other"
    assert (fund.available, second.available, borne(claim, fund, second)) == before
    assert verify() == []


@pytest.mark.both_databases
def test_a_partida_counts_its_fund_s_share_of_what_several_pay(split, hand_over, cast, fund, second):
    with transaction():
        finance.change_terms(second, finance.Limits(), {"transport": Money(1_000_00)}, cast["fausto"])
    hand_over(split(900_00, 450_00), 1_350_00)
    (use,) = offers.partida_uses([second])[second.id]
    assert use.on_the_way == Money(240_00)


@pytest.mark.both_databases
def test_a_part_that_was_changed_behind_the_books_is_found(split, hand_over, fund, second):
    advance = hand_over(split(900_00, 450_00), 1_350_00)
    with transaction():
        advance.parts[0].amount_minor = 900_01
    assert any(f"the funds of advance {advance.number}" in finding for finding in verify())


@pytest.mark.both_databases
def test_two_who_hand_over_at_once_leave_parts_that_add_up(app, split, hand_over, cast, fund, second, box):
    ids = hand_over(split(900_00, 450_00)).id, box.id, cast["lupita"].id
    db.session.commit()

    def handing(minor, key):
        advance, till = db.session.get(Advance, ids[0]), db.session.get(Custodian, ids[1])
        assert len(advance.parts) == 2  # looked at before the ledger is held
        finance.deliver(advance, till, Money(minor), by=db.session.get(User, ids[2]), now=NOW, key=key)

    assert at_once(app, lambda: handing(700_01, "one"), lambda: handing(649_99, "other")) == ["done", "done"]
    assert [part.paid_minor for part in db.session.get(Advance, ids[0]).parts] == [900_00, 450_00]
    assert verify() == []
