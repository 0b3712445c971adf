"""finance: an advance says what it is asked for; what the bank says that an account holds."""

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("advance", sa.Column("purpose", sa.String(length=120), server_default="", nullable=False))
    op.create_table(
        "bank_balance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("custodian_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["custodian_id"], ["custodian.id"], name=op.f("fk_bank_balance_custodian_id_custodian")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["bank_statement.id"], name=op.f("fk_bank_balance_statement_id_bank_statement")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_bank_balance_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_balance")),
    )
    op.create_index("ix_bank_balance_day", "bank_balance", ["custodian_id", "on_day"])
    create_append_only(op, "bank_balance")


def downgrade() -> None:
    op.drop_table("bank_balance")
    op.drop_column("advance", "purpose")
