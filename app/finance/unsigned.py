"""Papers that somebody still has to sign: slips of money handed over, slips of a settlement, actas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from app.accounts.models import User
from app.cases.models import Case
from app.foundation.db import db
from app.foundation.language import _
from app.foundation.money import Money

from .models import Acta, Advance, CashSlip, Claim, Delivery, Entry

SHOWN = 50  # of each kind; as they are signed, the next ones come up


@dataclass(frozen=True)
class Unsigned:
    """`page`, with `paper_id`: the endpoint of the advance or claim that it belongs to; `sign`, with its own `id`:
    where its photograph is handed in, None where it is signed on that page, by another than `who_id`."""

    what: str
    id: int
    number: str
    on: date
    amount: Money
    who: str
    who_id: int
    case_id: int
    case_number: str
    page: str
    paper_id: int
    paper: str
    sign: str | None


def papers() -> list[Unsigned]:
    """The oldest first, in four statements."""
    found = [
        *_read(_("Recibo de apoyo entregado"), _deliveries(), "advance", "confirm_delivery"),
        *_read(_("Recibo de diferencia pagada"), _slips(Claim, CashSlip.claim_id), "claim", "sign_cash_slip"),
        *_read(_("Constancia de devolución"), _slips(Advance, CashSlip.advance_id), "advance", "sign_cash_slip"),
        *_read(_("Acta de no comprobación"), _actas(), "advance", None),
    ]
    return sorted(found, key=lambda one: (one.on, one.number))


def _deliveries() -> Select:
    wanted = _columns(Delivery, Delivery.occurred_on, Advance).join(Advance, Advance.id == Delivery.advance_id)
    return wanted.join(User, User.id == Delivery.delivered_by_id).where(Delivery.confirmed_at.is_(None))


def _slips(paper, key) -> Select:
    wanted = _columns(CashSlip, Entry.occurred_on, paper).join(paper, paper.id == key)
    wanted = wanted.join(Entry, Entry.id == CashSlip.entry_id).join(User, User.id == CashSlip.handled_by_id)
    return wanted.where(CashSlip.signed_at.is_(None))


def _actas() -> Select:
    wanted = _columns(Acta, Acta.occurred_on, Advance).join(Advance, Advance.id == Acta.advance_id)
    wanted = wanted.join(User, User.id == Acta.drawn_up_by_id)
    return wanted.where(Acta.signed_at.is_(None), Acta.withdrawn_at.is_(None))


def _columns(signed, day, paper) -> Select:
    asked = (signed.id, signed.number, day, signed.amount_minor, signed.currency, User.name, User.id)
    return select(*asked, Case.id, Case.number, paper.id, paper.number).select_from(signed).order_by(signed.id)


def _read(what: str, wanted: Select, page: str, sign: str | None) -> Iterable[Unsigned]:
    paper = Claim if page == "claim" else Advance
    for id_, number, on, minor, currency, *told, paper_id, paper_number in db.session.execute(
        wanted.join(Case, Case.id == paper.case_id).limit(SHOWN)
    ):
        yield Unsigned(
            str(what), id_, number, on, Money(minor, currency), *told, f"finance.{page}", paper_id, paper_number,
            f"finance.{sign}" if sign else None,
        )  # fmt: skip
