"""cases: acompañantes, and what goes with them by word of mouth; accounts: the phone of a member of staff."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user", sa.Column("phone", sa.String(length=16), nullable=True))
    _create_acompanante()
    _create_case_acompanante()
    _create_relay()


def _create_acompanante() -> None:
    op.create_table(
        "acompanante",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acompanante_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_acompanante_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acompanante")),
    )
    op.create_index("ix_acompanante_place", "acompanante", ["place_id", "id"])
    op.create_index(
        "uq_acompanante_serves", "acompanante", ["person_id", "place_id"], unique=True,
        sqlite_where=sa.text("ended_on IS NULL"), postgresql_where=sa.text("ended_on IS NULL"),
    )  # fmt: skip


def _create_case_acompanante() -> None:
    op.create_table(
        "case_acompanante",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_acompanante_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_acompanante_person_id_person")),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["user.id"], name=op.f("fk_case_acompanante_chosen_by_id_user")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_acompanante")),
    )
    op.create_index(op.f("ix_case_acompanante_person_id"), "case_acompanante", ["person_id"])


def _create_relay() -> None:
    op.create_table(
        "relay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("acompanante_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("medicines", sa.Boolean(), nullable=True),
        sa.Column("danger_signs", sa.Boolean(), nullable=True),
        sa.Column("knows_next_date", sa.Boolean(), nullable=True),
        sa.Column("result", sa.String(length=400), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'sent', 'confirmed', 'failed', 'cancelled')", name=op.f("ck_relay_state")
        ),
        sa.CheckConstraint("kind IN ('message', 'visit')", name=op.f("ck_relay_kind")),
        sa.CheckConstraint("(state IN ('open', 'sent')) = (ended_at IS NULL)", name=op.f("ck_relay_ended")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_relay_case_id_case")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_relay_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_relay_person_id_person")),
        sa.ForeignKeyConstraint(["acompanante_id"], ["person.id"], name=op.f("fk_relay_acompanante_id_person")),
        sa.ForeignKeyConstraint(["corrects_id"], ["relay.id"], name=op.f("fk_relay_corrects_id_relay")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_relay_created_by_id_user")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_relay_ended_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay")),
    )
    op.create_index("ix_relay_case", "relay", ["case_id", "id"])
    op.create_index("ix_relay_appointment", "relay", ["appointment_id"])
    op.create_index(
        "ix_relay_open", "relay", ["id"],
        sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL"),
    )  # fmt: skip
    op.create_index(
        "uq_relay_key", "relay", ["key"], unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"), postgresql_where=sa.text("state <> 'cancelled'"),
    )  # fmt: skip
