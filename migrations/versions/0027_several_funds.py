"""finance: several funds pay one budget together, and the most that a donor gives of one thing."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SPLIT = ("budget", "advance", "claim")
NOT_NEGATIVE = "paid_minor >= 0 AND applied_minor >= 0 AND returned_minor >= 0"


def upgrade() -> None:
    for table in SPLIT:
        op.add_column(table, sa.Column("split", sa.Boolean(), server_default=sa.false(), nullable=False))
    _parts("budget", ("amount",), {"amount": "amount_minor >= 0"})
    _parts(
        "advance",
        ("amount", "paid", "applied", "returned"),
        {
            "amount": "amount_minor >= 0",
            "not_negative": NOT_NEGATIVE,
            "paid_within_amount": "paid_minor <= amount_minor",
            "accounted_within_paid": "applied_minor + returned_minor <= paid_minor",
        },
    )
    _parts(
        "claim_line",
        ("claimed", "accepted", "payable"),
        {
            "not_negative": "claimed_minor >= 0 AND accepted_minor >= 0",
            "payable": "payable_minor >= 0 AND payable_minor <= accepted_minor",
        },
    )
    _caps()
    op.drop_index("uq_hold_open", "hold")
    _open_holds(["budget_id", "fund_id"])


def _parts(whole: str, amounts: tuple[str, ...], checks: dict[str, str]) -> None:
    table = f"{whole}_part"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(f"{whole}_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        *(sa.Column(f"{name}_minor", sa.BigInteger(), nullable=False) for name in amounts),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in checks.items()),
        sa.ForeignKeyConstraint([f"{whole}_id"], [f"{whole}.id"], name=op.f(f"fk_{table}_{whole}_id_{whole}")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f(f"fk_{table}_fund_id_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(f"{whole}_id", "fund_id", name=f"uq_{table}_{whole}_id_fund_id"),
    )
    op.create_index(f"ix_{table}_fund", table, ["fund_id"])


def _caps() -> None:
    checks = {
        "kind": "kind IN ('case', 'trip', 'night', 'category')",
        "category": "category IN ('transport', 'lodging', 'meals', 'stipend', 'medicine', 'other', 'sms')",
        "of_a_category": "(kind = 'category') = (category IS NOT NULL)",
        "amount": "amount_minor > 0",
        "dates": "valid_to IS NULL OR valid_to >= valid_from",
    }
    op.create_table(
        "fund_cap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_fund_cap_{name}")) for name, rule in checks.items()),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_cap_fund_id_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_cap")),
    )
    op.create_index("ix_fund_cap_fund", "fund_cap", ["fund_id", "id"])


def _open_holds(columns: list[str]) -> None:
    held = sa.text("state = 'held'")
    op.create_index("uq_hold_open", "hold", columns, unique=True, sqlite_where=held, postgresql_where=held)


def downgrade() -> None:
    op.drop_index("uq_hold_open", "hold")
    _open_holds(["budget_id"])
    op.drop_table("fund_cap")
    for whole in ("claim_line", "advance", "budget"):
        op.drop_table(f"{whole}_part")
    for table in SPLIT:
        op.drop_column(table, "split")
