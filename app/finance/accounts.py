"""The chart of accounts: one account per box, fund, case with money out, payee and category, made when needed.

Codes follow the groups of the SAT's *código agrupador* (101 caja, 102 bancos, 107 deudores, 205 acreedores,
302 patrimonio, 601 gastos), then a number of ours.
"""

from sqlalchemy import select, text

from app.foundation.db import db

from .models import Account, Balance

GROUPS = {
    "box": "101.01", "bank": "102.01", "advance": "107.05", "payable": "205.06", "fund": "302.01",
    "applied": "302.03", "expense": "601.84",
}  # fmt: skip
RULES = {"box": "debit", "bank": "debit", "advance": "debit", "payable": "credit", "fund": "credit"}
_NEXT = text(
    "INSERT INTO counter (kind, year, last) VALUES (:kind, :year, 1) "
    "ON CONFLICT (kind, year) DO UPDATE SET last = counter.last + 1 RETURNING last"
)


def next_number(kind: str, year: int = 0) -> int:
    """The next of a series without gaps: it moves in the transaction that uses it. `kind` of ≤ 4 letters."""
    return db.session.scalar(_NEXT, {"kind": kind, "year": year})


def account_for(kind: str, reference: str, name: str, currency: str, *, overdraft=0, ceiling=None) -> Account:
    """The account of `kind` for `reference`, opened with an empty balance the first time."""
    found = db.session.scalar(
        select(Account).where(Account.kind == kind, Account.reference == reference, Account.currency == currency)
    )
    if found:
        return found
    code = f"{GROUPS[kind]}.{next_number(kind[:4]):04d}"
    account = Account(code=code, kind=kind, reference=reference, name=name, currency=currency)
    account.balance = Balance(
        rule=RULES.get(kind, "free"), debits=0, credits=0, held=0, overdraft=overdraft, ceiling=ceiling
    )
    db.session.add(account)
    db.session.flush()
    return account
