"""finance: what a donor paid of a sealed report."""

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "donor_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_donor_payment_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["sealed_report.id"], name=op.f("fk_donor_payment_report_id_sealed_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_payment")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_donor_payment_entry_id")),
    )
    op.create_index("ix_donor_payment_report_id", "donor_payment", ["report_id"])
    create_append_only(op, "donor_payment")


def downgrade() -> None:
    op.drop_table("donor_payment")
