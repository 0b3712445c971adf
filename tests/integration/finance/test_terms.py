"""What a donor limits: which fund is offered, why, and what a change of its terms leaves out."""

from datetime import date

import pytest

from app.finance import offers
from app.finance import operations as finance
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.integration.finance.conftest import LINES
from tests.moment import NOW

TODAY = date(2026, 11, 23)


@pytest.fixture
def limit(cast, fund, box):
    """`limit(categories=("meals",))` changes what the fund pays for."""

    def change(partidas=None, **limits):
        with transaction():
            finance.change_terms(fund, finance.Limits(**limits), partidas or {}, cast["fausto"])

    return change


@pytest.fixture
def general(cast, fund, box):
    """A second fund, with money and no conditions; its money lies in the same box."""
    with transaction():
        made = finance.create_fund("General", "El programa", by=cast["fausto"], now=NOW)
        finance.record_donation(made, box, Money(2_000_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
    return made


def why_not(budget):
    return {offer.fund.name: " ".join(offer.objections) for offer in offers.offers(budget, TODAY)}


def test_the_fund_with_most_conditions_is_proposed_first_for_what_is_free_can_wait(budget, general, limit, fund):
    limit(categories=tuple(LINES), clinics=("SAL",), icd10="C50", age_from=18)
    first, second = offers.offers(budget, TODAY)
    assert (first.fund.name, second.fund.name) == (fund.name, "General")
    assert "cubre los casos de esta clínica" in first.reasons
    assert second.reasons == ["cubre cualquier gasto de cualquier caso"]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"categories": ("meals",)}, "El fondo no cubre: Apoyo al familiar, Hospedaje, Transporte."),
        ({"clinics": ("LET",)}, "El fondo no cubre los casos de esa clínica."),
        ({"icd10": "N18"}, "El fondo no cubre este caso."),
        ({"age_to": 17}, "El fondo no cubre este caso."),
        ({"eligible_to": date(2026, 11, 22)}, "El fondo no cubre gastos de esa fecha."),
    ],
)
def test_a_fund_that_may_not_pay_says_why_and_gives_nobody_away(budget, fund, limit, cast, limits, said):
    limit(**limits)
    assert why_not(budget)[fund.name] == said
    with pytest.raises(Refused, match=said.rstrip(".")) as refused, transaction():
        finance.approve_budget(budget, fund, cast["fausto"], NOW)
    assert refused.value.field == "fund"


def test_a_fund_without_enough_comes_last_and_says_what_is_missing(budget, fund, box, cast):
    with transaction():
        finance.create_fund("Apenas", "El programa", by=cast["fausto"], now=NOW)
    assert why_not(budget) == {fund.name: "", "Apenas": "No alcanza: le faltan $1,350.00 MXN."}


def test_a_partida_holds_what_was_promised_of_it(budget, fund, limit, cast, rosa):
    limit(partidas={"transport": Money(1_000_00)})
    with transaction():
        finance.approve_budget(budget, fund, cast["fausto"], NOW)
        finance.approve_advance(
            finance.request_advance(rosa.id, "Rosa", LINES, by=cast["lupita"], now=NOW, budget=budget),
            cast["fausto"],
            NOW,
        )
        more = finance.replace_estimates(rosa.id, "trip:8", {"transport": Money(300_00)}, cast["lupita"], NOW)
    (use,) = offers.partida_uses([fund])[fund.id]
    assert (use.on_the_way, use.left) == (Money(720_00), Money(280_00))
    with pytest.raises(Refused, match="A la partida «Transporte» le quedan .280.00 MXN"), transaction():
        finance.approve_budget(more, fund, cast["fausto"], NOW)


def test_terms_that_change_leave_promises_and_tell_which_no_longer_fit(budget, fund, limit, cast):
    with transaction():
        finance.approve_budget(budget, fund, cast["fausto"], NOW)
    free = fund.available
    limit(clinics=("LET",))
    assert fund.available == free
    assert [left.id for left, _why in offers.no_longer_covered(fund, TODAY)] == [budget.id]


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        ({"icd10": "cáncer"}, "icd10"),
        ({"age_from": 60, "age_to": 18}, "age_to"),
        ({"age_from": -1}, "age_from"),
        ({"eligible_from": TODAY, "eligible_to": date(2026, 1, 1)}, "eligible_to"),
    ],
)
def test_terms_that_contradict_themselves_are_refused_beside_their_field(limit, limits, field):
    with pytest.raises(Refused) as refused:
        limit(**limits)
    assert refused.value.field == field


def test_a_partida_of_what_the_fund_does_not_pay_is_refused(limit):
    with pytest.raises(Refused, match="Hay una partida de transporte"):
        limit(categories=("meals",), partidas={"transport": Money(1_00)})


def test_a_fund_that_ended_is_offered_no_more_and_pays_nothing_new(budget, fund, box, cast):
    with transaction():
        finance.set_active(fund, False, cast["fausto"])
    assert offers.offers(budget, TODAY) == []
    with pytest.raises(Refused, match="ya no está activo"), transaction():
        finance.approve_budget(budget, fund, cast["fausto"], NOW)


def test_a_budget_that_grew_may_not_grow_over_the_partida_of_its_own_fund(budget, fund, limit, cast, rosa):
    limit(partidas={"transport": Money(800_00)})
    with transaction():
        finance.approve_budget(budget, fund, cast["fausto"], NOW)
        finance.approve_advance(
            finance.request_advance(rosa.id, "Rosa", LINES, by=cast["lupita"], now=NOW, budget=budget),
            cast["fausto"],
            NOW,
        )
        finance.replace_estimates(rosa.id, "trip:7", LINES | {"transport": Money(820_00)}, cast["lupita"], NOW)
    with pytest.raises(Refused, match="le quedan .80.00 MXN"), transaction():
        finance.approve_budget(budget, fund, cast["fausto"], NOW)
