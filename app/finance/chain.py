"""The chain of the ledger: what each entry's hash covers."""

import hashlib
from collections.abc import Iterable

from .models import Entry


def digest(entry: Entry, rows: Iterable[dict]) -> str:
    """SHA-256 over the link before, every word of the entry and every transfer, in hexadecimal."""
    head = (
        entry.prev_hash, entry.seq, entry.idempotency_key, entry.kind, entry.source, entry.ordinal, entry.occurred_on,
        entry.book_date, entry.recorded_at.isoformat(), entry.memo, entry.reverses_id, entry.created_by_id,
        entry.approved_by_id,
    )  # fmt: skip
    lines = [
        (r["line"], r["debit_id"], r["credit_id"], r["currency"], r["amount_minor"], r["case_id"], r["fund_id"],
         r["category"])
        for r in rows
    ]  # fmt: skip
    text = "\n".join("\x1f".join(map(str, line)) for line in (head, *lines))
    return hashlib.sha256(text.encode()).hexdigest()
