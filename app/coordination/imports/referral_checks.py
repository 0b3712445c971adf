"""What is odd about a referral. Pure: each check gives sentences, none of them refuses the row.

The sentences go into reports that leave the house: no name, number or CURP of a person is in them.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache, lru_cache

from app.cases.models import Place
from app.cases.rules import restricted_by_diagnosis
from app.cases.spellings.curp import agrees_with_name, valid_curp
from app.cases.spellings.text import fold

from .referral_sheet import Kinship, Reading
from .sentences import _

ADULT = 18
_PREGNANCY = {"obstetricia", "ginecologia", "ginecologia y obstetricia"}
_WOMENS_CODES = re.compile(r"O\d|C5[1-8]|D2[5-7]|N[789]\d")
_MENS_CODES = re.compile(r"C6[0-3]|N4\d")
_CHILDRENS = re.compile(r"\bpediatric[oa]s?\b|\bpediatria\b")
_CODE = re.compile(r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?")
_MANS_NAMES = {
    "juan", "jose", "luis", "miguel", "angel", "raul", "ramon", "oscar", "efrain", "sebastian", "nicolas", "andres",
    "fidel", "manuel", "daniel", "david", "rafael", "gabriel", "samuel", "joaquin", "agustin", "martin", "ruben",
    "cesar", "hector", "victor", "javier", "jorge", "felipe", "enrique", "vicente",
}  # fmt: skip
_WOMANS_NAMES = {
    "elizabeth", "isabel", "carmen", "ines", "raquel", "beatriz", "ruth", "esther", "rosario", "socorro", "consuelo",
    "amparo", "pilar", "luz", "dolores",
}  # fmt: skip


def warnings(reading: Reading, hospital: Place | None, now: datetime, today: date) -> list[str]:
    """Every oddity of one row in the order of its columns. `now` is on the programme's wall clock."""
    found = [*_garbled(reading)]
    for check in (_curp, _phones, _companion, _kinship, _service, _diagnosis):
        found.extend(check(reading, today))
    found.extend(_hospital(reading, hospital))
    found.extend(_appointment(reading, hospital, now))
    return found


def _garbled(reading: Reading) -> Iterator[str]:
    for name, text in reading.garbled.items():
        if name in _NOT_UNDERSTOOD:
            yield _NOT_UNDERSTOOD[name](text)
    if reading.get("sex") is None and "sex" not in reading.garbled:
        yield _("Falta el sexo.")
    if reading.get("referred_on") is None and "referred_on" not in reading.garbled:
        yield _("Falta la fecha de referencia.")


_NOT_UNDERSTOOD: dict[str, Callable[[str], str]] = {
    "sex": lambda text: _("Sexo «%(text)s»: no se entiende.", text=text),
    "phone_owner": lambda text: _("Teléfono de «%(text)s»: no se entiende de quién es.", text=text),
    "kinship": lambda text: _("Parentesco «%(text)s»: no se conoce; quedó como otra persona.", text=text),
    "urgent": lambda text: _("Urgente «%(text)s»: no se entiende; quedó como no urgente.", text=text),
    "appointment_at": lambda text: _("Hora de cita «%(text)s»: no existe; queda sólo la fecha.", text=text),
    "insurance": lambda text: _("Seguro «%(text)s»: no se conoce; quedó como otro.", text=text),
    "language": lambda text: _("Lengua «%(text)s»: no se conoce; quedó como se escribió.", text=text),
    "reads": lambda text: _("Sabe leer «%(text)s»: no se entiende.", text=text),
    "origin": lambda text: _("Refiere «%(text)s»: no se conoce.", text=text),
    "accepts_texts": lambda text: _("Acepta SMS «%(text)s»: no se entiende; no se le mandan mensajes.", text=text),
}


def _curp(reading: Reading, _today: date) -> Iterator[str]:
    typed = reading.get("curp")
    if typed is None:
        yield _("Falta la CURP.")
        return
    if typed.value is None:
        yield _("La CURP no es válida: quedó como se escribió.")
        return
    curp = valid_curp(typed.value)
    names = (reading.get("given_names"), reading.get("first_surname"), reading.get("second_surname") or "")
    if all(names[:2]) and not agrees_with_name(curp, *names):
        yield _("La CURP no concuerda con el nombre.")
    if reading.get("born_on") and curp.birth_date != reading.get("born_on"):
        yield _("La CURP no concuerda con la fecha de nacimiento.")
    if reading.get("sex") and curp.sex != reading.get("sex"):
        yield _("La CURP no concuerda con el sexo.")


def _phones(reading: Reading, _today: date) -> Iterator[str]:
    phone, relative = reading.get("phone"), reading.get("companion_phone")
    if phone is None:
        yield _("Falta el teléfono.")
    elif phone.value is None:
        yield _("El teléfono no es un número válido de México: quedó como se escribió.")
    if relative is not None and relative.value is None:
        yield _("El teléfono del acompañante no es un número válido de México: quedó como se escribió.")
    if relative is not None and reading.get("companion") is None:
        yield _("Hay teléfono de acompañante y falta su nombre: no se guardó en ninguna persona.")


