"""Small books drawn from a seed, crowded with what is hard: whenever-wanted rides, nights, dusk, rain, alerts."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.travel.book import Alert, Book, BookPlace, BookRoute, Limits, Party, PlannerSettings
from app.travel.timetable import parse_days, parse_departures

RAINS_AND_DRY = (date(2026, 4, 30), date(2026, 5, 1), date(2026, 10, 31), date(2026, 11, 1), date(2026, 12, 15))
# Where clocks are changed, and when: at 02:00 in Tijuana, at midnight in Santiago.
CHANGES = {
    "America/Tijuana": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/Santiago": (date(2026, 4, 5), date(2026, 9, 6)),
}
ZONES = ("America/Mexico_City",) * 4 + tuple(CHANGES)
MODES = ("bus", "colectivo", "walk")
PARTIES = (Party(), Party(), Party(full=1), Party(full=2, half=1), Party(full=1, half=2, free=1, beds=2),
           Party(full=0, half=1), Party(full=0, free=2))  # fmt: skip


def book(seed: int) -> Book:
    """Three to six places A, B, …: some lodgings; three to five routes a place."""
    rng = Random(seed)
    codes = "ABCDEF"[: rng.randint(3, 6)]
    settings = PlannerSettings(
        zone=ZoneInfo(rng.choice(ZONES)), horizon_hours=rng.choice((20, 20, 30, 30, 40, 96)),
        transfer=rng.choice((10, 10, 10, 0, 25)),
    )  # fmt: skip
    turns = _turns(settings.zone)
    routes = [_route(rng, codes, turns) for _ in range(rng.randint(3, 5) * len(codes))]
    return Book({code: _place(rng, code) for code in codes}, tuple(routes), settings)


def party(seed: int) -> Party:
    return Random(seed * 13 + 3).choice(PARTIES)


def limits(seed: int) -> Limits:
    """In half of the books somebody cannot do everything."""
    rng = Random(seed * 17 + 9)
    if rng.random() < 0.5:
        return Limits()
    modes = frozenset(rng.sample(MODES, 2)) if rng.random() < 0.4 else None
    return Limits(modes, rng.random() < 0.3, rng.choice((None, None, 90, 120, 185, 300, 505)))


def moment(seed: int) -> datetime:
    """An instant near a change of season, month or clock, in the zone of the seed's book."""
    rng = Random(seed * 7 + 1)
    minutes = rng.choice((rng.randrange(1440), rng.choice((119, 120, 121, 480, 0, 1110))))
    zone = book(seed).settings.zone
    day = rng.choice(_turns(zone)) + timedelta(days=rng.randint(-1, 3))
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone)


def full_houses(seed: int) -> list[tuple[str, date]]:
    """In a third of the books, evenings on which a lodging has no bed."""
    rng = Random(seed * 11 + 5)
    if rng.random() < 0.66:
        return []
    evening = moment(seed).date() + timedelta(days=rng.randint(-2, 2))
    return [(p.code, evening) for p in book(seed).places.values() if p.kind == "lodging" and rng.random() < 0.7]


def _turns(zone: ZoneInfo) -> tuple[date, ...]:
    return CHANGES.get(zone.key, RAINS_AND_DRY)


def _place(rng: Random, code: str) -> BookPlace:
    if rng.random() < 0.35:
        price, room = rng.choice((0, 0, 30, 5000, 9000)), rng.choice((None, None, 1, 2, 3))
        return BookPlace(code, code, "lodging", price, room=room)
    return BookPlace(code, code)


def _route(rng: Random, codes: str, turns: tuple[date, ...]) -> BookRoute:
    origin, destination = rng.sample(codes, 2)
    dry = rng.choice((1, 10, 25, 60, 60, 90, 200, 200, 500, rng.choice((500, 1500))))
    return BookRoute(
        origin, destination, rng.choice(MODES), rng.choice((0, 10, 100, 500, 1000, 3000, 20000)), dry,
        dry + rng.choice((0, 5, 30, 120)), parse_departures(_departures(rng)), parse_days(_days(rng)),
        safe_after_dark=rng.random() < 0.45, alerts=tuple(_alert(rng, turns) for _ in range(rng.choice((0, 0, 0, 0, 1, 2)))),
    )  # fmt: skip


def _departures(rng: Random) -> str:
    if rng.random() < 0.4:
        return "any"
    parts = [_clock(rng) for _ in range(rng.randint(0, 4))]
    if not parts or rng.random() < 0.3:
        first, last = sorted((_clock(rng), _clock(rng)))
        parts.append(f"{first}-{last}/{rng.choice((20, 60, 90, 250))}")
    return ";".join(parts)


def _clock(rng: Random) -> str:
    hours = rng.choice((rng.randint(0, 23), rng.choice((1, 2, 4, 5, 17, 18, 22, 23))))
    return f"{hours:02d}:{rng.choice((0, 0, 30, 50, 59, rng.randint(0, 59))):02d}"


def _days(rng: Random) -> str:
    if rng.random() < 0.75:
        return "daily"
    return ";".join(rng.sample(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), rng.randint(2, 6)))


def _alert(rng: Random, turns: tuple[date, ...]) -> Alert:
    starts = rng.choice(turns) + timedelta(days=rng.randint(-2, 2))
    ends = starts + timedelta(days=rng.randint(0, 2))
    kind = rng.random()
    return Alert(starts, ends, closed=kind < 0.4, extra_minutes=rng.choice((0, 7, 45)) if kind > 0.4 else 0,
                 extra_fare_minor=rng.choice((0, 150)) if kind > 0.6 else 0)  # fmt: skip
