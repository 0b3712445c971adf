"""finance: what a sealed report is about (a payee, a case, with names or not), and the paper that voids one."""

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SCOPE = {"payee": 160, "case_number": 20, "names_reason": 200}


def upgrade() -> None:
    for name, length in SCOPE.items():
        op.add_column("sealed_report", sa.Column(name, sa.String(length=length), server_default="", nullable=False))
    op.create_table(
        "sealed_void",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_by_id", sa.Integer(), nullable=False),
        sa.Column("sealer_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_sealed_void_reason")),
        sa.CheckConstraint("sealer_id IS NULL OR sealer_id <> voided_by_id", name=op.f("ck_sealed_void_two_people")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["sealed_report.id"], name=op.f("fk_sealed_void_report_id_sealed_report")
        ),
        sa.ForeignKeyConstraint(["sealer_id"], ["user.id"], name=op.f("fk_sealed_void_sealer_id_user")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["user.id"], name=op.f("fk_sealed_void_voided_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_void")),
        sa.UniqueConstraint("number", name=op.f("uq_sealed_void_number")),
        sa.UniqueConstraint("report_id", name=op.f("uq_sealed_void_report_id")),
        sa.UniqueConstraint("token", name=op.f("uq_sealed_void_token")),
    )
    create_append_only(op, "sealed_void")


def downgrade() -> None:
    op.drop_table("sealed_void")
    for name in SCOPE:
        op.drop_column("sealed_report", name)
