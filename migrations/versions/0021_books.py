"""finance: corrections of the books by two people, cash counts, bank statements; sealed lines keep their category."""

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


KINDS = (
    "kind IN ('opening', 'donation', 'cash_move', 'delivery', 'claim', 'return', 'difference', 'reversal', 'reclass', "
    "'cash_adjust', 'text_cost')"
)
CATEGORIES = "('transport', 'lodging', 'meals', 'stipend', 'medicine', 'other', 'sms')"


def upgrade() -> None:
    _sealed_categories()
    _kinds_of_entry()
    _cash_counts()
    _corrections()
    _correction_lines()
    _bank()
    _bank_matches()


def _kinds_of_entry() -> None:
    """SQLite copies the table, which loses its triggers; PostgreSQL changes it in place and keeps them."""
    with op.batch_alter_table("entry") as batch:
        batch.drop_constraint(op.f("ck_entry_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_entry_kind"), KINDS)
    if op.get_bind().dialect.name == "sqlite":
        create_append_only(op, "entry")


def _cash_counts() -> None:
    op.create_table(
        "cash_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("custodian_id", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("book_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_by_id", sa.Integer(), nullable=False),
        sa.Column("witness", sa.String(length=160), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("counted_minor >= 0", name=op.f("ck_cash_count_counted")),
        sa.CheckConstraint("witness <> ''", name=op.f("ck_cash_count_witness")),
        sa.ForeignKeyConstraint(["counted_by_id"], ["user.id"], name=op.f("fk_cash_count_counted_by_id_user")),
        sa.ForeignKeyConstraint(["custodian_id"], ["custodian.id"], name=op.f("fk_cash_count_custodian_id_custodian")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_count")),
        sa.UniqueConstraint("number", name=op.f("uq_cash_count_number")),
    )
    op.create_index("ix_cash_count_custodian", "cash_count", ["custodian_id", "id"])
    op.create_table(
        "cash_count_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('bill', 'coin')", name=op.f("ck_cash_count_line_kind")),
        sa.CheckConstraint("value_minor > 0 AND pieces > 0", name=op.f("ck_cash_count_line_something")),
        sa.ForeignKeyConstraint(["count_id"], ["cash_count.id"], name=op.f("fk_cash_count_line_count_id_cash_count")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_count_line")),
        sa.UniqueConstraint("count_id", "kind", "value_minor", name="uq_cash_count_line_piece"),
    )
    for table in ("cash_count", "cash_count_line"):
        create_append_only(op, table)


def _corrections() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("count_id", sa.Integer(), nullable=True),
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
        sa.CheckConstraint("(kind = 'cash_adjust') = (count_id IS NOT NULL)", name=op.f("ck_correction_of_a_count")),
        sa.CheckConstraint("(kind = 'cash_adjust') = (entry_id IS NULL)", name=op.f("ck_correction_of_an_entry")),
        sa.CheckConstraint("kind <> 'cash_adjust' OR fund_id IS NOT NULL", name=op.f("ck_correction_count_has_fund")),
        sa.CheckConstraint("kind IN ('reversal', 'reclass', 'cash_adjust')", name=op.f("ck_correction_kind")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_correction_reason")),
        sa.CheckConstraint("state <> 'posted' OR decided_by_id <> asked_by_id", name=op.f("ck_correction_two_people")),
        sa.CheckConstraint("state IN ('asked', 'posted', 'declined')", name=op.f("ck_correction_state")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_correction_asked_by_id_user")),
        sa.ForeignKeyConstraint(["count_id"], ["cash_count.id"], name=op.f("fk_correction_count_id_cash_count")),
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
    standing = sa.text("state <> 'declined'")
    op.create_index(
        "uq_correction_count", "correction", ["count_id"], unique=True, sqlite_where=standing, postgresql_where=standing
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


def _bank() -> None:
    op.create_table(
        "bank_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("custodian_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("fresh >= 0 AND fresh <= line_count", name=op.f("ck_bank_statement_fresh")),
        sa.ForeignKeyConstraint(
            ["custodian_id"], ["custodian.id"], name=op.f("fk_bank_statement_custodian_id_custodian")
        ),
        sa.ForeignKeyConstraint(["imported_by_id"], ["user.id"], name=op.f("fk_bank_statement_imported_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
        sa.UniqueConstraint("custodian_id", "sha256", name="uq_bank_statement_custodian_id_sha256"),
    )
    op.create_table(
        "bank_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("custodian_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_bank_line_amount")),
        sa.ForeignKeyConstraint(["custodian_id"], ["custodian.id"], name=op.f("fk_bank_line_custodian_id_custodian")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["bank_statement.id"], name=op.f("fk_bank_line_statement_id_bank_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint("custodian_id", "fingerprint", "ordinal", name="uq_bank_line_movement"),
    )
    op.create_index("ix_bank_line_day", "bank_line", ["custodian_id", "on_day"])
    op.create_index("ix_bank_line_statement", "bank_line", ["statement_id"])
    for table in ("bank_statement", "bank_line"):
        create_append_only(op, table)


def _bank_matches() -> None:
    op.create_table(
        "bank_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matched_by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_bank_match_undone")),
        sa.ForeignKeyConstraint(["line_id"], ["bank_line.id"], name=op.f("fk_bank_match_line_id_bank_line")),
        sa.ForeignKeyConstraint(["matched_by_id"], ["user.id"], name=op.f("fk_bank_match_matched_by_id_user")),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name=op.f("fk_bank_match_transfer_id_transfer")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user.id"], name=op.f("fk_bank_match_undone_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_match")),
    )
    standing = sa.text("undone_at IS NULL")
    for column in ("line", "transfer"):
        op.create_index(
            f"uq_bank_match_{column}", "bank_match", [f"{column}_id"], unique=True, sqlite_where=standing,
            postgresql_where=standing,
        )  # fmt: skip


def downgrade() -> None:
    for table in (
        "bank_match",
        "bank_line",
        "bank_statement",
        "correction_line",
        "correction",
        "cash_count_line",
        "cash_count",
    ):
        op.drop_table(table)
    op.drop_column("sealed_report_line", "category")
