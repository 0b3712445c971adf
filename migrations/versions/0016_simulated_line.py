"""messaging: the simulator's telephones may be switched off, or be nobody's any more."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "simulated_line",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("condition", sa.String(length=8), nullable=False),
        sa.CheckConstraint("condition IN ('on', 'off', 'dead')", name=op.f("ck_simulated_line_condition")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_simulated_line")),
    )


def downgrade() -> None:
    op.drop_table("simulated_line")
