"""Cases in a list, each with its stage: six statements a page, however many cases there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.cases import queries as cases
from app.cases.labels import STAGE_MARKS, STAGE_NAMES
from app.cases.models import Appointment, Case, Place
from app.cases.rules import StageFacts, stage
from app.coordination import journeys, money, reads
from app.finance.standing import Standing, standing
from app.foundation.language import _l
from app.travel import queries as travel
from app.travel.models import Trip

WHICH = (("mine", _l("Los míos")), ("open", _l("Abiertos")), ("closed", _l("Cerrados")))


@dataclass(frozen=True)
class Stage:
    code: str
    label: str
    tone: str
    shape: str


@dataclass(frozen=True)
class Row:
    case: Case
    appointment: Appointment | None
    stage: Stage


@dataclass(frozen=True)
class ListPage:
    rows: list[Row]
    next_key: str | None
    clinics: list[Place]
    clinic: str
    which: str
    choices: tuple = WHICH


def listed(user: User, asked: Mapping[str, str], now: datetime) -> ListPage:
    """One page of the cases that `user` may see. `asked`: clinic (code), which, after (keyset)."""
    which = asked.get("which") if asked.get("which") in dict(WHICH) else "open"
    clinic = asked.get("clinic", "")
    offered = _clinics(user)
    chosen = next((place for place in offered if place.code == clinic), None)
    filters = cases.CaseFilters(
        clinic_id=chosen.id if chosen else None,
        navigator_id=user.id if which == "mine" else None,
        closed=which == "closed",
    )
    page = cases.case_page_list(user, filters, asked.get("after"))
    return ListPage(rows(page.rows, now), page.next_key, offered, clinic, which)


def _clinics(user: User) -> list[Place]:
    everywhere = cases.places("clinic")
    return [place for place in everywhere if user.role != "clinician" or place.code == user.clinic_code]


def rows(found: list[Case], now: datetime) -> list[Row]:
    """The cases with their live appointment and their stage, in the order given."""
    facts = stage_facts(found, now)
    return [Row(case, facts[case.id][0], named(stage(facts[case.id][1]))) for case in found]


def named(code: str) -> Stage:
    return Stage(code, STAGE_NAMES[code], *STAGE_MARKS[code])


def stage_facts(found: list[Case], now: datetime) -> dict[int, tuple[Appointment | None, StageFacts]]:
    """Per case its live appointment and the facts of its stage: four statements for any number of cases."""
    ids = [case.id for case in found]
    live = cases.live_of_cases(ids)
    trips = travel.live_trips_of_cases(ids)
    moneys = standing(ids, [money.source(trip) for trip in trips.values()])
    unanswered = reads.cases_awaiting_answer(ids)
    return {
        case.id: (
            live.get(case.id),
            facts_of(case, live.get(case.id), trips.get(case.id), moneys, case.id in unanswered, now),
        )
        for case in found
    }


def facts_of(
    case: Case, appointment: Appointment | None, trip: Trip | None, moneys: Standing, unanswered: bool, now: datetime
) -> StageFacts:
    """The facts of one case's stage, from its live appointment, its live trip and how its money stands."""
    booked = appointment is not None and appointment.state == "booked"
    planned = trip is not None and travel.ahead(trip)
    return StageFacts(
        died=case.patient.died_on is not None,
        closed=case.closed_at is not None,
        on_hold=case.hold_reason is not None,
        travelling=trip is not None and travel.under_way(trip),
        outcome_due=booked and journeys.is_over(appointment, now),
        trip_funded=planned and money.source(trip) in moneys.funded,
        trip_planned=planned,
        booked=booked,
        requested=appointment is not None and not booked,
        money_open=case.id in moneys.settling,
        answer_due=unanswered,
    )
