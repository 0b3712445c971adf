"""What proves an expense for the tax, as conditions of a query: its CFDI, one that came later, one cancelled since."""

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from .models import ClaimLine, Receipt, TaxProof


def without_cfdi() -> ColumnElement[bool]:
    """Of an expense: no CFDI proves it, or the one that does is cancelled. A ticket's may have come after approval."""
    paper = aliased(Receipt)
    by_itself = exists().where(paper.id == ClaimLine.receipt_id, paper.kind == "cfdi")
    taxed = exists().where(TaxProof.line_id == ClaimLine.id)
    return or_(and_(~by_itself, ~taxed), rests_on_cancelled())


def rests_on_cancelled() -> ColumnElement[bool]:
    """Of an expense: the SAT has the paper that proves it now as cancelled."""
    paper = aliased(Receipt)
    newest = select(func.max(TaxProof.cfdi_id)).where(TaxProof.line_id == ClaimLine.id).correlate(ClaimLine)
    standing = func.coalesce(newest.scalar_subquery(), ClaimLine.receipt_id)
    return exists().where(paper.id == standing, paper.sat_status == "cancelled")
