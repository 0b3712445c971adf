"""Claims (comprobación de gastos): opened, submitted, approved by another person or sent back."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.cases import operations as cases
from app.cases.models import Case
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.files import StoredFile
from app.foundation.language import _
from app.foundation.money import Money, total

from .. import labels, ledger, rules
from ..accounts import account_for, next_number
from ..models import Account, Advance, Claim, ClaimLine, Fund
from ..receipt_queries import unjudged_twins, uploads_of
from .advances import holder_account
from .dividing import owed_by_fund, part_accepted, part_by_line, part_claimed
from .promises import use_promise


def open_claim(
    case_id: int, *, by: User, now: datetime, advance: Advance | None = None, fund: Fund | None = None, payee: str = ""
) -> Claim:
    """A claim in the making; against an advance its fixed lines are there already.

    Refused: an advance of which nothing was handed over; neither advance nor fund; no payee.
    """
    if advance is not None and advance.state != "paid":
        raise Refused(_("De ese apoyo no hay dinero por comprobar."), "advance")
    fund, payee = (advance.fund, advance.holder_name) if advance else (fund, payee.strip())
    if fund is None:
        raise Refused(_("Elija el fondo que paga."), "fund")
    if not payee:
        raise Refused(_("Diga a quién se le paga."), "payee")
    year = clock.today(now).year
    claim = Claim(
        number=f"CG-{year}-{next_number('CG', year):04d}", case_id=case_id, advance=advance, fund=fund,
        split=bool(advance and advance.split), payee_name=payee, state="draft",
        currency=fund.currency, applied_minor=0, payable_minor=0, reimbursed_minor=0,
        prepared_by_id=by.id, prepared_at=now,
    )  # fmt: skip
    db.session.add(claim)
    db.session.flush()
    if advance is not None:
        _add_fixed(claim, advance)
    audit.record("claim.opened", f"claim:{claim.id}", by)
    return claim


def _add_fixed(claim: Claim, advance: Advance) -> None:
    """Apoyo fijo of the advance, once: the signed slip proves it."""
    claimed = select(ClaimLine.id).join(Claim).where(Claim.advance_id == advance.id, ClaimLine.kind == "fixed")
    if db.session.scalar(claimed.limit(1)):
        return
    day = min(delivery.occurred_on for delivery in advance.deliveries)
    slips = ", ".join(delivery.number for delivery in advance.deliveries)
    parts = rules.shares(advance.paid, [(line.category, line.amount_minor) for line in advance.lines])
    for category, amount in parts:
        if rules.line_kind(category) == "fixed":
            concept = _("%(category)s, recibo firmado %(slips)s", category=labels.CATEGORIES[category], slips=slips)
            claim.lines.append(claim_line(category, "fixed", concept, day, amount))
    db.session.flush()


def claim_line(category: str, kind: str, concept: str, spent_on: date, amount: Money, receipt=None) -> ClaimLine:
    """One expense, accepted in full until somebody cuts it."""
    return ClaimLine(
        category=category, kind=kind, concept=concept[:160], spent_on=spent_on, currency=amount.currency,
        claimed_minor=amount.amount_minor, accepted_minor=amount.amount_minor, receipt=receipt,
    )  # fmt: skip


def prove_attendance(claim: Claim, note: str, by: User, file: StoredFile | None = None) -> None:
    """What shows that they travelled and were seen, or that the hospital cancelled: that is payable too."""
    claim.attendance_note = note.strip()[:200]
    claim.attendance_file_id = file.id if file else claim.attendance_file_id
    audit.record("claim.attendance", f"claim:{claim.id}", by)


def submit_claim(claim: Claim, by: User, now: datetime) -> Claim:
    """Hands the claim to finance. Refused: nothing in it; papers not typed; fixed lines, no word on attendance."""
    if claim.state not in ("draft", "rejected"):
        raise Refused(_("Esta comprobación ya se envió."))
    if not claim.lines:
        raise Refused(_("Agregue al menos un comprobante."))
    if uploads_of(claim):
        raise Refused(_("Hay archivos por capturar: captúrelos o quítelos, y luego envíe."))
    if any(line.kind == "fixed" for line in claim.lines) and not claim.attendance_note:
        raise Refused(_("Para el apoyo fijo, diga cómo consta que viajaron."), "note")
    if claim.split:
        part_claimed(claim)
    claim.state, claim.submitted_at, claim.prepared_by_id = "submitted", now, by.id
    cases.finish_task_by_key(_task_key(claim), _("Se envió de nuevo"), now, by)
    audit.record("claim.submitted", f"claim:{claim.id}", by, claimed=str(claim.claimed))
    return claim


def reject_claim(claim: Claim, reason: str, by: User, now: datetime) -> Claim:
    """Sends it back with words, as a task of whoever prepared it; nothing in it is lost.

    Refused: no reason, one's own, not under review."""
    rules.check_approver(by.role, by.id, claim.prepared_by_id)
    if claim.state != "submitted":
        raise Refused(_("Esta comprobación no está por revisar."))
    if not reason.strip():
        raise Refused(_("Diga qué falta o qué hay que corregir."), "reason")
    claim.state, claim.reject_reason = "rejected", reason.strip()
    title = _("Corregir la comprobación %(number)s", number=claim.number)
    preparer = db.session.get(User, claim.prepared_by_id)
    cases.raise_task(claim.case, "money", title, now, _task_key(claim), now, reason=reason.strip(),
                     owner=preparer, about=f"claim:{claim.id}")  # fmt: skip
    audit.record("claim.rejected", f"claim:{claim.id}", by, reason=reason)
    return claim


