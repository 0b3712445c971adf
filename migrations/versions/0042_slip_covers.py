"""finance: parts of a signed slip's photograph are covered, as a receipt's are."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slip_cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.String(length=400), nullable=False),
        sa.Column("covered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("covered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["covered_by_id"], ["user.id"], name=op.f("fk_slip_cover_covered_by_id_user")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_slip_cover_delivery_id_delivery")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_slip_cover_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_cover")),
        sa.UniqueConstraint("file_id", name=op.f("uq_slip_cover_file_id")),
    )
    op.create_index("ix_slip_cover_delivery_id", "slip_cover", ["delivery_id"])


def downgrade() -> None:
    op.drop_table("slip_cover")
