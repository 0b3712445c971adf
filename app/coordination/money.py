"""A trip's money: travel counts rides, nights, meals and days; finance prices, holds and hands over."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache

from app.accounts.models import User
from app.cases import operations as cases
from app.cases.models import Case, Person
from app.coordination import reads
from app.finance import cover, standing
from app.finance import operations as finance
from app.finance import queries as finance_queries
from app.finance import rules as finance_rules
from app.finance.models import Advance, Budget
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money
from app.travel import queries as travel
from app.travel.models import Trip


def source(trip: Trip) -> str:
    """How finance knows a trip: by a word, never by the trip."""
    return f"trip:{trip.id}"


def priced(meals: list, stipend: list) -> Money:
    """What meals and days away cost at the rates of their days: with it, "cheapest" is the cheapest budget."""
    return finance_queries.priced_meals(meals) + finance_queries.priced_stipend(stipend)


def at_rates() -> Callable[[list, list], Money]:
    """`priced`, for whoever compares many ways: the rates are read once, and equal days are reckoned once."""
    rates, known = cache(finance_queries.all_rates), {}

    def price(meals: list, stipend: list) -> Money:
        key = tuple(meals), tuple(stipend)
        if key not in known:
            known[key] = finance_rules.priced_meals(rates(), meals) + finance_rules.priced_stipend(rates(), stipend)
        return known[key]

    return price


def budget_for(trip: Trip, case: Case, by: User, now: datetime) -> Budget | None:
    """This trip's lines of the case's budget, from its legs and nights and the dated rates; None when cancelled."""
    if trip.state == "cancelled":
        give_back(trip, case, by, now)
        return None
    spent = travel.expenses(trip)
    lines = {
        "transport": spent.fares,
        "lodging": spent.nights,
        "meals": finance_queries.priced_meals(spent.meals),
        "stipend": finance_queries.priced_stipend(spent.stipend),
    }
    before = finance_queries.budget_of(case.id, source(trip))
    waited = before is not None and before.state == "draft"
    budget = finance.replace_estimates(case.id, source(trip), lines, by, now, days=days_of(trip))
    if waited and budget.state == "approved":
        words = _("El presupuesto vuelve a caber en lo autorizado (%(total)s): ya no espera autorización.",
                  total=str(budget.total))  # fmt: skip
        cases.add_note(case, "event", words, now, now, by)
    return budget


def days_of(trip: Trip) -> tuple[date, date] | None:
    """First and last day on the road, by the programme's calendar; None for a trip without a way."""
    if not trip.legs:
        return None
    first, last = min(leg.departs_at for leg in trip.legs), max(leg.arrives_at for leg in trip.legs)
    return clock.to_local(first).date(), clock.to_local(last).date()


def cost_of(trip: Trip) -> Money | None:
    """What the trip's budget says now; None where there is none."""
    budget = finance_queries.budget_of(trip.case_id, source(trip))
    return budget.total if budget else None


def lacking(budget: Budget | None) -> Money:
    """What an approved or once approved budget says above what its fund has promised; nothing for a new one."""
    if budget is None or budget.fund is None:
        return Money.zero()
    return cover.uncovered(budget)


def ask_for_cash(budget: Budget, by: User, now: datetime) -> Advance | None:
    """What an approved budget has not handed over yet, as one advance for whoever receives the family's money.

    Asked for by who prepared the budget and approved by who approved it: one decision, not two.
    """
    if budget.state != "approved":
        return None
    lines = finance_queries.still_to_hand_over(budget)
    if not lines:
        return None
    person = recipient(budget.case)
    advance = finance.request_advance(
        budget.case_id, person.full_name, lines, by=budget.prepared_by, now=now, budget=budget, person=person
    )
    return finance.approve_advance(advance, by, now)


def recipient(case: Case) -> Person:
    """Who is given the money: the relative who may receive it, else the patient (P9)."""
    return next((relative.person for relative in case.companions if relative.receives_money), case.patient)


def give_back(trip: Trip, case: Case, by: User, now: datetime) -> Money:
    """The commitment is released. What is already in somebody's hands becomes a task; returns how much."""
    finance.release(case.id, source(trip), by, now)
    out = finance_queries.money_out(case.id, source(trip))
    if out:
        cases.raise_task(
            case, "money", _("Recoger el dinero que ya se entregó"), now + timedelta(days=2),
            f"money_out:{source(trip)}", now, reason=_("El viaje se canceló con %(amount)s en mano.", amount=str(out)),
        )  # fmt: skip
    return out


def in_reach(trip: Trip) -> bool:
    """Approved and waiting to be fetched: the family may come for it."""
    return finance_queries.ready_to_hand_over(source(trip))


def all_in_reach(trips: Iterable[Trip]) -> set[int]:
    """The ids of those trips whose money waits to be fetched."""
    by_source = {source(trip): trip.id for trip in trips}
    return {by_source[ready] for ready in finance_queries.sources_ready(by_source)}


def in_hand(trip: Trip) -> bool:
    """True only when the recipient's receipt is recorded (P4)."""
    return standing.funded(source(trip))


def note_exception(trip: Trip, reason: str | None, by: User | None, now: datetime) -> None:
    """They leave without the money. Refused without a reason when a person records it; never by SMS."""
    case = reads.case_by_id(trip.case_id)
    if by is not None and not (reason or "").strip():
        raise Refused(_("Salen sin el dinero en mano: escriba quién lo autorizó y por qué."), "exception")
    words = reason or _("Avisaron por mensaje que ya salieron.")
    cases.add_note(case, "event", _("Salida sin dinero en mano. %(reason)s", reason=words), now, now, by)
    cases.raise_task(
        case, "money", _("Salieron sin dinero: hacérselo llegar"), now, f"unfunded:{source(trip)}", now, urgent=True
    )


def ask_for_proof(trip: Trip, now: datetime) -> None:
    case = reads.case_by_id(trip.case_id)
    if finance_queries.money_out(case.id, source(trip)):
        cases.raise_task(
            case, "papers", _("Recibir comprobantes y cerrar la comprobación"), now + timedelta(days=5),
            f"proof:{source(trip)}", now,
        )  # fmt: skip


def refuse_open_money(case: Case) -> None:
    if standing.open_money(case.id):
        raise Refused(_("Hay dinero sin comprobar en este caso: cierre antes la comprobación."))
