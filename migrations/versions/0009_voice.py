"""messaging: texts that are spoken. What a call says, the key that answers it, the simulator's calls."""

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CHANNELS = "channel IN ('sms', 'missed_call', 'whatsapp', 'voice')"
IN_FLIGHT = sa.text("channel = 'voice' AND state IN ('sending', 'unknown')")


def upgrade() -> None:
    op.add_column("message", sa.Column("spoken", sa.Text(), nullable=True))
    op.add_column("message", sa.Column("said", sa.Text(), nullable=True))
    op.create_index(
        "uq_message_call_in_flight", "message", ["to_number"], unique=True,
        sqlite_where=IN_FLIGHT, postgresql_where=IN_FLIGHT,
    )  # fmt: skip
    with op.batch_alter_table("inbound") as inbound:  # nothing hangs on it: no trigger is lost
        inbound.drop_constraint(op.f("ck_inbound_channel"), type_="check")
        inbound.create_check_constraint(op.f("ck_inbound_channel"), CHANNELS)
    op.add_column("simulated_text", sa.Column("channel", sa.String(length=10), server_default="sms", nullable=False))
    op.create_table(
        "simulated_ring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "event IN ('answered', 'refused', 'wrong_key', 'ended')", name=op.f("ck_simulated_ring_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulated_ring")),
        sa.UniqueConstraint("sid", "event", name="uq_simulated_ring_sid_event"),
    )
    create_append_only(op, "simulated_ring")
