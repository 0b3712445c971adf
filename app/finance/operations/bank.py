"""Bringing in what the bank says, and saying which movements of it are which of the books. No money moves."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .. import ledger, matching, statements
from ..models import BankBalance, BankLine, BankPair, BankPairLine, BankPairTransfer, BankStatement, Custodian, Transfer


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
    said = statements.closing([row for row, _ordinal in rows])
    if said:
        record_balance(bank, *said, by=by, now=now, statement=statement)
    audit.record("bank.imported", f"custodian:{bank.id}", by, sha256=digest, lines=len(rows), fresh=len(fresh))
    return len(fresh)


def record_balance(
    bank: Custodian, on_day: date, amount: Money, *, by: User, now: datetime, statement: BankStatement | None = None
) -> BankBalance:
    """What the bank says that the account held at the end of that day; no money moves. Refused: a day that is not over
    and that no file tells, what is no bank account in that currency."""
    if bank.kind != "bank":
        raise Refused(_("Sólo una cuenta de banco tiene estado de cuenta."))
    if statement is None and on_day >= clock.today(now):
        raise Refused(_("Escriba el saldo con que terminó un día que ya pasó."), "on_day")
    if bank.account.currency != amount.currency:
        raise Refused(_("El estado de cuenta está en pesos, y la cuenta no."), "amount")
    said = BankBalance(
        custodian_id=bank.id, statement_id=statement.id if statement else None, on_day=on_day,
        currency=amount.currency, amount_minor=amount.amount_minor, recorded_at=now, recorded_by=by,
    )  # fmt: skip
    db.session.add(said)
    db.session.flush()
    audit.record("bank.balance", f"custodian:{bank.id}", by, on_day=str(on_day), amount=str(amount))
    return said


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


def pair_movements(
    bank: Custodian, line_ids: Iterable[int], transfer_ids: Iterable[int], *, by: User, now: datetime
) -> BankPair:
    """One movement of the bank with one or several of the books, or several of the bank with one.

    Refused: nothing on a side, several on both, sums that differ, another account's, what has its pair already.
    """
    ledger.lock()
    lines, booked = _rows(BankLine, line_ids), _rows(Transfer, transfer_ids)
    ours = {row.id for row in booked if bank.account_id in (row.debit_id, row.credit_id)}
    if any(line.custodian_id != bank.id for line in lines) or len(ours) < len(booked):
        raise Refused(_("Alguno de esos movimientos es de otra cuenta."))
    matching.check_pair([line.amount for line in lines], [row.seen_from(bank.account_id) for row in booked])
    if _standing(BankPairLine.line_id, lines) or _standing(BankPairTransfer.transfer_id, booked):
        raise Refused(_("Alguno de esos movimientos ya tiene pareja."))
    made = BankPair(lines=lines, booked=booked, paired_at=now, paired_by=by)
    db.session.add(made)
    db.session.flush()
    entries = sorted(row.entry.seq for row in booked)
    audit.record("bank.paired", f"bank_pair:{made.id}", by, lines=[line.id for line in lines], entries=entries)
    return made


def _rows(model: type, ids: Iterable[int]) -> list:
    return list(db.session.scalars(select(model).where(model.id.in_(set(ids))).order_by(model.id)))


def _standing(column, rows: list) -> bool:
    wanted = select(column).where(column.in_([row.id for row in rows]), column.parent.class_.standing)
    return db.session.scalar(wanted.limit(1)) is not None


def undo_pair(paired: BankPair, reason: str, *, by: User, now: datetime) -> None:
    """All of it is without a pair again, and the pair stays written with its reason. Refused: none, undone already."""
    ledger.lock()
    db.session.refresh(paired)
    if not paired.standing:
        raise Refused(_("Esa pareja ya se deshizo."))
    if not reason.strip():
        raise Refused(_("Diga por qué no eran el mismo movimiento."), "reason")
    paired.standing, paired.undone_at, paired.undone_by_id, paired.reason = False, now, by.id, reason.strip()[:200]
    db.session.flush()
    audit.record("bank.unpaired", f"bank_pair:{paired.id}", by, reason=paired.reason)
