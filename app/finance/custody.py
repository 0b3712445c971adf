"""Who carries cash, what is on its way to whom, and what nobody has confirmed for too long."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.foundation.db import KeysetPage, db, keyset_page

from . import rules
from .models import Custodian, Delivery


def all_active() -> list[Custodian]:
    return list(db.session.scalars(_with_people(Custodian.active)))


def carried_by(user: User) -> list[Custodian]:
    """Those whose cash this person may hand on: all of them for who minds the money."""
    mine = or_(Custodian.user_id == user.id, Custodian.deputy_id == user.id)
    return list(db.session.scalars(_with_people(Custodian.active, *([] if user.role in rules.APPROVERS else [mine]))))


def in_charge_of(user: User) -> list[Custodian]:
    """Those that this person carries, or stands in for."""
    return list(db.session.scalars(_with_people(or_(Custodian.user_id == user.id, Custodian.deputy_id == user.id))))


def _with_people(*which) -> Select:
    people = joinedload(Custodian.user), joinedload(Custodian.deputy)
    return select(Custodian).where(*which).options(*people).order_by(Custodian.name)


def unconfirmed(user: User | None = None) -> list[Delivery]:
    """Cash on its way between custodians, the oldest first; on its way to or from what this person carries."""
    wanted = select(Delivery).where(Delivery.to_custodian_id.is_not(None), Delivery.confirmed_at.is_(None))
    if user:
        mine = [box.id for box in in_charge_of(user)]
        wanted = wanted.where(or_(Delivery.to_custodian_id.in_(mine), Delivery.from_custodian_id.in_(mine)))
    return list(db.session.scalars(wanted.options(joinedload(Delivery.delivered_by)).order_by(Delivery.id)))


def may_confirm(handed: Delivery, user: User) -> bool:
    """Whether the button is for this person; the operation asks the same again."""
    hands = handed.to_custodian.hands
    allowed = user.id in hands if hands else user.role in rules.APPROVERS
    return allowed and user.id != handed.delivered_by_id


def hand_overs_of(box: Custodian, after: str | None = None) -> KeysetPage[Delivery]:
    """What it received and handed on, to families too; the newest first."""
    ends = or_(Delivery.from_custodian_id == box.id, Delivery.to_custodian_id == box.id)
    people = joinedload(Delivery.delivered_by), joinedload(Delivery.confirmed_by), joinedload(Delivery.advance)
    return keyset_page(select(Delivery).where(ends).options(*people), Delivery.id, after, descending=True)
