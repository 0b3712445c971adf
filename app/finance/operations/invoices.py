"""What a supplier still owes on paper: the invoice of a ticket, the payment complement of an invoice (P6)."""

from datetime import date, datetime, time, timedelta

from app.accounts.models import User
from app.cases import operations as cases
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import ClaimLine, Receipt
from ..periods import month_of

MORNING = time(9)  # when the last day's task is due
COMPLEMENT_DAY = 5  # of the month after the payment, the supplier's last day to issue it


def ask_for_invoice(line: ClaimLine, until: date | None, by: User, now: datetime) -> None:
    """A task with the supplier's last day; none said: the end of the expense's month.

    Refused: what is no ticket or nota, a last day that has passed or lies before the expense.
    """
    receipt, today = line.receipt, clock.today(now)
    if receipt is None or receipt.kind not in ("ticket", "nota"):
        raise Refused(_("Sólo un ticket o una nota se cambia por factura."), "invoiceable")
    last = until or month_of(receipt.issued_on)[1]
    if last < today:
        says = _("El %(day)s ya pasó: escriba hasta cuándo factura el proveedor.", day=f"{last:%d/%m/%Y}")
        raise Refused(says, "invoice_by")
    title = _("Pedir la factura: %(vendor)s, %(total)s", vendor=receipt.vendor, total=str(receipt.total))
    reason = _("Es del %(day)s%(folio)s. El proveedor factura hasta el %(last)s; con el XML, quite el ticket y súbalo.",
               day=f"{receipt.issued_on:%d/%m/%Y}", folio=_(", folio %(folio)s", folio=receipt.folio)
               if receipt.folio else "", last=f"{last:%d/%m/%Y}")  # fmt: skip
    cases.raise_task(
        line.claim.case, "papers", title, clock.at_wall(last, MORNING), _key(receipt), now, reason=reason
    )  # fmt: skip


def ask_for_complement(line: ClaimLine, now: datetime) -> None:
    """An invoice that is paid later (PPD) waits for its payment complement."""
    receipt = line.receipt
    if receipt is None or receipt.payment_method != "PPD":
        return
    last = month_of(receipt.issued_on)[1] + timedelta(days=COMPLEMENT_DAY)
    title = _("Pedir el complemento de pago: %(vendor)s, %(total)s", vendor=receipt.vendor, total=str(receipt.total))
    due = clock.at_wall(max(last, clock.today(now)), MORNING)
    cases.raise_task(
        line.claim.case, "papers", title, due, _key(receipt), now,
        reason=_("La factura %(uuid)s es de pago diferido (PPD).", uuid=receipt.uuid),
    )  # fmt: skip


def stop_asking(receipt: Receipt, by: User, now: datetime) -> None:
    cases.finish_task_by_key(_key(receipt), _("El comprobante se quitó de la comprobación."), now, by)


def _key(receipt: Receipt) -> str:
    return f"invoice:{receipt.id}"
