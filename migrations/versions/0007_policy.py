"""messaging: the policy and the words as data that people edit: weekdays, audiences, versions, checks, own kinds."""

from datetime import time

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ANCHORS = "anchor IN ('now', 'leaving', 'return', 'appointment', 'home')"
AUDIENCES = "audience IN ('everyone', 'patient', 'companions', 'one_traveller', 'money_recipient', 'acompanante')"
# kind, anchor, audience, days, at, lasts_minutes
NEW_LINES = (
    ("seven_days_before", "leaving", "everyone", -7, time(10), 600),
    ("after_return", "home", "everyone", 1, time(10), 600),
    ("moved", "now", "acompanante", 0, None, None),
    ("cancelled", "now", "acompanante", 0, None, None),
    ("day_before", "leaving", "acompanante", -1, time(10), None),
    ("after_return", "home", "acompanante", 1, time(10), 600),
)


def upgrade() -> None:
    _widen_the_policy()
    _say_who_wrote()
    _create_tables()
    _add_lines()


def _widen_the_policy() -> None:
    with op.batch_alter_table("reminder") as reminder:
        reminder.add_column(sa.Column("weekdays", sa.String(length=7), server_default="", nullable=False))
        reminder.add_column(sa.Column("language", sa.String(length=8), nullable=True))
        for name, condition in (("anchor", ANCHORS), ("audience", AUDIENCES)):
            reminder.drop_constraint(op.f(f"ck_reminder_{name}"), type_="check")
            reminder.create_check_constraint(op.f(f"ck_reminder_{name}"), sa.text(condition))


def _say_who_wrote() -> None:
    """SQLite builds the table anew, without its triggers: they are made again."""
    with op.batch_alter_table("template_version") as version:
        version.add_column(sa.Column("written_by_id", sa.Integer(), nullable=True))
        version.create_foreign_key(op.f("fk_template_version_written_by_id_user"), "user", ["written_by_id"], ["id"])
    if op.get_bind().dialect.name == "sqlite":
        create_append_only(op, "template_version")


def _create_tables() -> None:
    op.create_table(
        "message_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name=op.f("ck_message_kind_second_person")
        ),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'declined')", name=op.f("ck_message_kind_state")),
        sa.CheckConstraint("(state = 'proposed') = (decided_by_id IS NULL)", name=op.f("ck_message_kind_decided")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_message_kind_decided_by_id_user")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_message_kind_proposed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_kind")),
        sa.UniqueConstraint("name", name=op.f("uq_message_kind_name")),
    )
    op.create_table(
        "template_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_version_id", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(length=80), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_template_check_recorded_by_id_user")),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["template_version.id"],
            name=op.f("fk_template_check_template_version_id_template_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_check")),
        sa.UniqueConstraint("template_version_id", name=op.f("uq_template_check_template_version_id")),
    )
    create_append_only(op, "template_check")
    op.create_table(
        "policy_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_change")),
    )


def _add_lines() -> None:
    columns = {
        "kind": sa.String,
        "anchor": sa.String,
        "audience": sa.String,
        "days": sa.Integer,
        "at": sa.Time,
        "lasts_minutes": sa.Integer,
        "minutes": sa.Integer,
        "active": sa.Boolean,
        "weekdays": sa.String,
    }
    reminder = sa.table("reminder", *[sa.column(name, kind) for name, kind in columns.items()])
    names = tuple(columns)[:6]
    rows = [dict(zip(names, row, strict=True), minutes=0, active=True, weekdays="") for row in NEW_LINES]
    op.bulk_insert(reminder, rows)
