"""Receipts: a file taken in, what it says typed or read, its limits kept, its look-alike named; taken out again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.foundation import audit, clock, files, settings
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.files import StoredFile
from app.foundation.language import _
from app.foundation.money import Money

from .. import cfdi, receipt_queries, receipt_rules, rules
from ..models import Claim, ClaimLine, ClaimUpload, Receipt, ReceiptCover, ReceiptRide, SatLook
from .claims import claim_line
from .dividing import eligible_days, payers_of
from .invoices import ask_for_complement, stop_asking

UUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")


@dataclass(frozen=True)
class Ride:
    """One row of a relación de pasajes; `amount` is what all `persons` paid."""

    on: date
    leg: str
    driver: str
    amount: Money
    persons: int = 1

    @property
    def fare(self) -> Money:
        """What one of them paid: the dearest, where it does not divide."""
        return Money(-(-self.amount.amount_minor // self.persons), self.amount.currency)


@dataclass(frozen=True)
class Paper:
    """A receipt as typed or read. `kind` one of models.RECEIPT_CLASSES; a CFDI has its UUID.

    `excuse`: why it is taken although it is above a limit or of another class than asked.
    """

    kind: str
    vendor: str
    issued_on: date
    total: Money
    folio: str = ""
    uuid: str | None = None
    issuer_rfc: str | None = None
    receiver_rfc: str | None = None
    method: str | None = None
    payment_form: str | None = None
    excuse: str = ""
    rides: tuple[Ride, ...] = field(default=())

    @classmethod
    def of(cls, read: cfdi.Cfdi, excuse: str = "") -> "Paper":
        """What a CFDI's own XML says."""
        return cls(
            "cfdi", read.issuer or read.issuer_rfc, read.issued_on, read.total, read.folio, read.uuid, read.issuer_rfc,
            read.receiver_rfc, read.method[:3] or None, read.payment_form[:2] or None, excuse,
        )  # fmt: skip


def take_upload(claim: Claim, upload, by: User, now: datetime) -> ClaimUpload:
    """Keeps a file for a claim that is being prepared, to be typed later; an XML is read and held to what is asked.

    Refused: a claim under review; what is no picture, PDF or XML; a CFDI that proves nothing here, with every reason.
    """
    _check_open(claim)
    kept = ClaimUpload(claim=claim, file=files.store_upload(upload, by), taken_at=now, taken_by_id=by.id)
    if kept.file.kind == "application/xml":
        read_cfdi(claim, kept.file, now)
    db.session.add(kept)
    db.session.flush()
    audit.record("claim.paper_taken", f"claim:{claim.id}", by, file=kept.file.sha256)
    return kept


def drop_upload(upload: ClaimUpload, by: User) -> None:
    """It was no receipt after all: the claim no longer waits for it."""
    audit.record("claim.paper_dropped", f"claim:{upload.claim_id}", by, file=upload.file.sha256)
    db.session.delete(upload)
    db.session.flush()


def read_cfdi(claim: Claim, file: StoredFile, now: datetime, *, dated: bool = True) -> cfdi.Cfdi:
    """What the XML says. Refused: unreadable, or with anything that speaks against it, all of it at once.

    `dated`: the invoice's day is the expense's, so the fund must cover it; of a ticket's invoice the ticket's is.
    """
    read = cfdi.read(files.content_of(file))
    span = eligible_days(payers_of(claim)) if dated else (None, None)
    asked = receipt_rules.Asked(
        settings.current().programme_rfc.strip().upper(), claim.currency, clock.today(now), *span
    )  # fmt: skip
    found = receipt_rules.cfdi_objections(read, asked) + _used_before(read.uuid)
    if found:
        raise Refused(" ".join(found), "file")
    return read


def _used_before(uuid: str | None) -> list[str]:
    """A UUID is used once ever, in whatever claim."""
    earlier = db.session.scalar(select(Receipt).where(Receipt.uuid == uuid)) if uuid else None
    if earlier is None:
        return []
    claim = receipt_queries.claims_of([earlier]).get(earlier.id)
    says = _("Ese folio fiscal ya se presentó en %(number)s: un CFDI se comprueba una sola vez. Quítelo de allá si "
             "corresponde a ésta.", number=claim.number if claim else "—")  # fmt: skip
    return [says]


def add_receipt(
    claim: Claim, paper: Paper, category: str, concept: str, *, by: User, now: datetime, file: StoredFile | None = None
) -> ClaimLine:
    """Takes a receipt into a claim that is being prepared. A look-alike is kept and names its twin.

    Refused: a claim under review, a negative total, a future date or one that the fund does not cover, a UUID used
    before, rides that do not add up, above a limit or of the wrong class without a reason.
    """
    _check_open(claim)
    _check_paper(claim, paper, category, now)
    receipt = receipt_of(paper, file, by, now, twin_id=look_alike(paper, file))
    line = claim_line(category, "to_prove", concept, paper.issued_on, paper.total, receipt)
    claim.lines.append(line)
    flush_once(paper)
    if file:
        files.ready_for_paper(file)
    ask_for_complement(line.claim.case, receipt, now)
    audit.record("claim.receipt_added", f"claim:{claim.id}", by, receipt=receipt.id, total=str(paper.total))
    return line


