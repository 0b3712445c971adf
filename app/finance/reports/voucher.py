"""Two papers for what has no invoice, blank or filled: "Recibo sin factura" and "Relación de pasajes"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.foundation.money import CURRENCY, Money, in_words, total
from app.foundation.paper import ACCENT, BOLD, INK, MUTED, RULE, SOFT, WHITE, Letterhead, Sheet

from .parts import figures
from .signing import signatures

ROWS = 13  # of a relación de pasajes, on one page
ROW = 21.0


@dataclass(frozen=True)
class Voucher:
    """Who gave a service without an invoice, and what was paid for it. What is empty is written by hand."""

    letterhead: Letterhead
    claim_number: str = ""
    case_number: str = ""
    provider: str = ""
    concept: str = ""
    on: date | None = None
    amount: Money | None = None
    paid_by: str = ""


def draw_voucher(voucher: Voucher) -> bytes:
    """The PDF, one page."""
    sheet = Sheet("Recibo sin factura", voucher.letterhead.name, 1)
    sheet.letterhead(voucher.letterhead, "Recibo sin factura", voucher.claim_number)
    sheet.footer(_about(voucher.claim_number, voucher.case_number))
    width, y = sheet.right - sheet.left, sheet.top - 50
    sheet.box(sheet.left, y, width, 44, SOFT)
    sheet.text(sheet.left + 12, y + 16, "Bueno por", font=BOLD, size=11, colour=ACCENT)
    _written(sheet, sheet.right - 190, y + 10, 178, f"$ {figures(voucher.amount)}" if voucher.amount else "$", size=16)
    y -= 30
    sheet.text(sheet.left, y, "Recibí en efectivo la cantidad de:", size=11)
    words = f"{voucher.amount} {in_words(voucher.amount)}" if voucher.amount else ""
    _written(sheet, sheet.left, y - 26, width, words)
    sheet.text(sheet.left, y - 48, "Por (qué servicio o compra, de dónde a dónde):", size=11)
    _written(sheet, sheet.left, y - 74, width, voucher.concept)
    _written(sheet, sheet.left, y - 100, width, "")
    y -= 138
    half = (width - 24) / 2
    _field(sheet, sheet.left, y, half, "Fecha", f"{voucher.on:%d/%m/%Y}" if voucher.on else "")
    _field(sheet, sheet.left + half + 24, y, half, "Lugar", "")
    _field(sheet, sheet.left, y - 44, half, "Quien cobra: nombre", voucher.provider)
    _field(sheet, sheet.left + half + 24, y - 44, half, "Comunidad y teléfono, si tiene", "")
    _field(sheet, sheet.left, y - 88, width, "Vehículo, placa o animal, si fue un viaje", "")
    says = "Quien cobra no expide factura ni ticket. Con su firma o su huella confirma que recibió esta cantidad."
    sheet.text(sheet.left, y - 118, says, size=9, colour=MUTED)
    signatures(sheet, y - 134, ("Cobra", voucher.provider), ("Paga", voucher.paid_by))
    return sheet.finished()


def _about(claim_number: str, case_number: str) -> str:
    known = (claim_number and f"Comprobación {claim_number}", case_number and f"Caso {case_number}")
    return "  ·  ".join(part for part in known if part) or "Caso: ____________________"


def _written(sheet: Sheet, x: float, y: float, width: float, text: str, size: float = 11) -> None:
    """A line to write on, with what is known already on it."""
    sheet.text(x + 4, y + 4, text, size=size, width=width - 8)
    sheet.rule(x, y, x + width, INK, 0.6)


def _field(sheet: Sheet, x: float, y: float, width: float, label: str, text: str) -> None:
    _written(sheet, x, y, width, text)
    sheet.text(x, y - 11, label, size=8, colour=MUTED)


@dataclass(frozen=True)
class RideRow:
    """One ride: its day, from where to where, who drove or which vehicle, and what was paid for all who travelled."""

    on: date
    leg: str
    driver: str
    persons: int
    amount: Money


@dataclass(frozen=True)
class RideList:
    """The rides of one journey; without rows, a blank form. Signed once for all."""

    letterhead: Letterhead
    claim_number: str = ""
    case_number: str = ""
    traveller: str = ""
    rows: tuple[RideRow, ...] = ()

    @property
    def total(self) -> Money:
        return total((row.amount for row in self.rows), self.rows[0].amount.currency if self.rows else CURRENCY)


def draw_rides(rides: RideList) -> bytes:
    """The PDF, so many rides a page; empty rows are for rides that nobody foresaw, and the last page is signed."""
    pages = [rides.rows[start : start + ROWS] for start in range(0, len(rides.rows), ROWS)] or [()]
    sheet = Sheet("Relación de pasajes", rides.letterhead.name, len(pages))
    for number, rows in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        sheet.letterhead(rides.letterhead, "Relación de pasajes", rides.claim_number)
        sheet.footer(_about(rides.claim_number, rides.case_number))
        y = _ride_table(sheet, rows, sheet.top - 14)
    _ride_total(sheet, rides, y)
    says = (
        "Hice estos viajes y pagué estos pasajes; en ellos no dieron boleto ni factura. Corrija con pluma lo que haya "
        "sido distinto y tache los renglones que no se usen. Se firma una sola vez por todos."
    )
    y = sheet.paragraph(sheet.left, y - 42, says, sheet.right - sheet.left, size=9.5, leading=13)
    signatures(sheet, min(y - 6, 252), ("Viajó y pagó", rides.traveller), ("Recibe la relación", ""))
    return sheet.finished()


def _columns(sheet: Sheet) -> Sequence[tuple[str, float, float]]:
    left = sheet.left
    return (
        ("Día", left, 66), ("Tramo: de dónde a dónde", left + 66, 196), ("Chofer o unidad", left + 262, 130),
        ("Personas", left + 392, 52), ("Importe", left + 444, sheet.right - left - 444),
    )  # fmt: skip


def _ride_table(sheet: Sheet, rows: Sequence[RideRow], y: float) -> float:
    sheet.box(sheet.left, y - 18, sheet.right - sheet.left, 18, ACCENT)
    columns = _columns(sheet)
    for label, x, _width in columns:
        sheet.text(x + 5, y - 12.5, label, font=BOLD, size=8.5, colour=WHITE)
    y -= 18
    for number in range(ROWS):
        row = rows[number] if number < len(rows) else None
        known = (f"{row.on:%d/%m/%Y}", row.leg, row.driver, str(row.persons), figures(row.amount)) if row else ()
        for (_label, x, width), text in zip(columns, known, strict=False):
            sheet.text(x + 5, y - ROW + 7, text, size=9, width=width - 8)
        sheet.rule(sheet.left, y - ROW, sheet.right, RULE)
        y -= ROW
    return y


def _ride_total(sheet: Sheet, rides: RideList, y: float) -> None:
    x = _columns(sheet)[-1][1]
    sheet.text(x - 8, y - 17, "Total", font=BOLD, size=10, align="right")
    _written(sheet, x, y - 20, sheet.right - x, f"$ {figures(rides.total)}" if rides.rows else "$", size=11)
