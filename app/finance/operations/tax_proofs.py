"""A ticket is changed for its CFDI (P6): the same expense, proved by a better paper, and counted once."""

from datetime import datetime

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.files import StoredFile
from app.foundation.language import _
from app.foundation.money import Money

from .. import ledger, receipt_queries, receipt_rules
from ..cfdi import Cfdi
from ..models import ClaimLine, Receipt, TaxProof
from .invoices import ask_for_complement, came
from .receipts import Paper, flush_once, look_alike, read_cfdi, receipt_of

INVOICED = ("ticket", "nota")  # what a supplier changes for an invoice
BEFORE_APPROVAL = ("draft", "rejected", "submitted")


def prove_by_cfdi(
    line: ClaimLine, file: StoredFile, reason: str, by: User, now: datetime, pdf: StoredFile | None = None
) -> Receipt:
    """The CFDI's XML proves what a ticket proved; amount, day and category of the expense stay. Its task ends.

    Before approval the expense names the CFDI from now on. Afterwards it goes on naming the ticket, as its entry and
    the sealed reports do, and the CFDI stands beside it. Refused: what is no ticket, nota or cancelled CFDI, one that
    is the same as another or not judged yet, no XML, all that speaks against any CFDI, less than what the expense
    counts, a difference without a reason.
    """
    claim = line.claim
    ledger.lock_for(claim, line)
    earlier = receipt_queries.standing_paper(line)
    _check_exchanged(line, earlier)
    read = compared(line, file, now)
    paper = Paper.of(read, reason)
    found = _doubts(line, earlier, paper, read, file)
    if found and not reason.strip():
        asks = _("Si es la misma compra, diga por qué.")
        raise Refused(" ".join((*found, asks)), "reason")
    receipt = receipt_of(paper, file, by, now, twin_id=None)
    proof = TaxProof(cfdi=receipt, paper=earlier, line=line, pdf=pdf, reason=reason.strip()[:200], attached_at=now,
                     attached_by_id=by.id)  # fmt: skip
    db.session.add(proof)
    flush_once(paper)
    if claim.state in BEFORE_APPROVAL:
        line.receipt = receipt
        db.session.flush()
    came(earlier, receipt, by, now)
    ask_for_complement(claim.case, receipt, now)
    audit.record(
        "receipt.exchanged", f"claim:{claim.id}", by, paper=earlier.id, cfdi=receipt.id, uuid=receipt.uuid,
        differences=" ".join(found), reason=proof.reason,
    )  # fmt: skip
    return receipt


def compared(line: ClaimLine, file: StoredFile | None, now: datetime) -> Cfdi:
    """What the XML says, once it can prove this expense at all."""
    if file is None or file.kind != "application/xml":
        raise Refused(_("Suba el XML de la factura: la foto o el PDF no bastan."), "files")
    try:
        read = read_cfdi(line.claim, file, now, dated=False)
    except Refused as refusal:
        raise Refused(refusal.sentence, "files") from refusal
    receipt_rules.check_covers(read, _counted(line))
    return read


def _counted(line: ClaimLine) -> Money:
    return line.claimed if line.claim.state in BEFORE_APPROVAL else line.accepted


def _check_exchanged(line: ClaimLine, earlier: Receipt | None) -> None:
    if earlier is None or not exchangeable(earlier):
        says = _("Sólo un ticket, una nota o una factura cancelada se cambia: éste ya tiene su CFDI, o es otra cosa.")
        raise Refused(says)
    if not _counted(line):
        raise Refused(_("De este gasto no se aceptó nada: no hay qué facturar."))
    if earlier.twin_id and earlier.verdict is None:
        raise Refused(_("Se parece a otro comprobante: diga antes si es el mismo."))
    if earlier.verdict and earlier.verdict.verdict == "same":
        raise Refused(_("Es el mismo que otro comprobante: cambie aquél por la factura."))


def exchangeable(paper: Receipt) -> bool:
    """A ticket or nota, or a CFDI that the SAT has as cancelled."""
    return paper.kind in INVOICED or paper.sat_status == "cancelled"


def _doubts(line: ClaimLine, earlier: Receipt, paper: Paper, read: Cfdi, file: StoredFile) -> list[str]:
    """The differences, and another receipt that looks like the CFDI: that one may be the same expense, counted."""
    before = receipt_rules.Earlier(earlier.vendor, earlier.issuer_rfc or "", earlier.issued_on, earlier.total)
    found = receipt_rules.differences(read, before)
    known = {line.receipt_id, earlier.id, earlier.twin_id}
    for proof in receipt_queries.proofs_of([line]).get(line.id, ()):
        known |= {proof.cfdi_id, proof.paper_id, proof.paper.twin_id}
    twin_id = look_alike(paper, file, apart=known - {None})
    if twin_id:
        of = receipt_queries.claims_of([db.session.get(Receipt, twin_id)]).get(twin_id)
        found.append(_("Hay otro comprobante igual, en %(number)s: vea que no sea el mismo gasto.",
                       number=of.number if of else "—"))  # fmt: skip
    return found
