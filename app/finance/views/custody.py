"""Boxes and people who carry cash: what they hold, what is on its way, who says that it arrived."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import custody, operations, queries, rules
from ..custody_forms import BoxForm, MoveForm
from ..models import Custodian, Delivery
from .blueprint import bp, refusals_said


@bp.context_processor
def _hand_overs() -> dict[str, object]:
    return {
        "overdue": lambda handed: rules.overdue(handed.delivered_at, clock.now()),
        "may_confirm": lambda handed: custody.may_confirm(handed, current_user),
    }


def _boxes_page() -> tuple[str, str]:
    return _("Cajas y custodios"), url_for(".boxes")


def _cash_page() -> tuple[str, str]:
    """A clinician who carries cash has a page of it, and not every box's."""
    return (_("Mi efectivo"), url_for(".my_cash")) if current_user.role == "clinician" else _boxes_page()


@bp.get("/boxes")
def boxes():
    carries = bool(custody.handed_on_by(current_user))
    return render_template(
        "finance/boxes.html", boxes=queries.boxes(), moves=custody.unconfirmed(), carries=carries
    )  # fmt: skip


@bp.get("/boxes/<int:box_id>")
def box(box_id: int):
    one = queries.one_or_404(Custodian, box_id)
    return render_template("finance/box.html", box=one, page=custody.hand_overs_of(one, request.args.get("after")))


@bp.get("/boxes/mine", endpoint="my_cash")
def what_i_carry():
    carried = custody.carried_by(current_user)
    return render_template(
        "finance/my_cash.html", boxes=carried, moves=custody.unconfirmed(carried),
        to_hand_over=custody.to_hand_over(current_user) if carried else [],
        unsigned=custody.unsigned(carried, current_user) if carried else [],
    )  # fmt: skip


@bp.route("/boxes/new", methods=["GET", "POST"])
def add_box():
    form = BoxForm.of()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.create_box(
                form.name.data, kind=form.kind.data, limit=form.limit.data, by=current_user, now=clock.now(),
                **form.people(),
            )  # fmt: skip
            say(_("Agregado."))
            return redirect(url_for(".boxes"))
    return render_template("form.html", form=form, title=_("Caja o custodio nuevo"), back=_boxes_page())


@bp.route("/boxes/<int:box_id>/edit", methods=["GET", "POST"])
def edit_box(box_id: int):
    one = queries.one_or_404(Custodian, box_id)
    form = BoxForm.of(one)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.change_box(
                one, form.name.data, by=current_user, limit=form.limit.data, active=form.active.data, **form.people()
            )
            say(_("Guardado."))
            return redirect(url_for(".boxes"))
    return render_template("form.html", form=form, title=_("Cambiar %(name)s", name=one.name), back=_boxes_page())


@bp.route("/boxes/move", methods=["GET", "POST"])
def move_cash():
    form = MoveForm.of(current_user)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            source, target = (queries.one_or_404(Custodian, int(field.data)) for field in (form.source, form.target))
            now = clock.now()
            operations.move_cash(
                source, target, form.amount.data, occurred_on=clock.today(now), by=current_user, now=now,
                key=form.once.data,
            )  # fmt: skip
            say(_("Traspaso registrado; falta que lo confirme quien recibe."))
            return redirect(_cash_page()[1])
    return render_template("form.html", form=form, title=_("Traspasar efectivo"), back=_cash_page())


@bp.post("/boxes/moves/<int:delivery_id>/confirm")
def confirm_move(delivery_id: int):
    with refusals_said(), transaction():
        operations.confirm_move(queries.one_or_404(Delivery, delivery_id), current_user, clock.now())
        say(_("Confirmado: el efectivo llegó."))
    return redirect(url_for(".my_cash"))
