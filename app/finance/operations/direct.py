"""Direct payments to a supplier (P6): quoted, authorised by another person, paid with a reference, closed by its CFDI.

The quotation is a budget, the payment an advance to the supplier, the invoice a claim against it: so the fund's
promise, the six figures, the ledger, the reports and what is still to prove count it as they count all other money.
"""

from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.cases import operations as cases
from app.cases.models import Case
from app.foundation import audit, clock, files
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.files import StoredFile
from app.foundation.language import _
from app.foundation.money import Money

from .. import direct_rules, ledger, rules
from ..accounts import next_number
from ..models import Advance, Claim, ClaimLine, Custodian, Delivery, DirectPayment, Fund
from ..models.funds import DIRECT, DIRECT_CATEGORIES
from .advances import approve_advance, confirm_delivery, deliver, request_advance
from .budgets import approve_budget, release, replace_estimates
from .claims import approve_claim, open_claim
from .invoices import MORNING
from .receipts import Paper, add_receipt, read_cfdi
from .settlement import settle_claim


def record_quotation(
    case: Case, supplier: str, rfc: str, category: str, concept: str, amount: Money, *, by: User, now: datetime,
    key: str, file: StoredFile | None = None,
) -> DirectPayment:  # fmt: skip
    """What a supplier asks for, to be authorised by somebody else. The same `key` again gives back the first.

    Refused: no supplier or concept, what is no RFC, nothing above zero, a category that no supplier invoices.
    """
    ledger.lock()
    first = db.session.scalar(select(DirectPayment).where(DirectPayment.key == key))
    if first:
        return first
    for said, name in ((supplier, "supplier"), (concept, "concept")):
        if not said.strip():
            raise Refused(_("Falta este dato."), name)
    rules.check_amount(amount)
    rfc = direct_rules.check_rfc(rfc)
    if category not in DIRECT_CATEGORIES:
        raise Refused(_("No hay un rubro %(category)s.", category=category), "category")
    year = clock.today(now).year
    number = f"PD-{year}-{next_number('PD', year):04d}"
    budget = replace_estimates(case.id, f"{DIRECT}{number}", {category: amount}, by, now, amount.currency)
    payment = DirectPayment(
        number=number, key=key, case_id=case.id, state="quoted", supplier=supplier.strip()[:160], rfc=rfc,
        category=category, concept=concept.strip()[:160], currency=amount.currency, amount_minor=amount.amount_minor,
        quotation=file, budget_id=budget.id,
    )  # fmt: skip
    db.session.add(payment)
    db.session.flush()
    audit.record("direct.quoted", f"direct:{payment.id}", by, amount=str(amount), rfc=rfc)
    return payment


def authorise_direct(payment: DirectPayment, fund: Fund, by: User, now: datetime) -> DirectPayment:
    """Another person than who recorded it says yes and the fund promises the money; above the threshold two do.

    Refused: one's own, what is not waiting, a fund that may not or cannot pay.
    """
    ledger.lock_for(payment, payment.budget)
    if payment.state != "quoted":
        raise Refused(_("Este pago ya no está por autorizar."))
    budget = approve_budget(payment.budget, fund, by, now)
    if budget.state == "approved":
        payment.state = "authorised"
        audit.record("direct.authorised", f"direct:{payment.id}", by, fund=fund.name)
    db.session.flush()
    return payment


def pay_direct(
    payment: DirectPayment, box: Custodian, reference: str, *, paid_on: date, by: User, now: datetime, key: str,
    cfdi_by: date | None = None,
) -> DirectPayment:  # fmt: skip
    """The money went to the supplier; from now on a task asks for the CFDI. The same `key` again moves nothing.

    Refused: not authorised, paid before, no reference, a day to come or a last day that has passed, cash above what
    goes electronically, a bank or box that does not hold it.
    """
    ledger.lock_for(payment)
    sent = select(Delivery.id).where(Delivery.key == key, Delivery.advance_id == payment.advance_id)
    if payment.advance_id and db.session.scalar(sent):
        return payment
    if payment.state in ("paid", "closed"):
        raise Refused(_("Este pago ya se hizo, con la referencia %(reference)s.", reference=payment.reference))
    if payment.state != "authorised":
        raise Refused(_("Primero lo autoriza otra persona."))
    if not reference.strip():
        raise Refused(_("Escriba la referencia del banco o el folio del recibo."), "reference")
    if paid_on > clock.today(now):
        raise Refused(_("La fecha no puede ser posterior a hoy."), "paid_on")
    direct_rules.check_way(payment.amount, box.kind)
    payment.cfdi_by = direct_rules.last_day(paid_on, cfdi_by, clock.today(now))
    payment.advance = _handed_over(payment, box, paid_on, by, now, key)
    payment.state, payment.reference, payment.paid_on = "paid", reference.strip()[:60], paid_on
    db.session.flush()
    _ask_for_cfdi(payment, now)
    audit.record("direct.paid", f"direct:{payment.id}", by, amount=str(payment.amount), reference=payment.reference)
    return payment


