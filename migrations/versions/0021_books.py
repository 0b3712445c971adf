"""finance: corrections of the books by two people; a sealed report's lines keep the category they were sealed under."""

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None


KINDS = (
    "kind IN ('opening', 'donation', 'cash_move', 'delivery', 'claim', 'return', 'difference', 'reversal', 'reclass', "
    "'text_cost')"
)
CATEGORIES = "('transport', 'lodging', 'meals', 'stipend', 'medicine', 'other', 'sms')"


def upgrade() -> None:
    _sealed_categories()
    _kinds_of_entry()
    _corrections()
    _correction_lines()


def _kinds_of_entry() -> None:
    """SQLite copies the table, which loses its triggers; PostgreSQL changes it in place and keeps them."""
    with op.batch_alter_table("entry") as batch:
        batch.drop_constraint(op.f("ck_entry_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_entry_kind"), KINDS)
    if op.get_bind().dialect.name == "sqlite":
        create_append_only(op, "entry")


def _corrections() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("posted_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name=op.f("ck_correction_decided_at")),
        sa.CheckConstraint("(state = 'asked') = (decided_by_id IS NULL)", name=op.f("ck_correction_decided_by")),
        sa.CheckConstraint("(state = 'posted') = (posted_id IS NOT NULL)", name=op.f("ck_correction_posted")),
        sa.CheckConstraint("kind IN ('reversal', 'reclass')", name=op.f("ck_correction_kind")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_correction_reason")),
        sa.CheckConstraint("state <> 'posted' OR decided_by_id <> asked_by_id", name=op.f("ck_correction_two_people")),
        sa.CheckConstraint("state IN ('asked', 'posted', 'declined')", name=op.f("ck_correction_state")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_correction_asked_by_id_user")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_correction_decided_by_id_user")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_correction_entry_id_entry")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_correction_fund_id_fund")),
        sa.ForeignKeyConstraint(["posted_id"], ["entry.id"], name=op.f("fk_correction_posted_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("posted_id", name=op.f("uq_correction_posted_id")),
    )
    asked = sa.text("state = 'asked'")
    op.create_index(
        "uq_correction_open", "correction", ["entry_id"], unique=True, sqlite_where=asked, postgresql_where=asked
    )
    op.create_index("ix_correction_state", "correction", ["state", "id"])


def _correction_lines() -> None:
    op.create_table(
        "correction_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("becomes", sa.String(length=12), nullable=False),
        sa.CheckConstraint("becomes <> category", name=op.f("ck_correction_line_another")),
        sa.CheckConstraint(f"becomes IN {CATEGORIES}", name=op.f("ck_correction_line_becomes")),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["correction.id"], name=op.f("fk_correction_line_correction_id_correction")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_correction_line_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_line")),
    )
    op.create_index("ix_correction_line_correction", "correction_line", ["correction_id"])


def _sealed_categories() -> None:
    """SQLite copies the table, which loses its triggers; PostgreSQL changes it in place, with them put to sleep."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        op.execute("DROP TRIGGER sealed_report_line_no_update")
    else:
        op.execute("ALTER TABLE sealed_report_line DISABLE TRIGGER USER")
    op.add_column("sealed_report_line", sa.Column("category", sa.String(length=12), nullable=True))
    op.execute(
        "UPDATE sealed_report_line SET category = "
        "(SELECT category FROM claim_line WHERE claim_line.id = sealed_report_line.claim_line_id)"
    )
    with op.batch_alter_table("sealed_report_line") as batch:
        batch.alter_column("category", existing_type=sa.String(length=12), nullable=False)
    if sqlite:
        create_append_only(op, "sealed_report_line")
    else:
        op.execute("ALTER TABLE sealed_report_line ENABLE TRIGGER USER")


def downgrade() -> None:
    for table in ("correction_line", "correction"):
        op.drop_table(table)
    op.drop_column("sealed_report_line", "category")
