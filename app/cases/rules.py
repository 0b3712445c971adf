"""What decides in `cases`: the stage of a case, what is restricted, which dates and reasons are accepted."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from app.foundation.errors import Refused
from app.foundation.language import _

from .labels import CAUSES, CLOSING_REASONS, NO_SHOW_CAUSES, OUTCOMES
from .spellings.curp import agrees_with_name, valid_curp
from .spellings.text import fold

LIVE_STATES = ("requested", "waitlisted", "booked")
ANSWER_DAYS, SEEN_DAYS = 7, 27  # a Mexico City programme answered a referral in 7 days, specialist in 27
URGENT_ANSWER_DAYS, URGENT_SEEN_DAYS = 1, 7  # ours: an urgent one is answered the next day
_RESTRICTED_CODES = re.compile(r"F\d\d|B2[0-4]|Z21|T7[46]|X(8[5-9]|9\d)|Y0\d")
_RESTRICTED_WORDS = (
    "vih",
    "sida",
    "violencia",
    "abuso sexual",
    "esquizofrenia",
    "psicosis",
    "suicid",
    "bipolar",
)


@dataclass(frozen=True)
class PersonFacts:
    """Who somebody is, as typed. `sex`: female, male, other. `reads`: None when nobody asked."""

    given_names: str
    first_surname: str = ""
    second_surname: str | None = None
    sex: str | None = None
    born_on: date | None = None
    curp: str | None = None
    language: str | None = None
    reads: bool | None = None
    village: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class Warned:
    """Something odd that is kept as typed: the form field it stands beside, and its sentence."""

    field: str
    sentence: str


@dataclass(frozen=True)
class StageFacts:
    """What the stage of a case is computed from; each is a plain yes or no, as of one instant.

    `outcome_due`: a booked appointment has passed and nobody said what happened. `trip_funded`: a trip is
    planned and its money is secured. `answer_due`: there is an outcome and no counter-referral yet.
    """

    died: bool = False
    closed: bool = False
    on_hold: bool = False
    travelling: bool = False
    outcome_due: bool = False
    trip_funded: bool = False
    trip_planned: bool = False
    booked: bool = False
    requested: bool = False
    money_open: bool = False
    answer_due: bool = False


def stage(facts: StageFacts) -> str:
    """The first that holds, in this order; `new` when none does."""
    ladder = (
        (facts.died, "deceased"),
        (facts.closed, "closed"),
        (facts.on_hold, "on_hold"),
        (facts.travelling, "travelling"),
        (facts.outcome_due, "awaiting_outcome"),
        (facts.trip_funded, "ready"),
        (facts.trip_planned, "trip_planned"),
        (facts.booked, "booked"),
        (facts.requested, "requested"),
        (facts.money_open, "settling"),
        (facts.answer_due, "loop_open"),
    )
    return next((name for holds, name in ladder if holds), "new")


@lru_cache(maxsize=4096)
def restricted_by_diagnosis(code: str | None, diagnosis: str | None) -> bool:
    """Mental health (F00–F99), HIV (B20–B24, Z21), violence (T74, T76, X85–Y09): by ICD-10 code or by word."""
    if _RESTRICTED_CODES.match((code or "").strip().upper()):
        return True
    words = fold(diagnosis or "")
    return any(re.search(rf"\b{word}", words) for word in _RESTRICTED_WORDS)


@dataclass(frozen=True)
class Targets:
    answer_by: date
    seen_by: date


def targets(urgent: bool, referred_on: date) -> Targets:
    """The days by which a referral should have an answer and a visit."""
    answer, seen = (URGENT_ANSWER_DAYS, URGENT_SEEN_DAYS) if urgent else (ANSWER_DAYS, SEEN_DAYS)
    return Targets(referred_on + timedelta(days=answer), referred_on + timedelta(days=seen))


def check_person(facts: PersonFacts, today: date) -> None:
    """Refused: no given name, a birth date to come or more than 120 years ago."""
    if not facts.given_names.strip():
        raise Refused(_("Falta el nombre."), "given_names")
    if facts.born_on and facts.born_on > today:
        raise Refused(_("La fecha de nacimiento no puede ser posterior a hoy."), "born_on")
    if facts.born_on and today.year - facts.born_on.year > 120:
        raise Refused(_("Nadie tiene más de 120 años: revise el año de nacimiento."), "born_on")


def person_warnings(facts: PersonFacts) -> list[Warned]:
    """What is odd about a person as typed: the CURP alone, and against birth date, sex and names."""
    if not facts.curp:
        return []
    curp = valid_curp(facts.curp)
    if curp is None:
        return [Warned("curp", _("La CURP no es válida: revise sus 18 letras y números. Se guarda como está."))]
    checks = (
        (facts.born_on and facts.born_on != curp.birth_date, _("la fecha de nacimiento")),
        (facts.sex in ("female", "male") and facts.sex != curp.sex, _("el sexo")),
        (not agrees_with_name(curp, facts.given_names, facts.first_surname, facts.second_surname or ""),
         _("el nombre")),
    )  # fmt: skip
    return [
        Warned("curp", _("La CURP no concuerda con %(what)s. Se guarda como está.", what=what))
        for odd, what in checks if odd
    ]  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """When a hospital expects somebody, on its own wall clock; `starts_at` is the instant when known."""

    precision: str
    on_day: date | None
    at_time: object | None
    present_at: object | None
    starts_at: datetime | None


def check_slot(slot: Slot) -> None:
    """Refused: a day or an hour that the precision promises and nobody gave; being told to come after it."""
    if slot.precision not in ("datetime", "date", "week", "waiting"):
        raise Refused(_("Diga qué tan precisa es la fecha."), "precision")
    if slot.precision != "waiting" and slot.on_day is None:
        raise Refused(_("Falta el día de la cita, o elija «en espera de fecha»."), "on_day")
    if slot.precision == "datetime" and slot.at_time is None:
        raise Refused(_("Falta la hora de la cita, o elija «sólo fecha»."), "at_time")
    if slot.at_time and slot.present_at and slot.present_at > slot.at_time:
        raise Refused(_("La hora de presentarse no puede ser después de la hora de la cita."), "present_at")


def is_past(slot: Slot, now: datetime, today: date) -> bool:
    """Whether it has begun already; without an hour, whether its day is over. A week lasts seven days."""
    if slot.on_day is None:
        return False
    if slot.precision == "datetime" and slot.starts_at is not None:
        return slot.starts_at < now
    last_day = slot.on_day + timedelta(days=6) if slot.precision == "week" else slot.on_day
    return last_day < today


def check_past(slot: Slot, past_reason: str | None, now: datetime, today: date) -> None:
    """Refused: a past appointment without the reason for entering it now (P7)."""
    if is_past(slot, now, today) and not (past_reason or "").strip():
        raise Refused(_("La cita ya pasó: diga por qué se registra ahora."), "past_reason")


def check_cause(cause: str, allowed: tuple[str, ...] = tuple(CAUSES)) -> None:
    if cause not in allowed:
        raise Refused(_("Diga quién causó el cambio."), "cause")


def check_outcome(outcome: str, cause: str | None, occurred_on: date, today: date) -> None:
    """Refused: an unknown outcome, one that is still to come, not having arrived without its cause."""
    if outcome not in OUTCOMES:
        raise Refused(_("Diga qué pasó en la cita."), "outcome")
    if occurred_on > today:
        raise Refused(_("Todavía no ha pasado: registre el resultado después de la cita."), "occurred_on")
    if outcome == "no_show" and cause not in NO_SHOW_CAUSES:
        raise Refused(_("Diga por qué no llegó."), "cause")


def check_closing(reason: str) -> None:
    if reason not in CLOSING_REASONS:
        raise Refused(_("Elija por qué se cierra el caso."), "reason")
