"""Decisions about trips, on plain values. docs/rules-travel.md says the same in prose, with worked sums."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from app.foundation.errors import Refused
from app.foundation.language import _, _l

from .book import MODES, Limits, Party, PlannerSettings

TRIP_STATES = ("draft", "chosen", "departed", "arrived", "returned", "cancelled")
LIVE = ("chosen", "departed", "arrived")
UNDER_WAY = ("departed", "arrived")
MEMBER_KINDS = ("patient", "companion", "relief", "infant", "newborn", "donor")
IN_ARMS = ("infant", "newborn")
FASTING = ("newborn",)  # no meal is paid
WITH_STIPEND = ("companion", "relief")
FARE_CLASSES = ("full", "half", "free")
NIGHT_KINDS = ("hospital", "lodging", "chair", "home")
FREE_NIGHTS = ("hospital", "home")  # neither a bed nor meals are paid
PREFERENCES = ("cheapest", "least_away", "least_dark", "other")
MEAL_HOURS = {"breakfast": time(8), "lunch": time(14), "dinner": time(20)}

STATE_NAMES = {
    "draft": _l("sin camino"),
    "chosen": _l("elegido"),
    "departed": _l("en camino"),
    "arrived": _l("allá"),
    "returned": _l("de regreso en casa"),
    "cancelled": _l("cancelado"),
}
PREFERENCE_NAMES = {
    "cheapest": _l("Lo más económico"),
    "least_away": _l("Menos tiempo fuera"),
    "least_dark": _l("Menos camino de noche"),
    "other": _l("Escogido a mano"),
}
IN_KIND_NAMES = {
    "medicine": _l("Medicina"),
    "study": _l("Estudio"),
    "prosthesis": _l("Prótesis o aparato"),
    "food": _l("Alimentos"),
    "other": _l("Otra ayuda"),
}
IN_KIND = tuple(IN_KIND_NAMES)
MODE_NAMES = {
    "walk": _l("a pie"),
    "raite": _l("raite"),
    "redilas": _l("camioneta pasajera"),
    "colectivo": _l("colectivo"),
    "bus": _l("autobús"),
    "taxi": _l("taxi"),
    "vehicle": _l("vehículo del programa"),
    "ambulance": _l("ambulancia"),
}
MEMBER_NAMES = {
    "patient": _l("paciente"),
    "companion": _l("familiar"),
    "relief": _l("familiar de relevo"),
    "infant": _l("niña o niño en brazos"),
    "newborn": _l("recién nacido"),
    "donor": _l("donador de sangre"),
}
NIGHT_NAMES = {
    "hospital": _l("hospitalizado"),
    "lodging": _l("albergue"),
    "chair": _l("silla en hospital"),
    "home": _l("casa"),
}
STAY_NAMES = {"held": _l("apartado"), "confirmed": _l("confirmado"), "in": _l("ya llegaron"), "out": _l("ya salieron")}
EVENT_NAMES = {
    "draft": _l("sin camino"),
    "chosen": _l("se eligió el viaje"),
    "replanned": _l("se planeó de nuevo"),
    "corrected": _l("se corrigió un tramo"),
    "departed": _l("salieron"),
    "arrived": _l("llegaron"),
    "returned": _l("regresaron a casa"),
    "cancelled": _l("se canceló"),
}


@dataclass(frozen=True)
class Visit:
    """What travel is told of an appointment. Instants are aware; `present_at` is the deadline."""

    appointment_id: int
    case_id: int
    origin_code: str
    hospital_code: str
    present_at: datetime
    ends_at: datetime
    nights_admitted: int = 0


@dataclass(frozen=True)
class Member:
    """One person who goes, and what that person cannot do on the way.

    `joins_at`, `leaves_at`: of the party since then, or until then; None: from the beginning, to the end.
    """

    person_id: int | None
    name: str
    kind: str = "companion"
    fare_class: str = "full"
    limits: Limits = Limits()
    sex: str | None = None
    joins_at: datetime | None = None
    leaves_at: datetime | None = None


@dataclass(frozen=True)
class Away:
    """When one person is away from home, and from when until when in the ward (a bed and meals of the hospital's).

    `cared_for`: the same for several spells, in the ward or at home.
    """

    leaves: datetime
    returns: datetime
    ward: tuple[datetime, datetime] | None = None
    cared_for: tuple[tuple[datetime, datetime], ...] = ()

    def eats_at(self, instant: datetime) -> bool:
        """Leaving at the hour of a meal, one is away; home at that hour, one is not."""
        spells = (self.ward, *self.cared_for) if self.ward else self.cared_for
        return self.leaves <= instant < self.returns and not any(begins <= instant < ends for begins, ends in spells)


def ready_at(visit: Visit, zone: tzinfo) -> datetime:
    """When the way home may begin: the end of the visit, the same hour after the nights in the ward."""
    wall = visit.ends_at.astimezone(zone).replace(tzinfo=None) + timedelta(days=visit.nights_admitted)
    return wall.replace(tzinfo=zone)


def ward_nights(visit: Visit, zone: tzinfo) -> list[date]:
    """The evenings that the patient spends in the ward."""
    first = visit.ends_at.astimezone(zone).date()
    return [first + timedelta(days=n) for n in range(visit.nights_admitted)]


def ward_of(member_kind: str, visits: Iterable[Visit], zone: tzinfo) -> tuple[tuple[datetime, datetime], ...]:
    """The ward hours of a patient who stays in, for each visit that keeps them; nothing for everybody else."""
    if member_kind != "patient":
        return ()
    return tuple((visit.present_at, ready_at(visit, zone)) for visit in visits if visit.nights_admitted)


def spells(
    nights: Iterable[date], visits: Collection[tuple[datetime, datetime]], zone: tzinfo
) -> tuple[tuple[datetime, datetime], ...]:
    """Nights in a row, in the ward or at home, as the hours in which nobody pays that person's meals.

    From six in the evening until noon; on the day of presenting from that hour, on the day of discharge until then.
    `visits`: (hour of presenting, hour of discharge) of each date.
    """
    found: list[list[date]] = []
    for night in sorted(nights):
        if found and night == found[-1][-1] + timedelta(days=1):
            found[-1].append(night)
        else:
            found.append([night])
    presents = [present.astimezone(zone) for present, _ready in visits]
    discharged = [ready.astimezone(zone) for _present, ready in visits]
    return tuple(
        (
            _on(run[0], presents, datetime.combine(run[0], time(18), zone)),
            _on(run[-1] + timedelta(days=1), discharged, datetime.combine(run[-1] + timedelta(days=1), time(12), zone)),
        )
        for run in found
    )


def _on(day: date, moments: Iterable[datetime], usual: datetime) -> datetime:
    """The moment of that day, else the usual one."""
    return next((moment for moment in moments if moment.date() == day), usual)


def paying(party: Iterable[Member]) -> Party:
    """The party as the planner counts it: every one of them needs a bed."""
    classes = Counter(member.fare_class for member in party)
    return Party(full=classes["full"], half=classes["half"], free=classes["free"])


def starting(party: Iterable[Member]) -> list[Member]:
    """Those who are of the party from the beginning: the journey is planned for them."""
    return [member for member in party if member.joins_at is None]


def same_person(one: Member, other: Member) -> bool:
    """By their number; who is known by name only, by that."""
    if one.person_id is None or other.person_id is None:
        return one.person_id is other.person_id and one.name == other.name
    return one.person_id == other.person_id


def limits_of(party: Iterable[Member]) -> Limits:
    """The strictest of everybody's, since all ride together."""
    limits = [member.limits for member in party]
    hours = [one.riding_minutes for one in limits if one.riding_minutes is not None]
    modes = [one.modes for one in limits if one.modes is not None]
    return Limits(
        modes=frozenset(MODES).intersection(*modes) if modes else None,
        no_dark=any(one.no_dark for one in limits),
        riding_minutes=min(hours, default=None),
        wheelchair=any(one.wheelchair for one in limits),
    )


def house_takes(takes: str, companion_cap: int | None, sleepers: Sequence[Member], inpatient: bool) -> bool:
    """Whether a lodging takes these people of one party. `inpatient`: the patient is in the ward that night."""
    companions = [member for member in sleepers if member.kind not in ("patient", *IN_ARMS)]
    if companion_cap is not None and len(companions) > companion_cap:
        return False
    if takes == "companions_of_inpatients":
        return inpatient and all(member.kind != "patient" for member in sleepers)
    if takes == "women":
        return all(member.sex == "female" or member.kind in IN_ARMS for member in sleepers)
    return True


def meals_due(people: Sequence[Away], zone: tzinfo) -> list[tuple[date, str, int]]:
    """(local day, meal, persons) for each meal at whose hour somebody is away and not in the ward."""
    due = [
        (day, meal, sum(person.eats_at(datetime.combine(day, hour, zone)) for person in people))
        for day in _days(people, zone)
        for meal, hour in MEAL_HOURS.items()
    ]
    return [meal for meal in due if meal[2]]


def stipend_days(companions: Sequence[Away], zone: tzinfo) -> list[tuple[date, int]]:
    """(local day, companions) for every calendar day that somebody's time away touches."""
    touched = [(day, sum(day in _touched(person, zone) for person in companions)) for day in _days(companions, zone)]
    return [day for day in touched if day[1]]


def _days(people: Sequence[Away], zone: tzinfo) -> list[date]:
    return sorted(set().union(*(_touched(person, zone) for person in people)))


def _touched(person: Away, zone: tzinfo) -> set[date]:
    first, last = person.leaves.astimezone(zone).date(), person.returns.astimezone(zone).date()
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


def check_party(party: Sequence[Member]) -> None:
    """Refused: nobody, no patient, one person twice, or a class or kind that does not exist."""
    if sum(member.kind == "patient" for member in party) != 1:
        raise Refused(_("En el viaje va el paciente, una sola vez."), "companions")
    known = [member.person_id for member in party if member.person_id is not None]
    if len(known) != len(set(known)):
        raise Refused(_("Una persona está dos veces en el viaje."), "companions")


def check_moment(occurred_at: datetime, now: datetime, not_before: datetime | None) -> None:
    """Refused: what has not happened yet, and an arrival before its departure."""
    if occurred_at > now:
        raise Refused(_("Eso todavía no ocurre: escriba la hora en que pasó."), "occurred_at")
    if not_before is not None and occurred_at < not_before:
        raise Refused(_("No puede ser antes de que salieran."), "occurred_at")


def check_leg(departs_at: datetime, arrives_at: datetime, before: datetime | None, after: datetime | None) -> None:
    """`before`: when the ride before arrives; `after`: when the next one leaves. Refused: what cannot be ridden."""
    if arrives_at <= departs_at:
        raise Refused(_("El tramo llega después de salir: revise las horas."), "arrives_at")
    if before is not None and departs_at < before:
        raise Refused(_("A esa hora todavía no llegan del tramo anterior."), "departs_at")
    if after is not None and arrives_at > after:
        raise Refused(_("A esa hora el tramo siguiente ya salió: corrija primero ese."), "arrives_at")


def dark_minutes(departs_at: datetime, arrives_at: datetime, zone: tzinfo) -> int:
    """How many minutes of a ride are between nightfall and dawn, by the planner's hours."""
    hours = PlannerSettings()
    first, last = departs_at.astimezone(zone).date(), arrives_at.astimezone(zone).date()
    dark = timedelta()
    for n in range(-1, (last - first).days + 1):
        midnight = datetime.combine(first + timedelta(days=n), time(), zone)
        falls = midnight + timedelta(minutes=hours.dark_from)
        dawn = midnight + timedelta(days=1, minutes=hours.dark_until)
        dark += max(min(arrives_at, dawn) - max(departs_at, falls), timedelta())
    return int(dark.total_seconds() // 60)


def check_no_gap(arrives: str, leaves: str) -> None:
    """`arrives`: the place that a ride ends at; `leaves`: where the next one begins. Refused: two places."""
    if arrives != leaves:
        raise Refused(
            _("Llegan a %(here)s y el tramo siguiente sale de %(there)s: márquelo abajo si "
              "el siguiente también cambia.", here=arrives, there=leaves), "joined",
        )  # fmt: skip
