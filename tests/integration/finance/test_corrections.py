"""The books are corrected by two people: a mirrored entry, or the same money under another category or fund."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import User
from app.finance import figures, queries
from app.finance import operations as finance
from app.finance.books import shares_of
from app.finance.models import Claim, Correction, Entry
from app.finance.operations.receipts import Paper
from app.finance.scope import Scope
from app.finance.sealed import verify as verify_sealed
from app.finance.verification import verify
from app.foundation.db import db, transaction
from app.foundation.errors import NotAllowed, Refused
from app.foundation.money import Money
from tests.integration.finance.test_at_once import at_once
from tests.moment import NOW

TODAY = NOW.date()


@pytest.fixture
def donation(box):
    """The 10,000 that the box received for the fund."""
    return db.session.scalars(select(Entry).where(Entry.kind == "donation")).one()


@pytest.fixture
def vision(cast):
    """A second fund, with 3,000 in a box of its own."""
    with transaction():
        fund = finance.create_fund("Fondo Vista", "Fundación Ver Bien", by=cast["fausto"], now=NOW)
        box = finance.create_box("Caja Ángel", by=cast["fausto"], now=NOW)
        finance.record_donation(fund, box, Money(3_000_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
    return fund


@pytest.fixture
def claim(cast, handed, advance, box):
    """570 by the signed slip and 900 of fares by a ticket, against 1,350: 120 are owed, and paid; closed."""
    with transaction():
        claim = finance.open_claim(advance.case_id, advance=advance, by=cast["lupita"], now=NOW)
        ticket = Paper("ticket", "Colectivos", TODAY, Money(900_00))
        finance.add_receipt(claim, ticket, "transport", "Pasajes", by=cast["lupita"], now=NOW)
        finance.prove_attendance(claim, "Contrarreferencia", cast["lupita"])
        finance.submit_claim(claim, cast["lupita"], NOW)
        finance.approve_claim(claim, cast["fausto"], NOW)
        finance.settle_claim(claim, box, cast["fausto"], NOW)
    return claim


@pytest.fixture
def ask(cast):
    """`ask(entry)` asks for its reversal; with `changes` or `fund`, for another category or fund."""

    def asking(entry, reason="Se capturó dos veces", *, changes=None, fund=None, by="fausto"):
        who = {"by": cast[by], "now": NOW}
        with transaction():
            if changes is None and fund is None:
                return finance.ask_reversal(entry, reason, **who)
            return finance.ask_reclassification(entry, changes or {}, fund, reason, **who)

    return asking


@pytest.fixture
def confirm(cast):
    def confirming(asked, by="amalia", now=NOW):
        with transaction():
            return finance.confirm_correction(asked, by=cast[by], now=now)

    return confirming


def entry_of(claim):
    return db.session.scalars(select(Entry).where(Entry.source == f"claim:{claim.id}", Entry.kind == "claim")).one()


def fares(claim):
    """The line of the ticket, as the books know it."""
    return next((line.receipt_id, "transport") for line in claim.lines if line.receipt_id)


def test_nothing_is_posted_until_another_person_confirms(ask, donation, fund):
    asked = ask(donation)
    assert (asked.state, fund.available) == ("asked", Money(10_000_00))


def test_a_confirmed_reversal_is_the_mirrored_entry_with_both_names_and_the_reason(ask, confirm, cast, donation, fund):
    mirror = confirm(ask(donation))
    assert (mirror.kind, mirror.reverses_id, mirror.memo) == ("reversal", donation.id, "Se capturó dos veces")
    assert (mirror.created_by_id, mirror.approved_by_id) == (cast["fausto"].id, cast["amalia"].id)
    assert (fund.available, verify()) == (Money(0), [])


def test_nobody_confirms_what_they_asked_for(ask, confirm, donation):
    asked = ask(donation)
    with pytest.raises(Refused, match="Nadie autoriza lo que preparó"):
        confirm(asked, by="fausto")


def test_a_navigator_confirms_no_correction(ask, confirm, donation):
    asked = ask(donation)
    with pytest.raises(NotAllowed, match="Sólo finanzas o administración"):
        confirm(asked, by="lupita")


def test_a_reversal_without_a_reason_is_refused_beside_its_field(ask, donation):
    with pytest.raises(Refused) as refused:
        ask(donation, "  ")
    assert refused.value.field == "reason"


@pytest.mark.both_databases
def test_the_same_reversal_is_asked_for_once(ask, donation):
    ask(donation)
    with pytest.raises(Refused, match="Ya se pidió corregir"):
        ask(donation, by="amalia")


@pytest.mark.both_databases
def test_an_entry_is_reversed_once(ask, confirm, donation):
    asked = ask(donation)
    confirm(asked)
    with pytest.raises(Refused, match="ya la decidió Amalia"):
        confirm(asked)
    with pytest.raises(Refused, match="ya se revirtió"):
        ask(donation)


def test_a_reversal_is_not_reversed(ask, confirm, donation):
    mirror = confirm(ask(donation))
    with pytest.raises(Refused, match="Un reverso no se revierte"):
        ask(mirror)


@pytest.mark.parametrize("kind", ["delivery", "claim", "difference"])
def test_what_was_handed_over_or_proved_is_corrected_by_its_paper(ask, claim, kind):
    entry = db.session.scalars(select(Entry).where(Entry.kind == kind)).first()
    with pytest.raises(Refused, match="desde su apoyo o su comprobación"):
        ask(entry)


def test_cash_that_nobody_has_confirmed_is_not_reversed(ask, cast, box, vision):
    other = next(one for one in queries.boxes() if one.id != box.id)
    with transaction():
        finance.move_cash(box, other, Money(50_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
    move = db.session.scalars(select(Entry).where(Entry.kind == "cash_move")).one()
    with pytest.raises(Refused, match="va en camino"):
        ask(move)


def test_a_donation_that_was_spent_is_not_reversed(ask, confirm, handed, donation, fund):
    asked = ask(donation)
    with pytest.raises(Refused, match="no alcanza"):
        confirm(asked)
    assert (db.session.get(Correction, asked.id).state, verify()) == ("asked", [])


def test_the_reversal_of_an_entry_of_a_closed_month_is_booked_in_an_open_one(ask, confirm, cast, fund, box):
    with transaction():
        old = finance.record_donation(
            fund, box, Money(9_00), occurred_on=TODAY - timedelta(days=40), by=cast["fausto"], now=NOW
        )
        first = old.book_date.replace(day=1)
        finance.close_period(
            first, first + timedelta(days=30), by=cast["fausto"], now=NOW, in_spite="La caja se cuenta en noviembre"
        )
    assert confirm(ask(old)).book_date == TODAY


def test_a_declined_correction_posts_nothing_and_may_be_asked_for_again(ask, confirm, cast, donation, fund):
    asked = ask(donation)
    with transaction():
        finance.decline_correction(asked, "Sí llegó dos veces", by=cast["amalia"], now=NOW)
    with pytest.raises(Refused, match="ya la decidió Amalia"):
        confirm(asked)
    assert fund.available == Money(10_000_00)
    assert ask(donation).id != asked.id


@pytest.mark.both_databases
def test_the_database_itself_refuses_one_name_for_both(ask, donation):
    ask(donation)
    one_name = "state = 'posted', decided_by_id = asked_by_id, decided_at = asked_at, posted_id = entry_id"
    with pytest.raises(DBAPIError, match="two_people"), transaction():
        db.session.execute(text(f"UPDATE correction SET {one_name}"))


def test_another_category_is_a_reversal_and_a_new_entry_and_nothing_else_moves(ask, confirm, claim, advance, fund):
    before = (fund.available, advance.outstanding)
    posted = confirm(ask(entry_of(claim), "Era una medicina", changes={fares(claim): "medicine"}))
    reversal = db.session.scalars(select(Entry).where(Entry.reverses_id == entry_of(claim).id)).one()
    assert (posted.seq, posted.kind, posted.memo) == (reversal.seq + 1, "reclass", "Era una medicina")
    assert {row.category for row in posted.transfers} == {"meals", "stipend", "medicine", None}
    assert (fund.available, advance.outstanding, verify()) == (*before, [])


def test_the_claim_says_the_new_category_from_then_on_and_the_sealed_report_the_old_one(ask, confirm, cast, claim):
    with transaction():
        sealed = finance.seal_report(Scope(TODAY, TODAY), by=cast["fausto"], now=NOW)
    confirm(ask(entry_of(claim), "Era una medicina", changes={fares(claim): "medicine"}))
    assert "medicine" in {line.category for line in db.session.get(Claim, claim.id).lines}
    with transaction():
        again = finance.seal_report(Scope(TODAY, TODAY), by=cast["fausto"], now=NOW)
    assert (again.replaces_id, again.total) == (sealed.id, sealed.total)
    assert verify_sealed() == []


def test_a_sealed_report_that_two_people_corrected_since_is_not_taken_for_one_that_was_tampered_with(
    ask, confirm, cast, claim, fund, vision
):
    with transaction():
        sealed = finance.seal_report(Scope(TODAY, TODAY, fund), by=cast["fausto"], now=NOW)
    confirm(ask(entry_of(claim), "Es de la vista", changes={fares(claim): "medicine"}, fund=vision))
    assert verify_sealed() == []
    assert {share.category for share in shares_of(sealed)} == {"meals", "stipend", "transport"}
    assert sum(share.changed for share in shares_of(sealed)) == len(claim.lines)
    with transaction():
        db.session.execute(text("UPDATE claim_line SET spent_on = '2026-11-20'"))
    assert verify_sealed() == [f"sealed: an expense of {sealed.number} is no longer what was sealed"]


def test_the_six_figures_of_both_funds_say_what_the_books_say(ask, confirm, claim, fund, vision):
    """Together they are what they were: 1,350 handed over, 1,470 proved, 120 paid above."""
    told = lambda of: [str(amount.amount_minor // 100) for _name, amount in figures.figures(fund_id=of.id).items()]  # noqa: E731
    assert (told(fund), told(vision)) == ("1350 0 1350 1470 1470 120".split(), ["0"] * 6)
    confirm(ask(entry_of(claim), "Es de la vista", fund=vision))
    assert told(fund) == "1350 0 0 0 0 0".split()
    assert told(vision) == "0 0 1350 1470 1470 120".split()
    went, came = figures.figures(fund_id=fund.id), figures.figures(fund_id=vision.id, case_id=claim.case_id)
    assert (went.went_over, went.came_over) == (came.came_over, came.went_over) == (Money(1_350_00), Money(0))


def test_another_fund_pays_and_the_first_has_its_money_back(ask, confirm, claim, fund, vision):
    assert (fund.available, vision.available) == (Money(8_530_00), Money(3_000_00))
    confirm(ask(entry_of(claim), "Es de la vista", fund=vision))
    assert (fund.available, vision.available) == (Money(10_000_00), Money(1_530_00))
    bars = {bar.fund.id: bar for bar in figures.fund_bars()}
    assert (bars[fund.id].used, bars[vision.id].used) == (Money(0), Money(1_470_00))
    assert (db.session.get(Claim, claim.id).fund_id, verify()) == (vision.id, [])


def test_it_may_go_back_to_the_first_fund_and_away_again(ask, confirm, claim, fund, vision):
    first = confirm(ask(entry_of(claim), "Es de la vista", fund=vision))
    second = confirm(ask(first, "No era", fund=fund))
    assert (fund.available, vision.available) == (Money(8_530_00), Money(3_000_00))
    confirm(ask(second, "Sí era", fund=vision))
    assert (fund.available, vision.available, verify()) == (Money(10_000_00), Money(1_530_00), [])


def test_a_donation_noted_for_the_wrong_fund_goes_to_the_right_one(ask, confirm, donation, fund, vision, box):
    confirm(ask(donation, "Era del Fondo Vista", fund=vision))
    assert (fund.available, vision.available, box.holds) == (Money(0), Money(13_000_00), Money(10_000_00))
    assert verify() == []


def test_a_fund_whose_terms_do_not_cover_it_is_refused(ask, cast, claim, vision):
    with transaction():
        finance.change_terms(vision, finance.Limits(categories=("lodging",)), {}, cast["fausto"])
    with pytest.raises(Refused, match="no cubre") as refused:
        ask(entry_of(claim), "Es de la vista", fund=vision)
    assert refused.value.field == "fund"


def test_a_partida_that_is_used_up_is_refused(ask, confirm, cast, claim, vision):
    with transaction():
        finance.change_terms(vision, finance.Limits(), {"transport": Money(899_99)}, cast["fausto"])
    with pytest.raises(Refused, match=r"le quedan \$899\.99"):
        ask(entry_of(claim), "Es de la vista", fund=vision)
    with transaction():
        finance.change_terms(vision, finance.Limits(), {"transport": Money(900_00)}, cast["fausto"])
    assert confirm(ask(entry_of(claim), "Es de la vista", fund=vision)).kind == "reclass"


def test_a_fund_that_is_short_is_refused_and_nothing_moves(ask, confirm, cast, claim, fund):
    with transaction():
        poor = finance.create_fund("Fondo Nuevo", "Nadie todavía", by=cast["fausto"], now=NOW)
    asked = ask(entry_of(claim), "Es de otro", fund=poor)
    with pytest.raises(Refused, match="Fondo Nuevo no alcanza"):
        confirm(asked)
    assert (fund.available, verify()) == (Money(8_530_00), [])


def test_a_change_that_changes_nothing_is_refused(ask, claim, fund):
    with pytest.raises(Refused, match="No cambia nada"):
        ask(entry_of(claim), changes={}, fund=fund)


def test_what_has_neither_category_nor_fund_is_not_reclassified(ask, handed, vision):
    entry = db.session.scalars(select(Entry).where(Entry.kind == "delivery")).one()
    with pytest.raises(Refused, match="no tiene rubro ni fondo"):
        ask(entry, fund=vision)


@pytest.mark.both_databases
def test_a_reclassified_entry_is_not_reclassified_twice(ask, confirm, claim, vision):
    entry = entry_of(claim)
    confirm(ask(entry, "Es de la vista", fund=vision))
    with pytest.raises(Refused, match="ya se revirtió"):
        ask(entry, "Es de la vista", fund=vision)


@pytest.mark.both_databases
def test_of_two_people_who_confirm_the_same_reversal_at_once_the_second_is_told(books, ask, cast, donation, fund):
    key, amalia, lupe = ask(donation).id, cast["amalia"].id, _another_of_finance()
    db.session.remove()

    def confirming(who):
        asked = db.session.get(Correction, key)  # both have read it as asked for
        finance.confirm_correction(asked, by=db.session.get(User, who), now=NOW)

    said = sorted(at_once(books, lambda: confirming(amalia), lambda: confirming(lupe)))
    assert said[1] == "done"
    assert "ya la decidió" in said[0]
    assert db.session.scalars(select(Entry).where(Entry.kind == "reversal")).one().approved_by_id in (amalia, lupe)
    assert verify() == []


def _another_of_finance():
    person = User(email="lupe@ces.example", name="Lupe Díaz", role="finance", password_hash="-", created_at=NOW)
    with transaction():
        db.session.add(person)
    return person.id
