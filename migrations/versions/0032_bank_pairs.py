"""finance: a pair of the bank holds several movements of either side, and says why it was undone."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0030"
branch_labels = None
depends_on = None

BEFORE = "Deshecha antes de que se pidiera decir por qué."


def upgrade() -> None:
    op.create_table(
        "bank_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paired_by_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("standing = (undone_at IS NULL)", name=op.f("ck_bank_pair_standing")),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_bank_pair_undone")),
        sa.CheckConstraint("(undone_at IS NULL) = (reason = '')", name=op.f("ck_bank_pair_reason")),
        sa.ForeignKeyConstraint(["paired_by_id"], ["user.id"], name=op.f("fk_bank_pair_paired_by_id_user")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user.id"], name=op.f("fk_bank_pair_undone_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_pair")),
        sa.UniqueConstraint("id", "standing", name="uq_bank_pair_id_standing"),
    )
    _side("bank_pair_line", "line_id", "bank_line")
    _side("bank_pair_transfer", "transfer_id", "transfer")
    _carry_over()
    op.drop_table("bank_match")


def _side(table: str, column: str, of: str) -> None:
    op.create_table(
        table,
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}")),
        sa.ForeignKeyConstraint(
            ["pair_id", "standing"], ["bank_pair.id", "bank_pair.standing"], name=op.f(f"fk_{table}_pair_id_bank_pair"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pair_id", column, name=op.f(f"pk_{table}")),
    )  # fmt: skip
    standing = sa.text("standing")
    op.create_index(f"uq_{table}", table, [column], unique=True, sqlite_where=standing, postgresql_where=standing)


def _carry_over() -> None:
    """Pairs keep their numbers, which the audit names."""
    op.execute(
        sa.text(
            "INSERT INTO bank_pair (id, paired_at, paired_by_id, standing, undone_at, undone_by_id, reason) "
            "SELECT id, matched_at, matched_by_id, undone_at IS NULL, undone_at, undone_by_id, "
            "CASE WHEN undone_at IS NULL THEN '' ELSE :before END FROM bank_match"
        ).bindparams(before=BEFORE)
    )
    for side in ("line", "transfer"):
        op.execute(
            f"INSERT INTO bank_pair_{side} (pair_id, {side}_id, standing) "
            f"SELECT id, {side}_id, undone_at IS NULL FROM bank_match"
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('bank_pair_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM bank_pair), false)")


def downgrade() -> None:
    """Pairs of one and one are kept; the movements of the others are without a pair again."""
    op.create_table(
        "bank_match",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("line_id", sa.Integer(), sa.ForeignKey("bank_line.id"), nullable=False),
        sa.Column("transfer_id", sa.Integer(), sa.ForeignKey("transfer.id"), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matched_by_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
    )
    op.execute(
        "INSERT INTO bank_match (id, line_id, transfer_id, matched_at, matched_by_id, undone_at, undone_by_id) "
        "SELECT pair.id, min(line.line_id), min(booked.transfer_id), paired_at, paired_by_id, undone_at, undone_by_id "
        "FROM bank_pair AS pair JOIN bank_pair_line AS line ON line.pair_id = pair.id "
        "JOIN bank_pair_transfer AS booked ON booked.pair_id = pair.id "
        "GROUP BY pair.id, paired_at, paired_by_id, undone_at, undone_by_id HAVING count(*) = 1"
    )
    for table in ("bank_pair_transfer", "bank_pair_line", "bank_pair"):
        op.drop_table(table)
