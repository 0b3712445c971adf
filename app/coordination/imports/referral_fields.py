"""A reading as the fields of a case: places found, words as the tables keep them. Pure."""

from app.cases.models import Place
from app.cases.queries import PlaceBook
from app.cases.referral import Referral
from app.cases.spellings.text import tidy

from .referral_sheet import Reading
from .sentences import _


def referral_fields(reading: Reading, clinic: Place | None, hospital: Place | None) -> Referral:
    """The fields of a row that is not refused. No clinic: an earlier row's, which is in use no more."""
    get = reading.values.get
    unlisted = get("hospital").typed if get("hospital") and hospital is None else None
    return Referral(
        get("given_names"), get("first_surname"), get("second_surname"), get("sex"), get("born_on"), get("curp"),
        _code(reading, "language"), get("reads"), get("phone"), _code(reading, "phone_owner"), get("accepts_texts"),
        get("companion"), _relation(reading), get("companion_phone"),
        clinic.id if clinic else None, get("referred_on"), _code(reading, "origin"), get("diagnosis_code"),
        get("diagnosis"), get("service"), bool(get("urgent")), _insurance(reading), hospital.id if hospital else None,
        unlisted, get("appointment_on"), get("appointment_at"), get("notes"),
    )  # fmt: skip


def _code(reading: Reading, name: str) -> str | None:
    word = reading.get(name)
    if word is None and name == "language" and name in reading.garbled:
        return tidy(reading.garbled[name])
    return word.code if word else None


def _relation(reading: Reading) -> str | None:
    kinship = reading.get("kinship")
    return kinship.relation if kinship else "other" if "kinship" in reading.garbled else None


def _insurance(reading: Reading) -> str | None:
    return "other" if "insurance" in reading.garbled else _code(reading, "insurance")


def destinations(reading: Reading, book: PlaceBook) -> tuple[Place | None, Place | None]:
    """The clinic that refers and the hospital that is asked, None where unknown."""
    clinic, hospital = reading.get("clinic"), reading.get("hospital")
    return (
        book.find(clinic.value, "clinic") if clinic else None,
        book.find(hospital.value, "hospital") if hospital else None,
    )


def refusals(reading: Reading, clinic: Place | None, *, twice: bool = False) -> list[str]:
    """Why a row cannot come in, a sentence each; nothing else refuses one."""
    garbled, get = reading.garbled, reading.values.get
    reasons = [
        (not reading.folio, lambda: _("Falta el folio.")),
        (twice, lambda: _("El folio %(folio)s está más de una vez en la hoja.", folio=reading.folio)),
        (not get("given_names"), lambda: _("Falta el nombre.")),
        (not get("first_surname"), lambda: _("Falta el primer apellido.")),
        ("born_on" in garbled, lambda: _impossible(_("nacimiento"), garbled["born_on"])),
        (not get("born_on") and "born_on" not in garbled, lambda: _("Falta la fecha de nacimiento.")),
        (clinic is None and not get("clinic"), lambda: _("Falta la clínica.")),
        (clinic is None and get("clinic"), lambda: _("No se conoce la clínica «%(name)s».", name=get("clinic").typed)),
        ("referred_on" in garbled, lambda: _impossible(_("referencia"), garbled["referred_on"])),
        ("appointment_on" in garbled, lambda: _impossible(_("cita"), garbled["appointment_on"])),
    ]
    return [sentence() for applies, sentence in reasons if applies]


def _impossible(which: str, text: str) -> str:
    return _("La fecha de %(which)s «%(text)s» no existe.", which=which, text=text)
