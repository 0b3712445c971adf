"""Advances (apoyo entregado): asked for, approved by another person, handed over against a signed slip."""

import hashlib
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.cases.models import Person
from app.foundation import audit, clock, files
from app.foundation.db import db
from app.foundation.errors import NotAllowed, Refused
from app.foundation.files import StoredFile
from app.foundation.language import _
from app.foundation.money import Money

from .. import labels, ledger, rules
from ..accounts import account_for, next_number
from ..custody import handed_by
from ..letterhead import letterhead
from ..models import Account, Advance, AdvanceLine, Budget, Custodian, Delivery, Fund
from ..models.funds import APART
from ..reports import slip
from .budgets import approve_budget, release, replace_estimates
from .dividing import handing, part_among_funds
from .promises import use_promise


def request_advance(
    case_id: int, holder_name: str, lines: dict[str, Money], *, by: User, now: datetime, budget: Budget | None = None,
    fund: Fund | None = None, person: Person | None = None, purpose: str = "",
) -> Advance:  # fmt: skip
    """Asks for money to be handed over: `lines` by category, some fixed, some to prove. `purpose`: what the slip says
    after «para»; without one it says the trip's expenses.

    Without `fund` the budget's pays, or its funds by their shares. Refused: no holder, nothing above zero, no fund,
    more than the budget approved.
    """
    if not holder_name.strip():
        raise Refused(_("Diga quién recibe el dinero."), "holder_name")
    lines = {category: amount for category, amount in lines.items() if amount}
    for amount in lines.values() or [None]:
        rules.check_amount(amount)
    ledger.lock()
    by_shares = fund is None and budget is not None and budget.split
    fund = fund or (budget.fund if budget else None)
    if fund is None:
        raise Refused(_("Falta un fondo: primero se autoriza el presupuesto."), "fund")
    asked = sum(amount.amount_minor for amount in lines.values())
    _check_within(budget, Money(asked, fund.currency))
    advance = Advance(
        number=f"AE-{clock.today(now).year}-{next_number('AE', clock.today(now).year):04d}", case_id=case_id,
        budget_id=budget.id if budget else None, fund_id=fund.id, person_id=person.id if person else None,
        holder_name=holder_name.strip(), state="draft", currency=fund.currency, amount_minor=asked, paid_minor=0,
        applied_minor=0, returned_minor=0, requested_by_id=by.id, requested_at=now, purpose=_after_para(purpose),
    )  # fmt: skip
    advance.lines = [_line(category, amount) for category, amount in lines.items()]
    db.session.add(advance)
    db.session.flush()
    if by_shares:
        part_among_funds(advance, budget)
    audit.record("advance.requested", f"advance:{advance.id}", by, amount=str(advance.amount))
    return advance


def _after_para(purpose: str) -> str:
    """«Para los lentes.» as the slip's sentence goes on: «los lentes»."""
    said = " ".join(purpose.split()).rstrip(" .")
    return said[5:] if said.casefold().startswith("para ") else said


def _line(category: str, amount: Money) -> AdvanceLine:
    return AdvanceLine(
        category=category, kind=rules.line_kind(category), currency=amount.currency, amount_minor=amount.amount_minor
    )


def _check_within(budget: Budget | None, asked: Money) -> None:
    if budget is None:
        return
    if budget.state != "approved":
        raise Refused(_("Primero se autoriza el presupuesto del viaje."), "budget")
    others = select(Advance).where(Advance.budget_id == budget.id, Advance.state != "cancelled")
    used = sum(other.amount_minor - other.returned_minor for other in db.session.scalars(others))
    rest = Money(budget.approved_minor - used, budget.currency)
    if asked > rest:
        raise Refused(_("El presupuesto autorizado sólo deja %(rest)s.", rest=rest), "amount")


