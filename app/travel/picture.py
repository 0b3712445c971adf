"""A trip as a drawing: a row for each local day from midnight to midnight, a lane for each way of travelling it.

Pure: a trip in, numbers in units of the drawing out; the page draws them. Who rides and
sleeps alike shares a lane. Dark hours are the planner's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise

from .book import PlannerSettings
from .models import BedNight, Leg, Trip, TripDate
from .rules import MEAL_HOURS
from .sheet.pictograms import PICTURES, Shape

SETTINGS = PlannerSettings()
HOUR, LEFT, TOP = 36, 104, 22
LANE, MEALS, GAP, ICON = 42, 20, 8, 20
DAY_MINUTES = 24 * 60
SLEEP_FROM, SLEEP_UNTIL = 21 * 60, 6 * 60  # a bed is drawn between these, where no ride says otherwise
NIGHT_ICONS = {"lodging": "bed", "hospital": "bed", "chair": "chair", "home": "house"}


@dataclass(frozen=True)
class Bar:
    """Something that lasts: `kind` is ride, wait, night or visit; `code` its means or the kind of night."""

    kind: str
    code: str
    x: float
    width: float
    icon_x: float
    words: str


@dataclass(frozen=True)
class Lane:
    y: float
    who: str
    bars: list[Bar]


@dataclass(frozen=True)
class Row:
    """One local day. `meals`: (x, persons) for each meal that is paid."""

    day: date
    y: float
    height: float
    lanes: list[Lane]
    meals: list[tuple[float, int]]
    meals_y: float


@dataclass(frozen=True)
class Picture:
    rows: list[Row]
    height: float
    modes: list[str]
    nights: list[str]
    dark: tuple[tuple[float, float], ...] = ()
    width: int = LEFT + 24 * HOUR + 16
    left: int = LEFT
    hour: int = HOUR

    @property
    def icons(self) -> list[str]:
        """The pictograms that are drawn, each once."""
        return list(dict.fromkeys([*self.modes, *(NIGHT_ICONS[kind] for kind in self.nights)]))

    def shapes(self, name: str) -> tuple[Shape, ...]:
        """A pictogram's shapes, in a square of 100 with y growing upwards."""
        return PICTURES[name]


@dataclass(frozen=True)
class Way:
    """How some travellers go: their rides and their nights."""

    who: tuple[str, ...]
    legs: list[Leg]
    nights: list[BedNight]


def draw(trip: Trip, meals: list[tuple[date, str, int]], zone: tzinfo) -> Picture | None:
    """None for a trip without a ride."""
    if not trip.legs:
        return None
    ways = _ways(trip)
    rows, y = [], float(TOP)
    for day in _days(trip, zone):
        lanes = [
            Lane(y + n * LANE, ", ".join(way.who) if len(ways) > 1 else "", _bars(trip, way, day, zone))
            for n, way in enumerate(ways)
        ]
        height = len(ways) * LANE + MEALS
        eaten = [(at(MEAL_HOURS[meal].hour * 60), heads) for when, meal, heads in meals if when == day]
        rows.append(Row(day, y, height, lanes, eaten, y + len(ways) * LANE + MEALS / 2))
        y += height + GAP
    return Picture(rows, y, _used(trip), list(dict.fromkeys(night.kind for night in trip.nights)), _dark())


def at(minute: float) -> float:
    """Where a minute of the day stands."""
    return round(LEFT + minute * HOUR / 60, 1)


def _dark() -> tuple[tuple[float, float], ...]:
    """(x, width) of the dark hours of a day."""
    from_, until = SETTINGS.dark_from, SETTINGS.dark_until
    return (at(0), at(until) - at(0)), (at(from_), at(DAY_MINUTES) - at(from_))


def _used(trip: Trip) -> list[str]:
    return list(dict.fromkeys(leg.mode for leg in trip.legs))


def _ways(trip: Trip) -> list[Way]:
    """Travellers who ride and sleep alike, together; in the order of the trip."""
    found: dict[tuple, Way] = {}
    for one in trip.travellers:
        legs = [leg for leg in trip.legs if any(seat.traveller_id == one.id for seat in leg.seats)]
        nights = [night for night in trip.nights if night.traveller_id == one.id]
        key = (
            tuple((leg.departs_at, leg.mode) for leg in legs),
            tuple((night.night, night.kind, night.place_id) for night in nights),
        )
        same = found.get(key)
        names = (*same.who, _short(one.name)) if same else (_short(one.name),)
        found[key] = Way(names, legs, nights)
    return list(found.values())


def _short(name: str) -> str:
    return name.split()[0]


