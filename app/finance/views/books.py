"""The books: the journal, the chart of accounts, one account, one entry."""

from flask import abort, render_template, request

from app.foundation.money import total

from .. import books, labels, queries
from ..models import Account
from .blueprint import bp


@bp.get("/ledger")
def journal():
    page = queries.entry_page(request.args.get("after"))
    return render_template("finance/journal.html", page=page, undone=books.reversals_of(page.rows))


@bp.get("/ledger/<int:seq>")
def entry(seq: int):
    return render_template("finance/entry.html", found=books.dossier(seq))


@bp.get("/ledger/accounts")
def accounts():
    """The chart; with `kind`, the accounts of a group that has one for each case."""
    kind = request.args.get("kind", "")
    if not kind:
        groups = books.chart(list(labels.ACCOUNTS))
        sums = {side: total(getattr(group, side) for group in groups) for side in ("debits", "credits")}
        return render_template("finance/accounts.html", groups=groups, **sums)
    if kind not in labels.ACCOUNTS:
        abort(404)
    page = books.account_page(kind, request.args.get("after"))
    return render_template("finance/account_group.html", kind=kind, page=page)


@bp.get("/ledger/accounts/<int:account_id>")
def account(account_id: int):
    one = queries.one_or_404(Account, account_id)
    page = books.statement_of(one, request.args.get("after"))
    return render_template("finance/account.html", account=one, page=page)
