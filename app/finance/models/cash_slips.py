"""What the family signs when cash moves at the settlement: a difference that it is paid, a rest that it gives back."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant
from app.foundation.files import StoredFile
from app.foundation.money import Money

from .advances import Advance
from .claims import Claim
from .funds import Custodian
from .ledger import Entry


class CashSlip(Base):
    """Of a claim: its difference was paid out of `custodian`. Of an advance: its rest came back into it."""

    __tablename__ = "cash_slip"
    __table_args__ = (
        CheckConstraint("(claim_id IS NULL) <> (advance_id IS NULL)", name="one_paper"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("(signed_file_id IS NULL) = (signed_at IS NULL)", name="signed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    advance_id: Mapped[int | None] = mapped_column(ForeignKey("advance.id"), index=True)
    custodian_id: Mapped[int] = mapped_column(ForeignKey("custodian.id"))
    person: Mapped[str] = mapped_column(String(160))
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    handled_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    handled_at: Mapped[datetime] = mapped_column(Instant)
    signed_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    signed_at: Mapped[datetime | None] = mapped_column(Instant)

    entry: Mapped[Entry] = relationship()
    claim: Mapped[Claim | None] = relationship()
    advance: Mapped[Advance | None] = relationship()
    custodian: Mapped[Custodian] = relationship()
    handled_by: Mapped[User] = relationship()
    signed_file: Mapped[StoredFile | None] = relationship()

    @property
    def paper(self) -> Claim | Advance:
        return self.claim or self.advance

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
