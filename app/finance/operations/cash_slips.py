"""The paper for cash that moves at the settlement, and its copy with a signature on it."""

from datetime import datetime

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.files import StoredFile
from app.foundation.language import _
from app.foundation.money import Money

from .. import ledger
from ..models import Advance, CashSlip, Claim, Custodian, Entry


def write_cash_slip(
    number: str, entry: Entry, box: Custodian, amount: Money, by: User, now: datetime, *, claim: Claim | None = None,
    advance: Advance | None = None,
) -> None:  # fmt: skip
    """Cash that `entry` moved between `box` and a family, either paid of a claim or given back of an advance.
    None where it went through a bank, whose statement is the paper."""
    if box.kind == "bank":
        return
    slip = CashSlip(
        number=number, entry=entry, custodian=box, claim=claim, advance=advance, currency=amount.currency,
        person=claim.payee_name if claim else advance.holder_name, amount_minor=amount.amount_minor,
        handled_by_id=by.id, handled_at=now,
    )  # fmt: skip
    db.session.add(slip)


def record_signed_cash_slip(slip: CashSlip, photo: StoredFile, by: User, now: datetime) -> None:
    """The photograph of the signed slip. Refused: it is there already."""
    ledger.lock_for(slip)
    if slip.signed_at:
        raise Refused(_("El recibo firmado ya se subió."), "file")
    slip.signed_file_id, slip.signed_at = photo.id, now
    audit.record("cash_slip.signed", f"cash_slip:{slip.id}", by, number=slip.number, sha256=photo.sha256)
