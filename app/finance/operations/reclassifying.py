"""The same money under another category or another fund: which moves say so, and posting them."""

from collections.abc import Mapping
from datetime import date, datetime

from app.accounts.models import User
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .. import labels, ledger
from ..accounts import account_for
from ..correcting import claim_behind, origin_of
from ..models import Account, Claim, Correction, Entry, Fund, Transfer
from .bearers import Goes, bearers_of, check_bearers, elsewhere_after, paid_by_several, put_parts

MOVABLE = ("claim", "donation", "opening")  # what has a category, or came in for a fund


def spending(entry: Entry) -> dict[tuple[int | None, str], Money]:
    """What the entry books as spent: (receipt or None, category) → how much."""
    found: dict[tuple[int | None, str], Money] = {}
    for row in entry.transfers:
        if row.debit.kind == "expense":
            key = (row.receipt_id, row.category)
            found[key] = found.get(key, Money.zero(row.currency)) + row.amount
    return found


def funds_of(entry: Entry) -> list[Fund]:
    """The funds that it stands under now: of an expense that several pay, each of them."""
    claim = claim_behind(entry)
    if claim:
        return bearers_of(claim)
    row = next((row for row in entry.transfers if row.fund_id), None)
    return [db.session.get(Fund, row.fund_id)] if row else []


def moves(entry: Entry, changes: Mapping, goes: Goes) -> list[ledger.Move]:
    """The entry said anew. Refused: nothing changes, what is neither spending nor money received, the funds' terms."""
    ledger.check_standing(entry)
    if origin_of(entry).kind not in MOVABLE:
        raise Refused(_("Este asiento no tiene rubro ni fondo que cambiar."))
    old = funds_of(entry)
    goes = {one.id: goes.get(one.id, one) for one in old}
    spent = spending(entry)
    if not changes and all(goes[one.id].id == one.id for one in old):
        raise Refused(_("No cambia nada: elija otro rubro u otro fondo."))
    if any(key not in spent or becomes == key[1] for key, becomes in changes.items()):
        raise Refused(_("Ese gasto no está en el asiento con ese rubro: vuelva a abrir la página."))
    claim = claim_behind(entry)
    if claim is None:
        return [_received(row, old[0], goes[old[0].id]) for row in entry.transfers]
    check_bearers(claim, changes, goes)
    rows = [row for row in entry.transfers if row.debit.kind == "expense"]
    spent_anew = [_spent(row, changes, goes[row.fund_id].id) for row in rows]
    if claim.split:
        return [*spent_anew, *paid_by_several(claim, rows, goes)]
    return [*spent_anew, *_paid(claim, rows, goes[claim.fund_id])]


def _received(row: Transfer, old: Fund, new: Fund) -> ledger.Move:
    """Money that came in, for the other fund."""
    credit = new.account if row.credit_id == old.account_id else row.credit
    return ledger.Move(row.debit, credit, row.amount, row.case_id, new.id)


def _spent(row: Transfer, changes: Mapping, fund_id: int) -> ledger.Move:
    category, account = changes.get((row.receipt_id, row.category), row.category), row.debit
    if category != row.category:
        account = account_for("expense", category, str(labels.CATEGORIES[category]), row.currency)
    return ledger.Move(account, row.credit, row.amount, row.case_id, fund_id, category, row.receipt_id)


def _paid(claim: Claim, rows: list[Transfer], fund: Fund) -> list[ledger.Move]:
    """Which fund bears it. What was proved against an advance left the advance's fund when it was handed over: for
    another fund it goes back there, and the other pays. What is owed above the advance the fund itself pays."""
    about, nothing = (claim.case_id, fund.id), Money.zero(claim.currency)
    handed = sum((row.amount for row in rows if row.credit.kind == "advance"), nothing)
    owed = sum((row.amount for row in rows if row.credit.kind != "advance"), nothing)
    out, found = db.session.get(Account, fund.applied_account_id), []
    if handed and claim.advance.fund_id != fund.id:
        payer = claim.advance.fund
        back = db.session.get(Account, payer.applied_account_id)
        found = [
            ledger.Move(back, payer.account, handed, claim.case_id, payer.id),
            ledger.Move(fund.account, out, handed, *about),
        ]
    return [*found, ledger.Move(fund.account, out, owed, *about)] if owed else found


def post(asked: Correction, *, by: User, approved_by: User, now: datetime, occurred_on: date) -> Entry:
    """Reverses the entry and posts it anew; the claim's lines and fund say the same from now on."""
    entry = asked.entry
    changes, goes = {(line.receipt_id, line.category): line.becomes for line in asked.lines}, goes_of(asked)
    claim = claim_behind(entry)
    apart = elsewhere_after(claim, entry.transfers, goes) if claim and claim.split else {}
    posted = ledger.replace(
        entry, moves(entry, changes, goes), asked.reason, by=by, approved_by=approved_by, now=now,
        occurred_on=occurred_on,
    )  # fmt: skip
    if claim:
        for line in claim.lines:
            line.category = changes.get((line.receipt_id, line.category), line.category)
        if claim.split:
            put_parts(claim, goes, apart)
        else:
            claim.fund = goes.get(claim.fund_id, claim.fund)
        db.session.flush()
    return posted


def goes_of(asked: Correction) -> Goes:
    """Each fund that bears it → the one that does from now on."""
    put = {payer.from_fund_id: payer.to_fund for payer in asked.payers}
    return {one.id: asked.fund or put.get(one.id, one) for one in funds_of(asked.entry)}
