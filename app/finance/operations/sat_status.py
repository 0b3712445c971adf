"""What somebody saw of a CFDI on the SAT's page: in force or cancelled, and since when nobody pays for it."""

from datetime import date, datetime

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import receipt_queries
from ..models import Receipt, SatLook
from ..models.receipts import SAT_STATUSES
from .invoices import ask_for_another, found_in_force


def note_sat_status(receipt: Receipt, status: str, looked_on: date, by: User, now: datetime) -> SatLook:
    """Each look is kept; the last one counts. A cancelled CFDI asks for another, urgently.

    Refused: what is no CFDI, one that another took the place of, a day to come or before the invoice's, a look older
    than the last.
    """
    line = receipt_queries.line_of(receipt)
    if receipt.kind != "cfdi" or line is None:
        raise Refused(_("Sólo un CFDI se consulta en el SAT."))
    if receipt_queries.standing_paper(line) != receipt:
        raise Refused(_("Ese CFDI ya se cambió por otro: consulte el que comprueba ahora."))
    if status not in SAT_STATUSES:
        raise Refused(_("Elija si está vigente o cancelado."), "status")
    if not receipt.issued_on <= looked_on <= clock.today(now):
        raise Refused(_("El día de la consulta va de la fecha de la factura a hoy."), "looked_on")
    if receipt.sat_checked_on and looked_on < receipt.sat_checked_on:
        says = _("Ya hay una consulta del %(day)s: anote la más reciente.", day=f"{receipt.sat_checked_on:%d/%m/%Y}")
        raise Refused(says, "looked_on")
    look = SatLook(receipt=receipt, status=status, looked_on=looked_on, looked_by_id=by.id, recorded_at=now)
    db.session.add(look)
    receipt.sat_status, receipt.sat_checked_on = status, looked_on
    db.session.flush()
    if status == "cancelled":
        ask_for_another(line.claim, receipt, now)
    else:
        found_in_force(receipt, by, now)
    audit.record("receipt.sat_status", f"claim:{line.claim_id}", by, receipt=receipt.id, status=status, on=looked_on)
    return look
