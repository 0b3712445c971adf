"""A donor pays what a sealed report asked for."""

from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .. import ledger
from ..collecting import due_of
from ..models import Custodian, DonorPayment, Entry, SealedReport
from .funds import record_donation


def record_donor_payment(
    report: SealedReport, box: Custodian, amount: Money, *, occurred_on: date, by: User, now: datetime,
    reference: str = "", key: str | None = None,
) -> Entry:  # fmt: skip
    """What the donor paid of `report` came into `box`; the same `key` again gives back the first, and moves nothing.

    Refused: a report that is void, was replaced, is of no single fund or of a prepaid one; more than it still asks for.
    """
    ledger.lock()
    db.session.refresh(report, ["void", "replaced_by"])
    done = db.session.scalar(select(Entry).where(Entry.idempotency_key == key)) if key else None
    if done:
        return done
    check_collectable(report)
    rest = due_of([report])[report.id].rest
    if amount > rest:
        raise Refused(
            _("De este informe sólo faltan %(rest)s. Lo demás se registra como donativo.", rest=rest), "amount"
        )
    memo = " · ".join(filter(None, (report.number, reference.strip())))
    entry = record_donation(report.fund, box, amount, occurred_on=occurred_on, by=by, now=now, memo=memo, key=key)
    db.session.add(DonorPayment(report=report, entry=entry))
    db.session.flush()
    audit.record("report.paid", f"report:{report.id}", by, number=report.number, amount=str(amount), entry=entry.seq)
    return entry


def check_collectable(report: SealedReport) -> None:
    """Refused: a report of which nobody owes anything, each in its own words."""
    if report.void:
        raise Refused(_("Este informe está anulado: de él no se cobra nada."))
    if report.replaced_by:
        raise Refused(
            _("A este informe lo sustituyó %(number)s: registre ahí el pago.", number=report.replaced_by.number)
        )
    if report.fund is None:
        raise Refused(_("Este informe es de todos los fondos: registre el pago como donativo, en su fondo."))
    if report.fund.kind != "reimbursable":
        raise Refused(_("El fondo es prepagado: su dinero ya se recibió y este informe sólo lo comprueba."))
