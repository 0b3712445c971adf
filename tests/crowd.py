"""Several processes at once on one installation, as on a day with many people and workers."""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import time_machine

from app.foundation.db import db
from tests.moment import NOW


def start(work: Callable, *arguments, at=NOW) -> BaseProcess:
    """`work(*arguments)` in a process of its own, with its own connections and a clock that runs from `at` on."""
    db.session.remove()
    db.engine.dispose()
    process = multiprocessing.get_context("fork").Process(target=_alone, args=(work, arguments, at))
    process.start()
    return process


def _alone(work: Callable, arguments: tuple, at) -> None:
    db.engine.dispose(close=False)
    with time_machine.travel(at, tick=True):
        work(*arguments)
    db.session.remove()
    db.engine.dispose()


def repeat(work: Callable[[], object], stop: Path, pause: float = 0.02) -> None:
    """Again and again until the file `stop` is there."""
    while not stop.exists():
        work()
        time.sleep(pause)


def write_line(file: Path, line: object) -> None:
    """One line, whole, however many write at once."""
    with file.open("a") as end:
        end.write(f"{line}\n")


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def finish(processes: list[BaseProcess], stop: Path) -> list[int]:
    """Asks everybody to stop; how each one ended: 0 is well."""
    stop.touch()
    for process in processes:
        process.join(120)
    return [process.exitcode for process in processes]
