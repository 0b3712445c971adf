"""travel: help in kind, apart from the money."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KINDS = "('medicine', 'study', 'prosthesis', 'food', 'other')"


def upgrade() -> None:
    op.create_table(
        "in_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.String(length=40), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("given_by", sa.String(length=120), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_reason", sa.String(length=200), server_default="", nullable=False),
        *_checks(),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_in_kind_case_id_case")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_in_kind_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["user.id"], name=op.f("fk_in_kind_removed_by_id_user")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_in_kind_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_in_kind")),
        sa.UniqueConstraint("case_id", "once", name="uq_in_kind_case_id_once"),
    )
    op.create_index("ix_in_kind_case", "in_kind", ["case_id", "occurred_on", "id"])
    op.create_index("ix_in_kind_trip_id", "in_kind", ["trip_id"])


def _checks() -> list[sa.CheckConstraint]:
    rules = {
        "kind": f"kind IN {KINDS}",
        "told": "description <> '' AND given_by <> ''",
        "value": "value_minor > 0",
        "removed_with_reason": "(removed_at IS NULL) = (removed_reason = '')",
        "removed_by_somebody": "(removed_at IS NULL) = (removed_by_id IS NULL)",
    }
    return [sa.CheckConstraint(rule, name=op.f(f"ck_in_kind_{name}")) for name, rule in rules.items()]


def downgrade() -> None:
    op.drop_table("in_kind")
