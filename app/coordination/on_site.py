"""Events of people who have left (P1): wait there, come back, stay longer, a death, a word to be confirmed.

As in workflows.py each function is one event and none commits. The choices are priced by what prices budgets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.accounts import queries as accounts
from app.accounts.models import User
from app.cases import operations as cases
from app.cases.models import Appointment, Case
from app.coordination import journeys, letters, money, next_date, reads
from app.finance.models import Budget
from app.foundation import settings
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.models import Traveller, Trip
from app.travel.queries import Choice, Proposal
from app.travel.records import AUTHORISED_NAMES, Authorisation
from app.travel.rides import members
from app.travel.rules import Member


@dataclass(frozen=True)
class Offer:
    """One line to choose. `more`: above what is budgeted now. `again`: the second journey, when they come back for
    the new date. `over`: it lasts more nights than the ceiling, and needs a name."""

    choice: Choice
    total: Money
    more: Money
    nights: int
    road_minutes: int
    over: bool
    again: Proposal | None = None

    @property
    def code(self) -> str:
        return self.choice.code


@dataclass(frozen=True)
class Offers:
    """`moved`: the date they would wait for, the moved one or, then `another`, the case's next; None when there is
    none. `said`: what cannot be offered, and why."""

    trip: Trip
    moved: Appointment | None
    offers: list[Offer]
    said: list[str]
    budgeted: Money
    ceiling: int
    another: bool = False

    @property
    def over(self) -> bool:
        return any(one.over for one in self.offers)


@dataclass(frozen=True)
class Settled:
    """What was chosen became the trip: its budget, what no fund covers, and the second trip if there is one."""

    trip: Trip
    budget: Budget | None
    lacking: Money
    again: Trip | None = None


def offers(trip: Trip, now: datetime) -> Offers:
    """Esperar allá, house by house · regresar (y volver) · sigue abierto. Refused: nobody is on the way."""
    if not travel_queries.under_way(trip):
        raise Refused(_("En este viaje nadie está en camino."))
    moved = next_date.date_ahead(trip, now)
    price = money.at_rates()
    stands, budgeted = travel_queries.here(trip, now), money.cost_of(trip) or Money.zero()

    def offer(choice: Choice, again: Proposal | None = None) -> Offer:
        sketch = choice.sketch
        total = choice.total + again.total if again else choice.total
        road = sketch.ahead(now) + (again.road if again else timedelta())
        nights = sketch.nights_ahead(stands.tonight) + (again.nights if again else 0)
        over = sketch.nights_away() > ceiling()
        return Offer(choice, total, total - budgeted, nights, int(road.total_seconds() // 60), over, again)

    found, said = [], []
    if moved is not None:
        waiting = travel_queries.waiting(trip, journeys.visit_of(moved), now, price)
        found += [offer(one) for one in waiting.choices]
        said += [_("%(house)s no tiene cama el %(day)s.", house=_house(place), day=f"{day:%d/%m}")
                 for place, day in waiting.full]  # fmt: skip
        said += [_("De regreso: %(why)s", why=waiting.missing)] if waiting.missing else []
    home, missing = travel_queries.going_home(trip, now, price)
    if home:
        found.append(offer(home, _again(trip, moved, home.sketch.returns_at) if moved else None))
    said += [_("Regresar: %(why)s", why=missing)] if missing else []
    found.append(offer(travel_queries.open_ended(trip, now, price)))
    another = moved is not None and moved.id != next_date.moved_to(trip).id
    return Offers(trip, moved, found, said, budgeted, ceiling(), another)


def choose(trip: Trip, code: str, authorised_by: str, now: datetime, by: User) -> Settled:
    """One of the offers becomes the trip: rides, beds, budget and texts. Refused: it is no longer offered; a stay
    above the ceiling that nobody's name stands for."""
    offered = offers(trip, now)
    chosen = next((one for one in offered.offers if one.code == code), None)
    if chosen is None:
        raise Refused(_("Eso ya no se puede: cambió una ruta o se ocupó una cama. Escoja otra."), "choice")
    if code.startswith("wait"):
        return wait_there(trip, offered.moved, chosen, authorised_by, now, by)
    if code == "home":
        return go_home(trip, offered.moved, chosen, now, by)
    return leave_open(trip, chosen, now, by)


