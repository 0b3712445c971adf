"""travel: the dates that a trip serves, one or several of its case."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trip_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("present_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_trip_date_position")),
        sa.CheckConstraint("present_at <= ready_at", name=op.f("ck_trip_date_visit_in_order")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_trip_date_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["hospital_id"], ["place.id"], name=op.f("fk_trip_date_hospital_id_place")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_trip_date_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_date")),
        sa.UniqueConstraint("trip_id", "appointment_id", name="uq_trip_date_trip_id_appointment_id"),
    )
    op.create_index(op.f("ix_trip_date_appointment_id"), "trip_date", ["appointment_id"])
    op.create_index(
        "uq_trip_date_standing", "trip_date", ["appointment_id"], unique=True,
        sqlite_where=sa.text("standing"), postgresql_where=sa.text("standing"),
    )  # fmt: skip
    op.execute(
        "INSERT INTO trip_date (trip_id, appointment_id, position, hospital_id, present_at, ready_at, standing) "
        "SELECT id, appointment_id, 1, hospital_id, present_at, ready_at, state <> 'cancelled' FROM trip"
    )


def downgrade() -> None:
    op.drop_table("trip_date")
