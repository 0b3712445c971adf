"""What a changed cell may change: a field that still holds what the sheet last said, and no other. Pure."""

from dataclasses import dataclass
from typing import Any

from app.cases.referral import FIELD_NAMES, Referral
from app.cases.spellings.names import place_key
from app.cases.spellings.text import Typed, fold

from .referral_sheet import COLUMNS, UNKNOWN_COLUMN
from .sentences import _

IDENTITY = ("given_names", "first_surname", "second_surname", "sex", "born_on", "curp")
_HEADERS = {column.name: column.label for column in COLUMNS} | {
    "clinic_id": "Clínica", "hospital_id": "Hospital", "hospital_typed": "Hospital",
}  # fmt: skip
ANOTHERS = object()  # stands for a field that another referral of the same person gave


@dataclass(frozen=True, slots=True)
class Change:
    """One field that the sheet says differently now."""

    field: str
    old: Any
    new: Any


def changes(before: Referral, now: Referral, held: dict[str, Any]) -> tuple[list[Change], list[str]]:
    """What to write, and a sentence for each field that is kept because somebody changed it since."""
    found, kept = [], []
    for name in FIELD_NAMES:
        old, new = getattr(before, name), getattr(now, name)
        plain = _PLAIN.get(name, bare)
        if plain(old) == plain(new):
            continue
        holds = plain(held.get(name))
        if holds == plain(old):
            found.append(Change(name, old, new))
        elif holds != plain(new):
            kept.append(_kept(name, holds))
    return found, list(dict.fromkeys(kept))


def bare(value: Any) -> Any:
    """Values that can be compared: a number or CURP by its valid form, blank text as nothing."""
    if isinstance(value, Typed):
        return value.value or value.typed
    return None if value == "" else value


def _folded(text: str | None) -> str | None:
    return fold(text) if text else None


def _place(name: str | None) -> str | None:
    return place_key(name) if name else None


# Kept as typed, known by one spelling; as is a language that is none of the codes.
_PLAIN = {"service": _folded, "language": _folded, "hospital_typed": _place}


def _kept(name: str, holds: Any) -> str:
    if holds is ANOTHERS:
        return _("%(field)s: lo dio otra referencia de la misma persona; no se cambió.", field=_HEADERS[name])
    return _("%(field)s: alguien lo cambió aquí; se dejó.", field=_HEADERS[name])


def other_columns(said: dict[str, str]) -> dict[str, str]:
    """The cells of columns that have no name here."""
    return {name: text for name, text in said.items() if name.startswith(UNKNOWN_COLUMN)}