def receipt_of(paper: Paper, file: StoredFile | None, by: User, now: datetime, *, twin_id: int | None) -> Receipt:
    """The row of what was typed or read."""
    receipt = Receipt(
        kind=paper.kind, uuid=paper.uuid, issuer_rfc=paper.issuer_rfc, receiver_rfc=paper.receiver_rfc,
        payment_method=paper.method, payment_form=paper.payment_form, excuse=paper.excuse.strip()[:200] or None,
        vendor=paper.vendor.strip(), vendor_key=_key(paper.vendor), folio=paper.folio, issued_on=paper.issued_on,
        currency=paper.total.currency, total_minor=paper.total.amount_minor, file=file, recorded_at=now,
        sha256=file.sha256 if file else None, recorded_by_id=by.id, twin_id=twin_id,
    )  # fmt: skip
    receipt.rides = [
        ReceiptRide(line=line, ridden_on=ride.on, leg=ride.leg, driver=ride.driver, currency=ride.amount.currency,
                    amount_minor=ride.amount.amount_minor, persons=ride.persons)
        for line, ride in enumerate(paper.rides, 1)
    ]  # fmt: skip
    return receipt


def file_away(upload: ClaimUpload) -> StoredFile:
    """The file of an upload that has become a receipt; it waits no longer."""
    file = upload.file
    db.session.delete(upload)
    db.session.flush()
    return file


def _check_open(claim: Claim) -> None:
    if claim.state not in ("draft", "rejected"):
        raise Refused(_("Esta comprobación ya se envió: no se le agregan comprobantes."))


def _check_paper(claim: Claim, paper: Paper, category: str, now: datetime) -> None:
    rules.check_amount(paper.total, "total")
    if paper.total.currency != claim.currency:
        raise Refused(_("La comprobación es en %(currency)s.", currency=claim.currency), "total")
    if paper.issued_on > clock.today(now):
        raise Refused(_("La fecha no puede ser posterior a hoy."), "issued_on")
    for fund in payers_of(claim, category):
        if (fund.eligible_from and paper.issued_on < fund.eligible_from) or (
            fund.eligible_to and paper.issued_on > fund.eligible_to
        ):
            says = _("El fondo %(fund)s no cubre gastos de esa fecha: revísela, o use otro fondo.", fund=fund.name)
            raise Refused(says, "issued_on")
    if paper.kind == "cfdi" and not UUID.fullmatch(paper.uuid or ""):
        raise Refused(_("Un CFDI lleva su folio fiscal (UUID) de 36 caracteres."), "uuid")
    for sentence in _used_before(paper.uuid):
        raise Refused(sentence, "uuid")
    amounts = [ride.amount for ride in paper.rides]
    if amounts and sum(amount.amount_minor for amount in amounts) != paper.total.amount_minor:
        raise Refused(_("Los pasajes de la relación no suman el total."), "total")
    limits = receipt_queries.limits_on(paper.issued_on)
    fares = [ride.fare for ride in paper.rides]
    found = receipt_rules.objections(paper.kind, category, paper.total, fares, limits)
    receipt_rules.refuse_unexcused(found, paper.excuse)


def flush_once(paper: Paper) -> None:
    """Two people who present one CFDI at the same instant: the second is told."""
    try:
        db.session.flush()
    except IntegrityError as second:
        if paper.uuid is None:
            raise
        raise Refused(
            _("Ese folio fiscal se acaba de presentar: un CFDI se comprueba una sola vez."), "uuid"
        ) from second


def _key(vendor: str) -> str:
    return " ".join(vendor.casefold().split())[:160]


def look_alike(paper: Paper, file: StoredFile | None, apart: Iterable[int] = ()) -> int | None:
    """The earliest receipt with the same file, else with the same vendor, day and amount; `apart`: these are known."""
    same = select(Receipt.id).where(
        Receipt.vendor_key == _key(paper.vendor), Receipt.issued_on == paper.issued_on,
        Receipt.total_minor == paper.total.amount_minor, Receipt.id.not_in(list(apart)),
    )  # fmt: skip
    by_file = select(Receipt.id).where(Receipt.sha256 == file.sha256) if file else None
    found = db.session.scalar(by_file.order_by(Receipt.id).limit(1)) if by_file is not None else None
    return found or db.session.scalar(same.order_by(Receipt.id).limit(1))


def remove_line(line: ClaimLine, by: User, now: datetime) -> None:
    """Takes an expense out of a claim that is being prepared, with every paper that proved it. A UUID is free again.

    What looked like one of them looks now like whatever that looked like itself, and is judged anew.
    """
    claim = line.claim
    if claim.state not in ("draft", "rejected"):
        raise Refused(_("Esta comprobación ya se envió."))
    proofs = receipt_queries.proofs_of([line]).get(line.id, [])
    papers = [line.receipt, *(proof.paper for proof in proofs)] if line.receipt else []
    audit.record("claim.line_removed", f"claim:{claim.id}", by, concept=line.concept, claimed=str(line.claimed))
    for proof in proofs:
        db.session.delete(proof)
    db.session.flush()
    db.session.delete(line)
    db.session.flush()
    db.session.expire(claim, ["lines"])
    for receipt in papers:
        _drop(receipt, by, now)


def _drop(receipt: Receipt, by: User, now: datetime) -> None:
    stop_asking(receipt, by, now)
    for other in db.session.scalars(select(Receipt).where(Receipt.twin_id == receipt.id)):
        other.twin_id, other.verdict = receipt.twin_id, None
    for told in (SatLook, ReceiptCover):
        db.session.execute(delete(told).where(told.receipt_id == receipt.id))
    db.session.flush()
    db.session.delete(receipt)
    db.session.flush()
