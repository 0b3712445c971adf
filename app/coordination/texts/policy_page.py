"""The policy page: every line as a sentence in the order of time, and the kinds that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime

from app.coordination.texts import examples, operations
from app.coordination.texts.examples import Sample
from app.messaging import labels, policy_lines, policy_words, wordings
from app.messaging.models import MessageKind, PolicyChange, ReminderRow
from app.messaging.reminders import Reminder


@dataclass(frozen=True)
class Line:
    row: ReminderRow
    line: Reminder
    name: str


@dataclass(frozen=True)
class PolicyPage:
    """`parts`: (title, lines) in the order of time. `proposed` wait for a yes; `declined` were turned down."""

    parts: list[tuple[object, list[Line]]]
    proposed: list[MessageKind]
    declined: list[MessageKind]
    waiting: PolicyChange | None


@dataclass(frozen=True)
class KindPage:
    kind: MessageKind
    line: Reminder
    samples: list[Sample]
    writers: set[int]


def gather() -> PolicyPage:
    kinds = policy_lines.kinds()
    names = labels.KINDS | {kind.code: kind.name for kind in kinds}
    hidden = {kind.code for kind in kinds if kind.state != "approved"}
    rows = [row for row in policy_lines.lines() if row.kind not in hidden]
    lines = [Line(row, policy_lines.reminder_of(row), str(names[row.kind])) for row in rows]
    lines.sort(key=lambda one: policy_words.place_in_time(one.line))
    parts = [
        (title, [one for one in lines if policy_words.part(one.line) == code]) for code, title in policy_words.PARTS
    ]
    return PolicyPage(
        [(title, found) for title, found in parts if found], [kind for kind in kinds if kind.state == "proposed"],
        [kind for kind in kinds if kind.state == "declined"], operations.waiting(),
    )  # fmt: skip


def kind_of(kind_id: int, now: datetime) -> KindPage:
    """A proposed kind as it would come out for each of its readers."""
    kind, book = policy_lines.kind_or_404(kind_id), wordings.book()
    texts = [text for text in book.texts.values() if text.kind == kind.code and text.language == "es"]
    samples = [examples.samples(text, None, book, now)[0] for text in texts]
    line = policy_lines.reminder_of(policy_lines.line_of(kind))
    return KindPage(kind, line, samples, {kind.proposed_by_id, *wordings.writers(kind.code)})
