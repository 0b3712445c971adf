"""Reads of the corrections of the books: what was asked for, by whom, and what came of it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _

from .models import Correction, Entry, Transfer


def correction_or_404(correction_id: int) -> Correction:
    """One, with both entries and their lines."""
    row = joinedload(Transfer.case).lazyload("*")
    legs = [
        joinedload(of).options(lazyload("*"), selectinload(Entry.transfers).options(row))
        for of in (Correction.entry, Correction.posted)
    ]
    people = (joinedload(Correction.asked_by), joinedload(Correction.decided_by))
    rest = (
        joinedload(Correction.fund),
        joinedload(Correction.count),
        joinedload(Correction.bank_line),
        selectinload(Correction.lines),
    )
    wanted = select(Correction).where(Correction.id == correction_id).options(*legs, *people, *rest)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound(_("Esa corrección no existe."))
    return found


def correction_page(state: str = "", after: str | None = None) -> KeysetPage[Correction]:
    """Newest first; of one state, or all."""
    of = (Correction.count, Correction.bank_line, Correction.entry, Correction.posted)
    whole = [joinedload(each).lazyload("*") for each in of]
    people = (joinedload(Correction.asked_by), joinedload(Correction.decided_by))
    wanted = select(Correction).options(*whole, *people)
    wanted = wanted.where(Correction.state == state) if state else wanted
    return keyset_page(wanted, Correction.id, after, descending=True)
