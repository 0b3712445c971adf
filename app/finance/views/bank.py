"""The bank's account beside the books: bring in its statement, accept each pair, see what has none."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import LARGEST_ID, transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.money import Money, total
from app.foundation.web import say

from .. import bank, operations, queries, reconciling
from ..books_forms import BankBalanceForm, BankChargeForm, PairForm, StatementForm, UnpairForm
from ..models import BankLine, Custodian, Fund
from .blueprint import bp

LISTS = ("bank", "books", "pairs")
NEAR, FAR = 10, 60  # days about a movement among which its pair is looked for


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
        page = bank.booked_page(one, after) if shown == "books" else bank.pair_page(one, after)
        rows, next_key = page.rows, page.next_key
    return render_template(
        "finance/bank_account.html", bank=one, form=form, shown=shown, candidates=candidates, rows=rows,
        next_key=next_key, files=bank.imported(one), asked=bank.asked_for(candidates),
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


@bp.get("/bank/<int:custodian_id>/balance")
def bank_balance(custodian_id: int):
    """What the bank says that it holds, what the books say, and why they differ."""
    return _balance_page(bank.bank_or_404(custodian_id), BankBalanceForm())


def _balance_page(one: Custodian, form: BankBalanceForm):
    found = reconciling.reconciled(one, clock.today())
    return render_template("finance/bank_balance.html", bank=one, form=form, found=found)


@bp.post("/bank/<int:custodian_id>/balance")
def record_bank_balance(custodian_id: int):
    one, form = bank.bank_or_404(custodian_id), BankBalanceForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.record_balance(one, form.on_day.data, form.amount.data, by=current_user, now=clock.now())
            say(_("Guardado: el saldo del %(day)s.", day=f"{form.on_day.data:%d/%m/%Y}"))
            return redirect(url_for(".bank_balance", custodian_id=custodian_id))
    return _balance_page(one, form)


@bp.route("/bank/<int:custodian_id>/pair", methods=["GET", "POST"])
def pair_movements(custodian_id: int):
    """Marked on this page, or accepted as it was proposed on the list; a refusal keeps the marks."""
    one, form = bank.bank_or_404(custodian_id), PairForm()
    lines, booked = form.marked() if form.is_submitted() else _asked_for()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            made = operations.pair_movements(one, lines, booked, by=current_user, now=clock.now())
            entries = ", ".join(str(row.entry.seq) for row in made.booked)
            say(ngettext("Conciliado con el asiento %(seqs)s.", "Conciliado con los asientos %(seqs)s.",
                         len(made.booked), seqs=entries))  # fmt: skip
            return redirect(url_for(".bank_account", custodian_id=custodian_id))
    days = FAR if request.args.get("far") else NEAR
    choice = bank.choice(one, lines, booked, days)
    return render_template(
        "finance/bank_pair.html", bank=one, form=form, choice=choice, marked_lines=lines, marked_booked=booked,
        sums=_sums(one, choice, lines, booked), far=days == FAR,
    )  # fmt: skip


def _asked_for() -> tuple[set[int], set[int]]:
    """The movement whose pair is looked for, of either side."""
    told = [request.args.get(name, type=int) for name in ("line", "booked")]
    return tuple({key} if key and 0 < key <= LARGEST_ID else set() for key in told)


def _sums(one: Custodian, choice: bank.Choice, lines: set[int], booked: set[int]) -> tuple[Money, Money]:
    currency = one.account.currency
    said = total((line.amount for line in choice.lines if line.id in lines), currency)
    return said, total((row.seen_from(one.account_id) for row in choice.booked if row.id in booked), currency)


@bp.route("/bank/lines/<int:line_id>/book", methods=["GET", "POST"])
def book_bank_line(line_id: int):
    """A fee or interest: it comes into the books from here, once another person confirms it."""
    line, form = queries.one_or_404(BankLine, line_id), BankChargeForm.of()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            fund = queries.one_or_404(Fund, form.fund.data)
            asked = operations.ask_bank_charge(line, fund, form.reason.data, by=current_user, now=clock.now())
            say(_("Pedido: se asienta cuando otra persona lo confirme."))
            return redirect(url_for(".correction", correction_id=asked.id))
    return render_template("finance/bank_charge.html", line=line, form=form)


@bp.route("/bank/pairs/<int:pair_id>/undo", methods=["GET", "POST"])
def undo_pair(pair_id: int):
    paired, form = bank.pair_or_404(pair_id), UnpairForm()
    one = paired.lines[0].custodian
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.undo_pair(paired, form.reason.data, by=current_user, now=clock.now())
            say(_("Pareja deshecha: sus movimientos quedan sueltos."))
            return redirect(url_for(".bank_account", custodian_id=one.id, list="pairs"))
    return render_template("finance/bank_undo.html", bank=one, pair=paired, form=form)
