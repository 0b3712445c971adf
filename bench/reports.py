"""B8: the reimbursement report of 1, 40, 400 and 10,000 lines, beside a bare ReportLab canvas and other printers."""

import io
import subprocess
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from statistics import median

from reportlab.pdfgen.canvas import Canvas

from app.finance.reports import reimbursement
from app.foundation.money import Money
from app.foundation.paper import Letterhead

from . import peers
from .measure import REPEATS

TITLE = "B8: the reimbursement report as PDF"
SIZES = (1, 40, 400, 10_000)
PEERS = ("typst", "fpdf2", "weasyprint")
PEERS_UP_TO = 400
NOTE = f"""Median milliseconds of {REPEATS} rounds after one to warm up, one after the other; imports are not counted.
Ours is the whole document: letterhead and footer on every page, subtotals, the total in words, a QR, lines to sign.
The bare canvas writes the same six cells of each line and nothing else; the peers lay them out as a plain table in
their own way, in a process of their own with their own fonts, up to {PEERS_UP_TO} lines. *Memory* is what Python
allocated for ours at most. The same report gives the same bytes: it is compared in every round."""


def measure() -> str:
    printers: dict[str, Callable[[int], float]] = {"Acompaña": _ours, "bare canvas": _bare}
    asked = [_Peer(name) for name in PEERS]
    rows = [
        "| lines | pages | memory, MB | " + " | ".join([*printers, *PEERS]) + " |",
        "|" + "---:|" * (5 + len(PEERS)),
    ]
    for many in SIZES:
        taken = {name: [] for name in (*printers, *PEERS)}
        for _round in range(REPEATS + 1):
            for name, printer in printers.items():
                taken[name].append(printer(many))
            for peer in asked if many <= PEERS_UP_TO else ():
                taken[peer.name].append(peer.milliseconds(many))
        shown = " | ".join(f"{median(times[1:]):,.1f}" if times else "–" for times in taken.values())
        rows.append(f"| {many:,} | {_pages(many):,} | {_memory(many):.1f} | {shown} |")
    for peer in asked:
        peer.process.communicate()
    return "\n".join(rows)


def report(many: int) -> reimbursement.Report:
    lines = tuple(
        reimbursement.Line(
            date(2026, 11, 3), f"SAL-2026-{n:04}", "Transporte", "Jaltenango a Tuxtla", "Don Beto", "Ticket", str(n),
            Money(1250_50),
        )
        for n in range(1, many + 1)
    )  # fmt: skip
    return reimbursement.Report(
        "IR-2026-0001", Letterhead("Compañeros En Salud México, A.C."), "Cirugías 2026", "Fundación Esperanza",
        date(2026, 11, 1), date(2026, 11, 30), lines, (), "Fausto Gómez", datetime(2026, 11, 30, 18, 5),
        "https://acompana.example/verify/abc",
    )  # fmt: skip


_first: dict[int, bytes] = {}


def _ours(many: int) -> float:
    paper = report(many)
    began = time.perf_counter()
    drawn = reimbursement.draw(paper)
    taken = (time.perf_counter() - began) * 1000
    assert drawn == _first.setdefault(many, drawn)
    return taken


def _bare(many: int) -> float:
    lines = report(many).lines
    began = time.perf_counter()
    canvas = Canvas(io.BytesIO(), pagesize=(612, 792), invariant=1, pageCompression=1)
    for number, line in enumerate(lines):
        if number and number % 30 == 0:
            canvas.showPage()
        cells = (str(number), f"{line.on:%d/%m/%Y}", line.case_number, line.concept, line.folio, str(line.amount))
        canvas.setFont("Helvetica", 8.5)
        for x, cell in zip((45, 75, 133, 203, 357, 500), cells, strict=True):
            canvas.drawString(x, 740 - number % 30 * 23, cell)
    canvas.showPage()
    canvas.save()
    return (time.perf_counter() - began) * 1000


def _memory(many: int) -> float:
    paper = report(many)
    tracemalloc.start()
    reimbursement.draw(paper)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _pages(many: int) -> int:
    return _first[many].count(b"/Type /Page\n")


class _Peer:
    """A peer in a process of its own, asked for one document at a time."""

    def __init__(self, name: str):
        self.name, script = name, Path(__file__).parent / "printing_peers.py"
        self.process = subprocess.Popen(
            [peers.python("printing"), "-W", "ignore", script, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout.readline() == "ready\n", name

    def milliseconds(self, many: int) -> float:
        self.process.stdin.write(f"{many}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())
