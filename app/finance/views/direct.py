"""Direct payments to a supplier: quoted, authorised, paid, closed by the CFDI.

Of a restricted case whoever may not open it sees number and amounts; not knowing whom, they neither pay nor close.
"""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock, files
from app.foundation.db import transaction
from app.foundation.errors import NotAllowed, NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import direct_queries, offers, operations, queries
from ..direct_forms import CfdiForm, PayForm, QuotationForm
from ..forms import AuthoriseForm, ReasonForm
from ..labels import DIRECT
from ..models import Custodian, DirectPayment
from .blueprint import bp, case_page, openable


@bp.get("/direct-payments")
def direct_payments():
    state = request.args.get("state", "")
    page = direct_queries.page(current_user, request.args.get("after"), state if state in DIRECT else "")
    return render_template("finance/directs.html", page=page, state=state, openable=openable(page.rows))


@bp.get("/direct-payments/<number>")
def direct_payment(number: str):
    return render_template("finance/direct.html", payment=_payment(number))


def _payment(number: str) -> DirectPayment:
    """If this person may at least know its case's number."""
    payment = direct_queries.numbered(number)
    cases.case_number_visible(payment.case.number, current_user)
    return payment


def _whole(number: str) -> DirectPayment:
    """If this person may know whom it goes to."""
    payment = _payment(number)
    if not cases.may_open(payment.case, current_user):
        raise NotAllowed(_("Es de un caso reservado: lo paga y lo cierra alguien nombrado en el caso."))
    return payment


@bp.get("/direct-payments/<number>/quotation")
def quotation_file(number: str):
    payment = _whole(number)
    if payment.quotation is None:
        raise NotFound(_("Ese pago no tiene cotización guardada."))
    return files.sent(payment.quotation)


@bp.route("/cases/<number>/direct-payments/new", methods=["GET", "POST"])
def add_direct(number: str):
    case, form = cases.case_or_404(number, current_user), QuotationForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            made = operations.record_quotation(
                case, form.supplier.data, form.rfc.data, form.category.data, form.concept.data, form.amount.data,
                by=current_user, now=clock.now(), key=form.once.data,
                file=files.store_upload(form.file.data, current_user) if form.file.data else None,
            )  # fmt: skip
            say(_("Pedido: falta que otra persona lo autorice."))
            return redirect(url_for(".direct_payment", number=made.number))
    title = _("Pago directo a un proveedor · %(number)s", number=number)
    return render_template("form.html", form=form, title=title, multipart=True, back=case_page(number))


@bp.route("/direct-payments/<number>/authorise", methods=["GET", "POST"])
def authorise_direct(number: str):
    payment = _payment(number)
    offered = offers.offers(payment.budget, clock.today())
    form = AuthoriseForm.of(offered)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            fund = next(offer.fund for offer in offered if offer.fund.id == form.fund.data)
            operations.authorise_direct(payment, fund, current_user, clock.now())
            say(_("Autorizado: ya se puede pagar.") if payment.state == "authorised"
                else _("Falta la segunda persona: por su monto lo autorizan dos."))  # fmt: skip
            return redirect(url_for(".direct_payment", number=number))
    return render_template("finance/direct_authorise.html", form=form, payment=payment, offered=offered)


@bp.route("/direct-payments/<number>/pay", methods=["GET", "POST"])
def pay_direct(number: str):
    payment, form = _whole(number), PayForm.of(queries.boxes())
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.pay_direct(
                payment, queries.one_or_404(Custodian, form.box.data), form.reference.data, paid_on=form.paid_on.data,
                by=current_user, now=clock.now(), key=form.once.data, cfdi_by=form.cfdi_by.data,
            )  # fmt: skip
            say(_("Pagado: falta el CFDI, a más tardar el %(day)s.", day=f"{payment.cfdi_by:%d/%m/%Y}"))
            return redirect(url_for(".direct_payment", number=number))
    return render_template("finance/direct_step.html", form=form, payment=payment, title=_("Pagar"))


@bp.route("/direct-payments/<number>/cfdi", methods=["GET", "POST"])
def direct_cfdi(number: str):
    payment, form = _whole(number), CfdiForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.hand_in_cfdi(payment, form.file.data, current_user, clock.now())
            if payment.claim.state == "paid":
                say(_("Cerrado: el CFDI es de este pago."))
            else:
                say(_("El CFDI quedó en la comprobación %(number)s, que alguien debe revisar.",
                      number=payment.claim.number), "warning")  # fmt: skip
            return redirect(url_for(".direct_payment", number=number))
    return render_template("finance/direct_step.html", form=form, payment=payment, title=_("Entregar el CFDI"))


@bp.route("/direct-payments/<number>/cancel", methods=["GET", "POST"])
def cancel_direct(number: str):
    payment, title = _payment(number), _("Cancelar el pago")
    form = ReasonForm.to(title)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.cancel_direct(payment, form.reason.data, current_user, clock.now())
            say(_("Pago cancelado."))
            return redirect(url_for(".direct_payment", number=number))
    return render_template("finance/direct_step.html", form=form, payment=payment, title=title)
