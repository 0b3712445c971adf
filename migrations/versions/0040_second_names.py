"""finance: an entry that rests on two approvals names both."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("second_approver_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("entry", "second_approver_id")
