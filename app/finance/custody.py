"""Who carries cash, what is on its way to whom, and what nobody has confirmed for too long."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.cases.models import Case
from app.cases.queries.cases import visible_to
from app.foundation.db import KeysetPage, db, keyset_page

from . import queries, rules
from .models import Advance, Budget, Custodian, Delivery
from .models.funds import DIRECT


def carried_by(user: User) -> list[Custodian]:
    """Those that this person carries, or stands in for."""
    return [box for box in queries.boxes() if user.id in box.hands]


def handed_on_by(user: User) -> list[Custodian]:
    """Those out of which this person may hand cash on: all of them for who minds the money."""
    return queries.boxes() if user.role in rules.APPROVERS else carried_by(user)


def handed_out_by(user: User) -> list[Custodian]:
    """Those out of which this person may hand cash to a family: the office's, and what they carry themselves."""
    return [box for box in queries.boxes() if rules.may_give(user.id, user.role, box.hands)]


def to_hand_over(user: User) -> list[Advance]:
    """Approved and not all handed over, of cases that this person may open: the oldest fifty. A supplier's is paid in
    Pagos directos."""
    wanted = (
        select(Advance)
        .join(Case, Case.id == Advance.case_id)
        .outerjoin(Budget, Budget.id == Advance.budget_id)
        .where(visible_to(user), Advance.state.in_(("approved", "paid")), Advance.paid_minor < Advance.amount_minor)
        .where(or_(Budget.id.is_(None), ~Budget.source.startswith(DIRECT)))
    )
    return list(db.session.scalars(wanted.order_by(Advance.id).limit(50)))


def unsigned(boxes: Iterable[Custodian], user: User) -> list[Delivery]:
    """What went out of these to families whose signed slip is not in yet, of cases that this person may open."""
    wanted = (
        select(Delivery)
        .join(Advance, Advance.id == Delivery.advance_id)
        .join(Case, Case.id == Advance.case_id)
        .where(visible_to(user), Delivery.confirmed_at.is_(None))
        .where(Delivery.from_custodian_id.in_([box.id for box in boxes]))
    )
    return list(db.session.scalars(wanted.options(joinedload(Delivery.advance)).order_by(Delivery.id)))


def unconfirmed(among: Iterable[Custodian] | None = None) -> list[Delivery]:
    """Cash on its way between custodians, the oldest first; of all, or to or from one of these."""
    wanted = select(Delivery).where(Delivery.to_custodian_id.is_not(None), Delivery.confirmed_at.is_(None))
    if among is not None:
        ids = [box.id for box in among]
        wanted = wanted.where(or_(Delivery.to_custodian_id.in_(ids), Delivery.from_custodian_id.in_(ids)))
    return list(db.session.scalars(wanted.options(joinedload(Delivery.delivered_by)).order_by(Delivery.id)))


def handed_by(box: Custodian, recorded_by: User) -> str:
    """Whose hands the cash is in: who carries it, where finance only writes down what a driver or a pasante did."""
    if box.kind in ("box", "bank") or recorded_by.id in box.hands:
        return recorded_by.name
    return box.user.name if box.user else box.name


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
