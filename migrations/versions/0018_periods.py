"""finance: a month is closed, and opened again, with a name and a reason."""

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "period_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('closed', 'reopened')", name=op.f("ck_period_event_kind")),
        sa.CheckConstraint("kind <> 'reopened' OR reason <> ''", name=op.f("ck_period_event_reopened_with_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_period_event_by_id_user")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_period_event_period_id_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_event")),
    )
    op.create_index("ix_period_event_period", "period_event", ["period_id", "id"])
    create_append_only(op, "period_event")


def downgrade() -> None:
    op.drop_table("period_event")
