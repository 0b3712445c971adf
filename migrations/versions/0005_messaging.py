"""messaging: its tables, constraints, indices and triggers; the reminder policy that a programme starts with."""

from datetime import time

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only
from app.messaging.moves import guard_statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# kind, anchor, audience, days, minutes, at, lasts_minutes
POLICY = (
    ("booked", "now", "everyone", 0, 0, None, None),
    ("moved", "now", "everyone", 0, 0, None, None),
    ("cancelled", "now", "everyone", 0, 0, None, None),
    ("money_ready", "now", "money_recipient", 0, 0, None, None),
    ("two_days_before", "leaving", "everyone", -2, 0, time(10), 600),
    ("day_before", "leaving", "everyone", -1, 0, time(10), None),
    ("on_the_way", "leaving", "one_traveller", 0, 60, None, 360),
    ("on_the_way_home", "return", "one_traveller", 0, 60, None, 360),
    ("after_visit", "appointment", "one_traveller", 1, 0, time(10), 600),
)


def upgrade() -> None:
    _create_tables()
    for table in ("message_event", "simulated_text", "template_version"):
        create_append_only(op, table)
    for statement in guard_statements(op.get_bind().dialect.name):
        op.execute(statement)
    _start_policy()


def _start_policy() -> None:
    columns = ("kind", "anchor", "audience", "days", "minutes", "at", "lasts_minutes")
    types = (sa.String, sa.String, sa.String, sa.Integer, sa.Integer, sa.Time, sa.Integer)
    named = [sa.column(name, kind) for name, kind in zip(columns, types, strict=True)]
    reminder = sa.table("reminder", *named, sa.column("active", sa.Boolean))
    rows = [dict(zip(columns, row, strict=True), active=True) for row in POLICY]
    op.bulk_insert(reminder, rows)
    op.bulk_insert(sa.table("channel", sa.column("name", sa.String)), [{"name": "sms"}])


