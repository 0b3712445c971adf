"""What every sealed paper shares: facts in a box, how to verify it, who signs, figures and long dates."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date

from app.foundation.money import Money, in_words
from app.foundation.paper import ACCENT, BOLD, ITALIC, MUTED, SOFT, Sheet

FACT, VALUE_ROW = 13.0, 12.0  # heights: a fact's small heading, and each line of its value


def counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def figures(amount: Money) -> str:
    """`1,250.50`: the currency stands in the total and is the same for every line."""
    return f"{amount.decimal:,.2f}"


@lru_cache(64)
def long_day(day: date) -> str:
    return format_date(day, "d 'de' MMMM 'de' y", locale="es_MX")


def long_moment(at: datetime) -> str:
    return f"{long_day(at.date())}, {at:%H:%M} h"


def about_lines(
    fund: str, donor: str, starts_on: date, ends_on: date, payee: str, case_number: str
) -> list[tuple[str, str]]:
    """Label and value of what a report is about; what does not narrow it is not said."""
    period = f"{long_day(starts_on)} al {long_day(ends_on)}"
    facts = [("Fondo", fund), ("Donante", donor), ("Periodo", period), ("Pagado a", payee), ("Caso", case_number)]
    return [(label, value) for label, value in facts if value]


def amount_box(sheet: Sheet, y: float, facts: list[tuple[str, str]], amount: Money) -> float:
    """Three facts at the left, the amount in figures and words at the right; where the box ends."""
    sheet.box(sheet.left, y - 66, sheet.right - sheet.left, 66, SOFT)
    for index, (label, value) in enumerate(facts):
        sheet.text(sheet.left + 12, y - 19 - index * 17, label, size=8, colour=MUTED)
        sheet.text(sheet.left + 62, y - 19 - index * 17, value, size=10, font=BOLD, width=190)
    sheet.text(sheet.right - 12, y - 30, str(amount), size=24, font=BOLD, colour=ACCENT, align="right")
    sheet.text(sheet.right - 12, y - 48, in_words(amount), size=8, font=ITALIC, align="right", width=330)
    return y - 66


def facts_height(sheet: Sheet, facts: list[tuple[str, str]], width: float) -> float:
    rows = sum(len(sheet.wrapped(value, "Helvetica", 9.5, width)) for _label, value in facts)
    return len(facts) * FACT + rows * VALUE_ROW + 14


def draw_facts(sheet: Sheet, facts: list[tuple[str, str]], top: float, width: float, least: float = 0) -> float:
    """A soft box across the page, at least `least` high, with the facts on its left; gives back its lower edge."""
    height = max(facts_height(sheet, facts, width), least)
    sheet.box(sheet.left, top - height, sheet.right - sheet.left, height, SOFT)
    y = top - 16
    for label, value in facts:
        sheet.text(sheet.left + 12, y, label.upper(), size=8, colour=MUTED, font=BOLD)
        y = sheet.paragraph(sheet.left + 12, y - VALUE_ROW, value, width, size=9.5, leading=VALUE_ROW) - 1
    return top - height


def draw_verification(sheet: Sheet, y: float, url: str, content_hash: str) -> None:
    """The QR with its lower edge at `y`, and what the page behind it shows."""
    sheet.qr(sheet.left, y, 78, url)
    x = sheet.left + 92
    sheet.text(x, y + 66, "Verifique este documento", font=BOLD, size=9.5, colour=ACCENT)
    says = (
        "Abra el código o la dirección: la página dice si este documento sigue vigente y muestra su número, fecha, "
        "total y huella, para comparar con este papel."
    )
    below = sheet.paragraph(x, y + 53, says, 410, size=8.2, colour=MUTED)
    sheet.text(x, below - 2, url, size=8, width=410)
    sheet.text(x, below - 14, f"Huella del contenido (SHA-256) {content_hash}", size=8, colour=MUTED, width=420)


def draw_signatures(sheet: Sheet, y: float, people: list[tuple[str, str]]) -> None:
    """Blocks to sign side by side: role above the line, printed name under it."""
    width = (sheet.right - sheet.left - 20 * (len(people) - 1)) / len(people)
    for index, (role, name) in enumerate(people):
        sheet.to_sign(sheet.left + index * (width + 20), y, width, role, name, "Nombre, firma y fecha")
