"""Best ways there and home in books of 50 to 5,000 places, beside nigiri (C++) and pyraptor on the same GTFS."""

import json
import subprocess
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from app.travel.book import Book
from app.travel.planner import Question, plan, timetable_of

from . import gtfs, peers
from .measure import REPEATS
from .sierra import DAYS, FIRST_DAY, Sierra

TITLE = "Planning: three criteria, exact"
SIZES = {50: 100, 500: 100, 1000: 100, 5000: 40}  # places → questions in each direction
RAPTOR_UP_TO, RAPTOR_QUESTIONS, RAPTOR_DAY = 1000, 10, date(2026, 11, 11)
HEAD = f"""Books that look like the Sierra (bench/sierra.py): villages with one to three camionetas a day, towns with
grids of colectivos, walks and taxis whenever wanted, alerts. Each question is from a village to a hospital anywhere
on the map, or home from there, for two, within 96 hours: latest departure, least money, least darkness. A question's
time in milliseconds is the median of {REPEATS} rounds; *first* is the very first question after the book was read.
nigiri finds the Pareto set of arrival and transfers (its Python binding searches only forwards, so it stands beside
*home*), pyraptor (McRAPTOR, five rounds) that of arrival, fare and transfers: beside *there* of all departures of one
day, beside *home* of one departure, on that day alone. Neither knows beds, nights or darkness.

| places | departures a day | first | there p50 | p99 | home p50 | p99 | nigiri p50 | p99 | times nigiri | pyraptor there | beside ours | pyraptor home | beside ours |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""  # noqa: E501


class Peer:
    """A peer in a process of its own, asked one question at a time."""

    def __init__(self, name: str, folder: Path, first: date):
        last = FIRST_DAY + timedelta(days=DAYS)
        script = Path(__file__).parent / "routing_peers.py"
        self.process = subprocess.Popen(
            [peers.python(), "-W", "ignore", script, name, folder, first.isoformat(), last.isoformat()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        while self.process.stdout.readline() not in ("ready\n", ""):
            pass

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.process.communicate()

    def milliseconds(self, question: Question) -> float:
        """A way home from its time on; a way there at any time of the day."""
        at, minute = question.ready_at, None
        if at:
            minute = at.hour * 60 + at.minute
        at = at or question.arrive_by
        asked = [question.origin, question.destination, int(at.timestamp()) // 60, minute]
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def measure() -> str:
    rows = []
    for size, questions in SIZES.items():
        print(f"  {size} places …", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_row(Sierra(size), questions, Path(folder)))
    return "\n".join([HEAD, *rows])


def _row(sierra: Sierra, count: int, folder: Path) -> str:
    book, there, home = sierra.book, sierra.questions(count), sierra.questions(count, home=True)
    gtfs.write(book, range(FIRST_DAY.toordinal(), FIRST_DAY.toordinal() + DAYS), folder)
    first = _milliseconds(book, there[0])
    with Peer("nigiri", folder, FIRST_DAY) as nigiri:
        ours, theirs = _rounds(book, there, home, nigiri)
    told = [figure for times in (ours[: len(there)], ours[len(there) :], theirs) for figure in _percentiles(times)]
    beside = "– | – | – | –"
    if len(book.places) < RAPTOR_UP_TO * 1.1:
        one_day, one_time = _raptor(folder, there[:RAPTOR_QUESTIONS]), _raptor(folder, home[:RAPTOR_QUESTIONS])
        beside = f"{one_day:.0f} | {one_day / told[0]:.0f}× | {one_time:.0f} | {one_time / told[2]:.0f}×"
    figures = " | ".join(f"{figure:.1f}" for figure in told)
    slower = told[2] / told[4]
    return f"| {len(book.places):,} | {_departures(book):,} | {first:.0f} | {figures} | {slower:.0f}× | {beside} |"


def _rounds(book: Book, there: list[Question], home: list[Question], nigiri: Peer) -> tuple[list[float], list[float]]:
    """Of every question the median, ours there and home, and nigiri's home; one round before is not counted."""
    ours = [[] for _question in (*there, *home)]
    theirs = [[] for _question in home]
    for _round in range(REPEATS + 1):
        for number, question in enumerate((*there, *home)):
            ours[number].append(_milliseconds(book, question))
            if number >= len(there):
                theirs[number - len(there)].append(nigiri.milliseconds(question))
    return [median(times[1:]) for times in ours], [median(times[1:]) for times in theirs]


def _raptor(folder: Path, questions: list[Question]) -> float:
    with Peer("raptor", folder, RAPTOR_DAY) as raptor:
        return median(raptor.milliseconds(question) for question in questions)


def _milliseconds(book: Book, question: Question) -> float:
    began = time.perf_counter()
    plan(book, question)
    return (time.perf_counter() - began) * 1000


def _percentiles(times: list[float]) -> tuple[float, float]:
    return median(times), sorted(times)[min(len(times) - 1, len(times) * 99 // 100)]


def _departures(book: Book) -> int:
    """On an ordinary Wednesday; what runs whenever wanted counts once."""
    today = timetable_of(book).service.day(RAPTOR_DAY.toordinal())
    running = [today[number] for number in range(len(book.routes))]
    return sum(1 if isinstance(run.times, range) else len(run.times) for one in running if one for run in one.runs)
