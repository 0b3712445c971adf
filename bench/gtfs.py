"""A book as GTFS, for planners that read nothing else: each route a line of two stops.

What runs whenever wanted becomes a trip every hour of its window. GTFS knows neither nights nor darkness; alerts
and seasons become trips of their own days.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from app.travel.book import Book
from app.travel.service_days import ServiceDays

TRIPS_APART = 60  # minutes
Trip = tuple[int, int, int]  # (route, departs, minutes)


def write(book: Book, days: range, folder: Path) -> None:
    """`days`: the ordinals of the days of service."""
    trips = _trips(ServiceDays(book), days)
    services = {dates: f"S{number}" for number, dates in enumerate(dict.fromkeys(trips.values()))}
    _table(folder / "agency.txt", [("agency_id", "agency_name", "agency_url", "agency_timezone"),
                                   ("A", "Sierra", "http://sierra.example", book.settings.zone.key)])  # fmt: skip
    _table(folder / "stops.txt", _stops(book))
    _table(folder / "routes.txt", [
        ("route_id", "agency_id", "route_short_name", "route_long_name", "route_type"),
        *((f"R{number}", "A", f"R{number}", route.mode, 3) for number, route in enumerate(book.routes)),
    ])  # fmt: skip
    _table(folder / "fare_attributes.txt", [
        ("fare_id", "price", "currency_type", "payment_method", "transfers"),
        *((f"F{number}", route.fare_minor / 100, "MXN", 0, 0) for number, route in enumerate(book.routes)),
    ])  # fmt: skip
    _table(folder / "fare_rules.txt", [
        ("fare_id", "route_id"), *((f"F{number}", f"R{number}") for number in range(len(book.routes))),
    ])  # fmt: skip
    _table(folder / "calendar_dates.txt", [
        ("service_id", "date", "exception_type"),
        *((name, date.fromordinal(day).strftime("%Y%m%d"), 1) for dates, name in services.items() for day in dates),
    ])  # fmt: skip
    _table(folder / "trips.txt", [
        ("route_id", "service_id", "trip_id", "trip_short_name", "trip_long_name"),
        *((f"R{trip[0]}", services[dates], f"T{n}", n, "") for n, (trip, dates) in enumerate(trips.items())),
    ])  # fmt: skip
    _table(folder / "stop_times.txt", _stop_times(book, trips))


def _trips(service: ServiceDays, days: range) -> dict[Trip, tuple[int, ...]]:
    """Trip → the days on which it runs."""
    found: dict[Trip, list[int]] = defaultdict(list)
    for day in days:
        today = service.day(day)
        for number in range(len(service.book.routes)):
            for run in today[number].runs if today[number] else ():
                for departs in run.times[::TRIPS_APART] if isinstance(run.times, range) else run.times:
                    found[number, departs, run.minutes].append(day)
    return {trip: tuple(dates) for trip, dates in found.items()}


def _stops(book: Book) -> Iterable[tuple]:
    """Each place a station with one platform; all near each other, so that nobody looks for walks."""
    yield (
        "stop_id",
        "stop_code",
        "stop_name",
        "stop_lat",
        "stop_lon",
        "location_type",
        "parent_station",
        "platform_code",
    )
    for number, code in enumerate(book.places):
        latitude, longitude = 15 + number % 100 * 0.05, -93 + number // 100 * 0.05
        yield f"S{code}", code, code, latitude, longitude, 1, "", ""
        yield code, code, code, latitude, longitude, 0, f"S{code}", "1"


def _stop_times(book: Book, trips: Iterable[Trip]) -> Iterable[tuple]:
    yield "trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"
    for number, (route, departs, minutes) in enumerate(trips):
        for sequence, (stop, at) in enumerate(
            ((book.routes[route].origin, departs), (book.routes[route].destination, departs + minutes))
        ):
            time = f"{at // 60:02d}:{at % 60:02d}:00"
            yield f"T{number}", time, time, stop, sequence


def _table(file: Path, rows: Iterable[tuple]) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(rows)
