"""Help in kind, read for the page of its case."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation.db import db
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.money import Money

from ..models import InKind, Trip


@dataclass(frozen=True)
class HelpInKind:
    """All of a case: (what was given, when the visit of its trip is), the latest first, removed ones too."""

    rows: list[tuple[InKind, datetime | None]]

    @property
    def counted(self) -> list[InKind]:
        return [row for row, _visit in self.rows if row.removed_at is None]

    @property
    def worth(self) -> Money:
        """The estimates of what was not removed, where there is one."""
        return sum((row.value for row in self.counted if row.value), Money.zero())

    @property
    def without_value(self) -> int:
        return sum(row.value is None for row in self.counted)


def help_in_kind(case_id: int) -> HelpInKind:
    """One statement."""
    wanted = select(InKind, Trip.present_at).outerjoin(Trip, Trip.id == InKind.trip_id)
    wanted = wanted.where(InKind.case_id == case_id).order_by(InKind.occurred_on.desc(), InKind.id.desc())
    return HelpInKind([tuple(row) for row in db.session.execute(wanted)])


def in_kind_or_404(case_id: int, row_id: int) -> InKind:
    row = db.session.scalar(select(InKind).where(InKind.case_id == case_id, InKind.id == row_id))
    if row is None:
        raise NotFound(_("Esa ayuda no está en este caso."))
    return row
