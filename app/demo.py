"""A programme in mid-week: its book, rates, funds and people, and one case per stage, named for it.

Everything goes through the same doors as in real life, with the clock set back to when it would have happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app import demo_money, demo_papers, demo_past
from app.accounts import operations as accounts
from app.accounts.models import User
from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Appointment, Case, Person
from app.cases.rules import PersonFacts
from app.coordination import jobs, journeys, money, workflows
from app.coordination.imports import operations as imports
from app.finance import operations as finance
from app.finance import queries as finance_queries
from app.finance.models import Fund
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money
from app.messaging import jobs as texts
from app.travel import operations as travel_operations
from app.travel import queries as travel
from app.travel.models import Trip

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PASSWORD = "sierra madre"
PEOPLE = (
    ("lupita@demo.example", "Lupita Roblero", "navigator", None),
    ("marta@demo.example", "Marta Escobar", "navigator", None),
    ("ivan@demo.example", "Iván Solís", "clinician", "SAL"),
    ("celia@demo.example", "Celia Ríos", "clinician", "REF"),
    ("fausto@demo.example", "Fausto Gómez", "finance", None),
    ("amalia@demo.example", "Amalia Cruz", "admin", None),
    ("aurora@demo.example", "Aurora Paz", "auditor", None),
)
SERVICES = (("cirugía", 240, 2), ("oncología", 300, 0), ("medicina interna", 180, 0), ("oftalmología", 180, 0))
CITIES = {"HGM": "Tuxtla", "HEP": "Tuxtla", "HPG": "Tuxtla", "HCU": "San Cristóbal"}  # as people say them
DAY = timedelta(days=1)
JOURNEYS = ("transport", "lodging", "meals", "stipend", "medicine", "other")  # what a donor of journeys pays for


@dataclass
class Cast:
    lupita: User
    ivan: User
    fausto: User
    amalia: User
    maria: Person | None = None
    fund: Fund | None = None
    box: object = None


def load(app: Flask, now: datetime) -> Iterator[str]:
    """Yields a line per person who can sign in. Refused: production, or a database where somebody works already."""
    if app.config["SETTINGS"].production:
        raise Refused(_("La demostración sólo se carga en desarrollo."))
    if db.session.scalar(select(User.id).limit(1)):
        raise Refused(_("La base ya tiene personas: la demostración se carga en una base nueva."))
    cast = _people(now - 30 * DAY)
    _directory(now - 30 * DAY, cast)
    _acompanante(now - 25 * DAY, cast)
    _funds(now - 20 * DAY, cast)
    _vehicle(cast)
    for story in STORIES:
        with transaction():
            story(cast, now)
    _let_the_days_pass(now)
    yield _("Para entrar (contraseña de todas las personas: %(password)s)", password=PASSWORD)
    for email, name, role, _clinic in PEOPLE:
        yield f"  {email:<24} {name:<16} {role}"


def _let_the_days_pass(now: datetime) -> None:
    """What the scheduler would have done: two rounds of texts a day, and today's tasks."""
    for days in range(14, -1, -1):
        for hour in (time(10, 5), time(17, 5)):
            moment = clock.at_wall(clock.today(now) - days * DAY, hour)
            if moment <= now:
                texts.send_round(moment)
                texts.learn_prices(moment + timedelta(hours=1))
    jobs.post_text_costs(now)
    jobs.raise_due_tasks(now)


def _people(now: datetime) -> Cast:
    with transaction():
        team = [
            accounts.add_user(email, name, role, PASSWORD, now=now, clinic_code=clinic)
            for email, name, role, clinic in PEOPLE
        ]
        accounts.change_phone(team[0], "9926550202", team[0])
    return Cast(team[0], team[2], team[4], team[5])


def _directory(now: datetime, cast: Cast) -> None:
    """Places, ways and rates from the example files; the services of the hospitals."""
    for kind in ("places", "routes", "rates"):
        content = (EXAMPLES / f"{kind}.csv").read_bytes()
        with transaction():
            imports.bring_in(imports.keep(kind, f"{kind}.csv", content, now, cast.amalia), now, cast.amalia)
    with transaction():
        for code, city in CITIES.items():
            cases.save_place(code, city=city, now=now, by=cast.amalia)
        for name, minutes, nights in SERVICES:
            cases.save_service(name, usual_minutes=minutes, nights_admitted=nights, now=now, by=cast.amalia)


def _acompanante(now: datetime, cast: Cast) -> None:
    """Doña María of Salvador Urbina, who takes word to people and looks in on those who came back."""
    with transaction():
        cast.maria = cases.add_acompanante(
            PersonFacts(given_names="María", first_surname="Gómez", sex="female", address="doña María"), "9925503003",
            True, [case_queries.place_or_404("SAL")], now, cast.amalia,
        )  # fmt: skip


