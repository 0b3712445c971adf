"""Advances (apoyos): asked for, approved, handed over against a signed slip, confirmed, given back."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock, files
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import cash_slips, operations, outstanding, queries
from ..forms import DeliverForm, ReasonForm, RequestForm, ReturnForm, SignedSlipForm
from ..models import Advance, Custodian, Fund
from .blueprint import (
    advance_page,
    attached,
    bp,
    case_page,
    handed_or_404,
    note_look,
    openable,
    paper_or_404,
    refusals_said,
    slips_to_sign,
)


@bp.get("/advances")
def advances():
    state = request.args.get("state", "")
    page = queries.advance_page(current_user, request.args.get("after"), state)
    return render_template("finance/advances.html", page=page, state=state, openable=openable(page.rows))


@bp.get("/advances/outstanding", endpoint="outstanding")
def who_owes_proof():
    page, today = outstanding.page(current_user, request.args.get("after")), clock.today()
    return render_template(
        "finance/outstanding.html", page=page, buckets=outstanding.buckets(today, current_user), today=today,
        since=outstanding.since(page.rows), openable=openable(page.rows),
    )  # fmt: skip


@bp.get("/advances/<int:advance_id>")
def advance(advance_id: int):
    one = paper_or_404(Advance, advance_id)
    return render_template(
        "finance/advance.html", advance=one, claims=queries.claims_against(one), slips=cash_slips.slips_of(one)
    )


@bp.route("/cases/<number>/advances/new", methods=["GET", "POST"])
def request_advance(number: str):
    """Money for a case beside any trip's budget; what the budget covers is asked for when it is approved."""
    case = cases.case_or_404(number, current_user)
    form = RequestForm.of(case)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            asked = operations.request_advance(
                case.id, form.holder_name.data, form.lines(), by=current_user, now=clock.now(),
                fund=queries.one_or_404(Fund, form.fund.data), purpose=form.purpose.data,
            )  # fmt: skip
            say(_("Pedido: falta que otra persona lo autorice."))
            return redirect(url_for(".advance", advance_id=asked.id))
    title = _("Pedir un apoyo · %(number)s", number=number)
    return render_template("form.html", form=form, title=title, back=case_page(number))


@bp.post("/advances/<int:advance_id>/approve")
def approve_advance(advance_id: int):
    with refusals_said(), transaction():
        one = operations.approve_advance(paper_or_404(Advance, advance_id), current_user, clock.now())
        waits = one.state == "draft"
        say(
            _("Falta la segunda persona: por su monto lo autorizan dos.")
            if waits
            else _("Autorizado: ya se puede entregar.")
        )
    return redirect(url_for(".advance", advance_id=advance_id))


@bp.route("/advances/<int:advance_id>/cancel", methods=["GET", "POST"])
def cancel_advance(advance_id: int):
    return _end(advance_id, operations.cancel_advance, _("Cancelar el apoyo"), _("Apoyo cancelado."))


@bp.route("/advances/<int:advance_id>/withdraw", methods=["GET", "POST"])
def withdraw_advance(advance_id: int):
    return _end(advance_id, operations.withdraw_advance, _("Retirar el apoyo"), _("Retirado: ya nadie lo autoriza."))


def _end(advance_id: int, end, title: str, done: str):
    one, form = paper_or_404(Advance, advance_id), ReasonForm.to(title)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            end(one, form.reason.data, current_user, clock.now())
            say(done)
            return redirect(url_for(".advance", advance_id=advance_id))
    return render_template("form.html", form=form, title=f"{title} {one.number}", back=advance_page(one))


@bp.route("/advances/<int:advance_id>/deliver", methods=["GET", "POST"])
def deliver(advance_id: int):
    one = paper_or_404(Advance, advance_id)
    form = DeliverForm.of(one, current_user)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            handed = operations.deliver(
                one, queries.one_or_404(Custodian, form.box.data), form.amount.data, by=current_user, now=clock.now(),
                occurred_on=form.occurred_on.data, channel=form.channel.data, signed=form.signed.data,
                signs_for=form.signs_for.data or "", witness=form.witness.data or "", key=form.once.data,
            )  # fmt: skip
            say(_("Entregado: imprima el recibo %(number)s, que lo firmen y súbalo.", number=handed.number))
            return redirect(_page_after_handing(one)[1])
    return render_template("finance/deliver.html", form=form, advance=one)


def _page_after_handing(advance: Advance) -> tuple[str, str]:
    """A clinician who carries cash has their page of it, and not the advance's."""
    return (_("Mi efectivo"), url_for(".my_cash")) if current_user.role == "clinician" else advance_page(advance)


@bp.get("/deliveries/<int:delivery_id>/slip.pdf")
def slip(delivery_id: int):
    handed = handed_or_404(delivery_id)
    return attached(handed.slip, "application/pdf", f"{handed.number}.pdf")


@bp.get("/deliveries/<int:delivery_id>/signed")
def signed_slip(delivery_id: int):
    handed = handed_or_404(delivery_id)
    if handed.signed_file is None:
        raise NotFound(_("Todavía no se sube el recibo firmado."))
    file = handed.signed_file
    note_look(handed, f"delivery:{delivery_id}")
    return files.sent(file)


@bp.route("/deliveries/<int:delivery_id>/confirm", methods=["GET", "POST"])
def confirm_delivery(delivery_id: int):
    """The signed slip is in: from now on the money counts as in hand."""
    handed, form = handed_or_404(delivery_id), SignedSlipForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            now = clock.now()
            operations.record_signed_slip(handed, files.store_upload(form.file.data, current_user), current_user)
            operations.confirm_delivery(handed, current_user, now)
            say(_("Confirmado: el dinero está en mano."))
            return redirect(_page_after_handing(handed.advance)[1])
    title = _("Recibo firmado %(number)s", number=handed.number)
    return render_template(
        "form.html", form=form, title=title, multipart=True, back=_page_after_handing(handed.advance)
    )


@bp.route("/advances/<int:advance_id>/return", methods=["GET", "POST"])
def return_money(advance_id: int):
    one = paper_or_404(Advance, advance_id)
    form = ReturnForm.of(one)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            box = queries.one_or_404(Custodian, form.box.data)
            now = clock.now()
            operations.return_money(
                one, box, form.returned.data, by=current_user, now=now, occurred_on=form.occurred_on.data,
                key=form.once.data,
            )  # fmt: skip
            say(" ".join([_("Devolución registrada."), *slips_to_sign([one], now)]))
            return redirect(url_for(".advance", advance_id=advance_id))
    title = _("Devolución de %(number)s", number=one.number)
    return render_template("form.html", form=form, title=title, back=advance_page(one))
