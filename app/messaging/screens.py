"""The telephones of the simulator as they are seen: one, and beside it those of the same family."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.cases.models import PersonPhone, Phone
from app.foundation.db import db
from app.messaging import conversations, simulated_calls
from app.messaging.models import Inbound, Message, SimulatedLine
from app.messaging.simulated_calls import ScreenCall

BESIDE = 2
COMING = 3


@dataclass(frozen=True)
class Screen:
    """One telephone: `turns` are what was said on it, `coming` the texts that will reach it if nothing changes."""

    number: str
    names: str
    condition: str
    turns: list[Message | Inbound]
    coming: list[Message]
    call: ScreenCall | None

    @property
    def key(self) -> str:
        """Its number as an element of a page is named."""
        return self.number.removeprefix("+")


def screens(number: str, cases, now: datetime) -> list[Screen]:
    """The telephone, and at most two of the same case. `cases` selects the ids of what the reader may open."""
    numbers = [number, *_beside(number, cases)]
    names = conversations.bearers_of(numbers)
    lines = select(SimulatedLine.number, SimulatedLine.condition).where(SimulatedLine.number.in_(numbers))
    conditions = dict(db.session.execute(lines).all())
    return [
        Screen(
            one, names.get(one, ""), conditions.get(one, "on"), conversations.conversation(one, cases),
            _coming(one, cases), simulated_calls.on_screen(one, cases, now),
        )
        for one in numbers
    ]  # fmt: skip


def _beside(number: str, cases) -> list[str]:
    """Other numbers that were written to about the case that this one was last written to about."""
    mine = select(Message.case_id).where(Message.to_number == number, Message.case_id.in_(cases))
    case_id = db.session.scalar(mine.order_by(Message.id.desc()).limit(1))
    if case_id is None:
        return []
    others = select(Message.to_number).where(
        Message.case_id == case_id, Message.to_number != number, Message.sid.is_not(None)
    )
    newest = func.max(Message.id).desc()
    return list(db.session.scalars(others.group_by(Message.to_number).order_by(newest).limit(BESIDE)))


def _coming(number: str, cases) -> list[Message]:
    """What is planned for whoever is reached here, the soonest first."""
    people = select(PersonPhone.person_id).join(Phone, Phone.id == PersonPhone.phone_id)
    people = people.where(Phone.number == number, PersonPhone.ended_on.is_(None), PersonPhone.rank == 1)
    rows = select(Message).where(Message.state == "planned", Message.person_id.in_(people), Message.case_id.in_(cases))
    return list(db.session.scalars(rows.order_by(Message.not_before, Message.id).limit(COMING)))


def set_line(number: str, condition: str) -> None:
    """Somebody at the screen switches a telephone off, or on again. Refused: a condition there is none: KeyError."""
    line = db.session.get(SimulatedLine, number)
    if line is None:
        line = SimulatedLine(number=number)
        db.session.add(line)
    line.condition = condition
