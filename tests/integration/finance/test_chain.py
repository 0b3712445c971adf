"""From the budget to the closed claim, on both databases; each refusal beside each success."""

from datetime import date

import pytest

from app.finance import operations as finance
from app.finance import standing
from app.finance.figures import figures, fund_bars
from app.finance.operations.receipts import Paper
from app.finance.verification import verify
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.moment import NOW

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)


def ticket(amount, vendor="Colectivos Tuxtla", kind="ticket", **kwargs):
    return Paper(kind, vendor, TODAY, Money(amount), **kwargs)


def claim_of(cast, advance, *papers, attendance="Hoja de contrarreferencia"):
    """A claim by Lupita against the advance, submitted."""
    with transaction():
        claim = finance.open_claim(advance.case_id, advance=advance, by=cast["lupita"], now=NOW)
        for paper in papers:
            finance.add_receipt(claim, paper, "transport", "Pasajes", by=cast["lupita"], now=NOW)
        finance.prove_attendance(claim, attendance, cast["lupita"])
        return finance.submit_claim(claim, cast["lupita"], NOW)


def approve(cast, claim, **kwargs):
    with transaction():
        return finance.approve_claim(claim, cast["fausto"], NOW, **kwargs)


def settle(cast, claim, box, **kwargs):
    with transaction():
        return finance.settle_claim(claim, box, cast["fausto"], NOW, **kwargs)


def test_an_approved_budget_is_promised_out_of_the_fund(approved, fund):
    assert fund.available == Money(8_650_00)
    assert figures(fund_id=fund.id).committed == Money(1_350_00)


def test_nobody_approves_the_budget_that_they_prepared(cast, rosa, fund, box):
    with transaction():
        own = finance.replace_estimates(rosa.id, "trip:8", {"meals": Money(1_00)}, cast["fausto"], NOW)
    with pytest.raises(Refused, match="Nadie autoriza lo que preparó"), transaction():
        finance.approve_budget(own, fund, cast["fausto"], NOW)


def test_a_navigator_approves_no_money(cast, rosa, fund, box):
    with transaction():
        own = finance.replace_estimates(rosa.id, "trip:8", {"meals": Money(1_00)}, cast["fausto"], NOW)
    with pytest.raises(Refused, match="finanzas o administración"), transaction():
        finance.approve_budget(own, fund, cast["lupita"], NOW)


def test_a_fund_that_is_short_refuses_in_words(cast, rosa, fund, box):
    with transaction():
        dear = finance.replace_estimates(rosa.id, "trip:8", {"other": Money(10_000_00)}, cast["lupita"], NOW)
        finance.approve_budget(dear, fund, cast["fausto"], NOW)
        more = finance.replace_estimates(rosa.id, "trip:9", {"meals": Money(1)}, cast["lupita"], NOW)
    with pytest.raises(Refused, match="El fondo Cirugías 2026 no alcanza") as refusal, transaction():
        finance.approve_budget(more, fund, cast["amalia"], NOW)
    assert refusal.value.field == "fund"