def approve_advance(advance: Advance, by: User, now: datetime) -> Advance:
    """Above the threshold the first approval waits for a second person's; a budget's two count for what it covers.
    One that no budget covers is promised by its fund from now on, as a trip's is.

    Refused: one's own request, the same person twice, one that is not waiting, a fund that may not or cannot pay.
    """
    ledger.lock_for(advance)
    rules.check_approver(by.role, by.id, advance.requested_by_id)
    if advance.state != "draft":
        raise Refused(_("Este apoyo ya no está por autorizar."))
    first = advance.approved_by_id or _first_of_budget(advance, by)
    if rules.needs_second_approver(advance.amount):
        if first == by.id:
            raise rules.SelfApproval(_("Por su monto lo autorizan dos personas: falta la segunda."))
        if first is None:
            advance.approved_by_id = by.id
            audit.record("advance.first_approval", f"advance:{advance.id}", by, amount=str(advance.amount))
            return advance
        advance.approved_by_id, advance.second_approver_id = first, by.id
    else:
        advance.approved_by_id = by.id
    if advance.budget is None:
        advance.budget = _promised_apart(advance, now)
    advance.state, advance.approved_at = "approved", now
    audit.record("advance.approved", f"advance:{advance.id}", by, amount=str(advance.amount))
    return advance


def _promised_apart(advance: Advance, now: datetime) -> Budget:
    """A budget of its own, by who asked and who approved: the donor's terms are held to it, and the fund's promise and
    the six figures count it."""
    lines = {line.category: line.amount for line in advance.lines}
    asked_by, asked_at = db.session.get(User, advance.requested_by_id), advance.requested_at
    budget = replace_estimates(advance.case_id, f"{APART}{advance.number}", lines, asked_by, asked_at, advance.currency)
    for approver_id in filter(None, (advance.approved_by_id, advance.second_approver_id)):
        approve_budget(budget, advance.fund, db.session.get(User, approver_id), now)
    return budget


def _first_of_budget(advance: Advance, by: User) -> int | None:
    """The budget's first approver, when `by` is its second: one decision, not two."""
    budget = advance.budget
    if budget is None or budget.second_approver_id != by.id or budget.approved_by_id == advance.requested_by_id:
        return None
    return budget.approved_by_id


def cancel_advance(advance: Advance, reason: str, by: User, now: datetime) -> Advance:
    """Refused: money has gone out already, or no reason is given."""
    if not reason.strip():
        raise Refused(_("Diga por qué se cancela."), "reason")
    ledger.lock_for(advance)
    if advance.state not in ("draft", "approved"):
        raise Refused(_("Este apoyo ya se cerró o se canceló."))
    if advance.paid_minor:
        raise Refused(_("Ya se entregó dinero: se cierra con su comprobación."))
    advance.state, advance.cancel_reason = "cancelled", reason.strip()
    if advance.budget and advance.budget.source.startswith(APART):
        release(advance.case_id, advance.budget.source, by, now)
    audit.record("advance.cancelled", f"advance:{advance.id}", by, reason=reason)
    return advance


def withdraw_advance(advance: Advance, reason: str, by: User, now: datetime) -> Advance:
    """Who asked takes it back. Refused: another person's, one that somebody has approved, no reason."""
    ledger.lock_for(advance)
    if advance.requested_by_id != by.id:
        raise NotAllowed(_("Lo retira quien lo pidió; finanzas puede cancelarlo."))
    if advance.state == "draft" and advance.approved_by_id:
        raise Refused(_("Ya lo autorizó una persona: pida a finanzas que lo cancele."))
    if advance.state in ("approved", "paid"):
        raise Refused(_("Ya está autorizado: pida a finanzas que lo cancele."))
    return cancel_advance(advance, reason, by, now)


def deliver(
    advance: Advance, box: Custodian, amount: Money, *, by: User, now: datetime, occurred_on: date | None = None,
    channel: str = "cash", signed: str = "signature", signs_for: str = "", witness: str = "", purpose: str = "",
    key: str | None = None,
) -> Delivery:  # fmt: skip
    """Hands over `amount` out of `box`, posts it, and prints the slip to sign. Top-ups are further deliveries.
    The same `key` again gives back the first hand-over, and moves nothing.

    Refused: not approved, more than approved, a box or fund that does not hold it, no witness for a thumbprint.
    """
    ledger.lock_for(advance)
    done = _sent_before(advance, key)
    if done:
        return done
    _check_deliverable(advance, amount)
    if not rules.may_give(by.id, by.role, box.hands):
        rules.check_giver(by.id, by.role, box.hands, box.name, "box")
    _check_signature(signed, signs_for, witness)
    day = occurred_on or clock.today(now)
    number = f"RE-{day.year}-{next_number('RE', day.year):04d}"
    entry = _post_delivery(advance, box, amount, number, day, by, now)
    advance.state, advance.paid_minor = "paid", advance.paid_minor + amount.amount_minor
    handed = Delivery(
        number=number, key=key, from_custodian_id=box.id, entry_id=entry.id, currency=amount.currency,
        amount_minor=amount.amount_minor, occurred_on=day, delivered_by_id=by.id, delivered_at=now, channel=channel,
        signed=signed, signs_for=signs_for, witness=witness,
    )  # fmt: skip
    handed.slip = slip.draw(_slip(advance, handed, box, by, purpose))
    handed.slip_sha256 = hashlib.sha256(handed.slip).hexdigest()
    advance.deliveries.append(handed)
    db.session.flush()
    audit.record("advance.delivered", f"advance:{advance.id}", by, amount=str(amount), slip=number)
    return handed


