"""Who carries the cash: limits, the other end's word, deputies, what is sent twice, what nobody can prove."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import User
from app.finance import custody, rules
from app.finance import operations as finance
from app.finance.models import Advance, Custodian, Delivery, Entry
from app.finance.verification import verify
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.integration.finance.test_at_once import at_once
from tests.moment import NOW

pytestmark = pytest.mark.both_databases

TODAY = NOW.date()


@pytest.fixture
def ivan(cast):
    """A pasante, who carries cash up to the clinic."""
    with transaction():
        user = User(email="ivan@ces.example", name="Iván Gómez", role="clinician", password_hash="-", created_at=NOW)
        user.clinic_code = "SAL"
        db.session.add(user)
    return user


@pytest.fixture
def pouch(cast, ivan, box):
    """What Iván carries; Amalia stands in for him."""
    with transaction():
        return finance.create_box(
            "Iván, Salvador Urbina", kind="clinician", by=cast["fausto"], now=NOW, limit=Money(3_000_00), user=ivan,
            deputy=cast["amalia"],
        )  # fmt: skip


@pytest.fixture
def moved(cast, box, pouch):
    with transaction():
        return finance.move_cash(
            box, pouch, Money(800_00), occurred_on=TODAY, by=cast["fausto"], now=NOW, key="the same sending"
        )


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_only_who_carries_it_says_that_the_cash_arrived(cast, ivan, moved):
    for stranger in (cast["lupita"], cast["fausto"]):
        with pytest.raises(Refused), transaction():
            finance.confirm_move(moved, stranger, NOW)
    assert moved.confirmed_at is None
    with transaction():
        finance.confirm_move(moved, ivan, NOW)
    assert moved.confirmed_by_id == ivan.id


def test_the_named_deputy_confirms_when_the_person_is_away(cast, moved):
    with transaction():
        finance.confirm_move(moved, cast["amalia"], NOW)
    assert moved.confirmed_by_id == cast["amalia"].id


def test_cash_for_a_driver_without_an_account_is_confirmed_by_who_minds_the_money(cast, box):
    with transaction():
        beto = finance.create_box("Don Beto", kind="driver", by=cast["fausto"], now=NOW)
        moved = finance.move_cash(box, beto, Money(1_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
    with pytest.raises(Refused, match="lo confirma finanzas"), transaction():
        finance.confirm_move(moved, cast["lupita"], NOW)
    with transaction():
        finance.confirm_move(moved, cast["amalia"], NOW)
    assert moved.confirmed_at == NOW


def test_the_same_sending_moves_cash_once(cast, box, pouch, moved):
    with transaction():
        again = finance.move_cash(
            box, pouch, Money(800_00), occurred_on=TODAY, by=cast["fausto"], now=NOW, key="the same sending"
        )
    assert (again.id, pouch.holds) == (moved.id, Money(800_00))


def test_nobody_hands_on_what_another_carries(cast, box, pouch, moved):
    with pytest.raises(Refused, match="Sólo entrega quien lleva"), transaction():
        finance.move_cash(pouch, box, Money(1_00), occurred_on=TODAY, by=cast["lupita"], now=NOW)


def test_undelivered_cash_goes_back_the_way_it_came(ivan, box, pouch, moved, cast):
    with transaction():
        back = finance.move_cash(pouch, box, Money(800_00), occurred_on=TODAY, by=ivan, now=NOW)
        finance.confirm_move(back, cast["fausto"], NOW)
    assert (pouch.holds, box.holds) == (Money(0), Money(10_000_00))
    assert verify() == []


def test_cash_that_nobody_confirmed_for_a_day_is_overdue(moved, ivan, cast):
    assert not rules.overdue(moved.delivered_at, NOW + timedelta(hours=23))
    assert rules.overdue(moved.delivered_at, NOW + timedelta(hours=25))
    assert custody.unconfirmed(custody.carried_by(ivan)) == [moved]
    assert custody.unconfirmed(custody.carried_by(cast["lupita"])) == []


def test_a_limit_does_not_fall_below_what_is_carried(cast, ivan, pouch, moved):
    with pytest.raises(Refused, match="Ahora tiene") as refusal, transaction():
        finance.change_box(
            pouch, pouch.name, by=cast["fausto"], limit=Money(500_00), user=ivan, deputy=None, active=True
        )
    assert refusal.value.field == "limit"


def test_a_box_with_cash_is_not_put_away(cast, ivan, pouch, moved):
    with pytest.raises(Refused, match="primero déjela en ceros"), transaction():
        finance.change_box(pouch, pouch.name, by=cast["fausto"], limit=None, user=ivan, deputy=None, active=False)


def test_a_deputy_stands_in_for_somebody(cast):
    with pytest.raises(Refused, match="Primero diga quién la lleva"), transaction():
        finance.create_box("Caja", by=cast["fausto"], now=NOW, deputy=cast["amalia"])
    with pytest.raises(Refused, match="es otra persona"), transaction():
        finance.create_box("Caja", by=cast["fausto"], now=NOW, user=cast["amalia"], deputy=cast["amalia"])


def test_the_same_sending_hands_money_over_once(cast, advance, box):
    for _time in (1, 2):
        with transaction():
            finance.deliver(advance, box, Money(300_00), by=cast["lupita"], now=NOW, key="one sending")
    assert (advance.paid, count(Delivery), box.holds) == (Money(300_00), 1, Money(9_700_00))
    assert verify() == []


def test_the_same_sending_gives_money_back_once(cast, handed, advance, box):
    for _time in (1, 2):
        with transaction():
            finance.return_money(advance, box, Money(50_00), by=cast["lupita"], now=NOW, key="one sending")
    assert (advance.returned_minor, box.holds) == (50_00, Money(8_700_00))
    assert verify() == []


@pytest.mark.parametrize("books", ["postgres"], indirect=True)
def test_two_clicks_at_the_same_instant_hand_money_over_once(books, cast, advance, box):
    ids = advance.id, box.id, cast["lupita"].id
    db.session.commit()

    def click():
        one, cash, lupita = (
            db.session.get(kind, key) for kind, key in zip((Advance, Custodian, User), ids, strict=True)
        )
        finance.deliver(one, cash, Money(300_00), by=lupita, now=NOW, key="one sending")

    assert at_once(books, click, click) == ["done", "done"]
    assert db.session.get(Advance, ids[0]).paid == Money(300_00)
    assert verify() == []


@pytest.mark.parametrize("books", ["postgres"], indirect=True)
def test_two_people_at_the_same_instant_hand_over_no_more_than_was_approved(books, cast, advance, box):
    ids = advance.id, box.id, cast["lupita"].id
    db.session.commit()

    def hand_over():
        one, cash, lupita = (
            db.session.get(kind, key) for kind, key in zip((Advance, Custodian, User), ids, strict=True)
        )
        finance.deliver(one, cash, Money(1_000_00), by=lupita, now=NOW)

    said = sorted(at_once(books, hand_over, hand_over))
    assert said[1] == "done" and "sólo faltan por entregar" in said[0]
    assert verify() == []


def test_a_large_advance_is_approved_by_two(cast, fund, box, rosa):
    with transaction():
        finance.record_donation(fund, box, Money(5_000_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
        cash = {"medicine": Money(12_000_00)}
        asked = finance.request_advance(rosa.id, "Juan Pérez", cash, fund=fund, by=cast["lupita"], now=NOW)
        finance.approve_advance(asked, cast["fausto"], NOW)
    assert asked.state == "draft"
    with pytest.raises(Refused, match="falta la segunda"), transaction():
        finance.approve_advance(asked, cast["fausto"], NOW)
    with transaction():
        finance.approve_advance(asked, cast["amalia"], NOW)
    assert (asked.state, asked.approved_by_id, asked.second_approver_id) == (
        "approved", cast["fausto"].id, cast["amalia"].id,
    )  # fmt: skip


@pytest.fixture
def robbed(cast, handed, advance):
    with transaction():
        return finance.draw_up_acta(
            advance, Money(350_00), "robbery", "Los asaltaron en la terminal y se llevaron la bolsa.",
            occurred_on=TODAY, by=cast["lupita"], now=NOW, witness="Amalia Cruz",
        )  # fmt: skip


def test_what_cannot_be_proved_closes_by_an_acta_of_two_names(cast, robbed, advance, box):
    assert advance.outstanding == Money(1_350_00)
    with transaction():
        finance.sign_acta(robbed, cast["fausto"], NOW)
    assert advance.outstanding == Money(1_000_00)
    with transaction():
        finance.return_money(advance, box, Money(1_000_00), by=cast["lupita"], now=NOW)
    assert advance.state == "settled"
    entry = db.session.get(Entry, robbed.entry_id)
    assert (entry.created_by_id, entry.approved_by_id) == (cast["lupita"].id, cast["fausto"].id)
    assert verify() == []


def test_nobody_signs_the_acta_that_they_drew_up(cast, handed, advance):
    with transaction():
        acta = finance.draw_up_acta(
            advance, Money(1_350_00), "death", "Falleció en el hospital.", occurred_on=TODAY, by=cast["fausto"], now=NOW
        )
    with pytest.raises(Refused, match="Nadie autoriza lo que preparó"), transaction():
        finance.sign_acta(acta, cast["fausto"], NOW)
    with transaction():
        finance.sign_acta(acta, cast["amalia"], NOW)
    assert (advance.state, acta.pdf[:5]) == ("settled", b"%PDF-")
    with pytest.raises(Refused, match="ya se firmó"), transaction():
        finance.sign_acta(acta, cast["amalia"], NOW)


def test_an_acta_says_no_more_than_is_outstanding_and_says_what_happened(cast, handed, advance):
    about = {"occurred_on": TODAY, "by": cast["lupita"], "now": NOW}
    with pytest.raises(Refused, match="Sólo faltan"), transaction():
        finance.draw_up_acta(advance, Money(1_350_01), "loss", "Se mojaron.", **about)
    with pytest.raises(Refused, match="Cuente qué pasó"), transaction():
        finance.draw_up_acta(advance, Money(1_00), "loss", "  ", **about)


def test_one_acta_at_a_time_and_a_withdrawn_one_moves_nothing(cast, robbed, advance):
    about = {"occurred_on": TODAY, "by": cast["lupita"], "now": NOW}
    with pytest.raises(Refused, match="Ya hay un acta"), transaction():
        finance.draw_up_acta(advance, Money(1_00), "loss", "Se mojaron.", **about)
    with transaction():
        finance.withdraw_acta(robbed, cast["lupita"], NOW)
        finance.draw_up_acta(advance, Money(1_00), "loss", "Se mojaron.", **about)
    with pytest.raises(Refused, match="ya se firmó o se retiró"), transaction():
        finance.sign_acta(robbed, cast["fausto"], NOW)
    assert advance.outstanding == Money(1_350_00)


def test_what_a_claim_may_still_prove_is_not_written_off(cast, handed, advance):
    with transaction():
        finance.open_claim(advance.case_id, by=cast["lupita"], now=NOW, advance=advance)
    with pytest.raises(Refused, match="Hay una comprobación en curso"), transaction():
        finance.draw_up_acta(advance, Money(1_00), "loss", "Se mojaron.", occurred_on=TODAY, by=cast["lupita"], now=NOW)


def test_an_acta_waits_while_a_claim_begun_after_it_is_under_way(cast, robbed, advance):
    with transaction():
        finance.open_claim(advance.case_id, by=cast["lupita"], now=NOW, advance=advance)
    with pytest.raises(Refused, match="Hay una comprobación en curso"), transaction():
        finance.sign_acta(robbed, cast["fausto"], NOW)
    assert advance.outstanding == Money(1_350_00)


def test_who_asked_for_an_advance_is_not_its_first_approver_by_way_of_the_budget(cast, fund, box, rosa):
    with transaction():
        lupe = User(email="lupe@ces.example", name="Lupe Díaz", role="finance", password_hash="-", created_at=NOW)
        db.session.add(lupe)
        finance.record_donation(fund, box, Money(9_000_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
        large = finance.replace_estimates(rosa.id, "trip:9", {"other": Money(12_000_00)}, cast["lupita"], NOW)
        for person in (cast["fausto"], cast["amalia"]):
            finance.approve_budget(large, fund, person, NOW)
        asked = finance.request_advance(
            rosa.id, "Juan", {"other": Money(12_000_00)}, budget=large, by=cast["fausto"], now=NOW
        )
        finance.approve_advance(asked, cast["amalia"], NOW)
    assert asked.state == "draft"
    with transaction():
        finance.approve_advance(asked, lupe, NOW)
    assert (asked.state, asked.approved_by_id, asked.second_approver_id) == ("approved", cast["amalia"].id, lupe.id)
