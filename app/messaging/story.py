"""The story of one text that somebody looks at: everything that was tried for it, and what happens next."""

from dataclasses import dataclass

from sqlalchemy import select

from app.cases.models import Task
from app.foundation.db import db
from app.messaging.calls import NOT_ARRIVED
from app.messaging.models import Message

WAITS = ("planned", "claimed")


@dataclass(frozen=True)
class Story:
    """`tries` from the first to the last; `call` is the open task to call the person about it, if there is one."""

    tries: list[Message]
    call: Task | None

    @property
    def coming(self) -> Message | None:
        """The try that has not left yet."""
        return next((one for one in self.tries if one.state in WAITS), None)

    @property
    def failed(self) -> bool:
        """Whether nothing that was tried has arrived, or still may."""
        return all(one.state in NOT_ARRIVED for one in self.tries)


def story_of(message: Message) -> Story:
    """The text, those that it repeats and those that repeat it."""
    first = message
    while first.retry_of_id:
        first = db.session.get_one(Message, first.retry_of_id)
    tries = [first]
    while follower := db.session.scalar(select(Message).where(Message.retry_of_id == tries[-1].id)):
        tries.append(follower)
    return Story(tries, _open_call(message))


def _open_call(message: Message) -> Task | None:
    key = f"call:{message.about}:{message.person_id}"
    return db.session.scalar(select(Task).where(Task.key == key, Task.done_at.is_(None)))
