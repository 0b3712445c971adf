"""finance: deputies of custodians, hand-overs that cannot be sent twice, a second approver, actas de no comprobación."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("custodian") as custodian:
        custodian.add_column(sa.Column("deputy_id", sa.Integer(), nullable=True))
        custodian.create_foreign_key(op.f("fk_custodian_deputy_id_user"), "user", ["deputy_id"], ["id"])
        custodian.create_check_constraint(
            op.f("ck_custodian_deputy"), "deputy_id IS NULL OR (user_id IS NOT NULL AND deputy_id <> user_id)"
        )
    with op.batch_alter_table("advance") as advance:
        advance.add_column(sa.Column("second_approver_id", sa.Integer(), nullable=True))
        advance.create_foreign_key(op.f("fk_advance_second_approver_id_user"), "user", ["second_approver_id"], ["id"])
        advance.create_check_constraint(
            op.f("ck_advance_second_person"),
            "second_approver_id IS NULL OR (second_approver_id <> requested_by_id"
            " AND second_approver_id <> approved_by_id)",
        )
    with op.batch_alter_table("delivery") as delivery:
        delivery.add_column(sa.Column("key", sa.String(length=40), nullable=True))
        delivery.add_column(sa.Column("channel", sa.String(length=8), server_default="cash", nullable=False))
        delivery.create_unique_constraint(op.f("uq_delivery_key"), ["key"])
        delivery.create_check_constraint(op.f("ck_delivery_channel"), "channel IN ('cash', 'transfer', 'giro')")
        delivery.create_index("ix_delivery_from", ["from_custodian_id", "id"])
        delivery.create_index("ix_delivery_to", ["to_custodian_id", "id"])
    _create_acta()


def _create_acta() -> None:
    op.create_table(
        "acta",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=8), nullable=False),
        sa.Column("facts", sa.String(length=1000), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("witness", sa.String(length=160), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("drawn_up_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint("cause IN ('death', 'loss', 'robbery', 'other')", name=op.f("ck_acta_cause")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_acta_amount")),
        sa.CheckConstraint("facts <> ''", name=op.f("ck_acta_facts")),
        sa.CheckConstraint("signed_by_id IS NULL OR signed_by_id <> drawn_up_by_id", name=op.f("ck_acta_two_people")),
        sa.CheckConstraint("(signed_by_id IS NULL) = (entry_id IS NULL)", name=op.f("ck_acta_signed")),
        sa.CheckConstraint("signed_by_id IS NULL OR withdrawn_at IS NULL", name=op.f("ck_acta_one_end")),
        sa.ForeignKeyConstraint(["advance_id"], ["advance.id"], name=op.f("fk_acta_advance_id_advance")),
        sa.ForeignKeyConstraint(["drawn_up_by_id"], ["user.id"], name=op.f("fk_acta_drawn_up_by_id_user")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["user.id"], name=op.f("fk_acta_signed_by_id_user")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_acta_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acta")),
        sa.UniqueConstraint("number", name=op.f("uq_acta_number")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_acta_entry_id")),
    )
    op.create_index("ix_acta_advance", "acta", ["advance_id"])
    op.create_index(
        "uq_acta_open", "acta", ["advance_id"], unique=True,
        sqlite_where=sa.text("entry_id IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("entry_id IS NULL AND withdrawn_at IS NULL"),
    )  # fmt: skip
