"""finance: what is paid straight to a supplier, from its quotation to its invoice."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

CHECKS = {
    "state": "state IN ('quoted', 'authorised', 'paid', 'closed', 'cancelled')",
    "category": "category IN ('transport', 'lodging', 'medicine', 'other')",
    "amount": "amount_minor > 0",
    "said": "supplier <> '' AND rfc <> '' AND concept <> ''",
    "paid": "state NOT IN ('paid', 'closed') OR (advance_id IS NOT NULL AND reference IS NOT NULL"
    " AND paid_on IS NOT NULL AND cfdi_by IS NOT NULL)",
    "closed": "state <> 'closed' OR (claim_id IS NOT NULL AND closed_by_id IS NOT NULL)",
    "cancelled_with_reason": "state <> 'cancelled' OR cancel_reason IS NOT NULL",
}
POINTS_TO = {
    "case_id": "case", "quotation_id": "stored_file", "budget_id": "budget", "advance_id": "advance",
    "claim_id": "claim", "closed_by_id": "user",
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "direct_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("supplier", sa.String(length=160), nullable=False),
        sa.Column("rfc", sa.String(length=13), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("concept", sa.String(length=160), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("quotation_id", sa.Integer(), nullable=True),
        sa.Column("budget_id", sa.Integer(), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("cfdi_by", sa.Date(), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_direct_payment_{name}")) for name, rule in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_direct_payment_{column}_{table}"))
            for column, table in POINTS_TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direct_payment")),
        *(
            sa.UniqueConstraint(column, name=op.f(f"uq_direct_payment_{column}"))
            for column in ("number", "key", "budget_id", "advance_id", "claim_id")
        ),
    )
    op.create_index("ix_direct_payment_state", "direct_payment", ["state", "id"])
    op.create_index("ix_direct_payment_case", "direct_payment", ["case_id"])


def downgrade() -> None:
    op.drop_table("direct_payment")
