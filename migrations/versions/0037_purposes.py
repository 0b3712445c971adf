"""finance: an advance says what it is asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("advance", sa.Column("purpose", sa.String(length=120), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("advance", "purpose")
