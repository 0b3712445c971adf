"""What is paid straight to a supplier, on plain values. docs/rules-money.md says the same in prose."""

import calendar
import re
from collections.abc import Iterable
from datetime import date

from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .cfdi import RFC, Cfdi
from .receipt_rules import ELECTRONIC_ABOVE, GENERIC_RFC


def check_rfc(rfc: str) -> str:
    """The supplier's RFC in capitals, without spaces or hyphens. Refused: what is none, and the two generic ones."""
    clean = re.sub(r"[\s-]", "", rfc).upper()
    if not re.fullmatch(RFC, clean):
        says = _("Un RFC tiene 12 o 13 letras y números, como HRV010101AB1: cópielo del papel del proveedor.")
        raise Refused(says, "rfc")
    if clean in GENERIC_RFC:
        raise Refused(_("Ése es el RFC genérico: escriba el del proveedor, que es quien va a facturar."), "rfc")
    return clean


def check_way(amount: Money, custodian_kind: str) -> None:
    """Refused: a supplier paid in cash above what goes electronically."""
    if amount > ELECTRONIC_ABOVE and custodian_kind != "bank":
        says = _("A un proveedor se le paga por transferencia lo que pasa de %(limit)s: elija la cuenta de banco.",
                 limit=ELECTRONIC_ABOVE)  # fmt: skip
        raise Refused(says, "box")


def last_day(paid_on: date, said: date | None, today: date) -> date:
    """Until when the supplier invoices; nothing said: the payment's month. Refused: a day that has passed."""
    if said is not None and said < max(today, paid_on):
        raise Refused(_("El %(day)s ya pasó: escriba hasta cuándo factura el proveedor.", day=f"{said:%d/%m/%Y}"),
                      "cfdi_by")  # fmt: skip
    return said or max(paid_on.replace(day=calendar.monthrange(paid_on.year, paid_on.month)[1]), today)


def disagreements(read: Cfdi, rfc: str, amount: Money) -> Iterable[str]:
    """In what an invoice is not the one of this payment, each with what to do; none: it is."""
    if read.issuer_rfc != rfc:
        yield _("La factura es de %(theirs)s y se pagó a %(ours)s: revise que sea la de este pago.",
                theirs=read.issuer_rfc or "?", ours=rfc)  # fmt: skip
    if read.total != amount:
        yield _("La factura es por %(theirs)s y se pagaron %(ours)s: pida al proveedor que la corrija.",
                theirs=read.total, ours=amount)  # fmt: skip
