"""The books: the journal, the chart of accounts, one account."""

from flask import render_template, request

from .. import queries
from ..models import Account
from .blueprint import bp


@bp.get("/ledger")
def journal():
    return render_template("finance/journal.html", page=queries.entry_page(request.args.get("after")))


@bp.get("/ledger/accounts")
def accounts():
    return render_template("finance/accounts.html", accounts=queries.accounts())


@bp.get("/ledger/accounts/<int:account_id>")
def account(account_id: int):
    one = queries.one_or_404(Account, account_id)
    page = queries.transfers_of(one, request.args.get("after"))
    return render_template("finance/account.html", account=one, page=page)
