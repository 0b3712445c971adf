"""travel: families kept apart, a vehicle's days in service, and places for wheelchairs."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

REASONS = "('workshop', 'licence', 'other')"


def upgrade() -> None:
    op.add_column("travel_limit", sa.Column("wheelchair", sa.Boolean(), server_default="0", nullable=False))
    with op.batch_alter_table("vehicle") as vehicle:
        vehicle.add_column(sa.Column("chairs", sa.Integer(), server_default="0", nullable=False))
        vehicle.add_column(sa.Column("chair_seats", sa.Integer(), server_default="1", nullable=False))
        vehicle.add_column(sa.Column("days", sa.String(length=40), server_default="daily", nullable=False))
        vehicle.create_check_constraint(op.f("ck_vehicle_chairs"), "chairs >= 0 AND chair_seats >= 0")
    _outs()
    _apart()


def _outs() -> None:
    op.create_table(
        "vehicle_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=120), server_default="", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_vehicle_out_dates")),
        sa.CheckConstraint(f"reason IN {REASONS}", name=op.f("ck_vehicle_out_reason")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_vehicle_out_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_vehicle_out_vehicle_id_vehicle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_out")),
    )
    op.create_index("ix_vehicle_out_vehicle", "vehicle_out", ["vehicle_id", "starts_on"])


def _apart() -> None:
    op.create_table(
        "kept_apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("case_id < other_id", name=op.f("ck_kept_apart_two_families")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_kept_apart_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_kept_apart_by_id_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_kept_apart_case_id_case")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["user.id"], name=op.f("fk_kept_apart_lifted_by_id_user")),
        sa.ForeignKeyConstraint(["other_id"], ["case.id"], name=op.f("fk_kept_apart_other_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_apart")),
    )
    live = sa.text("lifted_at IS NULL")
    op.create_index(
        "uq_kept_apart_live", "kept_apart", ["case_id", "other_id"], unique=True, sqlite_where=live,
        postgresql_where=live,
    )  # fmt: skip
    op.create_index("ix_kept_apart_other", "kept_apart", ["other_id"])


def downgrade() -> None:
    op.drop_table("kept_apart")
    op.drop_table("vehicle_out")
    with op.batch_alter_table("vehicle") as vehicle:
        vehicle.drop_constraint(op.f("ck_vehicle_chairs"), type_="check")
        for name in ("days", "chair_seats", "chairs"):
            vehicle.drop_column(name)
    op.drop_column("travel_limit", "wheelchair")
