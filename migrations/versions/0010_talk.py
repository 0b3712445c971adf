"""messaging and cases: who is writing with a number, suspended lines, safe hours, whom a task is about."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TASK_KINDS = (
    "call", "date", "review", "decline", "urgent", "money", "outcome", "counter_referral", "relay", "papers",
    "travel", "other",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "talk",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("with_id", sa.Integer(), nullable=True),
        sa.Column("who_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_ours_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_ours_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["with_id"], ["user.id"], name=op.f("fk_talk_with_id_user")),
        sa.ForeignKeyConstraint(["not_ours_by_id"], ["user.id"], name=op.f("fk_talk_not_ours_by_id_user")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_talk")),
    )
    op.add_column("phone", sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("phone", sa.Column("suspended_until", sa.Date(), nullable=True))
    op.add_column("phone", sa.Column("suspended_why", sa.String(length=120), nullable=True))
    op.add_column("safe_contact_plan", sa.Column("from_time", sa.Time(), nullable=True))
    op.add_column("safe_contact_plan", sa.Column("to_time", sa.Time(), nullable=True))
    op.add_column("safe_contact_plan", sa.Column("days", sa.String(length=7), server_default="", nullable=False))
    op.add_column("note", sa.Column("number", sa.String(length=20), nullable=True))
    op.create_index("ix_note_number", "note", ["number", "id"])
    _name_whom_a_task_is_about()


def _name_whom_a_task_is_about() -> None:
    """A foreign key is added on SQLite by writing the table anew; its check goes along by hand, it has no trigger."""
    kinds = sa.CheckConstraint(f"kind IN {TASK_KINDS}", name=op.f("ck_task_kind"))
    with op.batch_alter_table("task", table_args=(kinds,) if op.get_bind().dialect.name == "sqlite" else ()) as task:
        task.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        task.add_column(sa.Column("about", sa.String(length=60), nullable=True))
        task.create_foreign_key(op.f("fk_task_person_id_person"), "person", ["person_id"], ["id"])
