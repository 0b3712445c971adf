"""One page to sign when cash moves at the settlement: a difference paid to the family, or a rest that it gives back."""

from dataclasses import dataclass
from datetime import datetime

from app.foundation.money import Money, in_words
from app.foundation.paper import Letterhead, Sheet

from .parts import amount_box, long_day
from .signing import signatures


@dataclass(frozen=True)
class CashPaper:
    """`paid`: the family receives what it spent above its advance (`paper_number` is the claim); otherwise it gives
    back what it did not spend (the advance)."""

    number: str
    letterhead: Letterhead
    case_number: str
    person: str
    handled_by: str
    box: str
    fund: str
    paper_number: str
    paid: bool
    amount: Money
    handed_at: datetime  # on the programme's wall clock
    mode: str = "signature"


def draw(paper: CashPaper) -> bytes:
    """The PDF: the same facts and mode give the same bytes."""
    title = "Recibo de diferencia pagada" if paper.paid else "Constancia de devolución"
    sheet = Sheet(f"{title} {paper.number}", paper.letterhead.name, 1)
    sheet.letterhead(paper.letterhead, title, paper.number)
    sheet.footer(f"{paper.number}  ·  Caso {paper.case_number}  ·  Original: finanzas. Copia: la familia.")
    facts = [("Caso", paper.case_number), ("Fondo", paper.fund), ("Sale de" if paper.paid else "Entra en", paper.box)]
    y = amount_box(sheet, sheet.top - 10, facts, paper.amount)
    y = sheet.paragraph(sheet.left, y - 24, _sentence(paper), sheet.right - sheet.left, size=11, leading=16.5)
    family, programme = ("Recibe", "Entrega") if paper.paid else ("Entrega", "Recibe")
    signatures(sheet, min(y - 40, 400), (family, paper.person), (programme, paper.handled_by), mode=paper.mode)
    return sheet.finished()


def _sentence(paper: CashPaper) -> str:
    when = f"el {long_day(paper.handed_at.date())} a las {paper.handed_at:%H:%M} horas"
    amount = f"{paper.amount} {in_words(paper.amount)}"
    if paper.paid:
        return (
            f"Yo, {paper.person}, recibí de {paper.handled_by}, {when}, la cantidad de {amount}. Es lo que puse de más "
            f"para el viaje y el programa aprobó en la comprobación {paper.paper_number}. "
            "No se me debe nada más de ella, y nadie puede pedirme nada a cambio."
        )
    return (
        f"Yo, {paper.person}, devolví a {paper.handled_by}, {when}, la cantidad de {amount}: lo que no se gastó del "
        f"apoyo {paper.paper_number}. {paper.handled_by} la recibió completa y la firma."
    )
