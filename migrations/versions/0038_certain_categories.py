"""finance: of several funds one may pay certain categories only; each part says how much of which it is."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

CATEGORY = "category IN ('transport', 'lodging', 'meals', 'stipend', 'medicine', 'other', 'sms')"


def upgrade() -> None:
    for part in ("budget_part", "advance_part"):
        table = f"{part}_line"
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("part_id", sa.Integer(), nullable=False),
            sa.Column("category", sa.String(length=12), nullable=False),
            sa.Column("amount_minor", sa.BigInteger(), nullable=False),
            sa.CheckConstraint(CATEGORY, name=op.f(f"ck_{table}_category")),
            sa.CheckConstraint("amount_minor >= 0", name=op.f(f"ck_{table}_amount")),
            sa.ForeignKeyConstraint(["part_id"], [f"{part}.id"], name=op.f(f"fk_{table}_part_id_{part}")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint("part_id", "category", name=f"uq_{table}_part_id_category"),
        )


def downgrade() -> None:
    for table in ("advance_part_line", "budget_part_line"):
        op.drop_table(table)
