"""The paper that voids a report: which one, how much it asked for, who says so and why. One page."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.foundation.money import Money, in_words
from app.foundation.paper import ACCENT, BOLD, ITALIC, MUTED, RULE, Letterhead, Sheet

from .parts import draw_facts, draw_signatures, draw_verification, long_moment


@dataclass(frozen=True)
class Void:
    """Two equal ones print the same bytes. `about`: (label, value) of what the voided report was about."""

    number: str
    letterhead: Letterhead
    report_number: str
    report_sha256: str
    report_total: Money
    report_sealed_at: datetime  # on the programme's wall clock, as `voided_at`
    about: tuple[tuple[str, str], ...]
    reason: str
    voided_by: str
    voided_at: datetime
    verify_url: str

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over its number, the report that it voids, who, when and why."""
        said = (self.number, self.report_number, self.report_sha256, str(self.report_total), self.reason,
                self.voided_by, self.voided_at.isoformat())  # fmt: skip
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def draw(void: Void) -> bytes:
    sheet = Sheet(f"Anulación {void.number} del informe {void.report_number}", void.letterhead.name, 1)
    sheet.letterhead(void.letterhead, "Anulación de informe", void.number)
    sheet.footer(f"{void.number}  ·  Huella del contenido (SHA-256) {void.content_hash}")
    says = f"Queda sin efecto el informe de reembolso {void.report_number}"
    sheet.text(sheet.left, sheet.top - 26, says, font=BOLD, size=14, colour=ACCENT)
    says = (
        f"Lo que pedía no se reembolsa con él. El informe {void.report_number} se conserva como se selló; su página "
        f"de verificación dice que está anulado y nombra este documento. Sus gastos pueden pedirse en otro informe."
    )
    y = sheet.paragraph(sheet.left, sheet.top - 44, says, sheet.right - sheet.left, size=9.5, colour=MUTED)
    facts = [
        ("Informe anulado", void.report_number), *void.about, ("Sellado", long_moment(void.report_sealed_at)),
        ("Huella de su archivo (SHA-256)", void.report_sha256), ("Anulado", long_moment(void.voided_at)),
        ("Lo anula", void.voided_by),
    ]  # fmt: skip
    top = y - 8
    y = draw_facts(sheet, facts, top, 400)
    sheet.text(sheet.right - 12, top - 16, "TOTAL QUE PEDÍA", size=8, colour=MUTED, font=BOLD, align="right")
    sheet.text(sheet.right - 12, top - 36, str(void.report_total), size=16, font=BOLD, colour=ACCENT, align="right")
    at = top - 50
    for words in sheet.wrapped(in_words(void.report_total), ITALIC, 8, 160):
        sheet.text(sheet.right - 12, at, words, size=8, font=ITALIC, align="right")
        at -= 10
    sheet.text(sheet.left, y - 28, "Motivo", font=BOLD, size=10, colour=ACCENT)
    sheet.rule(sheet.left, y - 33, sheet.right, RULE)
    y = sheet.paragraph(sheet.left, y - 49, void.reason, sheet.right - sheet.left, size=11)
    draw_verification(sheet, min(y - 120, 210), void.verify_url, void.content_hash)
    draw_signatures(sheet, min(y - 210, 110), [("Anuló", void.voided_by), ("Enterado por el donante", "")])
    return sheet.finished()
