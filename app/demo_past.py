"""The demo's last twenty weeks: people of Reforma who went to San Cristóbal and came home, their cases closed, and four
who are about to go. From them one sees until when a fund, a house and the rides last."""

from datetime import date, datetime, time, timedelta

from app import demo_papers
from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Appointment, Case
from app.cases.rules import PersonFacts
from app.coordination import journeys, money, workflows
from app.finance import operations as finance
from app.finance import queries as finance_queries
from app.finance.models import Advance
from app.finance.operations.receipts import Paper
from app.foundation import clock
from app.foundation.language import _, _l
from app.foundation.money import Money
from app.travel import queries as travel
from app.travel.models import Trip

DAY = timedelta(days=1)
WEEK = 7 * DAY
# how many went, the oldest week first
A_WEEK = (1, 2, 1, 0, 2, 1, 1, 3, 1, 0, 1, 2, 1, 1, 2, 0, 1, 2, 1, 1)
KNOWN_BEFORE = (9, 4, 16, 5, 23, 4, 12, 30)  # days between the planning and the visit
AHEAD = (4, 9, 17, 31)  # days to the visits that are booked
GIVEN = ("Adela", "Benita", "Catalina", "Delfina", "Elvira", "Fidelia", "Genoveva", "Herminia", "Isidora")
SURNAMES = ("Pérez", "Morales", "Velázquez", "Hernández", "Roblero")
DONATION = Money(45_000_00)
NOTAS = {
    "transport": (_l("Transportes de la Sierra"), _l("Pasajes, ida y regreso")),
    "lodging": (_l("Posada La Esperanza"), _l("Hospedaje")),
}


def load(cast, now: datetime) -> None:
    """A fund of their own, the visits in the order of their days, and the ones to come. `cast`: the demo's."""
    fund = _fund(cast, now - 26 * WEEK)
    visits = [
        now - (len(A_WEEK) - week) * WEEK + (1 + 2 * ordinal) * DAY
        for week, count in enumerate(A_WEEK)
        for ordinal in range(count)
    ]  # fmt: skip
    for ordinal, visit in enumerate(visits):
        _went(cast, fund, ordinal, visit - KNOWN_BEFORE[ordinal % len(KNOWN_BEFORE)] * DAY, visit)
    for ordinal, days in enumerate(AHEAD, len(visits)):
        then = now - 2 * DAY
        case, _trip = _planned(cast, ordinal, then, now + days * DAY)
        cases.add_phone(case.patient, f"99255030{ordinal:02d}", "own", then, cast.lupita)
        cases.give_consent(case.patient, "sms", True, clock.today(then), "written", then, cast.lupita)
        advance = workflows.approve_money(finance_queries.budget_of(case.id), fund, now - DAY, cast.fausto)
        if days == AHEAD[0]:  # its slip is still out
            finance.deliver(advance, cast.box, advance.amount, by=cast.lupita, now=now - timedelta(hours=20))


def _fund(cast, then: datetime):
    fund = finance.create_fund(
        "Fondo Caminos de Salud", "Fundación Sierra Viva", by=cast.fausto, now=then, restrictions=[("clinic", "REF")]
    )  # fmt: skip
    finance.record_donation(fund, cast.box, DONATION, occurred_on=clock.today(then), by=cast.fausto, now=then)
    return fund


def _planned(cast, ordinal: int, then: datetime, visit: datetime) -> tuple[Case, Trip]:
    """Referred the day before, booked for seven in the morning, and where a way allows it they sleep there. Every other
    one goes with her son."""
    case = _refer(cast, ordinal, then - DAY)
    if ordinal % 2:
        son = PersonFacts(given_names="Pablo", first_surname=case.patient.first_surname, sex="male")
        cases.add_companion(case, son, "child", then, cast.lupita, travels=True, gets_texts=False)
    appointment = _book(cast, case, then, visit)
    along = [relative.id for relative in journeys.companions_who_travel(case)]
    ways = travel.proposals(journeys.visit_of(appointment), journeys.party_of(case, along), then, money.at_rates())
    way = next((one for one in ways.named if one.nights), ways.named[0])
    return case, workflows.choose_trip(appointment, along, way.key, then, cast.lupita).trip


