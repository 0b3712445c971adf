"""A town's published timetable comes in as two sheets, of places and of routes: one verb each to look and to do.

The rows of routes name the places of the other sheet, so the two are judged and brought in together, places first.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.cases import queries as case_queries
from app.foundation.db import db
from app.foundation.errors import NotFound, Refused, Unusable
from app.foundation.language import _
from app.foundation.money import Money

from ..models import ImportBatch
from . import gtfs, gtfs_files, operations, queries
from .verdicts import Judged

LARGEST_ON_A_PAGE = 10 * 1024 * 1024  # unpacked: two seconds and 300 MB; a state's whole feed comes in by command


@dataclass(frozen=True)
class Timetable:
    """The two sheets that it became."""

    places: ImportBatch
    routes: ImportBatch


def keep(
    file_name: str, content: bytes, prefix: str, mode: str, now: datetime, by: User | None, fare: Money | None = None
) -> tuple[Timetable, int]:  # fmt: skip
    """Keeps what the zip says until it is decided: the two sheets, and how many rides were left out. `fare`: of the
    rides that come without one, since few towns publish theirs.

    Refused: a prefix that is not 1 to 6 letters. Unusable: what `gtfs.sheets` cannot read.
    """
    if not re.fullmatch(r"[A-Za-z]{1,6}", prefix):
        raise Refused(_("El prefijo lleva de 1 a 6 letras, sin acentos."), "prefix")
    read = gtfs.sheets(content, prefix, mode, _known_places(), str(fare.decimal) if fare is not None else "")
    kept = [operations.keep(kind, file_name, getattr(read, kind), now, by) for kind in ("places", "routes")]
    return Timetable(*kept), read.left_out


def check_size(content: bytes) -> None:
    """Unusable: what unpacks to more than a page can read while somebody waits."""
    if gtfs_files.unpacked(content) > LARGEST_ON_A_PAGE:
        sentence = _("Este GTFS es demasiado grande para esta página: pida que se importe con «flask import-gtfs».")
        raise Unusable(sentence, "file")


def bring_in(timetable: Timetable, now: datetime, by: User | None) -> list[tuple[str, Judged]]:
    """Places, then routes: each row with its kind. Refused: one that was decided already."""
    judged: list[tuple[str, Judged]] = []
    for batch in (timetable.places, timetable.routes):
        judged += [(batch.kind, row) for row in operations.bring_in(batch, now, by)]
        db.session.flush()
    return judged


def place_names() -> dict[str, str]:
    """Code → name of every place, those of a rehearsal too."""
    return {place.code: place.name for place in case_queries.places(also_inactive=True)}


def timetable_or_404(places_id: int, routes_id: int) -> Timetable:
    """The pair, if it is one: both of the same upload, and still to be decided."""
    places, routes = queries.batch_or_404(places_id), queries.batch_or_404(routes_id)
    if (places.kind, routes.kind, places.read_at) != ("places", "routes", routes.read_at):
        raise NotFound(_("Ese horario no está: la dirección cambió."))
    return Timetable(places, routes)


@dataclass(frozen=True)
class Line:
    """A line of the list: one sheet, or both of a timetable that waits."""

    batch: ImportBatch
    timetable: Timetable | None = None


def lines(rows: Sequence[ImportBatch]) -> list[Line]:
    """The sheets as the list shows them, newest first: those of one timetable that is still to be decided as one."""
    found: list[Line] = []
    for row in rows:
        before = found[-1].batch if found and found[-1].timetable is None else None
        if before is not None and _are_pair(row, before):
            found[-1] = Line(row, Timetable(row, before))
        else:
            found.append(Line(row))
    return found


def _are_pair(places: ImportBatch, routes: ImportBatch) -> bool:
    waits = places.state == routes.state == "read"
    return waits and (places.kind, routes.kind, places.read_at) == ("places", "routes", routes.read_at)


def _known_places() -> Callable[[str], str | None]:
    """Name or code → code, on the book as it is now."""
    book = case_queries.place_book()

    def known(text: str) -> str | None:
        place = book.find(text) if text.strip() else None
        return place.code if place else None

    return known
