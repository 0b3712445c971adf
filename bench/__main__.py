"""`make bench`: measures everything and writes bench/results.md. `python -m bench sending callbacks` measures these
alone and puts their tables in the place of the former ones."""

import os
import platform
import re
import sys
from pathlib import Path

from . import books, callbacks, claiming, pages, planning, pooling, reminders, reports, sending, several, starting
from .measure import REPEATS, table

RESULTS = Path(__file__).parent / "results.md"
WORKLOADS = {
    "starting": starting, "pages": pages, "sending": sending, "claiming": claiming, "reminders": reminders,
    "callbacks": callbacks, "planning": planning, "several": several, "pooling": pooling, "books": books,
    "reports": reports,
}  # fmt: skip
HEAD = f"""# Measured side by side

{REPEATS} rounds, alternating, after one to warm up. Machines differ: ratios count, not milliseconds.
Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores.
Written by `make bench`; a table measured since says how busy the machine was when it began.
"""


def main(names: list[str]) -> None:
    parts = _written()
    for name in names or WORKLOADS:
        workload = WORKLOADS[name]
        print(workload.TITLE, "…", flush=True)
        load, note, measured = os.getloadavg()[0], getattr(workload, "NOTE", ""), workload.measure()
        told = measured if isinstance(measured, str) else table(measured)
        parts[workload.TITLE] = "\n\n".join(filter(None, (told, note, f"Load: {load:.1f}."))) + "\n"
        sections = [f"## {title}\n\n{text}" for title, text in parts.items()]
        RESULTS.write_text("\n".join([HEAD, *sections]), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


def _written() -> dict[str, str]:
    """Title → what results.md says now, of the workloads that are still measured."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    said = dict(re.findall(r"^## (.+?)\n\n(.+?)(?=\n## |\Z)", text, re.M | re.S))
    titles = [workload.TITLE for workload in WORKLOADS.values()]
    return {title: said[title].rstrip() + "\n" for title in titles if title in said}


main(sys.argv[1:])
