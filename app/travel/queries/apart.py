"""Reads of families who are kept apart."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.cases.models import Case
from app.foundation.db import db
from app.foundation.errors import NotFound
from app.foundation.language import _

from ..models import KeptApart


def kept_apart(case_ids: Iterable[int]) -> list[KeptApart]:
    """Pairs of these cases that nobody has lifted, with who is ill."""
    among = list(case_ids)
    wanted = select(KeptApart).where(
        KeptApart.lifted_at.is_(None), KeptApart.case_id.in_(among), KeptApart.other_id.in_(among)
    )  # fmt: skip
    patients = (joinedload(way).joinedload(Case.patient) for way in (KeptApart.case, KeptApart.other))
    wanted = wanted.options(*patients, joinedload(KeptApart.by))
    return list(db.session.scalars(wanted.order_by(KeptApart.id)))


def kept_apart_or_404(kept_id: int) -> KeptApart:
    found = db.session.get(KeptApart, kept_id)
    if found is None:
        raise NotFound(_("Eso no está anotado."))
    return found
