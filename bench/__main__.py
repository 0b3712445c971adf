"""`make bench`: measures everything and writes bench/results.md."""

import os
import platform
from pathlib import Path

from . import pages, planning, starting
from .measure import REPEATS, table

RESULTS = Path(__file__).parent / "results.md"
HEAD = f"""# Measured side by side

{REPEATS} rounds, alternating, after one to warm up. Machines differ: ratios count, not milliseconds.
Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores.
Busy when it began: {os.getloadavg()[0]:.1f}. Written by `make bench`.
"""


def main() -> None:
    parts = [HEAD]
    for workload in (starting, pages, planning):
        print(workload.TITLE, "…", flush=True)
        measured = workload.measure()
        parts.append(f"## {workload.TITLE}\n\n{measured if isinstance(measured, str) else table(measured)}\n")
    RESULTS.write_text("\n".join(parts), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


main()
