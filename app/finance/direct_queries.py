"""Reads of direct payments."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from app.accounts.models import User
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _

from .models import Budget, DirectPayment
from .queries import seen_by


def page(reader: User, after: str | None = None, state: str = "") -> KeysetPage[DirectPayment]:
    """Newest first; of one state, or of all. Each with its budget's people and fund: two statements."""
    people = [joinedload(part) for part in (Budget.prepared_by, Budget.fund)]
    wanted = select(DirectPayment).options(selectinload(DirectPayment.budget).options(lazyload(Budget.case), *people))
    wanted = wanted.where(DirectPayment.state == state) if state else wanted
    return keyset_page(seen_by(reader, wanted, DirectPayment), DirectPayment.id, after, descending=True)


def numbered(number: str) -> DirectPayment:
    """The payment, or the same answer as for a page that never was."""
    found = db.session.scalar(select(DirectPayment).where(DirectPayment.number == number))
    if found is None:
        raise NotFound(_("Eso no existe."))
    return found
