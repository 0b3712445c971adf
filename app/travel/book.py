"""The book as the planner reads it: places, routes and alerts as plain values, and the settings that rule it."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from app.foundation.errors import Refused
from app.foundation.language import _

from .timetable import Departures

MODES = ("walk", "raite", "redilas", "colectivo", "bus", "taxi", "vehicle", "ambulance")
LODGING = "lodging"
NIGHT_AT = 2 * 60  # 02:00: who waits through it sleeps, so it takes a lodging
ANY_FROM, ANY_UNTIL = 4 * 60, 24 * 60  # what runs whenever wanted leaves from 04:00 and has arrived by 24:00


@dataclass(frozen=True, slots=True)
class PlannerSettings:
    """Minutes, except where the name says otherwise. Dark: from `dark_from` until `dark_until` next morning."""

    zone: ZoneInfo = ZoneInfo("America/Mexico_City")
    transfer: int = 10
    dark_from: int = 18 * 60 + 30
    dark_until: int = 5 * 60 + 30
    horizon_hours: int = 96
    rain_months: frozenset[int] = frozenset(range(5, 11))
    tortuosity: float = 2.2
    kmh: float = 25.0
    fare_per_km_minor: int = 200

    def __post_init__(self) -> None:
        if not NIGHT_AT < self.dark_until < self.dark_from <= ANY_UNTIL:
            raise Refused(_("La noche empieza por la tarde y termina después de las 02:00: revise los ajustes."))
        if self.transfer < 0 or self.horizon_hours < 1:
            raise Refused(_("El trasbordo no es negativo y el plazo es de una hora o más: revise los ajustes."))


@dataclass(frozen=True, slots=True)
class BookPlace:
    """A place of the book. `price_minor`: centavos a night, where it is a lodging, for each person; or, where it says
    how many sleep in one `room`, for each room."""

    code: str
    name: str
    kind: str = "town"
    price_minor: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    room: int | None = None

    def __post_init__(self) -> None:
        if self.kind == LODGING and self.price_minor is None:
            raise Refused(_("%(name)s no tiene precio por noche; si no cobra, escriba 0.", name=self.name))
        if self.price_minor is not None and self.price_minor < 0:
            raise Refused(_("El precio por noche de %(name)s no puede ser negativo.", name=self.name))

    def night(self, sleepers: int) -> int:
        """Centavos of one night for so many."""
        return (self.price_minor or 0) * (sleepers if self.room is None else -(-sleepers // self.room))


@dataclass(frozen=True, slots=True)
class Alert:
    """What changes for departures on these local dates, both included: no way through, or slower, or dearer."""

    starts_on: date
    ends_on: date
    closed: bool = False
    extra_minutes: int = 0
    extra_fare_minor: int = 0

    def on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class BookRoute:
    """One known way between two places. `fare_minor`: centavos a person. `key`: whose row it is, if anybody's."""

    origin: str
    destination: str
    mode: str
    fare_minor: int
    minutes_dry: int
    minutes_rain: int
    departures: Departures
    days: frozenset[int] = frozenset(range(7))
    safe_after_dark: bool = True
    alerts: tuple[Alert, ...] = ()
    key: int | None = None
    estimate: bool = False

    def __post_init__(self) -> None:
        if self.minutes_dry < 1 or self.minutes_rain < 1:
            raise Refused(_("Un tramo dura un minuto o más, en secas y en lluvias."), "minutes_dry")
        if self.fare_minor < 0:
            raise Refused(_("El pasaje no puede ser negativo."), "fare")
        if self.origin == self.destination:
            raise Refused(_("Una ruta une dos lugares distintos."), "to_place")


@dataclass(frozen=True)
class Party:
    """Who travels together: how many pay full fare, half (rounded up to the centavo) and nothing; beds wanted."""

    full: int = 2
    half: int = 0
    free: int = 0
    beds: int | None = None

    @property
    def sleepers(self) -> int:
        return self.full + self.half + self.free if self.beds is None else self.beds

    def fare(self, per_person: int) -> int:
        """Centavos for all of them on one ride."""
        return self.full * per_person + self.half * ((per_person + 1) // 2)


@dataclass(frozen=True)
class Limits:
    """What somebody in the party cannot do. `modes`: the only means they can use; None for all.

    `no_dark`: no minute on an unsafe route after dark. `riding_minutes`: most minutes on the road in one local day.
    `wheelchair`: stays in it on the way, so that a vehicle of the programme needs a place for it; the book knows none.
    """

    modes: frozenset[str] | None = None
    no_dark: bool = False
    riding_minutes: int | None = None
    wheelchair: bool = False


@dataclass(frozen=True, eq=False)
class Book:
    """All places by code, all routes in book order. It never changes: an edit makes another book."""

    places: dict[str, BookPlace]
    routes: tuple[BookRoute, ...]
    settings: PlannerSettings = field(default_factory=PlannerSettings)