def _funds(now: datetime, cast: Cast) -> None:
    with transaction():
        cast.box = finance.create_box("Caja Jaltenango", by=cast.fausto, now=now, limit=Money(200_000_00))
        cast.fund = finance.create_fund(
            "Fondo Café Solidario", "Tostadores del Sur", by=cast.fausto, now=now,
            restrictions=[("category", category) for category in JOURNEYS],
        )  # fmt: skip
        office = finance.create_fund("Gastos de oficina", "El programa", by=cast.fausto, now=now)
        eyes = finance.create_fund("Fondo Vista", "Fundación Ver Bien", by=cast.fausto, now=now)
        today = clock.today(now)
        finance.record_donation(cast.fund, cast.box, Money(60_000_00), occurred_on=today, by=cast.fausto, now=now)
        finance.record_donation(office, cast.box, Money(5_000_00), occurred_on=today, by=cast.fausto, now=now)
        finance.choose_texts_fund(office, cast.fausto, now)
        finance.record_opening_balance(eyes, cast.box, Money(18_500_00), occurred_on=today, by=cast.fausto, now=now)


def _vehicle(cast: Cast) -> None:
    with transaction():
        travel_operations.save_vehicle(
            None, cast.amalia, name="La Blanca", plate="CH-12-34", seats=6, home=case_queries.place_or_404("JAL"),
            per_km=Money(3_00), driver_name="Chema", driver_phone="992 555 0303",
        )  # fmt: skip


def _refer(cast: Cast, name: str, stage: str, now: datetime, companion: str = "", **more) -> Case:
    """A patient of Salvador Urbina named for the stage, with her own phone and a husband who travels along."""
    number = db.session.scalar(select(func.count(Case.id)))
    case = cases.refer(
        patient=PersonFacts(
            given_names=name, first_surname=stage, sex="female", born_on=date(1969, 3, 1 + number), reads=True,
            language="español", address=f"doña {name}", village="Salvador Urbina",
        ),
        clinic=case_queries.place_or_404("SAL"), service=case_queries.service_by_name("cirugía"),
        hospital=case_queries.place_or_404("HGM"), urgent=False, diagnosis_code="K80", diagnosis="colelitiasis",
        referred_on=clock.today(now), referred_by="pasante", insurance="imss_bienestar", summary=None,
        navigator=cast.lupita, now=now, by=cast.ivan, **more,
    )  # fmt: skip
    _reachable(case.patient, f"99255010{number:02d}", now, cast)
    if companion:
        relative = PersonFacts(given_names=companion, first_surname=stage, sex="male", born_on=date(1966, 5, 2))
        link = cases.add_companion(
            case, relative, "spouse", now, cast.ivan, travels=True, gets_texts=True, receives_money=True
        )
        _reachable(link.person, f"99255020{number:02d}", now, cast)
    return case


def _reachable(person, number: str, now: datetime, cast: Cast) -> None:
    cases.add_phone(person, number, "own", now, cast.ivan)
    cases.give_consent(person, "sms", True, clock.today(now), "written", now, cast.ivan)


def _book(case: Case, cast: Cast, now: datetime, in_days: int, at: time = time(11)) -> Appointment:
    """An appointment so many days after `now`'s day, at eleven; hospitals give none on a Sunday."""
    day = clock.today(now) + in_days * DAY
    happened = workflows.book_appointment(
        case, now, cast.lupita, hospital=case.hospital, service=case.service, precision="datetime", at_time=at,
        on_day=day + DAY if day.weekday() == 6 else day, present_at=None,
    )  # fmt: skip
    return happened.appointment


def _plan(appointment: Appointment, cast: Cast, now: datetime) -> Trip:
    companions = [relative.id for relative in journeys.companions_who_travel(appointment.case)]
    party = journeys.party_of(appointment.case, companions)
    best = travel.proposals(journeys.visit_of(appointment), party, now, money.at_rates()).named[0]
    return workflows.choose_trip(appointment, companions, best.key, now, cast.lupita).trip


def _fund(case: Case, cast: Cast, now: datetime):
    """Approved by finance, handed over from the box, the signed slip back."""
    advance = workflows.approve_money(finance_queries.budget_of(case.id), cast.fund, now, cast.fausto)
    handed = finance.deliver(advance, cast.box, advance.amount, by=cast.lupita, now=now + timedelta(hours=1))
    demo_papers.confirm(handed, cast, now + timedelta(hours=2))
    return advance


def _new(cast: Cast, now: datetime) -> None:
    _refer(cast, "Ana", "Nuevo", now - DAY, "Abel")


