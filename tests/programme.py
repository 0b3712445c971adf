"""The programme in which the tests play: the example book and rates, a fund with money, doña Rosa and Juan."""

from datetime import date, time, timedelta
from pathlib import Path

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.rules import PersonFacts
from app.coordination import journeys, money, workflows
from app.coordination.imports import operations as imports
from app.finance import operations as finance
from app.finance import queries as finance_queries
from app.foundation.db import transaction
from app.foundation.money import Money
from app.travel import queries as travel
from tests.moment import NOW

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TUESDAY = date(2026, 12, 15)


def stock(amalia):
    """The example places, ways and rates."""
    for kind in ("places", "routes", "rates"):
        content = (EXAMPLES / f"{kind}.csv").read_bytes()
        with transaction():
            imports.bring_in(imports.keep(kind, f"{kind}.csv", content, NOW, amalia), NOW, amalia)


class Programme:
    """What has to be there before a story can begin, and the steps that stories share."""

    def __init__(self, lupita, ivan, fausto, amalia):
        self.lupita, self.ivan, self.fausto, self.amalia = lupita, ivan, fausto, amalia
        with transaction():
            cases.save_service("cirugía", usual_minutes=240, nights_admitted=0, now=NOW, by=amalia)
            self.box = finance.create_box("Caja Jaltenango", by=fausto, now=NOW, limit=Money(100_000_00))
            self.fund = finance.create_fund("Fondo Café", "Tostadores", by=fausto, now=NOW)
            finance.record_donation(
                self.fund, self.box, Money(20_000_00), occurred_on=date(2026, 11, 1), by=fausto, now=NOW
            )

    def rosa_again(self):
        """Another referral of doña Rosa, without Juan."""
        with transaction():
            return cases.refer(
                patient=PersonFacts("Rosa", "López", "Díaz", sex="female", born_on=date(1969, 3, 1)),
                clinic=case_queries.place_or_404("SAL"), service=None, hospital=case_queries.place_or_404("HGM"),
                urgent=False, diagnosis_code=None, diagnosis=None, referred_on=date(2026, 11, 20),
                referred_by="pasante", insurance=None, summary=None, now=NOW, by=self.ivan,
            )  # fmt: skip

    def rosa(self, *, restricted=False, sms=True):
        """Doña Rosa of Salvador Urbina, her husband Juan who travels along and receives the money."""
        with transaction():
            case = cases.refer(
                patient=PersonFacts("Rosa", "López", "Díaz", sex="female", born_on=date(1969, 3, 1),
                                    address="doña Rosa"),
                clinic=case_queries.place_or_404("SAL"), service=case_queries.service_by_name("cirugía"),
                hospital=case_queries.place_or_404("HGM"), urgent=False, diagnosis_code="K80",
                diagnosis="colelitiasis", referred_on=date(2026, 11, 20), referred_by="pasante", insurance=None,
                summary=None, restricted=restricted, navigator=self.lupita, now=NOW, by=self.ivan,
            )  # fmt: skip
            link = cases.add_companion(
                case, PersonFacts("Juan", "López", sex="male"), "spouse", NOW, self.ivan, travels=True,
                gets_texts=True, receives_money=True,
            )  # fmt: skip
            for person, number in ((case.patient, "9925501001"), (link.person, "9925502002")):
                cases.add_phone(person, number, "own", NOW, self.ivan)
                if sms:
                    cases.give_consent(person, "sms", True, date(2026, 11, 20), "written", NOW, self.ivan)
        return case

    def book(self, case, on_day=TUESDAY, at=time(11), now=NOW, **more):
        with transaction():
            return workflows.book_appointment(
                case, now, self.lupita, hospital=case.hospital, service=case.service, precision="datetime",
                on_day=on_day, at_time=at, present_at=None, **more,
            ).appointment  # fmt: skip

    def plan(self, appointment, now=NOW, named=0):
        """The first of the named proposals becomes the trip."""
        along = [relative.id for relative in journeys.companions_who_travel(appointment.case)]
        party = journeys.party_of(appointment.case, along)
        proposal = travel.proposals(journeys.visit_of(appointment), party, now, money.priced).named[named]
        with transaction():
            return workflows.choose_trip(appointment, along, proposal.key, now, self.lupita).trip

    def fund_trip(self, case, now=NOW):
        """Approved by Fausto, handed over by Lupita, the receipt recorded by Fausto."""
        with transaction():
            advance = workflows.approve_money(finance_queries.budget_of(case.id), self.fund, now, self.fausto)
        with transaction():
            handed = finance.deliver(advance, self.box, advance.amount, by=self.lupita, now=now)
            finance.confirm_delivery(handed, self.fausto, now + timedelta(hours=1))
        return advance
