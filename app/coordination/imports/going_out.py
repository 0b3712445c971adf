"""Places and routes as sheets that the import reads again: its very columns, inactive rows too, nothing a formula."""

import csv
import io
from collections.abc import Callable

from sqlalchemy import select

from app.cases import queries as case_queries
from app.cases.models import Place
from app.finance.exports.tables import inert, pesos
from app.foundation.db import db
from app.travel.models import Route

from . import places, routes
from .columns import Column

Cell = str | int | float
FORMATS = ("csv", "xlsx")


def sheet(kind: str, form: str) -> bytes:
    """`kind`: routes, places. `form`: csv (UTF-8, comma) or xlsx."""
    described, rows = SHEETS[kind]
    header = [column.label for column in described]
    return _csv(header, rows()) if form == "csv" else _xlsx(kind, header, rows())


def _routes() -> list[list[Cell]]:
    """Parallel ways of one mode one behind the other, as their ordinal is counted when they come in again."""
    found = db.session.scalars(select(Route)).all()
    ordered = sorted(found, key=lambda one: (one.origin.code, one.destination.code, one.mode, one.ordinal))
    return [
        [
            one.origin.code, one.destination.code, one.mode, _money(one.fare.amount_minor), one.minutes_dry,
            one.minutes_rain, one.departures, one.days, "yes" if one.safe_after_dark else "no",
        ]
        for one in ordered
    ]  # fmt: skip


def _places() -> list[list[Cell]]:
    names = [column.name for column in places.COLUMNS]
    return [[_cell(place, name) for name in names] for place in case_queries.places(also_inactive=True)]


def _cell(place: Place, name: str) -> Cell:
    value = getattr(place, name)
    if value is None:
        return ""
    return _money(value) if name == "price_minor" else value


def _money(minor: int) -> Cell:
    return float(pesos(minor)) if minor % 100 else minor // 100


def _csv(header: list[str], rows: list[list[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode()


def _xlsx(kind: str, header: list[str], rows: list[list[Cell]]) -> bytes:
    import xlsxwriter  # heavy: imported where used

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    page = workbook.add_worksheet(kind)
    page.freeze_panes(1, 0)
    page.set_column(0, len(header) - 1, 16)
    for column, label in enumerate(header):
        page.write_string(0, column, label, workbook.add_format({"bold": True, "bottom": 1}))
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, column, inert(cell))
            else:
                page.write_number(number, column, cell)
    workbook.close()
    return out.getvalue()


SHEETS: dict[str, tuple[tuple[Column, ...], Callable[[], list[list[Cell]]]]] = {
    "routes": (routes.COLUMNS, _routes),
    "places": (places.COLUMNS, _places),
}
