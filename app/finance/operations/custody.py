"""Who carries cash (P4): boxes and people with a limit, and hand-overs that are true once the other end says so."""

from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import CURRENCY, Money

from .. import ledger, rules
from ..accounts import account_for, next_number
from ..models import Custodian, Delivery
from .advances import confirm_delivery


def create_box(
    name: str, *, by: User, now: datetime, kind: str = "box", limit: Money | None = None, user: User | None = None,
    deputy: User | None = None, currency: str = CURRENCY,
) -> Custodian:  # fmt: skip
    """A cash box, bank account or person who carries cash, up to `limit`. Refused: the name is taken, a deputy of
    nobody."""
    _check_name(name, None)
    _check_hands(user, deputy)
    ceiling = limit.amount_minor if limit else None
    account_kind = "bank" if kind == "bank" else "box"
    account = account_for(account_kind, f"custodian:{next_number('cust')}", name.strip(), currency, ceiling=ceiling)
    box = Custodian(name=name.strip(), kind=kind, account=account, limit_minor=ceiling, user=user, deputy=deputy)
    db.session.add(box)
    db.session.flush()
    audit.record("custodian.created", f"custodian:{box.id}", by, name=box.name, kind=kind, limit=str(limit))
    return box


def change_box(
    box: Custodian, name: str, *, by: User, limit: Money | None, user: User | None, deputy: User | None, active: bool
) -> Custodian:
    """Another limit, person or deputy; or it carries no more. Refused: the name is taken, it holds more than the new
    limit, or it is put away with cash in it or on its way to it."""
    ledger.lock_for(box, box.account.balance)
    _check_name(name, box)
    _check_hands(user, deputy)
    if limit and box.holds > limit:
        raise Refused(
            _("Ahora tiene %(holds)s: traspase lo que sobra antes de bajar el límite.", holds=box.holds), "limit"
        )
    if not active and (box.holds or _unconfirmed(box)):
        raise Refused(_("Tiene efectivo, o traspasos sin confirmar: primero déjela en ceros."), "active")
    box.name, box.account.name, box.active = name.strip(), name.strip(), active
    box.limit_minor = box.account.balance.ceiling = limit.amount_minor if limit else None
    box.user, box.deputy = user, deputy
    db.session.flush()
    words = {"person": user.name if user else "", "deputy": deputy.name if deputy else ""}
    audit.record(
        "custodian.changed", f"custodian:{box.id}", by, name=box.name, limit=str(limit), active=active, **words
    )
    return box


def _check_name(name: str, box: Custodian | None) -> None:
    if db.session.scalar(
        select(Custodian.id).where(Custodian.name == name.strip(), Custodian.id != (box.id if box else 0))
    ):
        raise Refused(_("Ya hay una caja o custodio con ese nombre."), "name")


def _check_hands(user: User | None, deputy: User | None) -> None:
    if deputy and user is None:
        raise Refused(_("Primero diga quién la lleva; el suplente confirma en su lugar."), "deputy")
    if deputy and deputy.id == user.id:
        raise Refused(_("El suplente es otra persona."), "deputy")


def _unconfirmed(box: Custodian) -> int | None:
    ends = (Delivery.to_custodian_id == box.id) | (Delivery.from_custodian_id == box.id)
    return db.session.scalar(select(Delivery.id).where(ends, Delivery.confirmed_at.is_(None)).limit(1))


def move_cash(
    source: Custodian, target: Custodian, amount: Money, *, occurred_on: date, by: User, now: datetime,
    key: str | None = None,
) -> Delivery:  # fmt: skip
    """Cash from one custodian to another; true once the other end confirms. The same `key` again moves nothing.

    Refused: not enough, over the limit, out of hands that are not one's own.
    """
    rules.check_amount(amount)
    if source.id == target.id:
        raise Refused(_("Elija dos custodios distintos."), "target")
    ledger.lock()
    done = db.session.scalar(select(Delivery).where(Delivery.key == key)) if key else None
    if done:
        return done
    rules.check_giver(by.id, by.role, source.hands, source.name)
    db.session.refresh(target.account.balance)
    rules.check_room(target.name, target.holds, target.limit, amount)
    number = f"TR-{occurred_on.year}-{next_number('TR', occurred_on.year):04d}"
    entry = ledger.post(
        "cash_move", f"cash:{number}", [ledger.Move(target.account, source.account, amount)], occurred_on=occurred_on,
        by=by, now=now, key=f"cash:{number}", memo=f"{source.name} → {target.name}",
    )  # fmt: skip
    moved = Delivery(
        number=number, key=key, from_custodian=source, to_custodian=target, entry_id=entry.id,
        currency=amount.currency, amount_minor=amount.amount_minor, occurred_on=occurred_on, delivered_by_id=by.id,
        delivered_at=now,
    )  # fmt: skip
    db.session.add(moved)
    db.session.flush()
    audit.record("cash.moved", f"delivery:{moved.id}", by, amount=str(amount))
    return moved


def confirm_move(moved: Delivery, by: User, now: datetime) -> Delivery:
    """The other end has the cash. Refused: the giver, a stranger, a hand-over to a family (its slip confirms it)."""
    if moved.to_custodian is None:
        raise Refused(_("Ésa es una entrega a una familia: la confirma su recibo firmado."))
    receiver = moved.to_custodian
    rules.check_receiver(by.id, by.role, moved.delivered_by_id, receiver.hands, receiver.name)
    return confirm_delivery(moved, by, now)
