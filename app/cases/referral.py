"""What a referral says, whoever brings it: a form, a sheet. Plain values."""

from dataclasses import dataclass, fields
from datetime import date, time

from .spellings.text import Typed


@dataclass(slots=True)
class Referral:
    """None where it says nothing. Phones and CURP keep what was typed where it is not valid.

    `phone_owner` is `own · relative · caseta`; `hospital_typed` is set where the hospital is not in the book.
    """

    given_names: str
    first_surname: str
    second_surname: str | None
    sex: str | None
    born_on: date
    curp: Typed | None
    language: str | None
    reads: bool | None
    phone: Typed | None
    phone_owner: str | None
    accepts_texts: bool | None
    companion: str | None
    kinship: str | None
    companion_phone: Typed | None
    clinic_id: int | None
    referred_on: date | None
    origin: str | None
    diagnosis_code: str | None
    diagnosis: str | None
    service: str | None
    urgent: bool
    insurance: str | None
    hospital_id: int | None
    hospital_typed: str | None
    appointment_on: date | None
    appointment_at: time | None
    notes: str | None


FIELD_NAMES = tuple(item.name for item in fields(Referral))
