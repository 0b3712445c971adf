"""A published timetable (GTFS) as two sheets of ours, places and routes, which the imports judge row by row.

A ride becomes a route from its first to its last stop: changing is ten minutes in the planner, so a bus cut at
every stop would never arrive. Stops of one name are one place. What GTFS does not know (the rains, whether it is safe
after dark) is left blank: as in the dry, and no. A ride without a fare is a row that waits for somebody to type it.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count

from app.cases.spellings.text import fold
from app.foundation.errors import Unusable
from app.foundation.language import _
from app.travel.timetable import DAYS

from . import places, routes
from .gtfs_files import Row, Tables, tables

MODES = ("bus", "colectivo", "redilas")  # what a timetable may be of
LONGEST = 300  # letters of a row's departures
DAY = 24 * 60
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::\d{2})?")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BUSES = {"3", "11", "200", *map(str, range(700, 800))}

Key = tuple[str, str, int, frozenset[int], str]  # from, to, minutes, weekdays, fare


@dataclass(frozen=True)
class Sheets:
    """CSV for `import places` and `import routes`; `left_out`: rides of trains and of garbled hours."""

    places: bytes
    routes: bytes
    left_out: int


def sheets(content: bytes, prefix: str, mode: str, known: Callable[[str], str | None], fare: str = "") -> Sheets:
    """`prefix` begins the codes of new places; `known`: name or code → the code of a place of ours, if there is one.
    `fare`: pesos, for the rides that come without.

    Unusable: no feed, or none of its rides can be read.
    """
    feed = tables(content)
    codes, new = _places(feed["stops"], prefix, known)
    found: dict[Key, set[str]] = defaultdict(set)
    left_out = _rides(feed, codes, found)
    if not found:
        raise Unusable(_("El GTFS no trae ningún recorrido que se pueda leer."), "file")
    return Sheets(_csv(places.COLUMNS, new), _csv(routes.COLUMNS, _route_rows(found, mode, fare)), left_out)


def _places(stops: Iterable[Row], prefix: str, known) -> tuple[dict[str, str], list[dict[str, object]]]:
    """Stop → code, and a row for each place that we do not have."""
    codes: dict[str, str] = {}
    by_name: dict[str, str] = {}
    rows: list[dict[str, object]] = []
    numbered = (code for code in (f"{prefix}{n}".upper() for n in count(1)) if known(code) is None)
    for stop in stops:
        name = stop["stop_name"]
        code = by_name.get(fold(name)) or known(stop.get("stop_code", "")) or known(name)
        if code is None:
            code = next(numbered)
            row = {"code": code, "name": name, "kind": "terminal"}
            rows.append(row | {"latitude": stop.get("stop_lat", ""), "longitude": stop.get("stop_lon", "")})
        codes[stop["stop_id"]] = by_name[fold(name)] = code
    return codes, rows


def _rides(feed: Tables, codes: dict[str, str], found: dict[Key, set[str]]) -> int:
    """Fills `found`: what a route is told apart by → its departures. Returns how many rides were left out."""
    kinds = {row["route_id"]: row.get("route_type", "3") for row in feed["routes"]}
    days = {row["service_id"]: _weekdays(row) for row in feed["calendar"]}
    fares, grids, stops = _fares(feed), defaultdict(list), defaultdict(list)
    for row in feed["frequencies"]:
        grids[row.get("trip_id", "")].append(row)
    for row in feed["stop_times"]:
        stops[row["trip_id"]].append(row)
    left_out = 0
    for trip in feed["trips"]:
        ride = _ride(stops[trip["trip_id"]], codes) if kinds.get(trip["route_id"]) in _BUSES else None
        weekdays = days.get(trip["service_id"])
        if ride is None or not weekdays:
            left_out += 1
            continue
        start, end, leaves, minutes = ride
        shifted = frozenset((day + leaves // DAY) % 7 for day in weekdays)
        departures = found[start, end, minutes, shifted, fares.get(trip["route_id"], "")]
        departures |= _grid_parts(grids[trip["trip_id"]]) or {_clock(leaves % DAY)}
    return left_out


def _ride(rows: list[Row], codes: dict[str, str]) -> tuple[str, str, int, int] | None:
    """From, to, minute of departure, minutes on the way; None where it cannot be read or goes in a circle."""
    try:
        ordered = sorted(rows, key=lambda row: int(row["stop_sequence"]))
        first, last = ordered[0], ordered[-1]
        start, end = codes[first["stop_id"]], codes[last["stop_id"]]
    except (ValueError, IndexError, KeyError):
        return None
    leaves, arrives = _minute(first["departure_time"]), _minute(last["arrival_time"])
    if leaves is None or arrives is None or arrives <= leaves or start == end:
        return None
    return start, end, leaves, arrives - leaves


def _grid_parts(rows: list[Row]) -> set[str]:
    """`05:30-17:00/60` for each line of frequencies that stays inside a day and steps by whole minutes."""
    parts = set()
    for row in rows:
        first, last = _minute(row.get("start_time", "")), _minute(row.get("end_time", ""))
        seconds = row.get("headway_secs", "")
        step = max(1, round(int(seconds) / 60)) if re.fullmatch(r"[0-9]{1,6}", seconds) else None
        if first is not None and last is not None and step and first <= last - 1 < DAY:
            parts.add(f"{_clock(first)}-{_clock(last - 1)}/{step}")
    return parts


def _route_rows(found: dict[Key, set[str]], mode: str, usual: str) -> list[dict[str, object]]:
    """In an order that is the same every time, since parallel ways are told apart by it."""
    ordered = sorted(found.items(), key=lambda way: (way[0][:2], min(way[1]), sorted(way[0][3]), way[0][2]))
    return [
        {
            "origin": start, "destination": end, "mode": mode, "fare": fare or usual, "minutes_dry": minutes,
            "departures": part, "days": "daily" if len(days) == 7 else ";".join(DAYS[day] for day in sorted(days)),
        }
        for (start, end, minutes, days, fare), departures in ordered
        for part in _fitting(sorted(departures))
    ]  # fmt: skip


def _fitting(parts: list[str]) -> list[str]:
    """Joined by `;`, in as many rows as they need."""
    rows = [""]
    for part in parts:
        longer = f"{rows[-1]};{part}".strip(";")
        if len(longer) > LONGEST:
            rows.append(part)
        else:
            rows[-1] = longer
    return rows


def _fares(feed: Tables) -> dict[str, str]:
    """Route → its only price, or the lowest of several."""
    prices = {row.get("fare_id", ""): row.get("price", "") for row in feed["fare_attributes"]}
    found: dict[str, str] = {}
    for rule in feed["fare_rules"]:
        price, route = prices.get(rule.get("fare_id", ""), ""), rule.get("route_id", "")
        if re.fullmatch(r"\d+(\.\d+)?", price) and (route not in found or float(price) < float(found[route])):
            found[route] = f"{float(price):.2f}"
    return found


def _weekdays(row: Row) -> frozenset[int]:
    return frozenset(number for number, day in enumerate(_WEEK) if row.get(day) == "1")


def _minute(typed: str) -> int | None:
    match = _CLOCK.fullmatch(typed)
    return int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else None


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _csv(described, rows: list[dict[str, object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.label for column in described])
    writer.writerows([row.get(column.name, "") for column in described] for row in rows)
    return out.getvalue().encode()
