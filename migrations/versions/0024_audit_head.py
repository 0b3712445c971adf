"""foundation: the end of the audit chain in a row of its own, so that a tail which was cut off is missed."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.execute("INSERT INTO audit_head (id, event_id, hash) VALUES (1, 0, '')")
    op.execute(
        "UPDATE audit_head SET event_id = last.id, hash = last.hash"
        " FROM (SELECT id, hash FROM audit_event ORDER BY id DESC LIMIT 1) AS last"
    )


def downgrade() -> None:
    op.drop_table("audit_head")
