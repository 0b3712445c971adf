"""What a supplier still owes on paper: the invoice of a ticket, the payment complement of an invoice (P6)."""

from datetime import date, datetime, time, timedelta

from app.accounts.models import User
from app.cases import operations as cases
from app.cases.models import Case
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import Claim, ClaimLine, Receipt
from ..periods import month_of

MORNING = time(9)  # when the last day's task is due
COMPLEMENT_DAY = 5  # of the month after the payment, the supplier's last day to issue it


def ask_for_invoice(line: ClaimLine, until: date | None, now: datetime) -> None:
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
    reason = _("Es del %(day)s%(folio)s. El proveedor factura hasta el %(last)s; con el XML, cámbielo por su factura.",
               day=f"{receipt.issued_on:%d/%m/%Y}", folio=_(", folio %(folio)s", folio=receipt.folio)
               if receipt.folio else "", last=f"{last:%d/%m/%Y}")  # fmt: skip
    cases.raise_task(
        line.claim.case, "papers", title, clock.at_wall(last, MORNING), _key(receipt), now, reason=reason,
        about=f"receipt:{receipt.id}",
    )  # fmt: skip


def ask_for_complement(case: Case, receipt: Receipt, now: datetime) -> None:
    """An invoice that is paid later (PPD) waits for its payment complement."""
    if receipt.payment_method != "PPD":
        return
    last = month_of(receipt.issued_on)[1] + timedelta(days=COMPLEMENT_DAY)
    title = _("Pedir el complemento de pago: %(vendor)s, %(total)s", vendor=receipt.vendor, total=str(receipt.total))
    due = clock.at_wall(max(last, clock.today(now)), MORNING)
    cases.raise_task(
        case, "papers", title, due, _key(receipt), now,
        reason=_("La factura %(uuid)s es de pago diferido (PPD).", uuid=receipt.uuid),
    )  # fmt: skip


def stop_asking(receipt: Receipt, by: User, now: datetime) -> None:
    for key in (_key(receipt), _cancelled_key(receipt)):
        cases.finish_task_by_key(key, _("El comprobante se quitó de la comprobación."), now, by)


def came(receipt: Receipt, cfdi: Receipt, by: User, now: datetime) -> None:
    """The invoice of this ticket is here, or another one for a cancelled one: nobody asks for it any more."""
    for key in (_key(receipt), _cancelled_key(receipt)):
        cases.finish_task_by_key(key, _("Llegó la factura %(uuid)s.", uuid=cfdi.uuid), now, by)


def ask_for_another(claim: Claim, cfdi: Receipt, now: datetime) -> None:
    """The SAT has this invoice as cancelled: an urgent task that leads to where another is handed in."""
    title = _("Factura cancelada en el SAT: %(vendor)s, %(total)s", vendor=cfdi.vendor, total=str(cfdi.total))
    reason = _("El folio fiscal %(uuid)s de %(claim)s ya no comprueba. Pida al proveedor otra factura, o que explique.",
               uuid=cfdi.uuid, claim=claim.number)  # fmt: skip
    cases.raise_task(
        claim.case, "papers", title, now, _cancelled_key(cfdi), now, reason=reason, urgent=True,
        about=f"receipt:{cfdi.id}",
    )  # fmt: skip


def found_in_force(cfdi: Receipt, by: User, now: datetime) -> None:
    cases.finish_task_by_key(_cancelled_key(cfdi), _("El SAT la tiene como vigente."), now, by)


def _key(receipt: Receipt) -> str:
    return f"invoice:{receipt.id}"


def _cancelled_key(receipt: Receipt) -> str:
    return f"cancelled:{receipt.id}"
