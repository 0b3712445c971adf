"""Answers for the peers, run by their own interpreter: `routing_peers.py nigiri|raptor GTFS-FOLDER FIRST-DAY LAST-DAY`.

Reads a question a line, `[from, to, minutes since 1970, minutes after midnight]`, and writes milliseconds a line.
Both search forwards; pyraptor knows one day only, the first. Without a time it is asked for the whole day.
"""

import csv
import json
import sys
import time
from copy import copy
from pathlib import Path


def nigiri(folder: Path, first: str, last: str):
    """Pareto set of arrival and transfers, within 96 hours."""
    import pynigiri

    timetable = pynigiri.load_timetable([pynigiri.TimetableSource("gtfs", str(folder))], first, last)

    def answer(origin, destination, instant, _minute):
        query = pynigiri.Query()
        query.start_time = instant
        query.start = [pynigiri.Offset(timetable.find_location(origin), 0, 0)]
        query.destination = [pynigiri.Offset(timetable.find_location(destination), 0, 0)]
        query.max_transfers, query.max_travel_time = 12, 96 * 60
        return pynigiri.route(timetable, query)

    return answer


def raptor(folder: Path, first: str, _last: str):
    """McRAPTOR in five rounds: arrival, fare and transfers. The whole day: its range query, latest departure first."""
    from loguru import logger
    from pyraptor.model.mcraptor import McRaptorAlgorithm, best_legs_to_destination_station

    logger.remove()
    timetable = _raptor_timetable(folder, first.replace("-", ""))

    def answer(origin, destination, _instant, minute):
        here, there = timetable.stations.get(origin).stops, timetable.stations.get_stops(destination)
        times = {tst.dts_dep for tst in timetable.trip_stop_times.stop_trip_idx[here[0]] if tst.stopidx == 0}
        bag, found = None, []
        for time_of_day in [minute * 60] if minute is not None else sorted(times, reverse=True):
            bags, rounds = McRaptorAlgorithm(timetable).run(here, time_of_day, 5, bag)
            bag = copy(bags[rounds])
            found.append(best_legs_to_destination_station(there, bag))
        return found

    return answer


def _raptor_timetable(folder: Path, day: str):
    """By hand: its own reader takes minutes for a thousand places."""
    from pyraptor.model import structures as its

    timetable = its.Timetable(
        its.Stations(), its.Stops(), its.Trips(), its.TripStopTimes(), its.Routes(), its.Transfers()
    )
    for row in _rows(folder / "stops.txt"):
        if row["parent_station"]:
            station = timetable.stations.add(its.Station(row["stop_name"], row["stop_name"]))
            station.add_stop(timetable.stops.add(its.Stop(row["stop_id"], row["stop_id"], station, "1")))
    services = {row["service_id"] for row in _rows(folder / "calendar_dates.txt") if row["date"] == day}
    fares = {row["fare_id"][1:]: float(row["price"]) for row in _rows(folder / "fare_attributes.txt")}
    running = {
        row["trip_id"]: fares[row["route_id"][1:]]
        for row in _rows(folder / "trips.txt")
        if row["service_id"] in services
    }
    trips = {}
    for row in _rows(folder / "stop_times.txt"):
        if row["trip_id"] in running:
            trip = trips.setdefault(row["trip_id"], its.Trip(len(trips)))
            hours, minutes, _seconds = map(int, row["arrival_time"].split(":"))
            at = hours * 3600 + minutes * 60
            stop, fare = timetable.stops.get(row["stop_id"]), running[row["trip_id"]]
            stop_time = its.TripStopTime(trip, len(trip), stop, at, at, fare)
            trip.add_stop_time(stop_time)
            timetable.trip_stop_times.add(stop_time)
    for trip in trips.values():
        timetable.trips.add(trip)
        timetable.routes.add(trip)
    return timetable


def _rows(file: Path):
    with file.open(newline="", encoding="utf-8") as opened:
        yield from csv.DictReader(opened)


def main(peer: str, folder: str, first: str, last: str) -> None:
    answer = {"nigiri": nigiri, "raptor": raptor}[peer](Path(folder), first, last)
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        answer(*json.loads(line))
        print((time.perf_counter() - began) * 1000, flush=True)


main(*sys.argv[1:])
