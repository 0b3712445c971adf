"""travel: stays without an end, who died on the way, who authorised what, how a trip ended."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("trip", sa.Column("open_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("traveller", sa.Column("away_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("traveller", sa.Column("came_home", sa.Boolean(), nullable=True))
    _create_authorisation()
    _create_trip_result()


def _create_authorisation() -> None:
    op.create_table(
        "authorisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("over_limit", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('urgent', 'stay')", name=op.f("ck_authorisation_kind")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_authorisation_confirmed")
        ),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name=op.f("ck_authorisation_two_people")
        ),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_authorisation_trip_id_trip")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_authorisation_asked_by_id_user")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user.id"], name=op.f("fk_authorisation_confirmed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisation")),
    )
    op.create_index("ix_authorisation_trip", "authorisation", ["trip_id", "id"])
    op.create_index(
        "ix_authorisation_open", "authorisation", ["due_at"],
        sqlite_where=sa.text("confirmed_at IS NULL"), postgresql_where=sa.text("confirmed_at IS NULL"),
    )  # fmt: skip


def _create_trip_result() -> None:
    op.create_table(
        "trip_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("unmet", sa.String(length=12), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "unmet IN ('no_bed', 'no_money', 'no_vehicle', 'no_companion', 'other')", name=op.f("ck_trip_result_unmet")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_trip_result_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_trip_result_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_result")),
        sa.UniqueConstraint("trip_id", name=op.f("uq_trip_result_trip_id")),
    )