def approve_claim(
    claim: Claim, by: User, now: datetime, cuts: dict[int, tuple[Money, str]] | None = None, second: User | None = None
) -> Claim:
    """Accepts the expenses and posts them: first against the advance, what is above it becomes payable.

    `cuts`: line id → (accepted, why). `second`: who approved besides what it proves. Refused: one's own, not under
    review, a look-alike that nobody judged or that is the same, a cancelled CFDI, a fund that cannot bear the excess.
    """
    rules.check_approver(by.role, by.id, claim.prepared_by_id)
    ledger.lock_for(claim, *([claim.advance] if claim.advance else []))
    if claim.state != "submitted":
        raise Refused(_("Esta comprobación no está por revisar."))
    _cut(claim, cuts or {})
    if not claim.accepted:
        raise Refused(_("No queda nada por aprobar: devuélvala con su motivo."))
    pairs = _accounted(claim)
    applied, payable = (total((pair[n] for pair in pairs), claim.currency) for n in (0, 1))
    claim.applied_minor, claim.payable_minor = applied.amount_minor, payable.amount_minor
    ledger.post(
        "claim", f"claim:{claim.id}", [*_spent(claim, pairs), *_borne(claim, now)], occurred_on=clock.today(now),
        by=db.session.get(User, claim.prepared_by_id), approved_by_id=by.id, now=now, key=f"claim:{claim.id}",
        memo=f"{claim.number} · {db.session.get(Case, claim.case_id).number}",
        second_approver_id=second.id if second else None,
    )  # fmt: skip
    if claim.advance:
        claim.advance.applied_minor += applied.amount_minor
    claim.state, claim.approved_by_id, claim.approved_at = "approved", by.id, now
    audit.record("claim.approved", f"claim:{claim.id}", by, accepted=str(claim.accepted), payable=str(payable))
    return claim


def _cut(claim: Claim, cuts: dict[int, tuple[Money, str]]) -> None:
    unjudged = unjudged_twins(claim)
    for line in claim.lines:
        accepted, reason = cuts.get(line.id, (line.claimed, ""))
        if not Money.zero(line.currency) <= accepted <= line.claimed:
            raise Refused(_("Se acepta entre cero y lo comprobado."), f"accepted-{line.id}")
        if accepted < line.claimed and not reason.strip():
            raise Refused(_("Diga por qué se acepta menos."), f"why-{line.id}")
        if accepted and line in unjudged:
            raise Refused(
                _("«%(concept)s» se parece a otro comprobante: diga antes si es el mismo.", concept=line.concept)
            )
        if accepted and line.receipt and line.receipt.sat_status == "cancelled":
            says = _("El CFDI de «%(concept)s» está cancelado en el SAT: de él se acepta cero, o pida otro y cámbielo.",
                     concept=line.concept)  # fmt: skip
            raise Refused(says, f"accepted-{line.id}")
        if accepted and line.receipt and line.receipt.verdict and line.receipt.verdict.verdict == "same":
            says = _("«%(concept)s» es el mismo que otro comprobante: de él se acepta cero.", concept=line.concept)
            raise Refused(says, f"accepted-{line.id}")
        line.accepted_minor, line.cut_reason = accepted.amount_minor, reason.strip() or None


def _task_key(claim: Claim) -> str:
    return f"claim:{claim.id}:rejected"


def payee_account(claim: Claim) -> Account:
    return account_for("payable", f"case:{claim.case_id}", f"Caso {claim.case.number}", claim.currency)


def _accounted(claim: Claim) -> list[tuple[Money, Money]]:
    """Each line as (taken from the advance, owed above it); of several funds the parts say so from now on."""
    if claim.split and claim.advance.by_line:
        return part_by_line(claim)
    outstanding = claim.advance.outstanding if claim.advance else Money.zero(claim.currency)
    pairs = _pairs(claim, rules.accounted(claim.accepted, outstanding)[0])
    if claim.split:
        part_accepted(claim, pairs)
    return pairs


def _pairs(claim: Claim, applied: Money) -> list[tuple[Money, Money]]:
    """Against the advance while it lasts."""
    pairs, left = [], applied
    for line in claim.lines:
        first, rest = rules.accounted(line.accepted, left)
        left = left - first
        pairs.append((first, rest))
    return pairs


def _spent(claim: Claim, pairs: list[tuple[Money, Money]]) -> Iterator[ledger.Move]:
    """Each line against the advance, then against what is owed; of several funds, each its part."""
    for line, pair in zip(claim.lines, pairs, strict=True):
        expense = account_for("expense", line.category, str(labels.CATEGORIES[line.category]), claim.currency)
        about = {"case_id": claim.case_id, "category": line.category, "receipt_id": line.receipt_id}
        for fund_id, first, rest in _of_funds(claim, line, pair):
            if first:
                yield ledger.Move(expense, holder_account(claim.advance), first, fund_id=fund_id, **about)
            if rest:
                yield ledger.Move(expense, payee_account(claim), rest, fund_id=fund_id, **about)


def _of_funds(claim: Claim, line: ClaimLine, pair: tuple[Money, Money]) -> Iterator[tuple[int, Money, Money]]:
    if not claim.split:
        yield claim.fund_id, *pair
        return
    for part in line.parts:
        first, rest = part.accepted_minor - part.payable_minor, part.payable_minor
        yield part.fund_id, Money(first, claim.currency), Money(rest, claim.currency)


def _borne(claim: Claim, now: datetime) -> Iterator[ledger.Move]:
    """What is owed above the advance leaves its funds."""
    for fund, amount in owed_by_fund(claim):
        if amount:
            use_promise(claim.advance.budget if claim.advance else None, fund, amount, now)
            applied = db.session.get(Account, fund.applied_account_id)
            yield ledger.Move(fund.account, applied, amount, case_id=claim.case_id, fund_id=fund.id)
