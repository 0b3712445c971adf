"""The inbox: one row a number, whatever it wrote how often. Four statements a page, however long it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.cases.models import Case, CasePerson, Person, PersonPhone, Phone
from app.foundation.db import KeysetPage, db, keyset_page
from app.messaging.conversations import readable
from app.messaging.models import Inbound, Message

BOXES = ("open", "mine", "nobodys", "done")


@dataclass(frozen=True)
class Row:
    """One number. `last` is the newest thing it said, `since` when the oldest that still waits came in (None: all
    done), `names` who is reached there, `replied` whether a person wrote back after its last words."""

    last: Inbound
    names: str
    unread: bool = False
    since: datetime | None = None
    replied: bool = False


def page(box: str, after: str | None, cases: Select, user: User) -> KeysetPage[Row]:
    """The newest first. `box`: open, mine, nobodys, done. `cases` selects the ids of what the reader may open;
    what belongs to another case neither shows nor counts."""
    found = keyset_page(_numbers(box, cases, user), Inbound.id, after, descending=True)
    numbers = [last.from_number for last in found.rows]
    waiting, replies, names = _waiting(numbers, cases), _replies(numbers), names_on(numbers, cases)
    rows = [_row(last, waiting.get(last.from_number), replies, names) for last in found.rows]
    return KeysetPage(rows, found.next_key)


def _row(last: Inbound, waiting, replies: dict[str, datetime], names: dict[str, str]) -> Row:
    replied = replies.get(last.from_number)
    return Row(
        last=last,
        names=last.person.full_name if last.person else names.get(last.from_number, ""),
        unread=bool(waiting and waiting.unread),
        since=waiting.since if waiting else None,
        replied=replied is not None and replied >= last.received_at,
    )


def _numbers(box: str, cases: Select, user: User) -> Select:
    """The newest row of each number of a box."""
    other, waits = aliased(Inbound), aliased(Inbound)
    newest = select(func.max(other.id)).where(other.from_number == Inbound.from_number, readable(other, cases))
    rows = select(Inbound).where(Inbound.id == newest.correlate(Inbound).scalar_subquery(), readable(Inbound, cases))
    rows = rows.options(joinedload(Inbound.person), joinedload(Inbound.case), joinedload(Inbound.assigned_to))
    still = [waits.state != "done", readable(waits, cases)]
    if box == "done":
        return rows.where(~exists().where(waits.from_number == Inbound.from_number, *still))
    owner = {"mine": [waits.assigned_to_id == user.id], "nobodys": [waits.assigned_to_id.is_(None)]}
    return rows.where(Inbound.from_number.in_(select(waits.from_number).where(*still, *owner.get(box, []))))


def _waiting(numbers: list[str], cases: Select) -> dict[str, object]:
    unread = func.max(case((Inbound.state == "unread", 1), else_=0)).label("unread")
    rows = select(Inbound.from_number, func.min(Inbound.received_at).label("since"), unread)
    rows = rows.where(Inbound.from_number.in_(numbers), Inbound.state != "done", readable(Inbound, cases))
    return {row.from_number: row for row in db.session.execute(rows.group_by(Inbound.from_number))}


def _replies(numbers: list[str]) -> dict[str, datetime]:
    """When a person last wrote to each number."""
    rows = select(Message.to_number, func.max(Message.created_at)).where(
        Message.to_number.in_(numbers), Message.kind == "reply"
    )
    return dict(db.session.execute(rows.group_by(Message.to_number)).all())


def names_on(numbers: Iterable[str], cases: Select) -> dict[str, str]:
    """number → "Rosa López, Juan López": who is reached there, as far as the reader may know them (P9)."""
    known = or_(
        Person.id.in_(select(Case.patient_id).where(Case.id.in_(cases))),
        Person.id.in_(select(CasePerson.person_id).where(CasePerson.case_id.in_(cases))),
    )
    rows = (
        select(Phone.number, Person)
        .join(PersonPhone, PersonPhone.phone_id == Phone.id)
        .join(Person, Person.id == PersonPhone.person_id)
        .where(Phone.number.in_(list(numbers)), PersonPhone.ended_on.is_(None), Person.died_on.is_(None), known)
        .order_by(Person.id)
    )
    names: dict[str, list[str]] = {}
    for number, person in db.session.execute(rows):
        names.setdefault(number, []).append(person.full_name)
    return {number: ", ".join(several) for number, several in names.items()}
