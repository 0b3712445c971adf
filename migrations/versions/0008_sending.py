"""messaging: the rate and the daily cap of all workers together, answers at night, and where the safety net stands."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FOLLOWERS = (
    ("ix_message_follows", "message", "retry_of_id"),
    ("ix_appointment_next", "appointment", "next_id"),
)
PLANNED_ANY_HOUR = "state = 'planned' AND any_hour"


def upgrade() -> None:
    op.add_column("channel", sa.Column("free_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("channel", sa.Column("counted_on", sa.Date(), nullable=True))
    op.add_column("channel", sa.Column("counted_segments", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("channel", sa.Column("capped_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_message_due_any_hour", "message", ["priority", "not_before", "id"],
        sqlite_where=sa.text(PLANNED_ANY_HOUR), postgresql_where=sa.text(PLANNED_ANY_HOUR),
    )  # fmt: skip
    for name, table, column in FOLLOWERS:
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, table, [column], sqlite_where=there, postgresql_where=there)
    op.create_table(
        "watermark",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_watermark")),
    )
    # What was changed before is reconciled: the safety net begins where the audit chain ends now.
    op.execute("INSERT INTO watermark (name, position) SELECT 'changes', COALESCE(MAX(id), 0) FROM audit_event")
    op.execute("INSERT INTO watermark (name, position) VALUES ('in_turn', 0)")
