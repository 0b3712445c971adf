"""The chain of the ledger: what each entry's hash covers."""

import hashlib
from collections.abc import Iterable
from datetime import UTC

from .models import Entry

COLUMNS = ("line", "debit_id", "credit_id", "currency", "amount_minor", "case_id", "fund_id", "category", "receipt_id")


def digest(entry: Entry, rows: Iterable[dict]) -> str:
    """SHA-256 over the link before, every word of the entry and every transfer, in hexadecimal."""
    at = entry.recorded_at.astimezone(UTC).isoformat()
    head = (
        entry.prev_hash, entry.seq, entry.idempotency_key, entry.kind, entry.source, entry.ordinal, entry.occurred_on,
        entry.book_date, at, entry.memo, entry.reverses_id, entry.created_by_id,
        entry.approved_by_id,
    )  # fmt: skip
    lines = [tuple(row[name] for name in COLUMNS) for row in rows]
    text = "\n".join("\x1f".join(map(str, line)) for line in (head, *lines))
    return hashlib.sha256(text.encode()).hexdigest()
