"""A day's riders and vehicles, and a plan for them. Minutes are of the day, distances metres, money centavos."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rider:
    """A party that travels together. `earliest` it can be picked up, `latest` it must be there; `public` is what it
    pays without us. `only`: the one vehicle that somebody chose for it; `aside`: it does not ride with us."""

    key: int
    seats: int
    origin: str
    destination: str
    earliest: int
    latest: int
    public: int
    only: int | None = None
    aside: bool = False


@dataclass(frozen=True)
class Load:
    """A vehicle: how many ride in it besides the driver, where it sleeps, what a kilometre costs."""

    key: int
    seats: int
    home: str
    per_km: int


@dataclass(frozen=True)
class Day:
    """`minutes` and `metres` are from place to place; a pair that is missing cannot be driven. `detour`: how many
    minutes more than the direct way somebody may sit in the vehicle."""

    riders: Sequence[Rider]
    vehicles: Sequence[Load]
    minutes: Mapping[tuple[str, str], int]
    metres: Mapping[tuple[str, str], int]
    detour: int = 60

    def lasts(self, start: str, end: str) -> int | None:
        return 0 if start == end else self.minutes.get((start, end))

    def far(self, start: str, end: str) -> int:
        return 0 if start == end else self.metres[start, end]

    def direct(self, rider: Rider) -> int | None:
        return self.lasts(rider.origin, rider.destination)


@dataclass(frozen=True)
class Stop:
    """Somebody gets on, or off, at this minute."""

    rider: int
    on: bool
    place: str
    minute: int


@dataclass(frozen=True)
class Run:
    """What one vehicle drives: its stops in order, from home and back. Nobody waits on board."""

    vehicle: int
    stops: tuple[Stop, ...]
    metres: int
    cost: int
    detours: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """`alone` is what the day costs when nobody shares and nobody chose; `cost` is more only where somebody chose."""

    runs: tuple[Run, ...]
    cost: int
    alone: int

    @property
    def saving(self) -> int:
        return self.alone - self.cost

    @property
    def served(self) -> set[int]:
        return {stop.rider for run in self.runs for stop in run.stops}
