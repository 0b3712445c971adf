"""The hand-over slip: "Recibo de apoyo entregado", one page, signed when the money changes hands.

Who cannot sign leaves a thumbprint, somebody else signs a ruego and a witness stands by (PRACTICE P5).
"""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date

from app.foundation.money import Money, in_words, total
from app.foundation.paper import ACCENT, BOLD, INK, MUTED, RULE, WHITE, Letterhead, Sheet

from .parts import amount_box, figures
from .signing import signatures


@dataclass(frozen=True)
class SlipLine:
    """`to_prove`: receipts are due for it; otherwise this signature and proof of travel are enough."""

    concept: str
    to_prove: bool
    amount: Money


@dataclass(frozen=True)
class Slip:
    """One hand-over. `mode` is signature, thumbprint or a_ruego; the names that it needs may be empty."""

    number: str
    letterhead: Letterhead
    case_number: str
    recipient: str
    relation: str
    delivered_by: str
    box: str
    fund: str
    purpose: str
    lines: tuple[SlipLine, ...]
    handed_at: datetime  # on the programme's wall clock
    mode: str = "signature"
    signs_for: str = ""
    witness: str = ""
    paper: str = "letter"

    @property
    def total(self) -> Money:
        return total((line.amount for line in self.lines), self.lines[0].amount.currency)


def draw(slip: Slip) -> bytes:
    """The PDF of one slip. At least one line."""
    sheet = Sheet(f"Recibo de apoyo entregado {slip.number}", slip.letterhead.name, 1, slip.paper)
    sheet.letterhead(slip.letterhead, "Recibo de apoyo entregado", slip.number)
    sheet.footer(f"{slip.number}  ·  Caso {slip.case_number}  ·  Original: finanzas. Copia: la familia.")
    facts = [("Caso", slip.case_number), ("Fondo", slip.fund), ("Sale de", slip.box)]
    y = amount_box(sheet, sheet.top - 10, facts, slip.total)
    y = _sentence(sheet, slip, y - 20)
    y = _lines(sheet, slip, y - 8)
    y = _promise(sheet, slip, y - 20)
    _signatures(sheet, slip, min(y - 20, 330))
    return sheet.finished()


def _sentence(sheet: Sheet, slip: Slip, y: float) -> float:
    day = format_date(slip.handed_at.date(), "EEEE d 'de' MMMM 'de' y", locale="es_MX")
    related = f" ({slip.relation})" if slip.relation else ""
    says = (
        f"Yo, {slip.recipient}{related}, recibí de {slip.delivered_by}, el {day} a las {slip.handed_at:%H:%M} horas, "
        f"la cantidad de {slip.total} {in_words(slip.total)}, para {slip.purpose}. "
        "Este apoyo es gratuito: nadie puede pedirme nada a cambio."
    )
    return sheet.paragraph(sheet.left, y, says, sheet.right - sheet.left, size=11, leading=16.5)


def _lines(sheet: Sheet, slip: Slip, y: float) -> float:
    width, kind_at = sheet.right - sheet.left, sheet.left + 190
    sheet.box(sheet.left, y - 20, width, 20, ACCENT)
    sheet.text(sheet.left + 8, y - 13.5, "Para", font=BOLD, size=8.5, colour=WHITE)
    sheet.text(kind_at, y - 13.5, "Cómo se comprueba", font=BOLD, size=8.5, colour=WHITE)
    sheet.text(sheet.right - 8, y - 13.5, "Importe", font=BOLD, size=8.5, colour=WHITE, align="right")
    y -= 20
    for line in slip.lines:
        y -= 20
        proof = TO_PROVE if line.to_prove else FIXED
        sheet.text(sheet.left + 8, y + 6, line.concept, size=10, width=176)
        sheet.text(kind_at, y + 6, proof, size=8.8, colour=MUTED, width=220)
        sheet.text(sheet.right - 8, y + 6, figures(line.amount), size=10, align="right")
        sheet.rule(sheet.left, y, sheet.right, RULE)
    sheet.text(kind_at, y - 15, "Total", font=BOLD, size=10)
    sheet.text(sheet.right - 8, y - 15, figures(slip.total), font=BOLD, size=11, align="right")
    return y - 18


def _promise(sheet: Sheet, slip: Slip, y: float) -> float:
    to_prove = total((line.amount for line in slip.lines if line.to_prove), slip.total.currency)
    if not to_prove:
        return y
    says = (
        f"De lo recibido, {to_prove} es gasto por comprobar: al regresar entrego comprobantes (factura, ticket, recibo "
        "sin factura o relación de pasajes) y devuelvo lo que no se haya usado. Si gasté de más por una causa del "
        "viaje, el programa lo revisa y me lo paga."
    )
    return sheet.paragraph(sheet.left, y, says, sheet.right - sheet.left, size=9.5, colour=INK, leading=14)


def _signatures(sheet: Sheet, slip: Slip, y: float) -> None:
    people = ("Recibe", slip.recipient), ("Entrega", slip.delivered_by)
    signatures(sheet, y, *people, slip.signs_for, slip.witness, slip.mode)
    if slip.mode != "signature":
        sheet.text(sheet.left, y - 210, MODES[slip.mode], size=8.2, colour=MUTED)


TO_PROVE = "Por comprobar: traer los comprobantes"
FIXED = "Apoyo fijo: basta este recibo y haber viajado"
MODES = {
    "thumbprint": "Quien recibe puso su huella ante el testigo que firma.",
    "a_ruego": "Quien recibe no puede firmar: otra persona firma a su ruego, ante el testigo que firma.",
}
