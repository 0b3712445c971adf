"""How many statements a page takes: few, and as many for a long case or list as for a short one."""

from datetime import date, timedelta

import pytest

from app.cases import operations as cases
from app.cases.rules import PersonFacts
from app.coordination import inbound
from app.finance import operations as finance
from app.finance.operations.receipts import Paper
from app.foundation.db import transaction
from app.foundation.money import Money
from app.messaging import operations as messaging
from app.travel import operations as travel
from app.travel import queries as travel_queries
from tests.moment import NOW

LISTS = (
    "/cases",
    "/worklist?when=all",
    "/advances",
    "/claims",
    "/funds",
    "/routes",
    "/routes?only=alerts",
    "/alerts",
    "/inbox",
    "/inbox?box=done",
    "/calls",
    "/messages",
)
TODAY = NOW.date()


def test_the_case_page_takes_at_most_fifteen(programme, opened):
    assert len(opened(programme.lupita, f"/cases/{short_case(programme).number}")) <= 15


def test_the_page_of_a_trip_takes_at_most_fifteen(programme, opened):
    trip = programme.plan(programme.book(programme.rosa()))
    programme.fund_trip(trip.case)
    assert len(opened(programme.lupita, f"/cases/{trip.case.number}/trips/{trip.id}")) <= 15


def test_a_long_case_takes_as_many_as_a_short_one(programme, opened):
    case = short_case(programme)
    short = opened(programme.lupita, f"/cases/{case.number}")
    lengthen(programme, case)
    long = opened(programme.lupita, f"/cases/{case.number}")
    assert len(long) == len(short), "\n".join(long)


def test_a_list_takes_at_most_six_however_long_it_is(programme, opened):
    lengthen(programme, programme.rosa(restricted=True))
    short = {address: len(opened(programme.amalia, address)) for address in LISTS}
    for _ in range(3):
        lengthen(programme, programme.rosa_again())
    long = {address: len(opened(programme.amalia, address)) for address in LISTS}
    assert long == short and max(long.values()) <= 6


@pytest.fixture
def opened(signed_in, statements):
    """`opened(lupita, "/cases")` is the SQL of that page, opened by Lupita in a browser of hers."""

    def opening(user, address):
        browser = signed_in(user)
        with statements() as seen:
            assert browser.get(address).status_code == 200
        return seen

    return opening


def short_case(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    return case


def lengthen(programme, case):
    """More of everything that a case page or a list shows."""
    appointment = programme.book(case, on_day=date(2026, 12, 17))
    programme.plan(appointment)
    relatives = [add_relative(programme, case, name) for name in ("Lucía", "Pedro")]
    with transaction():
        cases.add_precondition(appointment, "donors", "2 donadores", None, None, NOW, programme.lupita)
        for ordinal in range(30):
            cases.add_note(case, "note", f"Nota {ordinal}", NOW, NOW, programme.lupita)
            add_text(case, relatives[ordinal % 2], ordinal)
        for ordinal in range(3):
            cases.raise_task(case, "call", "Llamar", NOW, f"call:{case.id}:{ordinal}", NOW, owner=programme.lupita)
            inbound.on_inbound("9925501001", "Una pregunta", f"SM{case.id}-{ordinal}", NOW)
    for _ in range(3):
        add_claim(programme, case, add_advance(programme, case))
    with transaction():
        warn(programme, case.id)


def add_relative(programme, case, name):
    """Somebody who goes along, with a phone and a consent of their own."""
    with transaction():
        link = cases.add_companion(case, PersonFacts(name, "López", sex="other"), "sibling", NOW, programme.ivan)
        number = f"99260{case.id:02d}{link.person_id:03d}"
        cases.add_phone(link.person, number, "own", NOW, programme.ivan)
        cases.give_consent(link.person, "sms", True, TODAY, "written", NOW, programme.ivan)
    return link.person


def add_text(case, person, ordinal):
    messaging.plan(
        about=f"case:{case.id}", case_id=case.id, person_id=person.id, kind="reply", body=f"Texto {ordinal}",
        not_before=NOW, expires_at=NOW + timedelta(days=1), created_at=NOW,
    )  # fmt: skip


def add_advance(programme, case):
    """Asked for, approved and handed over."""
    with transaction():
        asked = finance.request_advance(
            case.id, "Juan López", {"other": Money(100_00)}, by=programme.lupita, now=NOW, fund=programme.fund
        )
        finance.approve_advance(asked, programme.fausto, NOW)
        finance.deliver(asked, programme.box, asked.amount, by=programme.lupita, now=NOW)
    return asked


def add_claim(programme, case, advance):
    with transaction():
        claim = finance.open_claim(case.id, by=programme.lupita, now=NOW, advance=advance)
        paper = Paper("nota", "Farmacia", TODAY, Money(100_00), folio=str(claim.id))
        finance.add_receipt(claim, paper, "other", "Vendas", by=programme.lupita, now=NOW)


def warn(programme, ordinal):
    """One more route of the book has an alert."""
    route = travel_queries.route_page().rows[ordinal]
    travel.add_alert(
        route, by=programme.amalia, now=NOW, starts_on=TODAY, ends_on=TODAY, closed=True, reason="Derrumbe"
    )
