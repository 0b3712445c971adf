"""Two families who must not ride together: kept apart by somebody, for a reason, until somebody lifts it."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.cases.models import Case
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import KeptApart


def keep_apart(one: Case, other: Case, reason: str, by, now: datetime) -> KeptApart:
    """From now on they share no vehicle. Refused: one family, no reason, kept apart already.

    The chain of changes tells who and when, and not why: the reason is read where the two cases may be opened.
    """
    if one.id == other.id:
        raise Refused(_("Escoja dos familias distintas."), "other")
    if not reason.strip():
        raise Refused(_("Escriba por qué: quien planee otro día tiene que saberlo."), "reason")
    first, second = sorted((one, other), key=lambda case: case.id)
    kept = KeptApart(case=first, other=second, reason=reason.strip(), since=now, by_id=by.id)
    db.session.add(kept)
    try:
        db.session.flush()
    except IntegrityError as known:
        raise Refused(_("A esas dos familias ya no se les pone juntas."), "other") from known
    for case, apart_from in ((first, second), (second, first)):
        audit.record("case.kept_apart", f"case:{case.number}", by, other=apart_from.number)
    return kept


def lift(kept: KeptApart, by, now: datetime) -> None:
    """They may ride together again. Refused: lifted already."""
    db.session.refresh(kept, with_for_update={"of": KeptApart})
    if kept.lifted_at is not None:
        raise Refused(_("Ya se había quitado."))
    kept.lifted_at, kept.lifted_by_id = now, by.id
    db.session.flush()
    for case, other in ((kept.case, kept.other), (kept.other, kept.case)):
        audit.record("case.together_again", f"case:{case.number}", by, other=other.number)
