"""Bringing in what the bank says, and saying which movement of it is which of the books. No money moves."""

import hashlib
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import ledger, statements
from ..models import BankLine, BankMatch, BankStatement, Custodian, Transfer


def import_statement(bank: Custodian, file_name: str, content: bytes, *, by: User, now: datetime) -> int:
    """Keeps the file's movements that no file brought before, and says how many; the same file again brings none.

    Refused: what is no bank account in pesos, a file that cannot be read whole: then nothing of it is brought in.
    """
    if bank.kind != "bank":
        raise Refused(_("Sólo una cuenta de banco tiene estado de cuenta."))
    rows = statements.numbered(statements.read(content))
    if bank.account.currency != rows[0][0].amount.currency:
        raise Refused(_("El estado de cuenta está en pesos, y la cuenta no."), "file")
    ledger.lock()
    digest = hashlib.sha256(content).hexdigest()
    same = select(BankStatement.id).where(BankStatement.custodian_id == bank.id, BankStatement.sha256 == digest)
    if db.session.scalar(same):
        return 0
    fresh = _unknown(bank, rows)
    statement = BankStatement(
        custodian_id=bank.id, file_name=file_name[-120:], sha256=digest, line_count=len(rows), fresh=len(fresh),
        imported_at=now, imported_by=by,
    )  # fmt: skip
    db.session.add(statement)
    db.session.flush()
    db.session.add_all([_line(statement, row, ordinal) for row, ordinal in fresh])
    db.session.flush()
    audit.record("bank.imported", f"custodian:{bank.id}", by, sha256=digest, lines=len(rows), fresh=len(fresh))
    return len(fresh)


def _unknown(bank: Custodian, rows: list[tuple[statements.StatementRow, int]]):
    days = [row.on for row, _ordinal in rows]
    known = select(BankLine.fingerprint, BankLine.ordinal).where(
        BankLine.custodian_id == bank.id, BankLine.on_day.between(min(days), max(days))
    )
    there = {tuple(found) for found in db.session.execute(known)}
    return [(row, ordinal) for row, ordinal in rows if (row.fingerprint, ordinal) not in there]


def _line(statement: BankStatement, row: statements.StatementRow, ordinal: int) -> BankLine:
    return BankLine(
        statement_id=statement.id, custodian_id=statement.custodian_id, on_day=row.on, description=row.description,
        reference=row.reference, currency=row.amount.currency, amount_minor=row.amount.amount_minor,
        fingerprint=row.fingerprint, ordinal=ordinal,
    )  # fmt: skip


def accept_match(line: BankLine, transfer: Transfer, *, by: User, now: datetime) -> BankMatch:
    """Refused: other amounts, another account's movement, one of the two has its pair already."""
    ledger.lock()
    account_id = line.custodian.account_id
    booked = transfer.amount_minor if transfer.debit_id == account_id else -transfer.amount_minor
    if account_id not in (transfer.debit_id, transfer.credit_id) or booked != line.amount_minor:
        raise Refused(_("No son el mismo movimiento: la cuenta o la cantidad es otra."))
    taken = (BankMatch.line_id == line.id) | (BankMatch.transfer_id == transfer.id)
    if db.session.scalar(select(BankMatch.id).where(taken, BankMatch.undone_at.is_(None)).limit(1)):
        raise Refused(_("Uno de los dos ya tiene pareja."))
    match = BankMatch(line=line, transfer=transfer, matched_at=now, matched_by=by)
    db.session.add(match)
    db.session.flush()
    audit.record("bank.matched", f"bank_line:{line.id}", by, entry=transfer.entry.seq)
    return match


def undo_match(match: BankMatch, *, by: User, now: datetime) -> None:
    """Both are without a pair again. Refused: it was undone already."""
    ledger.lock()
    db.session.refresh(match)
    if match.undone_at:
        raise Refused(_("Esa pareja ya se deshizo."))
    match.undone_at, match.undone_by_id = now, by.id
    audit.record("bank.unmatched", f"bank_line:{match.line_id}", by, entry=match.transfer.entry.seq)