def wait_there(
    trip: Trip, moved: Appointment, offer: Offer, authorised_by: str, now: datetime, by: User
) -> Settled:  # fmt: skip
    """The same trip serves the new date, or the next one of the case."""
    within_ceiling(trip, offer.choice.sketch, authorised_by, now, by)
    next_date.serve(trip, moved, now, by)
    words = _("Esperan allá hasta la cita del %(day)s.", day=f"{moved.on_day:%d/%m/%Y}")
    return _settled(travel.rewrite(trip, offer.choice.sketch, words, by, now), moved, now, by)


def go_home(trip: Trip, moved: Appointment | None, offer: Offer, now: datetime, by: User) -> Settled:
    """The way home now; for the new date a trip of its own, by the same preference, unless it has one."""
    travel.rewrite(trip, offer.choice.sketch, _("Regresan a casa."), by, now)
    again = None
    if moved is not None and next_date.comes_again(trip, moved):
        next_date.leave_out(trip, moved)
        again = travel_queries.trip_of(moved.id) or _plan_again(trip, moved, now, by)
    return _settled(trip, moved, now, by, again)


def leave_open(trip: Trip, offer: Offer, now: datetime, by: User) -> Settled:
    """Nobody knows until when: decided day by day."""
    travel.rewrite(trip, offer.choice.sketch, _("Sigue abierto: se decide día con día."), by, now)
    return _settled(trip, None, now, by)


def extend(trip: Trip, who: set[int], until: date, authorised_by: str, now: datetime, by: User) -> Settled:
    """Nights more in one step, for all or for some; the way home, the beds and the money follow."""
    people = travel_queries.staying(trip, who)
    sketch = travel_queries.longer(trip, people, until, now, money.at_rates())
    within_ceiling(trip, sketch, authorised_by, now, by)
    names = ", ".join(one.name for one in people)
    words = _("%(names)s: hasta la noche del %(day)s.", names=names, day=f"{until:%d/%m/%Y}")
    return _settled(travel.rewrite(trip, sketch, words, by, now), None, now, by)


def set_night(trip: Trip, traveller: Traveller, evening: date, kind: str, place, now: datetime, by: User) -> Settled:
    travel.set_night(trip, traveller, evening, kind, place, by, now)
    return Settled(trip, *_money(trip, now, by))


def after_death(trip: Trip, now: datetime, by: User) -> None:
    """Whoever went along keeps the way home; what was handed over is to be settled, without hurry."""
    for traveller in _patient(trip):
        travel.end_for(trip, traveller, now, by, now)
    _money(trip, now, by)
    money.ask_for_proof(trip, now)
    ask(reads.case_by_id(trip.case_id), now, _("Acompañar el regreso de los familiares"))


def death_undone(trip: Trip, now: datetime, by: User) -> None:
    for traveller in _patient(trip):
        travel.undo_end(trip, traveller, by, now)
    _money(trip, now, by)
    cases.finish_task_by_key(f"case:{trip.case_id}:on_site", _("Se registró por error."), now)


def take_home(trip: Trip, now: datetime, by: User, **ride) -> Settled:
    """The traslado: a ride for who died. No text tells it to anybody."""
    for traveller in _patient(trip):
        travel.transfer(trip, traveller, by=by, now=now, **ride)
    return Settled(trip, *_money(trip, now, by))


def authorise(trip: Trip, kind: str, name: str, now: datetime, by: User, **more) -> Authorisation:
    """By word of mouth; a task asks somebody else to confirm it within a day, above the limit at once."""
    given = travel.authorise(trip, kind, name, by, now, **more)
    title = _("Confirmar la autorización: %(what)s (%(name)s)", what=AUTHORISED_NAMES[kind], name=given.name)
    cases.raise_task(
        reads.case_by_id(trip.case_id), "urgent", title, given.due_at, _authorisation_key(given), now, urgent=True
    )
    return given


