"""Where people sign: a signature, a thumbprint beside it, somebody who signs a ruego, a witness (PRACTICE P5)."""

from app.foundation.paper import MUTED, RULE, Sheet

Signer = tuple[str, str]  # role, printed name; an empty name is written by hand


def signatures(
    sheet: Sheet, y: float, first: Signer, second: Signer, signs_for: str = "", witness: str = "", mode: str = ""
) -> None:  # fmt: skip
    """Left to right: who signs (or leaves a thumbprint), the other side; below, who signs a ruego and the witness.

    `mode` is signature, thumbprint or a_ruego, and only what it needs is drawn; empty: it is decided on paper.
    """
    half = (sheet.right - sheet.left - 30) / 2
    right = sheet.left + half + 30
    sheet.to_sign(right, y - 60, half, *second, "Firma")
    if mode == "signature":
        sheet.to_sign(sheet.left, y - 60, half, *first, "Firma")
        return
    sheet.to_sign(sheet.left, y - 60, half - 92, *first, "Pone su huella" if mode else "Firma")
    sheet.box(sheet.left + half - 78, y - 74, 66, 82, None, RULE)
    words = "Huella" if mode else "Huella, si no firma"
    sheet.text(sheet.left + half - 45, y - 84, words, size=8, colour=MUTED, align="centre")
    if mode != "thumbprint":
        sheet.to_sign(sheet.left, y - 172, half, "Firma a ruego", signs_for, "Por quien no firma: nombre y firma")
    sheet.to_sign(right, y - 172, half, "Testigo", witness, "Nombre y firma")
