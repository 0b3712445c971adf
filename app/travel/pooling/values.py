"""A day's riders and vehicles, and a plan for them. Minutes are of the day, distances metres, money centavos."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rider:
    """A party that travels together. `earliest` it can be picked up, `latest` it must be there; `public` is what it
    pays without us. `only`: the one vehicle that somebody chose for it; `aside`: it does not ride with us. `chairs`:
    how many of them stay in their wheelchair."""

    key: int
    seats: int
    origin: str
    destination: str
    earliest: int
    latest: int
    public: int
    only: int | None = None
    aside: bool = False
    chairs: int = 0


@dataclass(frozen=True)
class Load:
    """A vehicle: how many ride in it besides the driver, where it sleeps, what a kilometre costs. It has `chairs`
    places for wheelchairs; one that is taken takes `chair_seats` of the seats."""

    key: int
    seats: int
    home: str
    per_km: int
    chairs: int = 0
    chair_seats: int = 1

    def seats_for(self, rider: Rider) -> int:
        return rider.seats + rider.chairs * (self.chair_seats - 1)


@dataclass(frozen=True)
class Day:
    """`minutes` and `metres` are from place to place; a pair that is missing cannot be driven. `detour`: how many
    minutes more than the direct way somebody may sit in the vehicle. `apart`: pairs of riders who share no run."""

    riders: Sequence[Rider]
    vehicles: Sequence[Load]
    minutes: Mapping[tuple[str, str], int]
    metres: Mapping[tuple[str, str], int]
    detour: int = 60
    apart: frozenset[frozenset[int]] = frozenset()

    def lasts(self, start: str, end: str) -> int | None:
        return 0 if start == end else self.minutes.get((start, end))

    def far(self, start: str, end: str) -> int:
        return 0 if start == end else self.metres[start, end]

    def clash(self, riders: Set[int]) -> bool:
        """Two of these are kept apart."""
        return any(pair <= riders for pair in self.apart)

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