def confirm(given: Authorisation, now: datetime, by: User) -> None:
    travel.confirm(given, by, now)
    for key in (_authorisation_key(given), f"{_authorisation_key(given)}:late"):
        cases.finish_task_by_key(key, _("Se confirmó."), now, by)


def chase_authorisations(now: datetime) -> None:
    """A day has passed and nobody confirmed: an administrator is asked."""
    admin = accounts.first_admin()
    for given in travel_queries.unconfirmed(now):
        title = _("Sin confirmar: %(what)s (%(name)s)", what=AUTHORISED_NAMES[given.kind], name=given.name)
        key = f"{_authorisation_key(given)}:late"
        cases.raise_task(reads.case_by_id(given.trip.case_id), "urgent", title, now, key, now, urgent=True, owner=admin)


def ask(case: Case, now: datetime, question: str) -> None:
    """In the place of a question that is still open: what it asks is over."""
    key = f"case:{case.id}:on_site"
    cases.finish_task_by_key(key, _("Cambió otra vez."), now)
    cases.raise_task(case, "travel", question, now, key, now, urgent=True)


def ceiling() -> int:
    return settings.current().stay_ceiling


def _authorisation_key(given: Authorisation) -> str:
    return f"authorisation:{given.id}"


def _again(trip: Trip, moved: Appointment, home_at: datetime) -> Proposal | None:
    """The second journey by the same preference, from the day after they are home at the earliest hour."""
    if not next_date.comes_again(trip, moved):
        return None
    found = travel_queries.proposals(journeys.visit_of(moved), _party(trip), home_at, money.at_rates())
    return next((one for one in found if trip.preference in one.names), next(iter(found), None))


def _plan_again(trip: Trip, moved: Appointment, now: datetime, by: User) -> Trip | None:
    again = _again(trip, moved, trip.returns_at)
    if again is None:
        title = _("Buscar cómo llegar: el libro de rutas no da camino para la fecha nueva")
        cases.raise_task(moved.case, "travel", title, now, f"case:{moved.case_id}:no_way", now, urgent=True)
        return None
    planned = travel.plan_trip(journeys.visit_of(moved), _party(trip), again.key, by, now, money.at_rates())
    money.budget_for(planned, moved.case, by, now)
    return planned


def _party(trip: Trip) -> list[Member]:
    return members(trip.travellers)


def _patient(trip: Trip) -> Iterable[Traveller]:
    return [one for one in trip.travellers if one.kind == "patient"]


def within_ceiling(trip: Trip, sketch, name: str, now: datetime, by: User) -> None:
    """Above the ceiling somebody's name is needed."""
    if allowed(trip, sketch):
        return
    if not (name or "").strip():
        raise Refused(
            _("Son %(nights)s noches fuera y el tope es de %(most)s: escriba quién lo autoriza.",
              nights=sketch.nights_away(), most=ceiling()), "authorised_by",
        )  # fmt: skip
    authorise(trip, "stay", name, now, by, until=sketch.last_night)


def allowed(trip: Trip, sketch) -> bool:
    """Within the ceiling, or somebody's name covers these nights already."""
    if sketch.nights_away() <= ceiling():
        return True
    known = [one for one in travel_queries.authorisations_of(trip) if one.kind == "stay" and one.until]
    return any(one.until >= sketch.last_night for one in known)


def _settled(
    trip: Trip, moved: Appointment | None, now: datetime, by: User, again: Trip | None = None
) -> Settled:  # fmt: skip
    cases.finish_task_by_key(f"case:{trip.case_id}:on_site", _("Se decidió."), now, by)
    budget, lacking = _money(trip, now, by)
    letters.reconcile_trip(trip, now)
    if moved is not None and moved.id != trip.appointment_id:
        letters.reconcile(moved, now)
    return Settled(trip, budget, lacking, again)


def _money(trip: Trip, now: datetime, by: User) -> tuple[Budget | None, Money]:
    budget = money.budget_for(trip, reads.case_by_id(trip.case_id), by, now)
    return budget, money.lacking(budget)


def _house(place) -> str:
    return place.city_name if place.reveals else place.name
