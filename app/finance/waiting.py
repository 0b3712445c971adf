"""What of money waits for whoever minds it, besides budgets: counts and where to do it, in one statement."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.foundation.db import db
from app.foundation.language import _

from .models import Acta, Advance, Claim, Correction, DirectPayment


@dataclass(frozen=True)
class Waiting:
    """`count` of `label`; `endpoint` with `state` lists them."""

    label: str
    count: int
    endpoint: str
    state: str


def waiting() -> list[Waiting]:
    """In the order in which money moves; what nobody has to do is left out."""
    unsigned = select(func.count(Acta.id)).where(Acta.signed_at.is_(None), Acta.withdrawn_at.is_(None))
    asked = (
        (_("Apoyos por autorizar"), _of(Advance, "draft"), "advances", "draft"),
        (_("Apoyos por entregar"), _of(Advance, "approved"), "advances", "approved"),
        (_("Pagos directos por pagar"), _of(DirectPayment, "authorised"), "direct_payments", "authorised"),
        (_("Pagos directos sin CFDI"), _of(DirectPayment, "paid"), "direct_payments", "paid"),
        (_("Comprobaciones por revisar"), _of(Claim, "submitted"), "claims", "submitted"),
        (_("Comprobaciones por cerrar"), _of(Claim, "approved"), "claims", "approved"),
        (_("Actas por firmar"), unsigned, "unsigned", ""),
        (_("Correcciones por confirmar"), _of(Correction, "asked"), "corrections", "asked"),
    )
    counts = db.session.execute(select(*(wanted.scalar_subquery() for _label, wanted, *_to in asked))).one()
    found = zip(asked, counts, strict=True)
    return [Waiting(str(label), count, f"finance.{to}", state) for (label, _wanted, to, state), count in found if count]


def _of(model, state: str):
    return select(func.count(model.id)).where(model.state == state)
