"""The lines of the reminder policy as data, and kinds of texts of the programme's own, which two people make."""

from dataclasses import asdict, replace
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import NotAllowed, NotFound, Refused
from app.foundation.language import _
from app.messaging import wordings
from app.messaging.models import MessageKind, ReminderRow
from app.messaging.reminders import AHEAD, KIND_ANCHORS, OWN_ANCHORS, Reminder, in_the_way
from app.messaging.texts import key_of

OPENS, LAST = time(9), time(19, 59)
MOST_DAYS = 60


def policy() -> tuple[Reminder, ...]:
    """The reminder policy as the programme keeps it; lines of a kind that nobody has approved are not in it."""
    waiting = {kind.code for kind in db.session.scalars(select(MessageKind).where(MessageKind.state != "approved"))}
    return tuple(reminder_of(row) for row in lines() if row.kind not in waiting)


def lines() -> list[ReminderRow]:
    return list(db.session.scalars(select(ReminderRow).order_by(ReminderRow.id)))


def reminder_of(row: ReminderRow) -> Reminder:
    return Reminder(
        row.kind, row.anchor, row.audience, row.days, row.minutes, row.at, row.lasts_minutes, row.active,
        tuple(int(day) for day in row.weekdays), row.language,
    )  # fmt: skip


def line_or_404(line_id: int) -> ReminderRow:
    row = db.session.get(ReminderRow, line_id)
    if row is None:
        raise NotFound(_("Esa línea no existe."))
    return row


def switched(row: ReminderRow) -> Reminder:
    """The same line, on if it was off."""
    return replace(reminder_of(row), active=not row.active)


def with_line(line: Reminder, row: ReminderRow | None) -> tuple[Reminder, ...]:
    """The policy as it would be with this line, in the place of `row` or added."""
    was = reminder_of(row) if row else None
    return (*(other for other in policy() if other != was), line)


def save_line(line: Reminder, row: ReminderRow | None, by: User, now: datetime) -> ReminderRow:
    """A new line, or another text for `row`. Refused: an anchor that the kind has not, a reminder that would come
    after, an hour outside the window, or people who are told the same by another line."""
    refuse_unfit(line, row)
    was = asdict(reminder_of(row)) if row else {}
    row = row or ReminderRow()
    row.kind, row.anchor, row.audience, row.days, row.minutes = (
        line.kind, line.anchor, line.audience, line.days, line.minutes,
    )  # fmt: skip
    row.at, row.lasts_minutes, row.active, row.language = line.at, line.lasts_minutes, line.active, line.language
    row.weekdays = "".join(str(day) for day in sorted(line.weekdays))
    db.session.add(row)
    db.session.flush()
    audit.record("messaging.policy", f"reminder:{row.id}", by, was=was, now=asdict(line))
    return row


def refuse_unfit(line: Reminder, row: ReminderRow | None) -> None:
    if line.anchor not in KIND_ANCHORS.get(line.kind, OWN_ANCHORS):
        raise Refused(_("Ese aviso no se puede contar desde ahí."), "anchor")
    if line.kind in AHEAD and not line.before:
        raise Refused(_("Ese aviso va antes: elija «antes» y los días."), "side")
    if line.anchor == "home" and line.before:
        raise Refused(_("Antes de regresar no se sabe cuándo regresan: elija «después»."), "side")
    if line.at and not OPENS <= line.at <= LAST:
        raise Refused(_("Los mensajes salen de 9 de la mañana a 8 de la noche."), "at")
    if line.anchor not in ("now",) and not line.at and not line.minutes:
        raise Refused(_("Diga la hora del día, o cuántos minutos."), "at")
    if line.weekdays and line.at is None and line.anchor != "now":
        raise Refused(_("Los días de la semana son para avisos con hora del día."), "weekdays")
    others = [reminder_of(other) for other in lines() if row is None or other.id != row.id]
    if line.active and in_the_way(line, others):
        raise Refused(_("Otra línea ya les dice eso a esas personas: cámbiela, o apáguela primero."), "audience")


def kinds(state: str | None = None) -> list[MessageKind]:
    """The programme's own kinds, the oldest first, with who proposed and who decided."""
    rows = select(MessageKind).options(joinedload(MessageKind.proposed_by), joinedload(MessageKind.decided_by))
    rows = rows.where(MessageKind.state == state) if state else rows
    return list(db.session.scalars(rows.order_by(MessageKind.id)))


def own_names() -> dict[str, str]:
    """Code → name of every kind of the programme's own."""
    return {kind.code: kind.name for kind in kinds()}


def kind_or_404(kind_id: int) -> MessageKind:
    kind = db.session.get(MessageKind, kind_id)
    if kind is None:
        raise NotFound(_("Ese aviso no existe."))
    return kind


def line_of(kind: MessageKind) -> ReminderRow | None:
    return db.session.scalar(select(ReminderRow).where(ReminderRow.kind == kind.code).order_by(ReminderRow.id).limit(1))


def propose(name: str, line: Reminder, words: dict[str, str], by: User, now: datetime) -> MessageKind:
    """A kind of the programme's own: its name, when and to whom, and its Spanish words by reader. Nothing of it is
    planned until somebody else approves it. Refused: a name that is taken, words that may not be said."""
    if db.session.scalar(select(MessageKind.id).where(MessageKind.name == name)):
        raise Refused(_("Ya hay un aviso con ese nombre."), "name")
    kind = MessageKind(name=name, proposed_by_id=by.id, proposed_at=now)
    db.session.add(kind)
    db.session.flush()
    audit.record("messaging.propose_kind", f"message_kind:{kind.id}", by, name=name)
    save_line(replace(line, kind=kind.code), None, by, now)
    for role, body in words.items():
        _write(kind, role, body, by, now)
    return kind


def _write(kind: MessageKind, role: str, body: str, by: User, now: datetime) -> None:
    """The refusal lands beside the words of that reader."""
    try:
        wordings.reword(key_of(kind.code, role, "", "es"), body, body, by, now)
    except Refused as refusal:
        raise Refused(refusal.sentence, role) from refusal


def decide(kind: MessageKind, yes: bool, by: User, now: datetime) -> None:
    """The second person says yes or no, once. Refused: whoever proposed it or wrote any of its words."""
    if kind.state != "proposed":
        raise Refused(_("Ya se decidió sobre este aviso."))
    if by.id in {kind.proposed_by_id, *wordings.writers(kind.code)}:
        raise NotAllowed(_("Quien lo propuso no lo aprueba: pídaselo a otra persona."))
    kind.state, kind.decided_by_id, kind.decided_at = "approved" if yes else "declined", by.id, now
    audit.record("messaging.decide_kind", f"message_kind:{kind.id}", by, decision=kind.state)