def _create_tables() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("anchor", sa.String(length=12), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("lasts_minutes", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("anchor IN ('now', 'leaving', 'return', 'appointment')", name=op.f("ck_reminder_anchor")),
        sa.CheckConstraint(
            "audience IN ('everyone', 'one_traveller', 'money_recipient')", name=op.f("ck_reminder_audience")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_table(
        "simulated_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("to_number", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulated_text")),
        sa.UniqueConstraint("sid", name=op.f("uq_simulated_text_sid")),
    )
    op.create_index("ix_simulated_text_to_number", "simulated_text", ["to_number", "id"], unique=False)
    op.create_table(
        "template_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_version")),
        sa.UniqueConstraint("key", "version", name="uq_template_version_key_version"),
    )
    op.create_table(
        "tick_slot",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_tick_slot")),
    )
    op.create_table(
        "channel",
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["resumed_by_id"], ["user.id"], name=op.f("fk_channel_resumed_by_id_user")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_channel")),
    )
    op.create_table(
        "opt_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("source IN ('text', 'carrier', 'person')", name=op.f("ck_opt_out_source")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opt_out_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opt_out")),
    )
    op.create_index(op.f("ix_opt_out_person_id"), "opt_out", ["person_id"], unique=False)
    op.create_index(
        "uq_opt_out_live",
        "opt_out",
        ["number", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=True),
        sa.Column("template_version", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_digest", sa.String(length=32), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("asks", sa.String(length=60), nullable=False),
        sa.Column("promises_call", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("any_hour", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("wanted_key", sa.String(length=120), nullable=True),
        sa.Column("retry_of_id", sa.Integer(), nullable=True),
        sa.Column("rung", sa.String(length=12), nullable=False),
        sa.Column("phone_id", sa.Integer(), nullable=True),
        sa.Column("to_number", sa.String(length=16), nullable=True),
        sa.Column("claim_token", sa.String(length=36), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unknown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("absent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sid", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("channel IN ('sms', 'whatsapp', 'voice')", name=op.f("ck_message_channel")),
        sa.CheckConstraint("rung IN ('first', 'retry', 'other_phone')", name=op.f("ck_message_rung")),
        sa.CheckConstraint(
            "state IN ('planned', 'claimed', 'sending', 'unknown', 'accepted', 'sent', 'delivered', 'undelivered', 'failed', 'expired', 'cancelled', 'manual')",
            name=op.f("ck_message_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('claimed', 'sending') OR claim_token IS NOT NULL", name=op.f("ck_message_claimed_by")
        ),
        sa.CheckConstraint(
            "state NOT IN ('claimed', 'sending') OR lease_until IS NOT NULL", name=op.f("ck_message_leased")
        ),
        sa.CheckConstraint(
            "state NOT IN ('sending', 'accepted') OR to_number IS NOT NULL", name=op.f("ck_message_addressed")
        ),
        sa.CheckConstraint("expires_at > not_before", name=op.f("ck_message_expires_after_it_may_go")),
        sa.CheckConstraint("person_id IS NOT NULL OR to_number IS NOT NULL", name=op.f("ck_message_for_somebody")),
        sa.CheckConstraint("retry_of_id IS NULL OR retry_of_id < id", name=op.f("ck_message_retries_an_earlier_one")),
        sa.CheckConstraint("segments BETWEEN 1 AND 10", name=op.f("ck_message_segments")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_message_case_id_case")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_message_created_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name=op.f("fk_message_phone_id_phone")),
        sa.ForeignKeyConstraint(["retry_of_id"], ["message.id"], name=op.f("fk_message_retry_of_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("sid", name=op.f("uq_message_sid")),
    )
    op.create_index("ix_message_about", "message", ["about", "id"], unique=False)
    op.create_index(
        "ix_message_asked",
        "message",
        ["sent_at"],
        unique=False,
        sqlite_where=sa.text("asks <> '' AND answered_at IS NULL AND call_raised_at IS NULL"),
        postgresql_where=sa.text("asks <> '' AND answered_at IS NULL AND call_raised_at IS NULL"),
    )
    op.create_index("ix_message_case", "message", ["case_id", "id"], unique=False)
    op.create_index(
        "ix_message_doubtful",
        "message",
        ["look_at"],
        unique=False,
        sqlite_where=sa.text("state = 'unknown'"),
        postgresql_where=sa.text("state = 'unknown'"),
    )
    op.create_index(
        "ix_message_due",
        "message",
        ["priority", "not_before", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_index(
        "ix_message_expiring",
        "message",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('planned', 'claimed')"),
        postgresql_where=sa.text("state IN ('planned', 'claimed')"),
    )
    op.create_index(
        "ix_message_leased",
        "message",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state IN ('claimed', 'sending')"),
        postgresql_where=sa.text("state IN ('claimed', 'sending')"),
    )
    op.create_index("ix_message_number", "message", ["to_number", "id"], unique=False)
    op.create_index(op.f("ix_message_person_id"), "message", ["person_id"], unique=False)
    op.create_index("ix_message_state", "message", ["state", "id"], unique=False)
    op.create_index(
        "ix_message_stuck",
        "message",
        ["event_at", "id"],
        unique=False,
        sqlite_where=sa.text(
            "call_raised_at IS NULL AND state IN ('failed', 'undelivered', 'manual', 'expired', 'cancelled')"
        ),
        postgresql_where=sa.text(
            "call_raised_at IS NULL AND state IN ('failed', 'undelivered', 'manual', 'expired', 'cancelled')"
        ),
    )
    op.create_index(
        "uq_message_in_flight",
        "message",
        ["to_number", "body_digest"],
        unique=True,
        sqlite_where=sa.text("state IN ('sending', 'unknown') AND to_number IS NOT NULL"),
        postgresql_where=sa.text("state IN ('sending', 'unknown') AND to_number IS NOT NULL"),
    )
    op.create_index(
        "uq_message_wanted",
        "message",
        ["wanted_key"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled' AND retry_of_id IS NULL"),
        postgresql_where=sa.text("state <> 'cancelled' AND retry_of_id IS NULL"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("to_number", sa.String(length=16), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("sid", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'not_sent', 'refused', 'unknown', 'dropped')", name=op.f("ck_attempt_outcome")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_attempt_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("message_id", "ordinal", name="uq_attempt_message_id_ordinal"),
    )
    op.create_table(
        "inbound",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("from_number", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("meaning", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=60), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("unclear_whose", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("channel IN ('sms', 'missed_call', 'whatsapp')", name=op.f("ck_inbound_channel")),
        sa.CheckConstraint(
            "meaning IN ('confirm', 'decline', 'departed', 'arrived', 'problem', 'staying', 'no_road', 'no_money', 'stop', 'start', 'help', 'discharge', 'call_me', 'doubt')",
            name=op.f("ck_inbound_meaning"),
        ),
        sa.CheckConstraint("state IN ('unread', 'open', 'done')", name=op.f("ck_inbound_state")),
        sa.ForeignKeyConstraint(["answers_id"], ["message.id"], name=op.f("fk_inbound_answers_id_message")),
        sa.ForeignKeyConstraint(["assigned_to_id"], ["user.id"], name=op.f("fk_inbound_assigned_to_id_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_inbound_case_id_case")),
        sa.ForeignKeyConstraint(["done_by_id"], ["user.id"], name=op.f("fk_inbound_done_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_inbound_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound")),
        sa.UniqueConstraint("sid", name=op.f("uq_inbound_sid")),
    )
    op.create_index("ix_inbound_case", "inbound", ["case_id", "id"], unique=False)
    op.create_index("ix_inbound_number", "inbound", ["from_number", "id"], unique=False)
    op.create_index(
        "ix_inbound_open",
        "inbound",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state <> 'done'"),
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_table(
        "message_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sid", sa.String(length=64), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "source IN ('outbox', 'callback', 'list', 'person', 'reconcile', 'restore')",
            name=op.f("ck_message_event_source"),
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_event_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_event")),
    )
    op.create_index("ix_message_event_message", "message_event", ["message_id", "id"], unique=False)
    op.create_index(
        "uq_message_event_callback",
        "message_event",
        ["sid", "status"],
        unique=True,
        sqlite_where=sa.text("source = 'callback'"),
        postgresql_where=sa.text("source = 'callback'"),
    )
