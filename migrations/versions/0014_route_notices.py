"""What happened on the road: notices over many routes, and the trips that each moved, with what they were before."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _notices()
    _replans()
    with op.batch_alter_table("route_alert") as alert:
        alert.add_column(sa.Column("notice_id", sa.Integer(), nullable=True))
        alert.create_foreign_key(op.f("fk_route_alert_notice_id_route_notice"), "route_notice", ["notice_id"], ["id"])
        alert.create_index("ix_route_alert_notice", ["notice_id"], unique=False)


def _notices() -> None:
    op.create_table(
        "route_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("place_told", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('alert', 'change')", name=op.f("ck_route_notice_kind")),
        sa.CheckConstraint(
            "(kind = 'change') = (route_id IS NOT NULL)", name=op.f("ck_route_notice_route_of_a_change")
        ),
        sa.ForeignKeyConstraint(["route_id"], ["route.id"], name=op.f("fk_route_notice_route_id_route")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_route_notice_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_notice")),
    )
    op.create_index("ix_route_notice_ends", "route_notice", ["ends_on", "id"], unique=False)
    op.create_index("ix_route_notice_route", "route_notice", ["route_id"], unique=False)


def _replans() -> None:
    op.create_table(
        "alert_replan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=True),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("after", sa.String(length=64), nullable=False),
        sa.Column("departs_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("departs_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cost_before_minor", sa.BigInteger(), nullable=True),
        sa.Column("cost_after_minor", sa.BigInteger(), nullable=True),
        sa.Column("replanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replanned_by_id", sa.Integer(), nullable=True),
        sa.Column("ending", sa.String(length=10), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome IN ('moved', 'no_way', 'kept')", name=op.f("ck_alert_replan_outcome")),
        sa.CheckConstraint(
            "ending IN ('put_back', 'touched', 'left', 'late', 'no_bed', 'closed')", name=op.f("ck_alert_replan_ending")
        ),
        sa.CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name=op.f("ck_alert_replan_ended")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["route_notice.id"], name=op.f("fk_alert_replan_notice_id_route_notice")
        ),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_alert_replan_trip_id_trip")),
        sa.ForeignKeyConstraint(["replanned_by_id"], ["user.id"], name=op.f("fk_alert_replan_replanned_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_replan")),
        sa.UniqueConstraint("notice_id", "trip_id", name="uq_alert_replan_notice_id_trip_id"),
    )
    op.create_index("ix_alert_replan_trip", "alert_replan", ["trip_id"], unique=False)
