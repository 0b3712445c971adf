"""finance: papers taken in before they are typed, verdicts on look-alikes, the reason for what is above a limit."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("receipt", sa.Column("payment_form", sa.String(length=2), nullable=True))
    op.add_column("receipt", sa.Column("excuse", sa.String(length=200), nullable=True))
    op.add_column("budget", sa.Column("starts_on", sa.Date(), nullable=True))
    op.add_column("budget", sa.Column("ends_on", sa.Date(), nullable=True))
    op.create_table(
        "claim_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_upload_claim_id_claim")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_claim_upload_file_id_stored_file")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["user.id"], name=op.f("fk_claim_upload_taken_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_upload")),
        sa.UniqueConstraint("file_id", name=op.f("uq_claim_upload_file_id")),
    )
    op.create_index("ix_claim_upload_claim", "claim_upload", ["claim_id", "id"])
    _verdicts()


def _verdicts() -> None:
    op.create_table(
        "twin_verdict",
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("twin_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=9), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("verdict IN ('same', 'different')", name=op.f("ck_twin_verdict_verdict")),
        sa.CheckConstraint(
            "verdict <> 'different' OR reason <> ''", name=op.f("ck_twin_verdict_different_with_reason")
        ),
        sa.CheckConstraint("receipt_id <> twin_id", name=op.f("ck_twin_verdict_two_receipts")),
        sa.ForeignKeyConstraint(["judged_by_id"], ["user.id"], name=op.f("fk_twin_verdict_judged_by_id_user")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_twin_verdict_receipt_id_receipt")),
        sa.ForeignKeyConstraint(["twin_id"], ["receipt.id"], name=op.f("fk_twin_verdict_twin_id_receipt")),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("pk_twin_verdict")),
    )
    op.create_index("ix_twin_verdict_twin_id", "twin_verdict", ["twin_id"])


def downgrade() -> None:
    op.drop_table("twin_verdict")
    op.drop_table("claim_upload")
    for table, column in (
        ("budget", "ends_on"),
        ("budget", "starts_on"),
        ("receipt", "excuse"),
        ("receipt", "payment_form"),
    ):
        op.drop_column(table, column)