def _ask_for_cfdi(payment: DirectPayment, now: datetime) -> None:
    """A task with the supplier's last day."""
    title = _("Pedir el CFDI del pago %(number)s, %(amount)s", number=payment.number, amount=payment.amount)
    reason = _("Se pagó a %(supplier)s el %(day)s. Con el XML, ciérrelo en Pagos directos.",
               supplier=payment.supplier, day=f"{payment.paid_on:%d/%m/%Y}")  # fmt: skip
    due = clock.at_wall(payment.cfdi_by, MORNING)
    cases.raise_task(
        payment.case, "papers", title, due, _key(payment), now, reason=reason, about=f"direct:{payment.number}"
    )


def _handed_over(payment: DirectPayment, box: Custodian, paid_on: date, by: User, now: datetime, key: str) -> Advance:
    """An advance to the supplier, asked for and approved by who quoted and authorised: one decision, not two. The
    reference proves that it arrived, so nobody signs for it."""
    budget = payment.budget
    advance = request_advance(
        payment.case_id, payment.supplier, {payment.category: payment.amount}, by=budget.prepared_by, now=now,
        budget=budget,
    )  # fmt: skip
    approve_advance(advance, budget.second_approver or budget.approved_by, now)
    channel = "transfer" if box.kind == "bank" else "cash"
    handed = deliver(
        advance, box, payment.amount, by=by, now=now, occurred_on=paid_on, channel=channel, key=key,
        purpose=_("pago directo %(number)s", number=payment.number),
    )  # fmt: skip
    confirm_delivery(handed, by, now)
    return advance


def hand_in_cfdi(payment: DirectPayment, upload, by: User, now: datetime) -> DirectPayment:
    """The supplier's XML closes the payment: what was authorised, for that sum and to that supplier, is now proved.

    The claim bears the two names that decided; one that looks like another receipt, or whose authoriser may not approve
    any more, waits for review as any other. Refused: not paid, closed before, money that came back, no XML, all that
    speaks against any CFDI, another issuer or another total.
    """
    ledger.lock_for(payment, *([payment.advance] if payment.advance else []))
    if payment.state != "paid":
        raise Refused(_("Este pago ya tiene su CFDI.") if payment.claim_id else _("Todavía no se ha pagado."))
    if payment.advance.outstanding != payment.amount:
        raise Refused(_("Parte del dinero ya se devolvió o se comprobó en el apoyo %(number)s: ciérrelo allá.",
                        number=payment.advance.number))  # fmt: skip
    payment.claim, line = _proved(payment, files.store_upload(upload, by), by, now)
    payment.state, payment.closed_at, payment.closed_by_id = "closed", now, by.id
    db.session.flush()
    authoriser, second = payment.budget.approved_by, payment.budget.second_approver
    if line.receipt.twin_id is None and all(one.role in rules.APPROVERS for one in (authoriser, second) if one):
        approve_claim(payment.claim, authoriser, now, second=second)
        settle_claim(payment.claim, payment.advance.deliveries[0].from_custodian, by, now)
    cases.finish_task_by_key(_key(payment), _("Llegó el CFDI"), now, by)
    audit.record("direct.closed", f"direct:{payment.id}", by, uuid=line.receipt.uuid)
    return payment


def _proved(payment: DirectPayment, file: StoredFile, by: User, now: datetime) -> tuple[Claim, ClaimLine]:
    """The claim against the advance with its one expense, submitted."""
    if file.kind != "application/xml":
        raise Refused(_("Suba el XML de la factura: la foto o el PDF no bastan."), "file")
    preparer = payment.budget.prepared_by
    claim = open_claim(payment.case_id, advance=payment.advance, by=preparer, now=now)
    read = read_cfdi(claim, file, now)
    found = list(direct_rules.disagreements(read, payment.rfc, payment.amount))
    if found:
        raise Refused(" ".join(found), "file")
    line = add_receipt(claim, Paper.of(read), payment.category, payment.concept, by=by, now=now, file=file)
    claim.state, claim.submitted_at = "submitted", now
    return claim, line


def cancel_direct(payment: DirectPayment, reason: str, by: User, now: datetime) -> DirectPayment:
    """It will not be, and the fund's promise ends; once paid, only when all of the money came back or has its acta.

    Refused: no reason, closed or cancelled before, money that is still with the supplier.
    """
    ledger.lock_for(payment, payment.budget, *([payment.advance] if payment.advance else []))
    if payment.state in ("closed", "cancelled"):
        raise Refused(_("Este pago ya se cerró o se canceló."))
    if not reason.strip():
        raise Refused(_("Diga por qué se cancela."), "reason")
    if payment.advance and payment.advance.state != "settled":
        raise Refused(_("El dinero sigue con el proveedor: registre antes la devolución en el apoyo %(number)s.",
                        number=payment.advance.number))  # fmt: skip
    release(payment.case_id, payment.source, by, now)
    payment.state, payment.cancel_reason = "cancelled", reason.strip()[:200]
    cases.finish_task_by_key(_key(payment), _("El pago se canceló"), now, by)
    audit.record("direct.cancelled", f"direct:{payment.id}", by, reason=reason)
    return payment


def _key(payment: DirectPayment) -> str:
    return f"direct:{payment.id}"
