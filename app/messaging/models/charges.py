"""What the carrier asks for a text, as it told it. A corrected price is another row, never a change of the first."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Instant, only_where
from app.foundation.triggers import guarded
from app.messaging.models.messages import Message

KEPT = ("message_id", "ordinal", "micros", "currency", "known_at")


class Charge(Base):
    """One piece of news about a price. `micros` are millionths of `currency`, above zero when we owe them.

    `ordinal` 0 is the first price; the others are differences to what was known before. `posted_key` names the
    posting that took it to the books: set once ever, in the transaction that posted it.
    """

    __tablename__ = "message_charge"
    __table_args__ = (
        CheckConstraint("ordinal = 0 OR micros <> 0", name="news"),
        CheckConstraint("(posted_key IS NULL) = (posted_at IS NULL)", name="posted"),
        UniqueConstraint("message_id", "ordinal", name="uq_message_charge_message_id_ordinal"),
        Index("ix_message_charge_waiting", "known_at", "id", **only_where("posted_key IS NULL")),
        Index("ix_message_charge_posted", "posted_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    ordinal: Mapped[int]
    micros: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    known_at: Mapped[datetime] = mapped_column(Instant)
    posted_key: Mapped[str | None] = mapped_column(String(80))
    posted_at: Mapped[datetime | None] = mapped_column(Instant)

    message: Mapped[Message] = relationship()


def charge_guard_statements(dialect: str) -> list[str]:
    """The SQL that makes the database refuse to change a charge, to post it twice or to lose it."""
    changed = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in KEPT)
    refused = f"OLD.posted_key IS NOT NULL OR {changed}"
    if dialect == "sqlite":
        raised = "BEGIN SELECT RAISE(ABORT, 'a charge is posted once and never changed'); END"
        return [
            f"CREATE TRIGGER message_charge_once BEFORE UPDATE ON message_charge WHEN {refused} {raised}",
            f"CREATE TRIGGER message_charge_kept BEFORE DELETE ON message_charge {raised}",
        ]
    call = "EXECUTE FUNCTION refuse_recharge()"
    return [
        "CREATE OR REPLACE FUNCTION refuse_recharge() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a charge is posted once and never changed'; END $$",
        "CREATE TRIGGER message_charge_once BEFORE UPDATE ON message_charge FOR EACH ROW "
        f"WHEN ({refused}) {call}",
        f"CREATE TRIGGER message_charge_kept BEFORE DELETE ON message_charge FOR EACH ROW {call}",
        f"CREATE TRIGGER message_charge_whole BEFORE TRUNCATE ON message_charge FOR EACH STATEMENT {call}",
    ]  # fmt: skip


guarded(charge_guard_statements)
