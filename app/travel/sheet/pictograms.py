"""Small pictures for people who hardly read, as shapes in a square of 100 by 100 (y grows upwards).

Black on white, so that a grey printer and a copy of a copy keep them. A shape is its kind, its numbers, and its
tone: `ink` is what one sees, `gap` is cut out of it. Kinds: `box` x y width height · `dot` x y radius · `ring` x y
radius thickness · `line` x1 y1 x2 y2 thickness · `form` x1 y1 x2 y2 x3 y3 … (filled).
"""

INK, GAP = "ink", "gap"
Shape = tuple[str, tuple[float, ...], str]


def _box(*at: float, tone: str = INK) -> Shape:
    return "box", at, tone


def _dot(*at: float, tone: str = INK) -> Shape:
    return "dot", at, tone


def _line(*at: float, tone: str = INK) -> Shape:
    return "line", at, tone


def _form(*at: float, tone: str = INK) -> Shape:
    return "form", at, tone


def _wheels(*centres: float, radius: float = 11) -> tuple[Shape, ...]:
    """Each wheel stands out from the body by a white rim, and has a white hub."""
    return tuple(
        shape
        for x in centres
        for shape in (_dot(x, 20, radius + 4, tone=GAP), _dot(x, 20, radius), _dot(x, 20, radius * 0.4, tone=GAP))
    )


def _head_and_body(x: float, y: float, size: float) -> tuple[Shape, ...]:
    """Somebody from the waist up, sitting in the back of a car; `y` is the waist."""
    return (
        _dot(x, y + size * 1.05, size * 0.36),
        _form(x - size * 0.42, y, x + size * 0.42, y, x + size * 0.3, y + size * 0.62, x - size * 0.3, y + size * 0.62),
    )


_WALKER = (
    _dot(56, 88, 10),
    _line(54, 76, 48, 44, 11),
    _line(48, 44, 62, 26, 9), _line(62, 26, 64, 6, 9),
    _line(48, 44, 38, 26, 9), _line(38, 26, 22, 10, 9),
    _line(54, 70, 70, 54, 7), _line(70, 54, 82, 56, 7),
    _line(53, 70, 36, 58, 7), _line(36, 58, 34, 44, 7),
)  # fmt: skip
_PICKUP = (
    _box(4, 22, 92, 22),
    _form(54, 44, 58, 68, 78, 68, 88, 44),
    _form(61, 46, 63, 62, 75, 62, 81, 46, tone=GAP),
    _box(4, 40, 6, 10), *_wheels(24, 76),
)  # fmt: skip
_RAITE = (*_PICKUP, *_head_and_body(22, 44, 26), *_head_and_body(41, 44, 26))
_REDILAS = (
    _box(2, 24, 94, 14),
    _form(66, 38, 66, 70, 84, 70, 96, 50, 96, 38),
    _form(71, 50, 71, 64, 82, 64, 90, 50, tone=GAP),
    *(_box(x, 38, 5, 48) for x in (4, 18, 32, 46, 57)),
    *(_box(4, y, 58, 5) for y in (48, 63, 78)),
    *_wheels(20, 46, 80),
)
_COLECTIVO = (
    _form(4, 24, 4, 74, 10, 82, 70, 82, 80, 74, 94, 48, 96, 24),
    *(_box(x, 54, 16, 17, tone=GAP) for x in (11, 31)),
    _form(53, 54, 53, 71, 69, 71, 80, 54, tone=GAP),
    _line(50, 26, 50, 76, 2.5, tone=GAP), *_wheels(24, 76),
)  # fmt: skip
_BUS = (
    _form(2, 22, 2, 84, 8, 90, 92, 90, 98, 84, 98, 22),
    *(_box(x, 56, 14, 22, tone=GAP) for x in (8, 26, 44, 62)),
    _box(81, 28, 12, 50, tone=GAP), _box(86, 28, 2, 50),
    _box(6, 42, 70, 4, tone=GAP), *_wheels(24, 68, radius=12),
)  # fmt: skip
_CAR = (
    _form(2, 22, 2, 42, 18, 48, 32, 68, 68, 68, 82, 48, 98, 42, 98, 22),
    _form(28, 48, 37, 62, 48, 62, 48, 48, tone=GAP),
    _form(53, 48, 53, 62, 64, 62, 73, 48, tone=GAP), *_wheels(24, 76),
)  # fmt: skip
_TAXI = (*_CAR, _box(33, 70, 34, 20), _box(37, 85, 12, 3, tone=GAP), _box(41.5, 73, 3, 14, tone=GAP),
         _line(53, 74, 63, 87, 3, tone=GAP), _line(63, 74, 53, 87, 3, tone=GAP))  # fmt: skip
