"""Cash counts: which boxes are to be counted, counting one, its sheet, and asking for the difference to be posted."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import cash, counting, operations, queries
from ..books_forms import AdjustForm, CountForm
from ..letterhead import letterhead
from ..models import CashCount, Custodian, Fund
from ..reports import count as sheet
from .blueprint import attached, bp


@bp.get("/counts")
def counts():
    return render_template(
        "finance/counts.html", boxes=counting.boxes_to_count(), page=counting.count_page(request.args.get("after"))
    )


@bp.route("/counts/of/<int:custodian_id>", methods=["GET", "POST"])
def count_box(custodian_id: int):
    """The page does not say what there should be: who counts, counts."""
    box, form = queries.one_or_404(Custodian, custodian_id), CountForm.of()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            count = operations.count_box(
                box, form.pieces(), form.witness.data, by=current_user, now=clock.now(), note=form.note.data or ""
            )
            say(_("Arqueo guardado: imprima la hoja y fírmenla los dos."))
            return redirect(url_for(".count", count_id=count.id))
    return render_template("finance/count_box.html", box=box, form=form)


@bp.get("/counts/<int:count_id>")
def count(count_id: int):
    return _page(queries.one_or_404(CashCount, count_id), AdjustForm.of())


def _page(one: CashCount, form: AdjustForm):
    return render_template(
        "finance/count.html", count=one, form=form, adjustment=counting.adjustment_of(one),
        newest=counting.is_newest(one), pieces=_pieces(one),
    )  # fmt: skip


def _pieces(one: CashCount) -> tuple[tuple[cash.Piece, int], ...]:
    found = {(line.kind, line.value_minor): line.pieces for line in one.lines}
    return tuple((piece, found.get((piece.kind, piece.value_minor), 0)) for piece in cash.PIECES)


@bp.get("/counts/<int:count_id>.pdf")
def count_sheet(count_id: int):
    one = queries.one_or_404(CashCount, count_id)
    counted = sheet.Counted(
        one.number, letterhead(), one.custodian.name, _pieces(one), one.counted, one.book, one.counted_by.name,
        one.witness, clock.to_local(one.counted_at), one.note,
    )  # fmt: skip
    return attached(sheet.draw(counted), "application/pdf", f"{one.number}.pdf")


@bp.post("/counts/<int:count_id>/adjust")
def ask_adjustment(count_id: int):
    one, form = queries.one_or_404(CashCount, count_id), AdjustForm.of()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            fund = queries.one_or_404(Fund, form.fund.data)
            asked = operations.ask_adjustment(one, fund, form.reason.data, by=current_user, now=clock.now())
            say(_("Pedido: se asienta cuando otra persona lo confirme."))
            return redirect(url_for(".correction", correction_id=asked.id))
    return _page(one, form)
