"""A whole referral as a clinic brings it: patient, relative, phones, consents and case, in one step."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.accounts.models import User
from app.foundation.clock import today
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import rules
from ..models import Case, CasePerson, Person
from ..rules import PersonFacts
from ..spellings.phones import mexican_number
from .cases import add_companion, refer
from .people import add_person, add_phone, give_consent
from .work import raise_task

FIRST_LOOK = timedelta(days=1)


@dataclass(frozen=True)
class Answers:
    """What somebody consented to: purpose → yes or no; who was not asked is not in it."""

    by_purpose: dict[str, bool]
    given_on: date
    method: str
    witness: str | None = None


@dataclass(frozen=True)
class Relative:
    """The relative as the referral names them; `roles` as `add_companion` takes them."""

    facts: PersonFacts
    relation: str | None
    phone: str = ""
    accepts_texts: bool | None = None
    roles: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class WholeReferral:
    """`same_as`: somebody known who this is. `another`: a person said that nobody known is.

    `phones`: pairs of what was typed and whose it is. `case`: what `refer` takes besides the patient.
    """

    patient: PersonFacts
    phones: tuple[tuple[str, str], ...]
    answers: Answers
    relative: Relative | None
    case: dict[str, object]
    same_as: Person | None = None
    another: bool = False


def refer_whole(whole: WholeReferral, now: datetime, by: User) -> Case:
    """The new case, with a task for its first look. Odd CURPs and phones are kept and flagged.

    Refused: what its parts refuse; a restricted case that no navigator could see.
    """
    if _nobody_could_see(whole, by):
        raise Refused(_("Un caso reservado sólo lo ve quien tiene nombre en él: elija a su navegadora."), "navigator")
    patient = whole.same_as or (add_person(whole.patient, now, by) if whole.another else whole.patient)
    case = refer(patient=patient, **whole.case, flags=_flags(whole), now=now, by=by)
    for typed, belongs_to in whole.phones:
        add_phone(case.patient, typed, belongs_to, now, by)
    for purpose, granted in whole.answers.by_purpose.items():
        answers = whole.answers
        give_consent(case.patient, purpose, granted, answers.given_on, answers.method, now, by, answers.witness)
    if whole.relative:
        bring_along(case, whole.relative, now, by, whole.answers)
    _ask_for_first_look(case, now)
    return case


def _nobody_could_see(whole: WholeReferral, by: User) -> bool:
    told = whole.case
    restricted = told.get("restricted") or rules.restricted_by_diagnosis(told["diagnosis_code"], told["diagnosis"])
    return bool(restricted) and told.get("navigator") is None and by.role != "navigator"


def _flags(whole: WholeReferral) -> list[str]:
    sentences = [warned.sentence for warned in rules.person_warnings(whole.patient)]
    typed = [number for number, _whose in whole.phones] + ([whole.relative.phone] if whole.relative else [])
    odd = [number for number in typed if number and mexican_number(number) is None]
    return sentences + [_("El teléfono %(typed)s no es un número de México.", typed=number) for number in odd]


def bring_along(case: Case, relative: Relative, now: datetime, by: User, answers: Answers | None = None) -> CasePerson:
    """A relative with phone and answer about texts, dated as `answers`; else today, by word of mouth."""
    answers = answers or Answers({}, today(now), "spoken")
    link = add_companion(case, relative.facts, relative.relation, now, by, **relative.roles)
    if relative.phone:
        add_phone(link.person, relative.phone, "own", now, by)
    if relative.accepts_texts is not None:
        give_consent(
            link.person,
            "sms",
            relative.accepts_texts,
            answers.given_on,
            answers.method,
            now,
            by,
            answers.witness,
        )
    return link


def _ask_for_first_look(case: Case, now: datetime) -> None:
    title = _("Pedir la cita de %(name)s", name=case.patient.full_name)
    day = rules.targets(case.urgent, case.referred_on or today(now)).answer_by
    raise_task(
        case, "date", title, now if case.urgent else now + FIRST_LOOK, f"case:{case.id}:date", now,
        reason=_("Referencia nueva: contestar a más tardar el %(day)s.", day=day), urgent=case.urgent,
    )  # fmt: skip
