"""Papers to print and have signed: blank, or with what a claim or a receipt says already."""

from flask import request
from flask_login import current_user

from app.cases import queries as cases
from app.foundation.errors import NotFound
from app.foundation.language import _

from .. import queries, receipt_queries
from ..letterhead import letterhead
from ..models import Claim, Receipt
from ..reports import voucher
from .blueprint import attached, bp, paper_or_404

BLANK = {
    "recibo-sin-factura": lambda: voucher.draw_voucher(voucher.Voucher(letterhead())),
    "relacion-de-pasajes": lambda: voucher.draw_rides(voucher.RideList(letterhead())),
}


@bp.get("/papers/<any('recibo-sin-factura', 'relacion-de-pasajes'):name>.pdf")
def blank_form(name: str):
    return attached(BLANK[name](), "application/pdf", f"{name}.pdf")


@bp.get("/claims/<int:claim_id>/voucher.pdf")
def voucher_form(claim_id: int):
    """For one of its receipts (`?receipt=`), or for the next one. Names are for who may open the case."""
    claim = paper_or_404(Claim, claim_id)
    receipt, concept = asked_receipt(claim)
    opens = cases.may_open(claim.case, current_user)
    paper = voucher.Voucher(
        letterhead(), claim.number, claim.case.number,
        provider=receipt.vendor if receipt and opens else "", concept=concept if opens else "",
        on=receipt.issued_on if receipt else None, amount=receipt.total if receipt else None,
        paid_by=claim.payee_name if opens else "",
    )  # fmt: skip
    return attached(voucher.draw_voucher(paper), "application/pdf", f"recibo-{claim.number}.pdf")


def asked_receipt(claim: Claim) -> tuple[Receipt | None, str]:
    """The receipt of this claim that the address names, and what it was for."""
    key = request.args.get("receipt", "")
    if not key:
        return None, ""
    line = receipt_queries.line_of(queries.one_or_404(Receipt, int(key))) if key.isdigit() and len(key) < 10 else None
    if line is None or line.claim_id != claim.id:
        raise NotFound(_("Ese comprobante no es de esta comprobación."))
    return line.receipt, line.concept
