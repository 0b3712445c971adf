"""Who is who in a sheet: the same person again, and never two people made one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.cases.spellings.names import person_key

from .referral_sheet import Reading
from .sentences import _


@dataclass(slots=True, eq=False)
class Patient:
    """A person of the database (`id` and `number`) or of a row further up (both None until written)."""

    name_key: str
    born_on: date | None
    curp: str | None
    id: int | None = None
    number: str | None = None
    companions: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Match:
    """The person whom a row is about, None for a new one, and what there is to say about it."""

    patient: Patient | None
    messages: list[str]


class Register:
    """The people known so far, by valid CURP and by names and birth date. A phone never identifies."""

    def __init__(self, patients: Iterable[Patient] = ()):
        self._by_curp: dict[str, list[Patient]] = {}
        self._by_name: dict[tuple[str, date], Patient] = {}
        for patient in patients:
            self.add(patient)

    def add(self, patient: Patient) -> None:
        if patient.curp:
            self._by_curp.setdefault(patient.curp, []).append(patient)
        if patient.born_on:
            self._by_name.setdefault((patient.name_key, patient.born_on), patient)

    def match(self, reading: Reading) -> Match:
        """Same valid CURP, unless both the names and the birth date differ; or same names and birth date."""
        patient = identity(reading)
        bearers = self._by_curp.get(patient.curp, ()) if patient.curp else ()
        same = [known for known in bearers if known.name_key == patient.name_key or known.born_on == patient.born_on]
        if same:
            return Match(same[0], _about(same[0], patient))
        messages = [_stranger(bearers[0])] if bearers else []
        known = self._by_name.get((patient.name_key, patient.born_on))
        return Match(known, [*messages, *_about(known, patient)] if known else messages)


def identity(reading: Reading) -> Patient:
    """The person as this row has them."""
    curp = reading.get("curp")
    names = (reading.get("given_names"), reading.get("first_surname"), reading.get("second_surname"))
    return Patient(person_key(*names), reading.get("born_on"), curp.value if curp else None)


def _about(known: Patient, typed: Patient) -> list[str]:
    messages = [_("Es otra referencia de la misma persona: se agregó a su expediente sin cambiar sus datos.")]
    if known.name_key != typed.name_key:
        messages.append(_("La CURP es la misma y el nombre es otro: revise."))
    if known.born_on != typed.born_on:
        messages.append(_("La CURP es la misma y la fecha de nacimiento es otra: revise."))
    if known.curp and typed.curp and known.curp != typed.curp:
        messages.append(_("El nombre y la fecha de nacimiento son los mismos y la CURP es otra: revise."))
    return messages


def _stranger(bearer: Patient) -> str:
    who = bearer.number or _("otra fila de esta hoja")
    return _("La misma CURP la tiene %(who)s, con otro nombre y otra fecha de nacimiento: no se juntaron.", who=who)
