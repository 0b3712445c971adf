"""finance: the CFDI that takes the place of a ticket; what somebody saw of a CFDI at the SAT;
how many rode; parts of a
picture covered."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("receipt_ride", sa.Column("persons", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "tax_proof",
        sa.Column("cfdi_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("pdf_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attached_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("cfdi_id <> paper_id", name=op.f("ck_tax_proof_two_papers")),
        sa.ForeignKeyConstraint(["attached_by_id"], ["user.id"], name=op.f("fk_tax_proof_attached_by_id_user")),
        sa.ForeignKeyConstraint(["cfdi_id"], ["receipt.id"], name=op.f("fk_tax_proof_cfdi_id_receipt")),
        sa.ForeignKeyConstraint(["line_id"], ["claim_line.id"], name=op.f("fk_tax_proof_line_id_claim_line")),
        sa.ForeignKeyConstraint(["paper_id"], ["receipt.id"], name=op.f("fk_tax_proof_paper_id_receipt")),
        sa.ForeignKeyConstraint(["pdf_id"], ["stored_file.id"], name=op.f("fk_tax_proof_pdf_id_stored_file")),
        sa.PrimaryKeyConstraint("cfdi_id", name=op.f("pk_tax_proof")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_tax_proof_paper_id")),
    )
    op.create_index("ix_tax_proof_line_id", "tax_proof", ["line_id"])
    op.create_table(
        "sat_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("looked_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('in_force', 'cancelled')", name=op.f("ck_sat_look_status")),
        sa.ForeignKeyConstraint(["looked_by_id"], ["user.id"], name=op.f("fk_sat_look_looked_by_id_user")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_sat_look_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sat_look")),
    )
    op.create_index("ix_sat_look_receipt_id", "sat_look", ["receipt_id"])
    op.add_column("sealed_report_line", sa.Column("cover_id", sa.Integer(), nullable=True))
    op.create_table(
        "receipt_cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.String(length=400), nullable=False),
        sa.Column("covered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("covered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["covered_by_id"], ["user.id"], name=op.f("fk_receipt_cover_covered_by_id_user")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_receipt_cover_file_id_stored_file")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_receipt_cover_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_cover")),
        sa.UniqueConstraint("file_id", name=op.f("uq_receipt_cover_file_id")),
    )
    op.create_index("ix_receipt_cover_receipt_id", "receipt_cover", ["receipt_id"])


def downgrade() -> None:
    op.drop_table("receipt_cover")
    op.drop_column("sealed_report_line", "cover_id")
    op.drop_table("sat_look")
    op.drop_table("tax_proof")
    op.drop_column("receipt_ride", "persons")
