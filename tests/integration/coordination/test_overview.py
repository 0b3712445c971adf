"""The stage of a case: a list asks for the facts of many cases at once, the page reads them off one."""

from datetime import timedelta

from app.cases import operations as cases
from app.coordination import case_page, overview, workflows
from app.finance import operations as finance
from app.foundation.db import transaction
from tests.moment import NOW

AFTER = NOW + timedelta(days=30)
ALL_ALONG = (
    "new", "booked", "trip_planned", "ready", "travelling", "awaiting_outcome", "settling", "loop_open", "closed",
)  # fmt: skip


def test_list_and_page_name_the_same_stage_all_along(programme, frozen):
    told = [(in_list(case, now), on_page(case, now)) for case, now in story(programme, frozen)]
    assert told == [(code, code) for code in ALL_ALONG]


def in_list(case, now):
    return overview.rows([case], now)[0].stage.code


def on_page(case, now):
    return case_page.gather(case, now).stage.code


def story(programme, clock):
    """Doña Rosa's case from the referral to the loop closed; stops at every stage on the way."""
    case = programme.rosa()
    yield case, NOW
    appointment = programme.book(case)
    yield case, NOW
    trip = programme.plan(appointment)
    yield case, NOW
    advance = programme.fund_trip(case)
    yield case, NOW
    clock.move_to(AFTER)
    steps = (
        lambda: workflows.depart(trip, trip.departs_at, AFTER, programme.lupita),
        lambda: workflows.come_home(trip, AFTER, AFTER, programme.lupita),
        lambda: workflows.record_outcome(
            appointment, "attended", AFTER, programme.ivan, note="", cause=None, occurred_on=None
        ),
        lambda: finance.return_money(advance, programme.box, advance.outstanding, by=programme.lupita, now=AFTER),
        lambda: cases.close(case, "resolved", AFTER, programme.lupita),
    )
    for step in steps:
        with transaction():
            step()
        yield case, AFTER