def test_a_large_budget_waits_for_a_second_person(cast, rosa, fund, box):
    with transaction():
        finance.record_donation(fund, box, Money(9_000_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
        large = finance.replace_estimates(rosa.id, "trip:8", {"other": Money(12_000_00)}, cast["lupita"], NOW)
        finance.approve_budget(large, fund, cast["fausto"], NOW)
    assert large.state == "draft"
    with pytest.raises(Refused, match="dos personas"), transaction():
        finance.approve_budget(large, fund, cast["fausto"], NOW)
    with transaction():
        finance.approve_budget(large, fund, cast["amalia"], NOW)
    assert large.state == "approved"


def test_a_cheaper_trip_gives_back_a_part_of_the_promise(cast, approved, rosa, fund):
    with transaction():
        finance.replace_estimates(rosa.id, "trip:7", {"transport": Money(500_00)}, cast["lupita"], NOW)
    assert (approved.state, fund.available) == ("approved", Money(9_500_00))
    assert verify() == []


def test_a_dearer_trip_asks_again_and_its_promise_grows(cast, approved, rosa, fund):
    with transaction():
        finance.replace_estimates(rosa.id, "trip:7", {"transport": Money(2_000_00)}, cast["lupita"], NOW)
    assert (approved.state, fund.available) == ("draft", Money(8_000_00))
    assert not standing.funded("trip:7")


def test_a_fund_that_is_short_does_not_stop_a_moved_appointment(cast, approved, rosa, fund):
    with transaction():
        finance.replace_estimates(rosa.id, "trip:7", {"transport": Money(20_000_00)}, cast["lupita"], NOW)
    assert (approved.state, fund.available) == ("draft", Money(8_650_00))


def test_a_cancelled_trip_releases_its_promise(cast, approved, rosa, fund):
    with transaction():
        finance.release(rosa.id, "trip:7", cast["lupita"], NOW)
    assert fund.available == Money(10_000_00)
    assert figures(case_id=rosa.id).estimated == Money(0)


def test_negative_estimates_are_refused(cast, rosa):
    with pytest.raises(Refused, match="negativa"), transaction():
        finance.replace_estimates(rosa.id, "trip:8", {"meals": Money(-1)}, cast["lupita"], NOW)


def test_nobody_approves_the_advance_that_they_asked_for(cast, approved, rosa):
    with transaction():
        asked = finance.request_advance(
            rosa.id, "Juan Pérez", {"meals": Money(100_00)}, budget=approved, by=cast["amalia"], now=NOW
        )
    with pytest.raises(Refused, match="Nadie autoriza lo que preparó"), transaction():
        finance.approve_advance(asked, cast["amalia"], NOW)


def test_no_more_is_asked_for_than_the_budget_approved(cast, advance, approved, rosa):
    with pytest.raises(Refused, match="sólo deja"), transaction():
        finance.request_advance(rosa.id, "Juan", {"meals": Money(1)}, budget=approved, by=cast["lupita"], now=NOW)


def test_money_handed_over_leaves_the_box_and_moves_the_bar(handed, advance, fund, box):
    assert (box.holds, advance.state) == (Money(8_650_00), "paid")
    bar = fund_bars()[0]
    assert (bar.received, bar.in_hands, bar.committed, bar.available) == (
        Money(10_000_00), Money(1_350_00), Money(0), Money(8_650_00),
    )  # fmt: skip
    assert verify() == []


def test_the_slip_is_a_pdf_whose_hash_is_kept(handed):
    assert handed.slip.startswith(b"%PDF")
    assert len(handed.slip_sha256) == 64


def test_money_is_in_hand_only_when_the_receiving_end_says_so(cast, handed, rosa):
    assert not standing.funded("trip:7")
    with transaction():
        finance.confirm_delivery(handed, cast["lupita"], NOW)
    assert standing.funded("trip:7")


def test_a_thumbprint_needs_a_witness(cast, advance, box):
    with pytest.raises(Refused, match="testigo") as refusal, transaction():
        finance.deliver(advance, box, Money(1_00), by=cast["lupita"], now=NOW, signed="thumbprint")
    assert refusal.value.field == "witness"


def test_a_box_without_cash_hands_nothing_over(cast, advance, fund):
    with transaction():
        empty = finance.create_box("Caja vacía", by=cast["fausto"], now=NOW)
    with pytest.raises(Refused, match="En Caja vacía no alcanza"), transaction():
        finance.deliver(advance, empty, Money(1_00), by=cast["lupita"], now=NOW)
    assert verify() == []


def test_no_more_is_handed_over_than_was_approved(cast, handed, advance, box):
    with pytest.raises(Refused, match="faltan por entregar"), transaction():
        finance.deliver(advance, box, Money(1), by=cast["lupita"], now=NOW)


def test_several_deliveries_use_up_the_promise_step_by_step(cast, advance, box, fund):
    with transaction():
        finance.deliver(advance, box, Money(1_000_00), by=cast["lupita"], now=NOW)
    assert figures(fund_id=fund.id).committed == Money(350_00)
    with transaction():
        finance.deliver(advance, box, Money(350_00), by=cast["lupita"], now=NOW)
    assert figures(fund_id=fund.id).committed == Money(0)
    assert verify() == []


def test_a_claim_against_an_advance_brings_its_fixed_lines(cast, handed, advance):
    claim = claim_of(cast, advance, ticket(720_00))
    assert claim.claimed == Money(1_290_00)
    assert [line.kind for line in claim.lines] == ["fixed", "fixed", "to_prove"]


def test_what_was_not_spent_comes_back_and_everything_closes(cast, handed, advance, box, fund, rosa):
    claim = approve(cast, claim_of(cast, advance, ticket(720_00)))
    settle(cast, claim, box)
    assert (claim.state, advance.state, advance.returned_minor) == ("paid", "settled", 60_00)
    assert (box.holds, fund.available) == (Money(8_710_00), Money(8_710_00))
    assert not standing.open_money(rosa.id)
    assert verify() == []


def test_what_was_spent_above_the_advance_is_paid(cast, handed, advance, box, fund):
    claim = approve(cast, claim_of(cast, advance, ticket(900_00)))
    assert claim.to_reimburse == Money(120_00)
    settle(cast, claim, box)
    assert figures(fund_id=fund.id).reimbursed == Money(120_00)
    assert (advance.state, fund.available) == ("settled", Money(8_530_00))
    assert verify() == []


def test_the_six_figures_stay_apart(cast, handed, advance, box, rosa):
    approve(cast, claim_of(cast, advance, ticket(900_00)))
    assert [amount.amount_minor for _name, amount in figures(case_id=rosa.id).items()] == [
        1_350_00, 0, 1_350_00, 1_470_00, 1_470_00, 0,
    ]  # fmt: skip


def test_a_small_difference_closes_itself(cast, handed, advance, box):
    claim = approve(cast, claim_of(cast, advance, ticket(777_50)))
    settle(cast, claim, box, returned=Money(0))
    assert (advance.state, advance.returned_minor) == ("settled", 0)
    assert verify() == []


def test_a_larger_rest_is_returned_or_explained(cast, handed, advance, box):
    claim = approve(cast, claim_of(cast, advance, ticket(720_00)))
    with pytest.raises(Refused, match="devuélvalos") as refusal:
        settle(cast, claim, box, returned=Money(0))
    assert refusal.value.field == "returned"


def test_an_advance_may_be_proved_in_two_claims(cast, handed, advance, box):
    settle(cast, approve(cast, claim_of(cast, advance, ticket(400_00))), box, keep_open=True)
    assert advance.state == "paid"
    settle(
        cast,
        approve(
            cast,
            claim_of(cast, advance, ticket(380_00, "Taxi")),
        ),
        box,
    )
    assert (advance.state, advance.returned_minor) == ("settled", 0)
    assert verify() == []


def test_money_of_a_cancelled_trip_comes_back_whole(cast, handed, advance, box, fund):
    with transaction():
        finance.release(advance.case_id, "trip:7", cast["lupita"], NOW)
        finance.return_money(advance, box, Money(1_350_00), by=cast["fausto"], now=NOW)
    assert (advance.state, fund.available, box.holds) == ("settled", Money(10_000_00), Money(10_000_00))
    assert verify() == []


def test_nobody_approves_the_claim_that_they_submitted(cast, handed, advance):
    with transaction():
        claim = finance.open_claim(advance.case_id, advance=advance, by=cast["fausto"], now=NOW)
        finance.prove_attendance(claim, "Contrarreferencia", cast["fausto"])
        finance.submit_claim(claim, cast["fausto"], NOW)
    with pytest.raises(Refused, match="Nadie autoriza lo que preparó"):
        approve(cast, claim)


def test_a_claim_comes_back_with_words_and_is_sent_again(cast, handed, advance):
    claim = claim_of(cast, advance, ticket(720_00))
    with transaction():
        finance.reject_claim(claim, "El ticket no se lee", cast["fausto"], NOW)
    assert (claim.state, claim.reject_reason, len(claim.lines)) == ("rejected", "El ticket no se lee", 3)
    with transaction():
        finance.submit_claim(claim, cast["lupita"], NOW)
    assert claim.state == "submitted"


def test_a_cut_needs_its_reason(cast, handed, advance):
    claim = claim_of(cast, advance, ticket(720_00))
    with pytest.raises(Refused, match="por qué se acepta menos"):
        approve(cast, claim, cuts={claim.lines[-1].id: (Money(700_00), "")})


def test_fixed_money_needs_a_word_on_attendance(cast, handed, advance):
    with pytest.raises(Refused, match="cómo consta que viajaron"):
        claim_of(cast, advance, ticket(720_00), attendance="")


def test_a_cfdi_is_presented_once_ever(cast, handed, advance):
    cfdi = ticket(100_00, kind="cfdi", uuid="6F9619FF-8B86-D011-B42D-00CF4FC964FF")
    claim_of(cast, advance, cfdi)
    with pytest.raises(Refused, match="una sola vez") as refusal:
        claim_of(cast, advance, cfdi)
    assert refusal.value.field == "uuid"


def test_a_look_alike_is_kept_and_names_its_twin(cast, handed, advance):
    claim = claim_of(cast, advance, ticket(100_00), ticket(100_00, "colectivos  TUXTLA"))
    first, second = claim.lines[-2].receipt, claim.lines[-1].receipt
    assert second.twin_id == first.id


def test_a_receipt_of_tomorrow_is_refused(cast, handed, advance):
    tomorrow = Paper("ticket", "Taxi", date(2026, 11, 24), Money(1_00))
    with pytest.raises(Refused, match="posterior a hoy"):
        claim_of(cast, advance, tomorrow)


def test_a_reimbursement_without_an_advance_is_owed_whole(cast, rosa, fund, box):
    with transaction():
        claim = finance.open_claim(rosa.id, fund=fund, payee="Juan Pérez", by=cast["lupita"], now=NOW)
        finance.add_receipt(claim, ticket(85_00), "transport", "Taxi", by=cast["lupita"], now=NOW)
        finance.submit_claim(claim, cast["lupita"], NOW)
    settle(cast, approve(cast, claim), box)
    assert (claim.reimbursed_minor, box.holds) == (85_00, Money(9_915_00))
    assert verify() == []


def test_cash_between_custodians_is_confirmed_by_the_other_end(cast, box):
    with transaction():
        beto = finance.create_box("Don Beto", kind="driver", by=cast["fausto"], now=NOW, limit=Money(3_000_00))
        moved = finance.move_cash(box, beto, Money(800_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
    with pytest.raises(Refused, match="quien recibe"), transaction():
        finance.confirm_move(moved, cast["fausto"], NOW)
    assert beto.holds == Money(800_00)


def test_a_fund_pays_only_for_what_its_donor_allows(cast, budget, box):
    with transaction():
        narrow = finance.create_fund(
            "Sólo pediatría", "Donante", by=cast["fausto"], now=NOW, restrictions=[("age_to", "17")]
        )
    with pytest.raises(Refused, match="El fondo no cubre este caso"), transaction():
        finance.approve_budget(budget, narrow, cast["fausto"], NOW)
