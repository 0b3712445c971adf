"""What texts cost: the carrier's price on a message, charges and their posting, the fund that pays, entries of none."""

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only
from app.messaging.models.charges import charge_guard_statements

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = (
    "kind IN ('opening', 'donation', 'cash_move', 'delivery', 'claim', 'return', 'difference', 'reversal', 'text_cost')"
)
APPROVED = "approved_by_id IS NOT NULL OR kind IN ('opening', 'donation', 'cash_move', 'return', 'text_cost')"


def upgrade() -> None:
    _price_on_messages()
    _charges()
    _fund_that_pays()
    _entries_of_nobody()
    _postings()


def _price_on_messages() -> None:
    op.add_column("message", sa.Column("price_micros", sa.BigInteger(), nullable=True))
    op.add_column("message", sa.Column("price_currency", sa.String(length=3), nullable=True))
    for name in ("priced_at", "price_look_at", "price_given_up_at"):
        op.add_column("message", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_message_price_look",
        "message",
        ["price_look_at", "id"],
        unique=False,
        sqlite_where=sa.text("price_look_at IS NOT NULL"),
        postgresql_where=sa.text("price_look_at IS NOT NULL"),
    )


def _charges() -> None:
    op.create_table(
        "message_charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_key", sa.String(length=80), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ordinal = 0 OR micros <> 0", name=op.f("ck_message_charge_news")),
        sa.CheckConstraint("(posted_key IS NULL) = (posted_at IS NULL)", name=op.f("ck_message_charge_posted")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_charge_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_charge")),
        sa.UniqueConstraint("message_id", "ordinal", name="uq_message_charge_message_id_ordinal"),
    )
    op.create_index("ix_message_charge_posted", "message_charge", ["posted_key", "id"], unique=False)
    op.create_index(
        "ix_message_charge_waiting",
        "message_charge",
        ["known_at", "id"],
        unique=False,
        sqlite_where=sa.text("posted_key IS NULL"),
        postgresql_where=sa.text("posted_key IS NULL"),
    )
    for statement in charge_guard_statements(op.get_bind().dialect.name):
        op.execute(statement)


def _fund_that_pays() -> None:
    op.add_column("fund", sa.Column("pays_texts", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "uq_fund_pays_texts",
        "fund",
        ["pays_texts"],
        unique=True,
        sqlite_where=sa.text("pays_texts"),
        postgresql_where=sa.text("pays_texts"),
    )


def _entries_of_nobody() -> None:
    """SQLite copies the table, which loses its triggers; PostgreSQL changes it in place and keeps them."""
    with op.batch_alter_table("entry") as batch:
        for name, condition in (("kind", KINDS), ("approval", APPROVED)):
            batch.drop_constraint(op.f(f"ck_entry_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_entry_{name}"), condition)
        batch.create_check_constraint(op.f("ck_entry_by_somebody"), "created_by_id IS NOT NULL OR kind = 'text_cost'")
        batch.alter_column("created_by_id", existing_type=sa.Integer(), nullable=True)
    if op.get_bind().dialect.name == "sqlite":
        create_append_only(op, "entry")


def _postings() -> None:
    op.create_table(
        "text_posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("rate_minor", sa.BigInteger(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rate_minor > 0", name=op.f("ck_text_posting_rate")),
        sa.CheckConstraint("amount_minor = 0 OR entry_id IS NOT NULL", name=op.f("ck_text_posting_booked")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_text_posting_entry_id_entry")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_text_posting_fund_id_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_posting")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_text_posting_entry_id")),
        sa.UniqueConstraint("key", name=op.f("uq_text_posting_key")),
    )
    op.create_index("ix_text_posting_day", "text_posting", ["day", "fund_id"], unique=False)
    op.create_index("ix_text_posting_fund", "text_posting", ["fund_id", "day", "id"], unique=False)
    create_append_only(op, "text_posting")
