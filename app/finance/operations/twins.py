"""Two receipts that look alike: somebody who saw both says whether they are one."""

from datetime import datetime

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import receipt_queries
from ..models import Receipt, TwinVerdict
from ..models.receipts import VERDICTS
from .receipts import remove_line


def judge_twin(receipt: Receipt, verdict: str, reason: str, by: User, now: datetime) -> bool:
    """`same` or `different`; the last word counts until the claim is approved. True when the expense left its claim.

    The same: out of a claim that is being prepared; under review it stays, and nothing of it can be accepted.
    Refused: no twin, an unknown verdict, different without a reason, a claim that was approved.
    """
    line = receipt_queries.line_of(receipt)
    if receipt.twin_id is None or line is None:
        raise Refused(_("Este comprobante no se parece a otro."))
    if verdict not in VERDICTS:
        raise Refused(_("Elija si es el mismo o si son distintos."), "verdict")
    if line.claim.state not in ("draft", "rejected", "submitted"):
        raise Refused(_("Esta comprobación ya se aprobó."))
    if verdict == "different" and not reason.strip():
        raise Refused(_("Diga en qué se nota que son distintos."), "reason")
    audit.record(
        "receipt.twin_judged", f"claim:{line.claim_id}", by, receipt=receipt.id, twin=receipt.twin_id, verdict=verdict,
        reason=reason.strip(),
    )  # fmt: skip
    if verdict == "same" and line.claim.state != "submitted":
        remove_line(line, by, now)
        return True
    one = receipt.verdict or TwinVerdict(receipt=receipt)
    one.twin_id, one.verdict, one.reason = receipt.twin_id, verdict, reason.strip()[:200]
    one.judged_at, one.judged_by_id = now, by.id
    db.session.add(one)
    db.session.flush()
    return False
