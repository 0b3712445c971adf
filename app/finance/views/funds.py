"""Funds, money that comes in, cash boxes and rates."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import figures, offers, operations, periods, queries, text_costs
from .. import waiting as to_do
from ..forms import FundForm, ReceivedForm, TextsFundForm
from ..models import Custodian, Fund
from .blueprint import bp, openable


@bp.get("/funds")
def funds():
    bars, waiting = figures.fund_bars(), queries.budgets_to_approve()
    return render_template(
        "finance/funds.html", bars=bars, waiting=waiting, openable=openable(waiting), to_do=to_do.waiting(),
        to_close=periods.open_before(clock.today()),
    )  # fmt: skip


@bp.get("/funds/<int:fund_id>")
def fund(fund_id: int):
    one = queries.one_or_404(Fund, fund_id)
    bar = next((bar for bar in figures.fund_bars() if bar.fund.id == one.id), None)
    page = queries.transfers_of(one.account, request.args.get("after"))
    six = figures.figures(fund_id=one.id, currency=one.currency)
    left_out = offers.no_longer_covered(one, clock.today())
    return render_template(
        "finance/fund.html", fund=one, bar=bar, figures=six, page=page, terms=offers.in_words(one),
        uses=offers.partida_uses([one])[one.id], left_out=left_out, today=clock.today(),
        openable=openable([budget for budget, _objections in left_out]),
    )  # fmt: skip


@bp.route("/funds/new", methods=["GET", "POST"])
def add_fund():
    form = FundForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            made = operations.create_fund(
                form.name.data, form.donor.data, kind=form.kind.data, ceiling=form.ceiling.data,
                eligible_from=form.eligible_from.data, eligible_to=form.eligible_to.data, by=current_user,
                now=clock.now(),
            )  # fmt: skip
            say(_("Fondo creado. Ahora registre su dinero."))
            return redirect(url_for(".fund", fund_id=made.id))
    return render_template("form.html", form=form, title=_("Fondo nuevo"), back=(_("Fondos"), url_for(".funds")))


@bp.route("/funds/texts", methods=["GET", "POST"])
def texts_fund():
    """Which fund pays for texts that no case's fund pays for."""
    form = TextsFundForm.of(text_costs.general_fund())
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            chosen = queries.one_or_404(Fund, int(form.fund.data)) if form.fund.data else None
            operations.choose_texts_fund(chosen, current_user, clock.now())
            say(_("Guardado: %(fund)s.", fund=chosen.name) if chosen else _("Guardado: ningún fondo los paga."))
            return redirect(url_for("coordination.text_costs"))
    back = _("Lo que cuestan los mensajes"), url_for("coordination.text_costs")
    return render_template("form.html", form=form, title=_("Gasto general de mensajes"), back=back)


@bp.route("/funds/<int:fund_id>/donations/new", methods=["GET", "POST"])
def add_donation(fund_id: int):
    return _receive(fund_id, operations.record_donation, _("Registrar un donativo"))


@bp.route("/funds/<int:fund_id>/opening/new", methods=["GET", "POST"])
def add_opening(fund_id: int):
    return _receive(fund_id, operations.record_opening_balance, _("Registrar el saldo inicial"))


def _receive(fund_id: int, record, title: str):
    one, form = queries.one_or_404(Fund, fund_id), ReceivedForm.of()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            record(
                one, queries.one_or_404(Custodian, form.box.data), form.amount.data, by=current_user, now=clock.now(),
                occurred_on=form.occurred_on.data, memo=form.memo.data or "", key=form.once.data,
            )  # fmt: skip
            say(_("Registrado: %(amount)s en %(fund)s.", amount=form.amount.data, fund=one.name))
            return redirect(url_for(".fund", fund_id=fund_id))
    back = one.name, url_for(".fund", fund_id=fund_id)
    return render_template("form.html", form=form, title=f"{title} · {one.name}", back=back)


@bp.get("/rates")
def rates():
    return render_template("finance/rates.html", rates=queries.rate_rows(), today=clock.today())
