"""travel: a trip remembers how many evenings more somebody wished for."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

WISHES = ("evenings_before", "evenings_after")


def upgrade() -> None:
    for name in WISHES:
        op.add_column("trip", sa.Column(name, sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    for name in WISHES:
        op.drop_column("trip", name)
