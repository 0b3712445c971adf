"""A trip changed by hand: looked at before it is saved, money and texts behind it, and nothing that cannot be ridden."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.cases import queries as case_queries
from app.coordination import corrections, workflows
from app.finance import queries as finance
from app.foundation.audit import AuditEvent
from app.foundation.clock import to_local
from app.foundation.db import db, rehearsal, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.messaging.models import Message, MessageEvent
from app.travel.models import BedNight, Leg, TripEvent
from tests.moment import NOW

KEPT = (AuditEvent, Message, MessageEvent, Leg, BedNight, TripEvent)


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def trip(programme, case):
    """Doña Rosa and Juan, three weeks from now; approved and handed over."""
    trip = programme.plan(programme.book(case))
    programme.fund_trip(case)
    return trip


def typed(leg, look=True, **changes):
    """The form of a ride as the page would send it."""
    local = "%Y-%m-%dT%H:%M"
    shown = {
        "departs_at": leg.departs_at, "arrives_at": leg.arrives_at, "mode": leg.mode, "fare": "40", "driver": "",
        "meeting_point": "", "note": "",
    } | changes  # fmt: skip
    for name in ("departs_at", "arrives_at"):
        shown[name] = to_local(shown[name]).strftime(local)
    return shown | ({"look": "1"} if look else {"submit": "1"})


def counted():
    return [db.session.scalar(select(func.count()).select_from(model)) for model in KEPT]


def standing(trip):
    db.session.expire_all()
    budget = finance.budget_of(trip.case_id, f"trip:{trip.id}")
    return budget.total, budget.state, trip.departs_at, trip.legs[0].fare


def address(trip, tail):
    return f"/cases/{trip.case.number}/{tail}"


@pytest.mark.both_databases
def test_what_would_change_is_said_and_nothing_of_it_is_kept(programme, trip, signed_in):
    browser = signed_in(programme.lupita)
    leg, before, rows = trip.legs[0], standing(trip), counted()
    earlier = {"departs_at": leg.departs_at - timedelta(hours=2), "arrives_at": leg.arrives_at - timedelta(hours=2)}
    sent = typed(leg, fare="140", **earlier)
    page = browser.post(address(trip, f"legs/{leg.id}"), data=sent).get_data(as_text=True)
    assert "hará falta otra autorización" in page and "Se avisará de nuevo a" in page
    assert (standing(trip), counted()) == (before, rows)


def test_saved_it_is_what_was_shown(programme, trip, signed_in):
    leg, before = trip.legs[0], standing(trip)
    browser = signed_in(programme.lupita)
    assert browser.post(address(trip, f"legs/{leg.id}"), data=typed(leg, False, fare="140")).status_code == 302
    assert standing(trip)[0] - before[0] == Money(280_00) - before[3]
    assert standing(trip)[1] == "draft"


def test_a_dearer_ride_that_is_set_right_again_waits_for_no_approval_and_the_case_tells_it(programme, trip):
    leg, was = trip.legs[0], trip.legs[0].seats[0].fare
    with transaction():
        workflows.correct_leg(leg, NOW, programme.lupita, fare=Money(140_00))
    assert standing(trip)[1] == "draft"
    with transaction():
        workflows.correct_leg(leg, NOW, programme.lupita, fare=was)
    assert standing(trip)[1] == "approved"
    told = [note.text for note in case_queries.timeline_notes(trip.case)]
    assert any("vuelve a caber en lo autorizado" in words for words in told)


def test_what_is_cheaper_needs_no_other_approval(programme, trip, signed_in):
    leg = trip.legs[0]
    page = signed_in(programme.lupita).post(address(trip, f"legs/{leg.id}"), data=typed(leg, fare="10"))
    assert "alcanza con lo autorizado" in page.get_data(as_text=True)


def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays(programme, trip, signed_in):
    leg = trip.legs[1]
    sent = typed(leg, departs_at=trip.legs[0].departs_at, driver="don Beto")
    page = signed_in(programme.lupita).post(address(trip, f"legs/{leg.id}"), data=sent).get_data(as_text=True)
    assert "todavía no llegan del tramo anterior" in page and "don Beto" in page


def test_a_rehearsal_inside_a_transaction_is_our_mistake(app):
    with pytest.raises(RuntimeError), transaction(), rehearsal():
        pass


def test_hours_in_the_dark_follow_the_ride(programme, trip):
    leg = trip.legs[0]
    leg_id, wall = leg.id, to_local(leg.departs_at)
    assert wall.hour < 18
    with transaction():
        begins = leg.departs_at - timedelta(hours=wall.hour - 4, minutes=wall.minute)
        workflows.correct_leg(
            leg, NOW, programme.lupita, departs_at=begins, arrives_at=begins + timedelta(hours=2), mode="taxi"
        )
    assert db.session.get(Leg, leg_id).dark_minutes == 90


# a ride more, a ride less


def ride(begins, minutes=30, **more):
    return {"mode": "taxi", "departs_at": begins, "arrives_at": begins + timedelta(minutes=minutes)} | more


def test_a_ride_before_the_first_makes_them_leave_earlier_and_costs(programme, trip):
    first, before = trip.legs[0], standing(trip)
    begins = first.departs_at - timedelta(hours=1)
    with transaction():
        corrections.add_leg(
            trip, None, case_queries.place_or_404("REF"), False, NOW, programme.lupita, fare=Money(30_00),
            **ride(begins),
        )  # fmt: skip
    assert (trip.departs_at, trip.legs[0].destination.id) == (begins, trip.legs[1].origin.id)
    assert standing(trip)[0] - before[0] >= Money(60_00)


def test_a_gap_between_two_rides_is_refused(programme, trip):
    first = trip.legs[0]
    with pytest.raises(Refused) as refusal, transaction():
        corrections.add_leg(
            trip, first, case_queries.place_or_404("REF"), False, NOW, programme.lupita, fare=Money.zero(),
            **ride(first.arrives_at, 5),
        )  # fmt: skip
    assert refusal.value.field == "joined" and first.destination.name in str(trip.legs[1].origin.name)


def test_the_next_ride_leaves_from_there_when_somebody_says_so(programme, trip):
    first, place = trip.legs[0], case_queries.place_or_404("REF")
    with transaction():
        corrections.add_leg(
            trip, first, place, True, NOW, programme.lupita, fare=Money.zero(), **ride(first.arrives_at, 5)
        )
    assert trip.legs[2].origin.code == "REF" and trip.legs[2].by_hand


def test_the_way_there_ends_at_the_hospital(programme, trip):
    last = [leg for leg in trip.legs if leg.direction == "there"][-1]
    with pytest.raises(Refused), transaction():
        corrections.add_leg(
            trip, last, case_queries.place_or_404("REF"), True, NOW, programme.lupita, fare=Money.zero(),
            **ride(last.arrives_at, 5),
        )  # fmt: skip


def test_a_ride_in_the_middle_is_not_taken_out_without_saying_from_where_they_go_on(programme, trip):
    with pytest.raises(Refused), transaction():
        corrections.remove_leg(trip.legs[1], False, NOW, programme.lupita)


def test_who_goes_the_last_bit_alone_is_home_earlier(programme, trip):
    last, before = trip.legs[-1], trip.legs[-2]
    at, was = before.arrives_at, standing(trip)[0]
    with transaction():
        corrections.remove_leg(last, False, NOW, programme.lupita)
    assert trip.returns_at == at and standing(trip)[0] < was


def test_a_trip_that_is_over_is_not_changed(programme, trip):
    with transaction():
        trip.state, trip.departed_at, trip.returned_at = "returned", trip.departs_at, trip.returns_at
    with pytest.raises(Refused), transaction():
        corrections.remove_leg(trip.legs[-1], False, NOW, programme.lupita)


@pytest.mark.parametrize("role", ["clinician", "finance", "auditor"])
def test_only_who_accompanies_changes_a_trip(trip, as_role, role):
    assert as_role(role).get(address(trip, f"trips/{trip.id}/legs")).status_code == 403


def test_the_pages_of_a_ride_more_and_a_ride_less_say_what_would_change(programme, trip, signed_in):
    browser = signed_in(programme.lupita)
    last = trip.legs[-1]
    page = browser.post(address(trip, f"legs/{last.id}/remove"), data={"look": "1"}).get_data(as_text=True)
    assert "Todavía no se guardó nada." in page and len(trip.legs) == 6
    sent = typed(trip.legs[0], look=False, after=last.id, place="No existe", departs_at=last.arrives_at,
                 arrives_at=last.arrives_at + timedelta(minutes=20))  # fmt: skip
    page = browser.post(address(trip, f"trips/{trip.id}/legs"), data=sent).get_data(as_text=True)
    assert "No hay un lugar «No existe»" in page
    assert browser.post(address(trip, f"trips/{trip.id}/legs"), data=sent | {"place": "REF"}).status_code == 302
    db.session.expire_all()
    assert trip.legs[-1].destination.code == "REF"
