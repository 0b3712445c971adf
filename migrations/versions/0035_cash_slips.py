"""finance: the slip that the family signs for a difference paid or a rest given back in cash."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

POINTS_AT = {
    "entry_id": "entry", "claim_id": "claim", "advance_id": "advance", "custodian_id": "custodian",
    "handled_by_id": "user", "signed_file_id": "stored_file",
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "cash_slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("advance_id", sa.Integer(), nullable=True),
        sa.Column("custodian_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=160), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("handled_by_id", sa.Integer(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_file_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(claim_id IS NULL) <> (advance_id IS NULL)", name=op.f("ck_cash_slip_one_paper")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_cash_slip_amount")),
        sa.CheckConstraint("(signed_file_id IS NULL) = (signed_at IS NULL)", name=op.f("ck_cash_slip_signed")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_cash_slip_{column}_{table}"))
            for column, table in POINTS_AT.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_slip")),
        sa.UniqueConstraint("number", name=op.f("uq_cash_slip_number")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_cash_slip_entry_id")),
    )
    op.create_index("ix_cash_slip_claim_id", "cash_slip", ["claim_id"])
    op.create_index("ix_cash_slip_advance_id", "cash_slip", ["advance_id"])


def downgrade() -> None:
    op.drop_table("cash_slip")
