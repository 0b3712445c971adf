"""What to say on the telephone: the same facts that the texts state, in the order in which one says them. Pure.

A restricted case has one line: the agreed word, and nothing after it (P9).
"""

from dataclasses import dataclass
from datetime import datetime

from app.foundation.clock import to_local
from app.foundation.language import _
from app.messaging import wording


@dataclass(frozen=True)
class CallFacts:
    """Whom one calls, and what there is to say. `name` is how they are spoken to; `patient` the patient's bare
    name, None where one speaks with the patient. `asked` is the kind of the text that nobody answered."""

    name: str
    navigator: str
    office: str
    zone: str
    patient: str | None = None
    city: str = ""
    appointment_at: datetime | None = None
    precision: str = "datetime"
    departs_at: datetime | None = None
    meeting_point: str | None = None
    driver: str | None = None
    bring: tuple[str, ...] = ()
    asked: str | None = None
    money_ready: bool = False
    restricted: bool = False
    agreed_word: str | None = None


@dataclass(frozen=True)
class Line:
    """`say` is read aloud; `do` is for whoever calls."""

    say: str = ""
    do: str = ""


QUESTIONS = {
    "on_the_way": "¿Cómo van? ¿Ya salieron, ya llegaron, necesitan algo?",
    "on_the_way_home": "¿Cómo van de regreso? ¿Ya llegaron a su casa?",
    "after_visit": "¿Cómo les fue en el hospital? ¿Se quedan, o ya les dieron otra fecha?",
}


def script(facts: CallFacts) -> list[Line]:
    """The call from its first word to its last."""
    if facts.restricted:
        return _agreed(facts)
    relay = _("Si contesta otra persona: que le llame a %(name)s, y nada más.", name=facts.navigator)
    lines = [_greeting(facts), Line(do=relay)]
    lines += [Line(say=sentence) for sentence in (_date(facts), _way(facts), _needs(facts), _money(facts)) if sentence]
    question = QUESTIONS.get(facts.asked or "", _("¿Va a ir?") if facts.patient is None else _("¿Van a ir?"))
    return [*lines, Line(say=question), Line(say=_("Si algo cambia, deme un timbrazo y yo le marco."))]


def _agreed(facts: CallFacts) -> list[Line]:
    end = Line(do=_("Si contesta otra persona, o no responde lo acordado: diga que se equivocó de número y cuelgue."))
    if facts.agreed_word:
        return [Line(say=facts.agreed_word), end]
    return [Line(do=_("Pregunte sólo por %(name)s; no diga quién llama ni de dónde.", name=facts.name)), end]


def _greeting(facts: CallFacts) -> Line:
    return Line(
        say=_("Buen día, ¿hablo con %(name)s? Soy %(navigator)s, de %(office)s.", name=facts.name,
              navigator=facts.navigator, office=facts.office)
    )  # fmt: skip


def _date(facts: CallFacts) -> str:
    if facts.appointment_at is None or facts.precision == "waiting":
        return ""
    day = wording.appointment_day(to_local(facts.appointment_at, facts.zone), facts.precision)
    if facts.patient:
        return _("La cita de %(name)s es: %(day)s, en %(city)s.", name=facts.patient, day=day, city=facts.city)
    return _("Su cita es: %(day)s, en %(city)s.", day=day, city=facts.city)


def _way(facts: CallFacts) -> str:
    if facts.departs_at is None:
        return ""
    at = to_local(facts.departs_at, facts.zone)
    parts = [_("Salen el %(day)s, %(hour)s", day=wording.full_day(at.date()), hour=wording.hour_short(at.time()))]
    parts += [_("de %(place)s", place=facts.meeting_point)] if facts.meeting_point else []
    parts += [_("con %(driver)s", driver=facts.driver)] if facts.driver else []
    return " ".join(parts) + "."


def _needs(facts: CallFacts) -> str:
    return _("Lleve: %(things)s.", things="; ".join(facts.bring)) if facts.bring else ""


def _money(facts: CallFacts) -> str:
    return _("Ya está listo lo de su viaje: pase a la oficina con su INE.") if facts.money_ready else ""
