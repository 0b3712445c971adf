"""The travel sheet on its page: the largest type that fits, from 16 points down to 11; then a second page."""

from . import parts
from .values import Column, Page, Piece, TravelSheet

SIZES = (16, 15.5, 15, 14.5, 14, 13.5, 13, 12.5, 12, 11.5, 11)
CLEARLY = 1.0  # points of type for which one gives up two columns that tell there from home


def draw(sheet: TravelSheet) -> bytes:
    """The PDF: Letter, one page if it can be read on one."""
    size, pages = arranged(sheet)
    paper = parts.paper(sheet, len(pages))
    for number, columns in enumerate(pages, 1):
        y = parts.top(paper)
        y = parts.head(paper, sheet, size, y) if number == 1 else parts.head_again(paper, sheet, size, y)
        for place, column in enumerate(columns):
            parts.column(paper, column, size, parts.column_x(paper, place), y)
        if number == len(pages):
            parts.foot(paper, sheet, size, parts.MARGIN + _foot_height(sheet, size))
        if len(pages) > 1:
            paper.text(
                paper.right, 16, sheet.page_words % {"page": number, "pages": len(pages)}, size=10, align="right"
            )
        if number < len(pages):
            paper.next_page()
    return paper.finished()


# what fits where: each part is measured by drawing it once on paper that is thrown away


def arranged(sheet: TravelSheet) -> tuple[float, list[Page]]:
    """The largest type in which all of it is on one page; else the smallest, on as many as it takes.

    Each way stands whole in one column (of three, two share one), unless one column running on into the other gives
    clearly larger type.
    """
    flowing = None
    for size in SIZES:
        room = _room(sheet, size, first=True, last=True)
        high = _heights(sheet, size)
        if page := _side_by_side(sheet, high, room):
            return flowing if flowing and flowing[0] > size + CLEARLY else (size, [page])
        columns = _columns(sheet, high, [room, room]) if flowing is None else None
        flowing = flowing or (columns and (size, [columns]))
    return flowing or (SIZES[-1], _on_pages(sheet, SIZES[-1]))


def _side_by_side(sheet: TravelSheet, high: dict[Piece, float], room: float) -> Page | None:
    """The ways in two columns, cut between two of them so that the longer column is as short as can be; None where
    they do not fit."""
    ways = [list(way.pieces) for way in sheet.ways if way.pieces]
    cuts = [[sum(part, []) for part in (ways[:n], ways[n:])] for n in range(1, len(ways))] or [ways]
    page = min(cuts, key=lambda columns: _tallest(columns, high))
    return page if _tallest(page, high) <= room else None


def _tallest(page: Page, high: dict[Piece, float]) -> float:
    return max((sum(high[piece] for piece in column) for column in page), default=0)


def _on_pages(sheet: TravelSheet, size: float) -> list[Page]:
    first, later = (_room(sheet, size, first=first, last=not first) for first in (True, False))
    high, pages = _heights(sheet, size), 2
    while (columns := _columns(sheet, high, [first] * 2 + [later] * 2 * (pages - 1))) is None:
        pages += 1
    return [columns[n : n + 2] for n in range(0, len(columns), 2)]


def _columns(sheet: TravelSheet, high: dict[Piece, float], rooms: list[float]) -> list[Column] | None:
    """The pieces in order, column by column, a day whole where that is possible; None where they do not fit. No
    heading stands at a column's foot."""
    pieces = [piece for way in sheet.ways for piece in way.pieces]
    return _filled(_days(pieces), high, rooms) or _filled(_with_their_headings(pieces), high, rooms)


def _filled(groups: list[Column], high: dict[Piece, float], rooms: list[float]) -> list[Column] | None:
    """Group after group; the next column where one has no room left for the whole of it."""
    columns: list[Column] = [[]]
    for group in groups:
        needs = sum(high[piece] for piece in group)
        left = rooms[len(columns) - 1] - sum(high[piece] for piece in columns[-1])
        if needs > left:
            columns.append([])
        if len(columns) > len(rooms) or needs > rooms[len(columns) - 1]:
            return None
        columns[-1] += group
    return columns


def _days(pieces: Column) -> list[Column]:
    """Each heading with all that stands under it."""
    groups: list[Column] = [[]]
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if not piece.picture and before is not None and before.picture:
            groups.append([])
        groups[-1].append(piece)
    return groups


def _with_their_headings(pieces: Column) -> list[Column]:
    """Each thing alone, or after the heading that it stands under."""
    groups: list[Column] = [[]]
    for piece in pieces:
        groups[-1].append(piece)
        if piece.picture:
            groups.append([])
    return [group for group in groups if group]


def _heights(sheet: TravelSheet, size: float) -> dict[Piece, float]:
    scratch = parts.paper(sheet, 1)
    return {piece: -parts.column(scratch, [piece], size, 0, 0) for way in sheet.ways for piece in way.pieces}


def _room(sheet: TravelSheet, size: float, *, first: bool, last: bool) -> float:
    """Points between the head and the foot, or the margin."""
    scratch = parts.paper(sheet, 1)
    y = (parts.head if first else parts.head_again)(scratch, sheet, size, parts.top(scratch))
    return y - parts.MARGIN - (_foot_height(sheet, size) if last else 0)


def _foot_height(sheet: TravelSheet, size: float) -> float:
    return -parts.foot(parts.paper(sheet, 1), sheet, size, 0)
