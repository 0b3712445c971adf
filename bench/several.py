"""Choosing among several dates of one case on big books: everything that the page asks, priced, from the database."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import time, timedelta
from pathlib import Path
from statistics import median
from time import process_time

from sqlalchemy import event, insert, select

from app.accounts import operations as accounts
from app.accounts.models import User
from app.cases import operations as cases
from app.cases.models import Appointment, Place
from app.cases.rules import PersonFacts
from app.coordination import journeys, money, several_dates
from app.coordination.imports import operations as imports
from app.foundation.clock import at_wall
from app.foundation.db import db, transaction
from app.foundation.money import Money
from app.travel import queries as travel
from app.travel.book import BookRoute
from app.travel.models import Route, RouteAlert
from app.travel.timetable import DAYS

from .installation import migrated
from .sierra import FIRST_DAY, Sierra

TITLE = "B5: several dates of one case"
SIZES, CASES, REPEATS = (50, 500, 1000, 5000), 6, 3
HOUSES = 4  # in the town of each hospital: as many as are looked at
DATES = ((9, time(8)), (11, time(11, 30)), (17, time(9)))  # days after the book's first, and hours
NOW = at_wall(FIRST_DAY, time(10))
HEAD = f"""The books of the table above with {HOUSES} houses in the town of each hospital, read from the database.
{CASES} cases from villages anywhere to hospitals anywhere, for two, each with two or three dates at one hospital within
eight days: every way to wait there, house by house, and to come home in between, put together with everything and
priced. It is what the page *Cómo va a viajar* asks, without drawing it. Milliseconds of the processor, so that other
work on the machine does not count, the median of {REPEATS} rounds; *first* is the very first question after an edit of
the book: it is read, and its days are made, again.

| places | first | two dates p50 | slowest | three dates p50 | slowest | statements, three dates |
|---:|---:|---:|---:|---:|---:|---:|"""


def measure() -> str:
    rows = []
    for size in SIZES:
        print(f"  {size} places …", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_row(Sierra(size, beside=HOUSES), Path(folder)))
    return "\n".join([HEAD, *rows])


def _row(sierra: Sierra, folder: Path) -> str:
    with migrated(folder).app_context():
        asked = _written(sierra)
        first = _milliseconds(asked[0])
        times = [
            [median(_milliseconds(dates) for _round in range(REPEATS)) for dates in (one[:2], one)] for one in asked
        ]
        two, three = zip(*times, strict=True)
        statements = _statements(asked[0])
        db.session.remove()
        db.engine.dispose()
    figures = " | ".join(f"{figure:,.0f}" for figure in (first, median(two), max(two), median(three), max(three)))
    return f"| {len(sierra.book.places):,} | {figures} | {statements} |"


def _of_each(asked: Iterable[Sequence[Appointment]]) -> list[float]:
    return [median(_milliseconds(dates) for _round in range(REPEATS)) for dates in asked]


def _milliseconds(dates: Sequence[Appointment]) -> float:
    began = process_time()
    _ask(dates)
    return (process_time() - began) * 1000


def _ask(dates: Sequence[Appointment]) -> several_dates.WholeWays:
    """As the page does."""
    party = journeys.party_of(dates[0].case, [one.id for one in journeys.companions_who_travel(dates[0].case)])
    asking = travel.Asking()
    alone = travel.proposals(journeys.visit_of(dates[0]), party, NOW, money.at_rates(), asking)
    return several_dates.whole_ways(list(dates), party, NOW, list(alone), asking)


def _statements(dates: Sequence[Appointment]) -> int:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    _ask(dates)
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


# what is written first: the book, the day's rates, the cases with their dates


def _written(sierra: Sierra) -> list[list[Appointment]]:
    with transaction():
        admin = accounts.add_user("bench@ces.example", "Lupita", "admin", "una frase para medir", now=NOW)
    with transaction():
        rates = (Path(__file__).parent.parent / "examples" / "rates.csv").read_bytes()
        imports.bring_in(imports.keep("rates", "rates.csv", rates, NOW, admin), NOW, admin)
        _write_book(sierra)
    with transaction():
        return [_case(sierra, number, admin) for number in range(CASES)]


def _write_book(sierra: Sierra) -> None:
    """Each hospital's town is told by its houses' and its own city."""
    towns = {spot.code: f"{spot.x:.3f} {spot.y:.3f}" for spot in (*sierra.hospitals, *sierra.houses)}
    rows = [
        {"code": one.code, "name": one.name, "kind": one.kind, "price_minor": one.price_minor,
         "city": towns.get(one.code)}
        for one in sierra.book.places.values()
    ]  # fmt: skip
    db.session.execute(insert(Place), rows)
    numbers = dict(map(tuple, db.session.execute(select(Place.code, Place.id))))
    ordinals: dict[tuple[str, str, str], int] = {}
    for route in sierra.book.routes:
        key = route.origin, route.destination, route.mode
        ordinals[key] = ordinals.get(key, 0) + 1
        db.session.add(_route(route, numbers, ordinals[key]))


def _route(route: BookRoute, numbers: dict[str, int], ordinal: int) -> Route:
    alerts = [
        RouteAlert(
            starts_on=one.starts_on, ends_on=one.ends_on, closed=one.closed, extra_minutes=one.extra_minutes,
            extra_fare=Money(one.extra_fare_minor), reason="derrumbe", created_at=NOW,
        )
        for one in route.alerts
    ]  # fmt: skip
    times = route.departures.times
    return Route(
        from_id=numbers[route.origin], to_id=numbers[route.destination], mode=route.mode, ordinal=ordinal,
        fare=Money(route.fare_minor), minutes_dry=route.minutes_dry, minutes_rain=route.minutes_rain,
        departures=";".join(f"{minute // 60:02}:{minute % 60:02}" for minute in times) if times else "any",
        days=";".join(DAYS[day] for day in sorted(route.days)), safe_after_dark=route.safe_after_dark, alerts=alerts,
        changed_at=NOW,
    )  # fmt: skip


def _case(sierra: Sierra, number: int, by: User) -> list[Appointment]:
    """A patient and a relative of some village, and their dates at some hospital."""
    village, hospital = sierra.rng.choice(sierra.villages).code, sierra.rng.choice(sierra.hospitals).code
    places = {
        place.code: place for place in db.session.scalars(select(Place).where(Place.code.in_((village, hospital))))
    }
    places[village].kind = "clinic"
    db.session.flush()
    case = cases.refer(
        patient=PersonFacts(f"Rosa {number}", "López", sex="female"), clinic=places[village], service=None,
        hospital=places[hospital], urgent=False, diagnosis_code=None, diagnosis=None, referred_on=FIRST_DAY,
        referred_by="pasante", insurance=None, summary=None, now=NOW, by=by,
    )  # fmt: skip
    cases.add_companion(case, PersonFacts(f"Juan {number}", "López", sex="male"), "spouse", NOW, by, travels=True)
    return [
        cases.book(case, places[hospital], None, FIRST_DAY + timedelta(days=days), at, None, "datetime", NOW, by)
        for days, at in DATES
    ]
