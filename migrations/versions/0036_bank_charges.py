"""finance: what the bank took or gave by itself comes into the books as a correction, of its line."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

OPEN, STANDING = sa.text("state = 'asked'"), sa.text("state <> 'declined'")
BEFORE = {
    "kind": "kind IN ('reversal', 'reclass', 'cash_adjust')",
    "of_an_entry": "(kind = 'cash_adjust') = (entry_id IS NULL)",
    "count_has_fund": "kind <> 'cash_adjust' OR fund_id IS NOT NULL",
}
AFTER = {
    "kind": "kind IN ('reversal', 'reclass', 'cash_adjust', 'bank_charge')",
    "of_an_entry": "(kind IN ('reversal', 'reclass')) = (entry_id IS NOT NULL)",
    "of_a_line": "(kind = 'bank_charge') = (bank_line_id IS NOT NULL)",
    "has_fund": "kind IN ('reversal', 'reclass') OR fund_id IS NOT NULL",
}


def upgrade() -> None:
    for index in ("uq_correction_open", "uq_correction_count"):  # SQLite copies the table without what they ask for
        op.drop_index(index, "correction")
    with op.batch_alter_table("correction") as batch:
        batch.add_column(sa.Column("bank_line_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_correction_bank_line_id_bank_line"), "bank_line", ["bank_line_id"], ["id"])
        for name in BEFORE:
            batch.drop_constraint(op.f(f"ck_correction_{name}"), type_="check")
        for name, rule in AFTER.items():
            batch.create_check_constraint(op.f(f"ck_correction_{name}"), rule)
    for index, column, where in (
        ("uq_correction_open", "entry_id", OPEN),
        ("uq_correction_count", "count_id", STANDING),
        ("uq_correction_bank_line", "bank_line_id", OPEN),
    ):
        op.create_index(index, "correction", [column], unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for index in ("uq_correction_open", "uq_correction_count", "uq_correction_bank_line"):
        op.drop_index(index, "correction")
    with op.batch_alter_table("correction") as batch:
        for name in AFTER:
            batch.drop_constraint(op.f(f"ck_correction_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_correction_bank_line_id_bank_line"), type_="foreignkey")
        batch.drop_column("bank_line_id")
        for name, rule in BEFORE.items():
            batch.create_check_constraint(op.f(f"ck_correction_{name}"), rule)
    for index, column, where in (
        ("uq_correction_open", "entry_id", OPEN),
        ("uq_correction_count", "count_id", STANDING),
    ):
        op.create_index(index, "correction", [column], unique=True, sqlite_where=where, postgresql_where=where)
