"""Places as a kind of sheet: the key is the code."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from app.accounts.models import User
from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Place
from app.cases.spellings.phones import mexican_number
from app.cases.spellings.text import tidy
from app.foundation.bulk import in_blocks
from app.foundation.db import db
from app.foundation.language import _

from . import cells
from .columns import Column
from .plain import Fields, PlainKind, Plan
from .referral_sheet import Readers, Reading

COLUMNS = (
    Column("code", "code", ("código", "clave"), required=True),
    Column("name", "name", ("nombre", "lugar"), required=True),
    Column("kind", "kind", ("tipo", "clase"), required=True),
    Column("municipality", "municipality", ("municipio",)),
    Column("city", "city", ("ciudad",)),
    Column("latitude", "latitude", ("latitud", "lat")),
    Column("longitude", "longitude", ("longitud", "lon", "lng")),
    Column("phone", "phone", ("teléfono", "tel")),
    Column("services", "services", ("servicios", "especialidades")),
    Column("price_minor", "price_per_night", ("precio por noche", "precio")),
    Column("beds", "beds", ("camas",)),
)
_LABELS = {column.name: column.label for column in COLUMNS}
_KINDS = {
    "town": "town", "pueblo": "town", "ciudad": "town", "cabecera": "town", "clinic": "clinic", "clinica": "clinic",
    "hospital": "hospital", "lodging": "lodging", "hospedaje": "lodging", "albergue": "lodging", "hotel": "lodging",
    "community": "community", "comunidad": "community", "localidad": "community", "terminal": "terminal",
}  # fmt: skip


def _readers() -> Readers:
    return {
        **dict.fromkeys(("name", "municipality", "city", "services"), tidy),
        "code": lambda text: tidy(text).upper(),
        "kind": cells.one_of(_KINDS),
        "latitude": cells.degrees(90),
        "longitude": cells.degrees(180),
        "phone": lambda text: mexican_number(text) or tidy(text),
        "price_minor": cells.centavos,
        "beds": cells.whole_number,
    }


def _key(reading: Reading) -> str:
    return cells.text_of(reading, "code", "")


def _refusals(reading: Reading) -> list[str]:
    found = cells.missing_or_garbled(reading, _LABELS, ("code", "name", "kind"))
    code = _key(reading)
    if code and (len(code) > 12 or not code.isalnum()):
        found.append(_("La clave lleva de 1 a 12 letras o números, sin espacios."))
    if reading.get("kind") == "lodging" and reading.get("price_minor") is None and "price_minor" not in reading.garbled:
        found.append(_("Un hospedaje lleva su precio por noche, aunque sea cero."))
    if (reading.get("latitude") is None) != (reading.get("longitude") is None):
        found.append(_("Escriba latitud y longitud, o ninguna."))
    return found


def _fields(reading: Reading) -> Fields:
    fields = {column.name: reading.get(column.name) for column in COLUMNS if column.name != "code"}
    return fields | {"services": fields["services"] or ""}


def _held(keys: Iterable[str], _subjects: dict[str, str]) -> dict[str, tuple[str, Fields]]:
    found: dict[str, tuple[str, Fields]] = {}
    for block in in_blocks(sorted(set(keys) - {""})):
        for place in db.session.scalars(select(Place).where(Place.code.in_(block))):
            names = (column.name for column in COLUMNS if column.name != "code")
            found[place.code] = (f"place:{place.id}", {name: getattr(place, name) for name in names})
    return found


def _save(key: str, plan: Plan, now: datetime, by: User | None) -> str:
    place = cases.save_place(key, now=now, by=by, **plan.fields)
    for name in filter(None, map(str.strip, place.services.split(";"))):
        if case_queries.service_by_name(name) is None:
            cases.save_service(name, now=now, by=by)
    return f"place:{place.id}"


def _remove(record_id: int, _now: datetime, _by: User | None) -> None:
    db.session.execute(delete(Place).where(Place.id == record_id))


PLACES = PlainKind("places", COLUMNS, _readers, _key, _refusals, _fields, _held, _save, _remove)