def _companion(reading: Reading, today: date) -> Iterator[str]:
    born = reading.get("born_on")
    if born and age(born, today) < ADULT and reading.get("companion") is None:
        yield _("Es menor de edad y no tiene acompañante.")


def _kinship(reading: Reading, today: date) -> Iterator[str]:
    kinship, companion, born = reading.get("kinship"), reading.get("companion"), reading.get("born_on")
    if kinship is None:
        return
    if companion is None:
        yield _("Hay parentesco y falta el acompañante.")
    elif kinship.sex and _named_sex(companion) not in (None, kinship.sex):
        yield _("El parentesco «%(kinship)s» no concuerda con el nombre del acompañante.", kinship=kinship.typed)
    if born and _odd_at(kinship, age(born, today)):
        yield _("Parentesco extraño: %(kinship)s, a los %(years)d años.", kinship=kinship.typed, years=age(born, today))


def _odd_at(kinship: Kinship, years: int) -> bool:
    """A child has no spouse and no grown children; nobody over eighty travels with a parent."""
    if kinship.relation in ("spouse", "child", "grandchild"):
        return years < 15
    return kinship.relation in ("parent", "grandparent", "uncle_aunt") and years > 75


@cache
def _named_sex(name: str) -> str | None:
    """The sex that a Spanish given name usually means; None where it means either."""
    first = fold(name).split()[:1]
    if not first or first[0] == "guadalupe":
        return None
    if first[0] in _WOMANS_NAMES or (first[0].endswith("a") and first[0] not in _MANS_NAMES):
        return "female"
    return "male" if first[0] in _MANS_NAMES or first[0].endswith("o") else None


def _service(reading: Reading, today: date) -> Iterator[str]:
    service, code, sex = fold(reading.get("service") or ""), reading.get("diagnosis_code") or "", reading.get("sex")
    womens = service in _PREGNANCY or _WOMENS_CODES.match(code)
    if (sex == "male" and womens) or (sex == "female" and _MENS_CODES.match(code)):
        yield _("El sexo no concuerda con el servicio o el diagnóstico.")
    if _CHILDRENS.search(service) and reading.get("born_on") and age(reading.get("born_on"), today) >= ADULT:
        yield _("Es mayor de edad y el servicio es pediátrico.")


def _diagnosis(reading: Reading, _today: date) -> Iterator[str]:
    code = reading.get("diagnosis_code")
    if code and not _CODE.fullmatch(code):
        yield _("El código CIE-10 %(code)s no tiene esa forma.", code=code)
    if restricted_by_diagnosis(code, reading.get("diagnosis")):
        yield _("El caso queda reservado: sin plan de contacto seguro no se le manda nada a nadie.")


def _hospital(reading: Reading, hospital: Place | None) -> Iterator[str]:
    typed, service = reading.get("hospital"), reading.get("service")
    if typed is None:
        yield _("Falta el hospital: la cita queda solicitada.")
    elif hospital is None:
        yield _("No se conoce el hospital «%(name)s»: quedó como se escribió.", name=typed.typed)
    elif service and hospital.services and fold(service) not in _services(hospital.services):
        yield _("%(hospital)s no tiene %(service)s en su lista.", hospital=hospital.name, service=service)


@lru_cache(maxsize=1024)
def _services(listed: str) -> frozenset[str]:
    return frozenset(fold(name) for name in listed.split(";"))


def _appointment(reading: Reading, hospital: Place | None, now: datetime) -> Iterator[str]:
    day, hour = reading.get("appointment_on"), reading.get("appointment_at")
    if day is None:
        if hour is not None:
            yield _("Hay hora de cita y falta la fecha.")
        yield _("Sin fecha de cita: queda solicitada, con una tarea.")
        return
    if hour is None and "appointment_at" not in reading.garbled:
        yield _("La cita no tiene hora.")
    if reason := closed_on(day):
        yield _("La cita cae en día cerrado: %(reason)s.", reason=reason)
    if reading.get("referred_on") and day < reading.get("referred_on"):
        yield _("La cita es anterior a la referencia.")
    if hospital and is_past(day, hour, now):
        yield _("La cita ya pasó: falta registrar qué sucedió.")


def is_past(day: date, hour, now: datetime) -> bool:
    """Whether the wall clock has passed it; a day without an hour passes at its midnight."""
    return day < now.date() or (day == now.date() and hour is not None and hour <= now.time())


def closed_on(day: date) -> str | None:
    """Why a hospital's outpatient clinic is closed that day: weekends and statutory holidays."""
    if day.weekday() >= 5:
        return _("sábado") if day.weekday() == 5 else _("domingo")
    return _holidays(day.year).get(day)


@cache
def _holidays(year: int) -> dict[date, str]:
    from holidays import country_holidays  # heavy: imported where used

    return dict(country_holidays("MX", years=year, language="es"))


@lru_cache(maxsize=65536)
def age(born: date, today: date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
