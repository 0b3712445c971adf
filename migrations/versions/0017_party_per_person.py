"""Party per person: limits of a traveller, joining and leaving, rooms and who is taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TAKES = {True: "('anyone', 'companions_of_inpatients', 'women')", False: "('anyone', 'companions_of_inpatients')"}


def upgrade() -> None:
    op.create_table(
        "travel_limit",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("no_dark", sa.Boolean(), nullable=False),
        sa.Column("riding_minutes", sa.Integer(), nullable=True),
        sa.Column("barred_modes", sa.String(length=80), nullable=False),
        sa.CheckConstraint("riding_minutes > 0", name=op.f("ck_travel_limit_riding_minutes")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_travel_limit_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_travel_limit")),
    )
    op.add_column("traveller", sa.Column("joins_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("traveller", sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("place") as place:
        place.add_column(sa.Column("room_beds", sa.Integer(), nullable=False, server_default="2"))
        place.add_column(sa.Column("id_rule", sa.String(length=200), nullable=False, server_default=""))
        place.alter_column(
            "services", existing_type=sa.String(length=400), server_default=""
        )  # SQLite reads it as ('')
        place.drop_constraint(op.f("ck_place_takes"), type_="check")
        place.create_check_constraint(op.f("ck_place_takes"), f"takes IN {TAKES[True]}")
        place.create_check_constraint(op.f("ck_place_room_beds"), "room_beds >= 1")


def downgrade() -> None:
    op.execute("UPDATE place SET takes = 'anyone' WHERE takes = 'women'")
    with op.batch_alter_table("place") as place:
        place.drop_constraint(op.f("ck_place_room_beds"), type_="check")
        place.drop_constraint(op.f("ck_place_takes"), type_="check")
        place.create_check_constraint(op.f("ck_place_takes"), f"takes IN {TAKES[False]}")
        place.alter_column("services", existing_type=sa.String(length=400), server_default="")
        place.drop_column("id_rule")
        place.drop_column("room_beds")
    op.drop_column("traveller", "leaves_at")
    op.drop_column("traveller", "joins_at")
    op.drop_table("travel_limit")