def _sent_before(advance: Advance, key: str | None) -> Delivery | None:
    if key is None:
        return None
    return db.session.scalar(select(Delivery).where(Delivery.key == key, Delivery.advance_id == advance.id))


def _check_deliverable(advance: Advance, amount: Money) -> None:
    rules.check_amount(amount)
    if advance.state not in ("approved", "paid"):
        raise Refused(_("Este apoyo todavía no está autorizado, o ya se cerró."))
    if amount > advance.to_deliver:
        raise Refused(_("De este apoyo sólo faltan por entregar %(rest)s.", rest=advance.to_deliver), "amount")


def _check_signature(signed: str, signs_for: str, witness: str) -> None:
    if signed != "signature" and not witness.strip():
        raise Refused(_("Quien no firma necesita un testigo: escriba su nombre."), "witness")
    if signed == "a_ruego" and not signs_for.strip():
        raise Refused(_("Escriba quién firma a ruego."), "signs_for")


def holder_account(advance: Advance) -> Account:
    """One account per case: the books show the case's number, never the holder's name."""
    return account_for("advance", f"case:{advance.case_id}", f"Caso {advance.case.number}", advance.currency)


def _post_delivery(advance: Advance, box: Custodian, amount: Money, number: str, day: date, by: User, now: datetime):
    moves = []
    for fund, part in handing(advance, amount):
        use_promise(advance.budget, fund, part, now)
        applied = db.session.get(Account, fund.applied_account_id)
        about = {"case_id": advance.case_id, "fund_id": fund.id}
        moves.append(ledger.Move(holder_account(advance), box.account, part, **about))
        moves.append(ledger.Move(fund.account, applied, part, **about))
    preparer = db.session.get(User, advance.requested_by_id)
    return ledger.post(
        "delivery", f"delivery:{number}", moves, occurred_on=day, by=preparer, approved_by_id=advance.approved_by_id,
        now=now, key=f"delivery:{number}", memo=f"{number} · {advance.case.number}",
        second_approver_id=advance.second_approver_id,
    )  # fmt: skip


def _slip(advance: Advance, handed: Delivery, box: Custodian, by: User, purpose: str) -> slip.Slip:
    parts = rules.shares(handed.amount, [(line.category, line.amount_minor) for line in advance.lines])
    lines = [slip.SlipLine(str(labels.CATEGORIES[c]), rules.line_kind(c) == "to_prove", part) for c, part in parts]
    return slip.Slip(
        number=handed.number, letterhead=letterhead(), case_number=advance.case.number, recipient=advance.holder_name,
        relation="", delivered_by=handed_by(box, by), box=box.name, fund=advance.payers,
        purpose=purpose or advance.purpose or "los gastos del viaje de su caso", lines=tuple(lines), mode=handed.signed,
        handed_at=clock.to_local(handed.delivered_at), signs_for=handed.signs_for, witness=handed.witness,
    )  # fmt: skip


def record_signed_slip(handed: Delivery, photo: StoredFile, by: User) -> None:
    """The photograph of the signed slip: from then on the hand-over has its proof."""
    handed.signed_file_id = photo.id
    files.ready_for_paper(photo)
    audit.record("delivery.slip_signed", f"delivery:{handed.id}", by, sha256=photo.sha256)


def confirm_delivery(handed: Delivery, by: User, now: datetime) -> Delivery:
    """Whoever holds the family's signed slip says that the money is in hand. Refused: twice."""
    ledger.lock_for(handed)
    if handed.confirmed_at:
        raise Refused(_("Esta entrega ya está confirmada."))
    handed.confirmed_by_id, handed.confirmed_at = by.id, now
    audit.record("delivery.confirmed", f"delivery:{handed.id}", by)
    return handed
