"""Where people sign: a signature, a thumbprint beside it, somebody who signs a ruego, a witness (PRACTICE P5)."""

from app.foundation.paper import MUTED, RULE, Sheet

Signer = tuple[str, str]  # role, printed name; an empty name is written by hand


def signatures(
    sheet: Sheet, y: float, first: Signer, second: Signer, signs_for: str = "", witness: str = ""
) -> None:  # fmt: skip
    """Left to right: who signs (or leaves a thumbprint), the other side; below, who signs a ruego and the witness."""
    half = (sheet.right - sheet.left - 30) / 2
    right = sheet.left + half + 30
    sheet.to_sign(sheet.left, y - 60, half - 92, *first, "Firma")
    sheet.box(sheet.left + half - 78, y - 74, 66, 82, None, RULE)
    sheet.text(sheet.left + half - 45, y - 84, "Huella, si no firma", size=7, colour=MUTED, align="centre")
    sheet.to_sign(right, y - 60, half, *second, "Firma")
    sheet.to_sign(sheet.left, y - 172, half, "Firma a ruego", signs_for, "Por quien no firma: nombre y firma")
    sheet.to_sign(right, y - 172, half, "Testigo", witness, "Nombre y firma")
