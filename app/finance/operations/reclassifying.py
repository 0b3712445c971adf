"""The same money under another category or another fund: which moves say so, and posting them."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .. import labels, ledger, offers, rules
from ..accounts import account_for
from ..models import Account, Claim, Correction, Entry, Fund, Transfer
from .dividing import payers_of

MOVABLE = ("claim", "donation", "opening")  # what has a category, or came in for a fund


def origin_of(entry: Entry) -> Entry:
    """The entry that a chain of reclassifications began with."""
    while entry.kind == "reclass":
        entry = db.session.scalars(select(Entry).where(Entry.seq == int(entry.source.partition(":")[2]))).one()
    return entry


def claim_behind(entry: Entry) -> Claim | None:
    kind, _colon, key = origin_of(entry).source.partition(":")
    return db.session.get(Claim, int(key)) if kind == "claim" else None


def spending(entry: Entry) -> dict[tuple[int | None, str], Money]:
    """What the entry books as spent: (receipt or None, category) → how much."""
    found: dict[tuple[int | None, str], Money] = {}
    for row in entry.transfers:
        if row.debit.kind == "expense":
            key = (row.receipt_id, row.category)
            found[key] = found.get(key, Money.zero(row.currency)) + row.amount
    return found


def fund_of(entry: Entry) -> Fund | None:
    """The fund that it stands under now."""
    claim = claim_behind(entry)
    if claim:
        return claim.fund
    row = next((row for row in entry.transfers if row.fund_id), None)
    return db.session.get(Fund, row.fund_id) if row else None


def moves(entry: Entry, changes: Mapping, fund: Fund | None) -> list[ledger.Move]:
    """The entry said anew. Refused: nothing changes, what is neither spending nor money received, the fund's terms."""
    ledger.check_standing(entry)
    if origin_of(entry).kind not in MOVABLE:
        raise Refused(_("Este asiento no tiene rubro ni fondo que cambiar."))
    old = fund_of(entry)
    new = fund if fund and fund.id != old.id else None
    spent = spending(entry)
    if not new and not changes:
        raise Refused(_("No cambia nada: elija otro rubro u otro fondo."))
    if any(key not in spent or becomes == key[1] for key, becomes in changes.items()):
        raise Refused(_("Ese gasto no está en el asiento con ese rubro: vuelva a abrir la página."))
    claim = claim_behind(entry)
    if claim is None:
        return [_received(row, old, new) for row in entry.transfers]
    if claim.split:
        return _of_several(entry, claim, changes, new)
    _check_terms(new or old, claim, changes)
    rows = [row for row in entry.transfers if row.debit.kind == "expense"]
    return [*(_spent(row, changes, (new or old).id) for row in rows), *_paid(claim, rows, new or old)]


def _of_several(entry: Entry, claim: Claim, changes: Mapping, new: Fund | None) -> list[ledger.Move]:
    """Another category, of each fund's part; what each of them pays stays. Refused: another fund."""
    if new:
        raise Refused(_("Este gasto lo pagan varios fondos, cada uno su parte: no se cambia de fondo."), "fund")
    for fund in payers_of(claim):
        _check_terms(fund, claim, changes)
    return [
        _spent(row, changes, row.fund_id) if row.debit.kind == "expense"
        else ledger.Move(row.debit, row.credit, row.amount, row.case_id, row.fund_id)
        for row in entry.transfers
    ]  # fmt: skip


def _check_terms(fund: Fund, claim: Claim, changes: Mapping) -> None:
    """Each expense on its own day under what it becomes; and what comes new to a partida must still fit in it."""
    case, said = claim.case, []
    fresh: dict[str, Money] = {}
    for line in claim.lines:
        if claim.split and not line.borne_by(fund.id):
            continue
        category = changes.get((line.receipt_id, line.category), line.category)
        age = rules.full_years(case.patient.born_on, line.spent_on)
        wish = rules.Wish(
            frozenset([category]), line.spent_on, case.clinic.code, case.diagnosis_code or "", age, labels.CATEGORIES
        )
        said += rules.objections(offers.terms_of(fund), wish)
        if (fund.id != claim.fund_id and not claim.split) or category != line.category:
            fresh[category] = fresh.get(category, Money.zero(claim.currency)) + line.borne_by(fund.id)
    for use in offers.partida_uses([fund])[fund.id]:
        if fresh.get(use.partida.category, use.left) > use.left:
            said.append(_("A la partida «%(name)s» le quedan %(left)s.", name=use.partida.name, left=str(use.left)))
    if said:
        raise Refused(" ".join(dict.fromkeys(said)), "fund")


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
    changes = {(line.receipt_id, line.category): line.becomes for line in asked.lines}
    posted = ledger.replace(
        entry, moves(entry, changes, asked.fund), asked.reason, by=by, approved_by=approved_by, now=now,
        occurred_on=occurred_on,
    )  # fmt: skip
    claim = claim_behind(entry)
    if claim:
        for line in claim.lines:
            line.category = changes.get((line.receipt_id, line.category), line.category)
        claim.fund = asked.fund or claim.fund
        db.session.flush()
    return posted
