"""The bank's account beside the books: bring in its statement, accept each pair, see what has none."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import bank, operations, queries
from ..books_forms import StatementForm
from ..models import BankLine, BankMatch, Transfer
from .blueprint import bp, refusals_said

LISTS = ("bank", "books", "pairs")


@bp.get("/bank")
def banks():
    return render_template("finance/banks.html", banks=bank.banks())


@bp.get("/bank/<int:custodian_id>")
def bank_account(custodian_id: int):
    return _page(custodian_id, StatementForm())


def _page(custodian_id: int, form: StatementForm):
    """One of three lists: the bank's without a pair, the books' without a pair, the pairs."""
    one, shown, after = bank.bank_or_404(custodian_id), request.args.get("list", "bank"), request.args.get("after")
    if shown not in LISTS:
        abort(404)
    candidates, next_key, rows = [], None, []
    if shown == "bank":
        candidates, next_key = bank.line_page(one, after)
    else:
        page = bank.booked_page(one, after) if shown == "books" else bank.match_page(one, after)
        rows, next_key = page.rows, page.next_key
    return render_template(
        "finance/bank_account.html", bank=one, form=form, shown=shown, candidates=candidates, rows=rows,
        next_key=next_key, files=bank.imported(one),
    )  # fmt: skip


@bp.post("/bank/<int:custodian_id>/statements")
def import_statement(custodian_id: int):
    one, form = bank.bank_or_404(custodian_id), StatementForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            upload = form.file.data
            fresh = operations.import_statement(
                one, upload.filename or "", upload.read(), by=current_user, now=clock.now()
            )  # fmt: skip
            brought = ngettext("Se trajo %(num)s movimiento nuevo.", "Se trajeron %(num)s movimientos nuevos.", fresh)
            say(brought if fresh else _("Nada nuevo: esos movimientos ya estaban."))
            return redirect(url_for(".bank_account", custodian_id=custodian_id))
    return _page(custodian_id, form)


@bp.post("/bank/lines/<int:line_id>/match/<int:transfer_id>")
def accept_match(line_id: int, transfer_id: int):
    line, transfer = queries.one_or_404(BankLine, line_id), queries.one_or_404(Transfer, transfer_id)
    with refusals_said(), transaction():
        operations.accept_match(line, transfer, by=current_user, now=clock.now())
        say(_("Conciliado con el asiento %(seq)s.", seq=transfer.entry.seq))
    return redirect(url_for(".bank_account", custodian_id=line.custodian_id))


@bp.post("/bank/matches/<int:match_id>/undo")
def undo_match(match_id: int):
    match = queries.one_or_404(BankMatch, match_id)
    with refusals_said(), transaction():
        operations.undo_match(match, by=current_user, now=clock.now())
        say(_("Pareja deshecha: los dos movimientos quedan sueltos."))
    return redirect(url_for(".bank_account", custodian_id=match.line.custodian_id, list="pairs"))
