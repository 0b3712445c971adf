"""The months of the books: what is still open in one, closing it, and opening it again."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, outstanding, periods, reconciling
from ..forms import CloseMonthForm, ReopenForm
from .blueprint import bp, openable


@bp.get("/periods", endpoint="periods")
def period_list():
    return render_template("finance/periods.html", months=periods.months(clock.today()), today=clock.today())


@bp.get("/periods/<month>")
def period(month: str):
    return _page(_month(month), CloseMonthForm(), ReopenForm())


@bp.get("/periods/<month>/without-cfdi")
def without_cfdi(month: str):
    """Of cases that the reader may not open, number and amount alone."""
    one = _month(month)
    page = periods.page_without_cfdi(one.starts_on, one.ends_on, request.args.get("after"))
    return render_template(
        "finance/without_cfdi.html", month=one, page=page, sums=periods.sums_without_cfdi(one.starts_on, one.ends_on),
        openable=openable(line.claim for line in page.rows),
    )  # fmt: skip


@bp.post("/periods/<month>/close")
def close_month(month: str):
    one, form = _month(month), CloseMonthForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.close_period(
                one.starts_on, one.ends_on, by=current_user, now=clock.now(), in_spite=form.in_spite.data or ""
            )
            say(_("Mes cerrado: lo que aparezca después de esos días va al primer día abierto."))
            return redirect(url_for(".period", month=month))
    return _page(one, form, ReopenForm())


@bp.post("/periods/<month>/reopen")
def reopen_month(month: str):
    one, form = _month(month), ReopenForm()
    if one.period is None:
        raise NotFound(_("Ese mes no se ha cerrado."))
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.reopen_period(one.period, form.reason.data, by=current_user, now=clock.now())
            say(_("Mes abierto de nuevo: queda anotado quién y por qué."))
            return redirect(url_for(".period", month=month))
    return _page(one, CloseMonthForm(), form)


def _month(name: str) -> periods.Month:
    try:
        starts_on, _ends_on = periods.month_of(date.fromisoformat(f"{name}-01"))
    except ValueError as unreadable:
        raise NotFound(_("Ese mes no existe.")) from unreadable
    found = next((one for one in periods.months(clock.today()) if one.starts_on == starts_on), None)
    if found is None:
        raise NotFound(_("En ese mes no hay libro."))
    return found


def _page(month: periods.Month, closing: CloseMonthForm, reopening: ReopenForm):
    return render_template(
        "finance/period.html", month=month, items=periods.checklist(month.ends_on), closing=closing,
        reopening=reopening, without_cfdi=periods.without_cfdi(month.starts_on, month.ends_on),
        turnover=periods.turnover(month.starts_on, month.ends_on), today=clock.today(),
        out=outstanding.buckets_at(month.ends_on), banks=reconciling.at_months_end(month.ends_on),
    )  # fmt: skip
