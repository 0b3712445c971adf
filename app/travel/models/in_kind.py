"""Help in kind: what a family was given instead of money.

It lives in `travel`, not in `cases`, because it may have been given for a trip, and foreign keys point down. It is no
money of the programme's: the ledger, the budgets and the six figures know nothing of it.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant
from app.foundation.money import Money

from ..rules import IN_KIND


class InKind(Base):
    """One thing given. `occurred_on` is apart from `recorded_at` (P7); what was written by mistake is kept, removed.

    `quantity` in words (`3 cajas`); `value_minor`: centavos that it is thought to be worth, None where nobody knows.
    `once`: the number of the page that was sent, so that a double click records one.
    """

    __tablename__ = "in_kind"
    __table_args__ = (
        CheckConstraint(f"kind IN {IN_KIND}", name="kind"),
        CheckConstraint("description <> '' AND given_by <> ''", name="told"),
        CheckConstraint("value_minor > 0", name="value"),
        CheckConstraint("(removed_at IS NULL) = (removed_reason = '')", name="removed_with_reason"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by_somebody"),
        UniqueConstraint("case_id", "once", name="uq_in_kind_case_id_once"),
        Index("ix_in_kind_case", "case_id", "occurred_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    trip_id: Mapped[int | None] = mapped_column(ForeignKey("trip.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    description: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[str] = mapped_column(String(40))
    value_minor: Mapped[int | None] = mapped_column(BigInteger)
    given_by: Mapped[str] = mapped_column(String(120))  # the donor or the institution
    occurred_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    once: Mapped[str] = mapped_column(String(40))
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    removed_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")

    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id], lazy="joined", innerjoin=True)
    removed_by: Mapped[User | None] = relationship(foreign_keys=[removed_by_id], lazy="joined")

    @property
    def value(self) -> Money | None:
        return None if self.value_minor is None else Money(self.value_minor)
