"""travel: the programme's vehicles and the runs that were accepted for them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def _money(name: str) -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column(f"{name}_minor", sa.BigInteger(), nullable=False),
        sa.Column(f"{name}_currency", sa.String(length=3), server_default="MXN", nullable=False),
    )


def _instant(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("plate", sa.String(length=12), server_default="", nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        *_money("per_km"),
        sa.Column("driver_name", sa.String(length=80), nullable=False),
        sa.Column("driver_phone", sa.String(length=40), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.CheckConstraint("per_km_minor >= 0", name=op.f("ck_vehicle_per_km")),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_vehicle_seats")),
        sa.ForeignKeyConstraint(["home_id"], ["place.id"], name=op.f("fk_vehicle_home_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("name", name=op.f("uq_vehicle_name")),
    )
    _runs()
    _rides()


def _runs() -> None:
    op.create_table(
        "vehicle_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("direction", sa.String(length=5), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        *_money("cost"),
        _instant("accepted_at"),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        _instant("undone_at", nullable=True),
        sa.CheckConstraint("direction IN ('there', 'home')", name=op.f("ck_vehicle_run_direction")),
        sa.CheckConstraint("metres >= 0", name=op.f("ck_vehicle_run_metres")),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["user.id"], name=op.f("fk_vehicle_run_accepted_by_id_user")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_vehicle_run_vehicle_id_vehicle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_run")),
    )
    op.create_index("ix_vehicle_run_day", "vehicle_run", ["on_day", "direction"])
    undone = sa.text("undone_at IS NULL")
    op.create_index(
        "uq_vehicle_run_live", "vehicle_run", ["vehicle_id", "on_day", "direction"], unique=True,
        sqlite_where=undone, postgresql_where=undone,
    )  # fmt: skip


def _rides() -> None:
    op.create_table(
        "vehicle_ride",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=5), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        _instant("gets_on_at"),
        _instant("gets_off_at"),
        sa.Column("detour_minutes", sa.Integer(), nullable=False),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.CheckConstraint("gets_on_at < gets_off_at", name=op.f("ck_vehicle_ride_takes_time")),
        sa.ForeignKeyConstraint(["run_id"], ["vehicle_run.id"], name=op.f("fk_vehicle_ride_run_id_vehicle_run")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_vehicle_ride_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_ride")),
        sa.UniqueConstraint("run_id", "trip_id", name="uq_vehicle_ride_run_id_trip_id"),
    )
    standing = sa.text("standing")
    op.create_index(
        "uq_vehicle_ride_standing", "vehicle_ride", ["trip_id", "direction"], unique=True,
        sqlite_where=standing, postgresql_where=standing,
    )  # fmt: skip


def downgrade() -> None:
    for table in ("vehicle_ride", "vehicle_run", "vehicle"):
        op.drop_table(table)