def _days(trip: Trip, zone: tzinfo) -> list[date]:
    first = min(leg.departs_at for leg in trip.legs).astimezone(zone).date()
    ends = [max(leg.arrives_at for leg in trip.legs), trip.ready_at]
    last = max([end.astimezone(zone).date() for end in ends] + [night.night for night in trip.nights])
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _bars(trip: Trip, way: Way, day: date, zone: tzinfo) -> list[Bar]:
    """What is drawn first lies below: nights, the visit, waits, rides."""
    bars = [*_sleep(way, day, zone), *_visits(trip, day, zone), *_waits(trip, way, day, zone)]
    last_icon = 0.0
    for leg in way.legs:
        for x, width in _within(leg.departs_at, leg.arrives_at, day, zone):
            icon = max(x + width / 2 - ICON / 2, last_icon)
            last_icon = icon + ICON + 2
            hours = f"{leg.departs_at.astimezone(zone):%H:%M}–{leg.arrives_at.astimezone(zone):%H:%M}"
            words = f"{hours} {leg.origin.name} → {leg.destination.name}"
            bars.append(Bar("ride", leg.mode, x, max(width, 3), icon, words))
    return bars


def _waits(trip: Trip, way: Way, day: date, zone: tzinfo) -> Iterator[Bar]:
    """Between two rides of one direction on the same day, but where a visit lies between them."""
    visits = [begins for begins, _ends, _where in _spans(trip, zone)]
    for before, after in pairwise(way.legs):
        same_day = before.arrives_at.astimezone(zone).date() == after.departs_at.astimezone(zone).date()
        waits = not any(before.arrives_at <= begins < after.departs_at for begins in visits)
        if before.direction == after.direction and same_day and waits:
            for x, width in _within(before.arrives_at, after.departs_at, day, zone):
                yield Bar("wait", "", x, width, x, "")


def _visits(trip: Trip, day: date, zone: tzinfo) -> Iterator[Bar]:
    for begins, ends, where in _spans(trip, zone):
        for x, width in _within(begins, max(ends, begins + timedelta(minutes=30)), day, zone):
            yield Bar("visit", "", x, width, x + width / 2 - ICON / 2, where)


def _spans(trip: Trip, zone: tzinfo) -> list[tuple[datetime, datetime, str]]:
    """(from, until, where) of the visit; of a journey to several dates, of each. One that keeps the patient in the
    ward is drawn for its usual hours: the nights there are drawn as nights."""
    if len(trip.dates) < 2:
        return [(trip.present_at, trip.ends_at, trip.hospital.name)]
    usual = timedelta(hours=4)

    def ends(one: TripDate) -> datetime:
        same_day = one.present_at.astimezone(zone).date() == one.ready_at.astimezone(zone).date()
        return one.ready_at if same_day else one.present_at + usual

    return [(one.present_at, ends(one), one.hospital.name) for one in trip.dates]


def _sleep(way: Way, day: date, zone: tzinfo) -> Iterator[Bar]:
    """The evening's half and the morning's half of each night, never over a ride."""
    for night in way.nights:
        words = night.place.name if night.place else ""
        if night.night == day:
            begins = max([SLEEP_FROM, *_minutes(way, day, zone, "arrives_at")])
            yield _bed(night, begins, DAY_MINUTES, words)
        if night.night + timedelta(days=1) == day:
            ends = min([SLEEP_UNTIL, *_minutes(way, day, zone, "departs_at")])
            yield _bed(night, 0, ends, words)


def _bed(night: BedNight, begins: int, ends: int, words: str) -> Bar:
    x, width = at(begins), max(at(ends) - at(begins), 3)
    return Bar("night", night.kind, x, width, x + width / 2 - ICON / 2, words)


def _minutes(way: Way, day: date, zone: tzinfo, name: str) -> list[int]:
    """Minutes of the day at which this day's rides leave, or arrive."""
    moments = [getattr(leg, name).astimezone(zone) for leg in way.legs]
    return [moment.hour * 60 + moment.minute for moment in moments if moment.date() == day]


def _within(begins: datetime, ends: datetime, day: date, zone: tzinfo) -> Iterator[tuple[float, float]]:
    """(x, width) of the part that lies in this day."""
    start, end = _minute(begins, day, zone), _minute(ends, day, zone)
    if start < DAY_MINUTES and end > 0:
        x = at(max(start, 0))
        yield x, at(min(end, DAY_MINUTES)) - x


def _minute(moment: datetime, day: date, zone: tzinfo) -> int:
    """By the wall clock, from that day's midnight."""
    local = moment.astimezone(zone)
    return (local.date() - day).days * DAY_MINUTES + local.hour * 60 + local.minute
