"""finance: an expense of several funds goes to others; a sealed report keeps what it asked for of each expense."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sealed_report_line", sa.Column("borne_minor", sa.BigInteger(), nullable=True))
    _between_funds("correction", "correction_payer", [], "from_fund_id")
    _between_funds("claim", "claim_put_elsewhere", [sa.Column("amount_minor", sa.BigInteger(), nullable=False)], None)
    for end in ("from", "to"):
        op.create_index(f"ix_claim_put_elsewhere_{end}", "claim_put_elsewhere", [f"{end}_fund_id"])


def _between_funds(whole: str, table: str, amounts: list[sa.Column], once: str | None) -> None:
    """Of a paper, what goes from one fund to another."""
    once_name = f"uq_{table}_{whole}_id_{once}" if once else f"uq_{table}_{whole}_id"
    unique = [f"{whole}_id", "from_fund_id", *([] if once else ["to_fund_id"])]
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(f"{whole}_id", sa.Integer(), nullable=False),
        sa.Column("from_fund_id", sa.Integer(), nullable=False),
        sa.Column("to_fund_id", sa.Integer(), nullable=False),
        *amounts,
        *(sa.CheckConstraint("amount_minor > 0", name=op.f(f"ck_{table}_amount")) for _amount in amounts),
        sa.CheckConstraint("to_fund_id <> from_fund_id", name=op.f(f"ck_{table}_another")),
        sa.ForeignKeyConstraint([f"{whole}_id"], [f"{whole}.id"], name=op.f(f"fk_{table}_{whole}_id_{whole}")),
        sa.ForeignKeyConstraint(["from_fund_id"], ["fund.id"], name=op.f(f"fk_{table}_from_fund_id_fund")),
        sa.ForeignKeyConstraint(["to_fund_id"], ["fund.id"], name=op.f(f"fk_{table}_to_fund_id_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(*unique, name=once_name),
    )


def downgrade() -> None:
    op.drop_table("claim_put_elsewhere")
    op.drop_table("correction_payer")
    op.drop_column("sealed_report_line", "borne_minor")
