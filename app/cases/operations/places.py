"""The verbs of the directory: places and services."""

from datetime import datetime

from sqlalchemy import select

from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..labels import PLACE_KINDS
from ..models import Place, Service
from ..spellings.text import tidy

PLACE_FIELDS = (
    "name", "kind", "municipality", "city", "latitude", "longitude", "phone", "services", "reveals",
    "price_minor", "priced_per", "room_beds", "beds", "companion_cap", "takes", "id_rule", "active",
)  # fmt: skip


def save_place(code: str, *, now: datetime, by, **fields: object) -> Place:
    """Adds the place of this code, or writes `fields` (of PLACE_FIELDS) over it; the others stay.

    Refused: no code or name, an unknown kind, a lodging without price, coordinates off the earth.
    """
    code = tidy(code).upper()
    if not code or len(code) > 12 or not code.isalnum():
        raise Refused(_("La clave lleva de 1 a 12 letras o números, sin espacios."), "code")
    place = db.session.scalar(select(Place).where(Place.code == code))
    created = place is None
    place = place or Place(code=code, kind="", name="", services="")
    for name in PLACE_FIELDS:
        if name in fields:
            setattr(place, name, fields[name])
    _check_place(place)
    db.session.add(place)
    db.session.flush()
    audit.record("place.added" if created else "place.changed", f"place:{code}", by, fields=sorted(fields))
    return place


def _check_place(place: Place) -> None:
    if not (place.name or "").strip():
        raise Refused(_("Falta el nombre del lugar."), "name")
    if place.kind not in PLACE_KINDS:
        raise Refused(_("Esa clase de lugar no existe. Use: %(kinds)s.", kinds=", ".join(PLACE_KINDS)), "kind")
    if place.kind == "lodging" and place.price_minor is None:
        raise Refused(_("Un hospedaje lleva su precio por noche, aunque sea cero."), "price")
    if (place.price_minor or 0) < 0 or (place.beds or 0) < 0:
        raise Refused(_("El precio y las camas no pueden ser negativos."), "price")
    if (place.room_beds or 1) < 1:
        raise Refused(_("En un cuarto cabe una persona o más."), "room_beds")
    if (place.latitude is None) != (place.longitude is None):
        raise Refused(_("Escriba latitud y longitud, o ninguna."), "latitude")
    if place.latitude is not None and not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
        raise Refused(_("Esas coordenadas no existen."), "latitude")


def add_place(code: str, *, now: datetime, by, **fields: object) -> Place:
    """A new place. Refused: a code that is taken, and as in `save_place`."""
    if db.session.scalar(select(Place.id).where(Place.code == tidy(code).upper())):
        raise Refused(_("Ya hay un lugar con esa clave."), "code")
    return save_place(code, now=now, by=by, **fields)


def add_service(name: str, *, now: datetime, by, **fields: object) -> Service:
    """A new service. Refused: a name that is taken, and as in `correct_service`."""
    return correct_service(Service(), name, now=now, by=by, **fields)


def save_service(name: str, *, now: datetime, by, **fields: object) -> Service:
    """Adds or changes the service of this name; `fields` as in `correct_service`."""
    name = tidy(name).lower()
    service = db.session.scalar(select(Service).where(Service.name == name)) or Service(name=name)
    return correct_service(service, name, now=now, by=by, **fields)


def correct_service(
    service: Service, name: str, *, now: datetime, by, usual_minutes: int = 240, nights_admitted: int = 0,
    preparation: str | None = None, reveals: bool = False,
) -> Service:  # fmt: skip
    """Writes over a service. Refused: no name or another's, a visit of no time, nights below zero."""
    name = tidy(name).lower()
    if not name:
        raise Refused(_("Falta el nombre del servicio."), "name")
    if db.session.scalar(select(Service.id).where(Service.name == name, Service.id != (service.id or 0))):
        raise Refused(_("Ya hay un servicio con ese nombre."), "name")
    if usual_minutes <= 0:
        raise Refused(_("Una visita dura más de cero minutos."), "usual_minutes")
    if nights_admitted < 0:
        raise Refused(_("Las noches no pueden ser negativas."), "nights_admitted")
    service.name, service.usual_minutes, service.nights_admitted = name, usual_minutes, nights_admitted
    service.preparation, service.reveals = (preparation or "").strip(), reveals
    db.session.add(service)
    db.session.flush()
    audit.record("service.saved", f"service:{service.id}", by, name=name)
    return service