_VEHICLE = (
    _form(2, 22, 2, 50, 10, 54, 14, 78, 62, 78, 78, 54, 98, 48, 98, 22),
    _form(17, 55, 20, 71, 36, 71, 36, 55, tone=GAP), _form(41, 55, 41, 71, 59, 71, 69, 55, tone=GAP),
    _dot(44, 42, 5, tone=GAP), _dot(53, 42, 5, tone=GAP), _form(39.5, 40, 57.5, 40, 48.5, 28, tone=GAP),
    *_wheels(22, 78),
)  # fmt: skip
_AMBULANCE = (
    _form(4, 22, 4, 78, 64, 78, 64, 68, 78, 68, 90, 46, 97, 42, 97, 22),
    _form(68, 47, 68, 62, 76, 62, 84, 47, tone=GAP),
    _box(29, 38, 10, 32, tone=GAP), _box(18, 49, 32, 10, tone=GAP),
    _box(40, 80, 16, 9), *_wheels(24, 78),
)  # fmt: skip
_BED = (
    _box(4, 14, 7, 66), _box(89, 14, 7, 36), _box(4, 28, 92, 12), _dot(25, 55, 10),
    _form(38, 44, 38, 64, 80, 60, 88, 52, 88, 44),
)  # fmt: skip
_CHAIR = (
    _box(22, 10, 7, 74), _box(22, 40, 48, 8), _box(63, 10, 7, 34), _dot(46, 86, 9),
    _form(34, 50, 36, 74, 54, 74, 54, 50), _line(50, 52, 76, 52, 9), _line(76, 52, 78, 16, 9),
)  # fmt: skip
_HOUSE = (
    _form(50, 94, 2, 52, 98, 52), _box(16, 8, 68, 46), _box(42, 8, 16, 26, tone=GAP), _box(62, 34, 13, 12, tone=GAP),
    _box(25, 34, 13, 12, tone=GAP),
)  # fmt: skip
_CALENDAR = (
    _box(8, 8, 84, 78), _box(16, 16, 68, 46, tone=GAP), _box(26, 78, 8, 18), _box(66, 78, 8, 18),
    _line(30, 40, 44, 26, 8), _line(44, 26, 70, 54, 8),
)  # fmt: skip
_CLOCK = (("ring", (50, 50, 40, 10), INK), _line(50, 50, 50, 76, 8), _line(50, 50, 68, 40, 8))
_PHONE = (_box(26, 2, 48, 96), _box(32, 20, 36, 64, tone=GAP), _dot(50, 11, 5, tone=GAP), _box(42, 89, 16, 3, tone=GAP))
_PAPERS = (
    _box(4, 22, 78, 56), _box(10, 28, 66, 44, tone=GAP), _dot(26, 58, 8),
    _form(14, 36, 38, 36, 34, 48, 18, 48), _box(44, 58, 26, 5), _box(44, 47, 26, 5), _box(44, 36, 18, 5),
    _box(88, 12, 8, 54), _box(20, 12, 70, 6),
)  # fmt: skip
_PEN = (
    _form(16, 30, 70, 84, 86, 68, 32, 14), _form(4, 4, 12, 26, 26, 12), _line(44, 6, 96, 6, 5),
    _line(62, 76, 78, 60, 3, tone=GAP),
)  # fmt: skip
_PERSON = (_dot(50, 76, 18), _form(16, 6, 16, 30, 30, 50, 70, 50, 84, 30, 84, 6))

PICTURES: dict[str, tuple[Shape, ...]] = {
    "walk": _WALKER, "raite": _RAITE, "redilas": _REDILAS, "colectivo": _COLECTIVO, "bus": _BUS, "taxi": _TAXI,
    "vehicle": _VEHICLE, "ambulance": _AMBULANCE, "bed": _BED, "chair": _CHAIR, "house": _HOUSE,
    "calendar": _CALENDAR, "clock": _CLOCK, "phone": _PHONE, "papers": _PAPERS, "pen": _PEN, "person": _PERSON,
}  # fmt: skip


def stamp(canvas, name: str, x: float, y: float, side: float) -> None:
    """Draws one picture with its lower left corner at (x, y), `side` points wide, on ReportLab's canvas."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(side / 100, side / 100)
    canvas.setLineCap(1)
    for kind, at, tone in PICTURES[name]:
        grey = 0 if tone == INK else 1
        canvas.setFillGray(grey)
        canvas.setStrokeGray(grey)
        _STROKES[kind](canvas, at)
    canvas.restoreState()


def _draw_ring(canvas, at: tuple[float, ...]) -> None:
    canvas.setLineWidth(at[3])
    canvas.circle(*at[:3], stroke=1, fill=0)


def _draw_line(canvas, at: tuple[float, ...]) -> None:
    canvas.setLineWidth(at[4])
    canvas.line(*at[:4])


def _draw_form(canvas, at: tuple[float, ...]) -> None:
    path = canvas.beginPath()
    path.moveTo(*at[:2])
    for x, y in zip(at[2::2], at[3::2], strict=True):
        path.lineTo(x, y)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


_STROKES = {
    "box": lambda canvas, at: canvas.rect(*at, stroke=0, fill=1),
    "dot": lambda canvas, at: canvas.circle(*at, stroke=0, fill=1),
    "ring": _draw_ring,
    "line": _draw_line,
    "form": _draw_form,
}
