"""Acta de no comprobación, one page: what cannot be proved, why, and the two names that answer for it.

It bears the case's number and no name of the family: whoever audits the money need not know who is ill.
"""

from dataclasses import dataclass
from datetime import date, datetime

from app.foundation.money import Money
from app.foundation.paper import ACCENT, BOLD, MUTED, Letterhead, Sheet

from .parts import amount_box, long_day


@dataclass(frozen=True)
class ActaPaper:
    """`paid`: what was handed over by the `slips`; `amount`: what of it stays without proof."""

    number: str
    letterhead: Letterhead
    case_number: str
    advance_number: str
    fund: str
    slips: tuple[str, ...]
    paid: Money
    amount: Money
    cause: str
    facts: str
    occurred_on: date
    drawn_up_by: str
    signed_by: str
    witness: str
    signed_at: datetime  # on the programme's wall clock


def draw(acta: ActaPaper) -> bytes:
    """The PDF of one acta that both names signed."""
    sheet = Sheet(f"Acta de no comprobación {acta.number}", acta.letterhead.name, 1)
    sheet.letterhead(acta.letterhead, "Acta de no comprobación", acta.number)
    sheet.footer(f"{acta.number}  ·  Caso {acta.case_number}  ·  Apoyo {acta.advance_number}")
    facts = [("Caso", acta.case_number), ("Fondo", acta.fund), ("Apoyo", acta.advance_number)]
    y = amount_box(sheet, sheet.top - 10, facts, acta.amount)
    y = sheet.paragraph(sheet.left, y - 24, _sentence(acta), sheet.right - sheet.left, size=11, leading=16.5)
    sheet.text(sheet.left, y - 22, "Lo que pasó", size=9, font=BOLD, colour=ACCENT)
    y = sheet.paragraph(sheet.left, y - 40, acta.facts, sheet.right - sheet.left, size=11, leading=16.5)
    _signatures(sheet, acta, min(y - 30, 300))
    return sheet.finished()


def _sentence(acta: ActaPaper) -> str:
    slips = ("el recibo " if len(acta.slips) == 1 else "los recibos ") + ", ".join(acta.slips)
    return (
        f"Se entregaron {acta.paid} con {slips}. De ellos, {acta.amount} no se pueden comprobar ni devolver. "
        f"Causa: {acta.cause}. Ocurrió el {long_day(acta.occurred_on)}. Se hace constar para cerrar la comprobación; "
        f"a la familia no se le cobra nada. Firmada el {long_day(acta.signed_at.date())}."
    )


def _signatures(sheet: Sheet, acta: ActaPaper, y: float) -> None:
    half = (sheet.right - sheet.left - 30) / 2
    sheet.to_sign(sheet.left, y - 60, half, "Hace constar", acta.drawn_up_by, "Nombre y firma")
    sheet.to_sign(sheet.left + half + 30, y - 60, half, "Autoriza", acta.signed_by, "Nombre y firma")
    if acta.witness:
        sheet.to_sign(sheet.left, y - 160, half, "Testigo", acta.witness, "Nombre y firma")
    else:
        sheet.text(sheet.left, y - 120, "Sin testigo.", size=8.2, colour=MUTED)
