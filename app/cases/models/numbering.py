"""Numbers that people read aloud: `C-2026-0001`, `P-00001`. One row a series, so that none is given twice."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class Numbering(Base):
    """`last` is the number given last in the series `name`; its row serialises those who ask at once."""

    __tablename__ = "numbering"

    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    last: Mapped[int]
