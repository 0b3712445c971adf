"""Reads of the directory: places and services, found however they are spelled."""

from collections.abc import Iterable

from sqlalchemy import select

from app.foundation.db import db
from app.foundation.errors import NotFound
from app.foundation.language import _

from ..models import Place, Service
from ..spellings.names import place_key
from ..spellings.text import fold, tidy


class PlaceBook:
    """Places by code and by name, for whoever looks up many: read once, asked often."""

    def __init__(self, places: Iterable[Place]):
        self._by_code: dict[str, Place] = {}
        self._by_key: dict[str, list[Place]] = {}
        for place in places:
            self._by_code[place.code] = place
            self._by_key.setdefault(place_key(place.name), []).append(place)

    def find(self, text: str, kind: str | None = None) -> Place | None:
        """By code or name; capitals, accents and a leading Clínica or Hospital do not count. `kind` narrows."""
        by_code = self._by_code.get(tidy(text).upper())
        if by_code and kind in (None, by_code.kind):
            return by_code
        named = [place for place in self._by_key.get(place_key(text), ()) if kind in (None, place.kind)]
        return named[0] if len(named) == 1 else next((place for place in named if fold(place.name) == fold(text)), None)


def place_book() -> PlaceBook:
    return PlaceBook(db.session.scalars(select(Place).where(Place.active).order_by(Place.id)))


def place_by_code_or_name(text: str, kind: str | None = None) -> Place | None:
    """The place that this text means, or None; `kind` narrows to clinics, hospitals …"""
    return place_book().find(text, kind) if text.strip() else None


def places(kind: str | None = None, *, also_inactive: bool = False) -> list[Place]:
    wanted = select(Place).order_by(Place.kind, Place.name)
    if kind is not None:
        wanted = wanted.where(Place.kind == kind)
    return list(db.session.scalars(wanted if also_inactive else wanted.where(Place.active)))


def place_or_404(code: str) -> Place:
    place = db.session.scalar(select(Place).where(Place.code == code))
    if place is None:
        raise NotFound(_("Ese lugar no está en la lista."))
    return place


def services() -> list[Service]:
    return list(db.session.scalars(select(Service).order_by(Service.name)))


def service_by_name(text: str) -> Service | None:
    """Capitals and accents do not count."""
    key = fold(text)
    return next((service for service in services() if fold(service.name) == key), None) if key else None


def service_or_404(service_id: int) -> Service:
    service = db.session.get(Service, service_id)
    if service is None:
        raise NotFound(_("Ese servicio no está en la lista."))
    return service
