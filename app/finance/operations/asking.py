"""Every correction of the books begins alike: somebody asks, says why, and another person decides."""

from datetime import datetime

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db

from ..models import Correction


def ask(kind: str, reason: str, *, by: User, now: datetime, told: dict[str, object], **of) -> Correction:
    """`of`: what is corrected, and the fund; `told`: what the audit chain calls it. Nothing is posted."""
    asked = Correction(kind=kind, state="asked", reason=reason.strip()[:200], asked_by_id=by.id, asked_at=now, **of)
    db.session.add(asked)
    db.session.flush()
    audit.record("correction.asked", f"correction:{asked.id}", by, kind=kind, reason=asked.reason, **told)
    return asked