def _refer(cast, ordinal: int, then: datetime) -> Case:
    surnames = SURNAMES[ordinal // len(GIVEN) % len(SURNAMES)], SURNAMES[ordinal % len(SURNAMES)]
    return cases.refer(
        patient=PersonFacts(GIVEN[ordinal % len(GIVEN)], *surnames, sex="female", born_on=date(1950 + ordinal, 5, 4)),
        clinic=case_queries.place_or_404("REF"), service=case_queries.service_by_name("medicina interna"),
        hospital=case_queries.place_or_404("HCU"), urgent=False, diagnosis_code=None, diagnosis=None,
        referred_on=clock.today(then), referred_by="pasante", insurance="imss_bienestar", summary=None,
        navigator=cast.lupita, now=then, by=cast.lupita,
    )  # fmt: skip


def _book(cast, case: Case, then: datetime, visit: datetime) -> Appointment:
    day = clock.today(visit)
    return workflows.book_appointment(
        case, then, cast.lupita, hospital=case.hospital, service=case.service, precision="datetime", at_time=time(7),
        on_day=day + DAY if day.weekday() == 6 else day, present_at=None,
    ).appointment  # fmt: skip


def _went(cast, fund, ordinal: int, then: datetime, visit: datetime) -> None:
    """There and back, the money proved and the case closed, each at its hour."""
    case, trip = _planned(cast, ordinal, then, visit)
    advance = workflows.approve_money(finance_queries.budget_of(case.id), fund, then + DAY, cast.fausto)
    handed = finance.deliver(advance, cast.box, advance.amount, by=cast.lupita, now=then + 2 * DAY)
    demo_papers.confirm(handed, cast, then + 2 * DAY)
    workflows.depart(trip, trip.departs_at, trip.departs_at, cast.lupita)
    workflows.arrive(trip, trip.present_at, trip.present_at, cast.lupita)
    workflows.come_home(trip, trip.returns_at, trip.returns_at, cast.lupita)
    home = trip.returns_at + timedelta(hours=4)
    workflows.record_outcome(
        trip.appointment, "attended", home, cast.lupita, note=_("La atendieron."), cause=None,
        occurred_on=trip.appointment.on_day,
    )  # fmt: skip
    cases.receive_counter_referral(
        case, received_on=clock.today(home), findings=_("Valorada; sigue su tratamiento en la clínica."),
        instructions=_("Control en tres meses."), upload=None, now=home, by=cast.lupita,
    )  # fmt: skip
    _proved(cast, advance, home)
    workflows.close_case(case, "resolved", home, cast.lupita)


def _proved(cast, advance: Advance, home: datetime) -> None:
    """A note for each line that is to be proved, in full."""
    claim = finance.open_claim(advance.case_id, by=cast.lupita, now=home, advance=advance)
    for line in advance.lines:
        if line.kind == "to_prove":
            vendor, concept = map(str, NOTAS.get(line.category, NOTAS["transport"]))
            paper = Paper(
                "nota", vendor, clock.today(home), line.amount, folio=str(400 + 7 * advance.id),
                excuse=_("Los transportistas y la posada de la zona no facturan."),
            )  # fmt: skip
            photo = demo_papers.nota(paper, concept, cast.lupita, home)
            finance.add_receipt(claim, paper, line.category, concept, by=cast.lupita, now=home, file=photo)
    finance.prove_attendance(claim, _("Sello del hospital en el carnet."), cast.lupita)
    finance.submit_claim(claim, cast.lupita, home)
    finance.approve_claim(claim, cast.fausto, home)
    finance.settle_claim(claim, cast.box, cast.fausto, home)