def _requested(cast: Cast, now: datetime) -> None:
    case = _refer(cast, "Berta", "En Espera", now - 6 * DAY)
    cases.request_date(case, case.hospital, case.service, now - 5 * DAY, cast.lupita)
    cases.raise_task(
        case, "date", _("Insistir por la fecha"), now, f"case:{case.id}:date", now - 5 * DAY,
        reason=_("El hospital dijo que llamaría el lunes."),
    )  # fmt: skip


def _booked(cast: Cast, now: datetime) -> None:
    _book(_refer(cast, "Carmen", "Con Cita", now - 4 * DAY, "Ciro"), cast, now - DAY, 15)


def _trip_planned(cast: Cast, now: datetime) -> None:
    _plan(_book(_refer(cast, "Dora", "Viaje Planeado", now - 6 * DAY, "Darío"), cast, now - DAY, 10), cast, now - DAY)


def _ready(cast: Cast, now: datetime) -> None:
    case = _refer(cast, "Elena", "Lista", now - 9 * DAY, "Elías")
    _plan(_book(case, cast, now - 3 * DAY, 6), cast, now - 3 * DAY)
    _fund(case, cast, now - DAY)


def _travelling(cast: Cast, now: datetime) -> None:
    case = _refer(cast, "Flora", "De Viaje", now - 12 * DAY, "Félix")
    trip = _plan(_book(case, cast, now - 6 * DAY, 7), cast, now - 6 * DAY)
    _fund(case, cast, now - 3 * DAY)
    workflows.depart(trip, now - timedelta(hours=2), now - timedelta(hours=2), cast.lupita)


def _awaiting_outcome(cast: Cast, now: datetime) -> None:
    _visited(cast, now, "Gloria", "Sin Resultado", "Gil")


def _settling(cast: Cast, now: datetime) -> None:
    _seen(cast, now, "Hilda", "Por Comprobar", "Hugo")


def _loop_open(cast: Cast, now: datetime) -> None:
    case = _refer(cast, "Irma", "Falta Respuesta", now - 20 * DAY)
    appointment = _book(case, cast, now - 12 * DAY, 8)
    workflows.record_outcome(
        appointment, "attended", now - 3 * DAY, cast.lupita, note=_("Operada sin problema."), cause=None,
        occurred_on=appointment.on_day,
    )  # fmt: skip


def _on_hold(cast: Cast, now: datetime) -> None:
    case = _refer(cast, "Julia", "En Pausa", now - 8 * DAY)
    workflows.hold_case(case, _("Termina la cosecha de café"), clock.today(now) + 12 * DAY, now - 2 * DAY, cast.lupita)


def _closed(cast: Cast, now: datetime) -> None:
    case = _refer(cast, "Karla", "Cerrado", now - 25 * DAY)
    workflows.close_case(case, "resolved", now - 5 * DAY, cast.lupita)


def _deceased(cast: Cast, now: datetime) -> None:
    case = _refer(cast, "Luz", "Falleció", now - 18 * DAY)
    workflows.record_death(case, clock.today(now) - 4 * DAY, now - 4 * DAY, cast.lupita)


def _visited(cast: Cast, now: datetime, name: str, stage: str, companion: str) -> Appointment:
    """There and back; the appointment was two days ago."""
    case = _refer(cast, name, stage, now - 14 * DAY, companion)
    workflows.choose_acompanante(case, cast.maria, now - 14 * DAY, cast.lupita)
    appointment = _book(case, cast, now - 9 * DAY, 6)
    trip = _plan(appointment, cast, now - 9 * DAY)
    _fund(case, cast, now - 6 * DAY)
    workflows.depart(trip, trip.departs_at, trip.departs_at, cast.lupita)
    workflows.arrive(trip, trip.present_at, trip.present_at, cast.lupita)
    workflows.come_home(trip, now - timedelta(hours=20), now - timedelta(hours=20), cast.lupita)
    return appointment


def _seen(cast: Cast, now: datetime, name: str, stage: str, companion: str) -> None:
    """Visited and answered by the hospital; only the receipts are missing."""
    appointment = _visited(cast, now, name, stage, companion)
    workflows.record_outcome(
        appointment, "attended", now - DAY, cast.lupita, note=_("Alta. Control en tres meses."), cause=None,
        occurred_on=appointment.on_day,
    )  # fmt: skip
    cases.receive_counter_referral(
        appointment.case, received_on=clock.today(now), findings=_("Colecistectomía sin complicaciones."),
        instructions=_("Retirar puntos en la clínica el día 10."), upload=None, now=now, by=cast.lupita,
    )  # fmt: skip


STORIES = (
    _new, _requested, _booked, _trip_planned, _ready, _travelling, _awaiting_outcome, _settling, _loop_open, _on_hold,
    _closed, _deceased, demo_past.load, demo_money.load,
)  # fmt: skip
