"""travel: the route book, and trips with travellers, rides, seats, stays and beds."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "route_book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_route_book_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_book")),
    )
    op.create_table(
        "route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("fare_minor", sa.BigInteger(), nullable=False),
        sa.Column("fare_currency", sa.String(length=3), server_default="MXN", nullable=False),
        sa.Column("minutes_dry", sa.Integer(), nullable=False),
        sa.Column("minutes_rain", sa.Integer(), nullable=False),
        sa.Column("departures", sa.String(length=300), nullable=False),
        sa.Column("days", sa.String(length=40), nullable=False),
        sa.Column("safe_after_dark", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "mode IN ('walk', 'raite', 'redilas', 'colectivo', 'bus', 'taxi', 'vehicle', 'ambulance')",
            name=op.f("ck_route_mode"),
        ),
        sa.CheckConstraint("fare_minor >= 0", name=op.f("ck_route_fare")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_route_two_places")),
        sa.CheckConstraint("minutes_dry >= 1 AND minutes_rain >= 1", name=op.f("ck_route_takes_time")),
        sa.ForeignKeyConstraint(["from_id"], ["place.id"], name=op.f("fk_route_from_id_place")),
        sa.ForeignKeyConstraint(["to_id"], ["place.id"], name=op.f("fk_route_to_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
        sa.UniqueConstraint("from_id", "to_id", "mode", "ordinal", name="uq_route_key"),
    )
    op.create_index("ix_route_to", "route", ["to_id"], unique=False)
    op.create_table(
        "route_alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("extra_fare_minor", sa.BigInteger(), nullable=False),
        sa.Column("extra_fare_currency", sa.String(length=3), server_default="MXN", nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "closed OR extra_minutes > 0 OR extra_fare_minor > 0", name=op.f("ck_route_alert_changes_something")
        ),
        sa.CheckConstraint("extra_minutes >= 0 AND extra_fare_minor >= 0", name=op.f("ck_route_alert_only_worse")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_route_alert_dates")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_route_alert_created_by_id_user")),
        sa.ForeignKeyConstraint(["route_id"], ["route.id"], name=op.f("fk_route_alert_route_id_route")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_alert")),
    )
    op.create_index("ix_route_alert_route", "route_alert", ["route_id", "ends_on"], unique=False)
    op.create_table(
        "trip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("preference", sa.String(length=12), nullable=False),
        sa.Column("present_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("departs_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returns_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_reason IS NOT NULL)", name=op.f("ck_trip_cancelled_with_reason")
        ),
        sa.CheckConstraint(
            "preference IN ('cheapest', 'least_away', 'least_dark', 'other')", name=op.f("ck_trip_preference")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'chosen', 'departed', 'arrived', 'returned', 'cancelled')", name=op.f("ck_trip_state")
        ),
        sa.CheckConstraint("present_at <= ends_at AND ends_at <= ready_at", name=op.f("ck_trip_visit_in_order")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_trip_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_trip_case_id_case")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_trip_created_by_id_user")),
        sa.ForeignKeyConstraint(["hospital_id"], ["place.id"], name=op.f("fk_trip_hospital_id_place")),
        sa.ForeignKeyConstraint(["origin_id"], ["place.id"], name=op.f("fk_trip_origin_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip")),
    )
    op.create_index("ix_trip_case", "trip", ["case_id", "id"], unique=False)
    op.create_index(
        "ix_trip_under_way",
        "trip",
        ["departs_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('chosen', 'departed', 'arrived')"),
        postgresql_where=sa.text("state IN ('chosen', 'departed', 'arrived')"),
    )
    op.create_index(
        "uq_trip_live_appointment",
        "trip",
        ["appointment_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.create_table(
        "leg",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=5), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("departs_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dark_minutes", sa.Integer(), nullable=False),
        sa.Column("estimate", sa.Boolean(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("meeting_point", sa.String(length=120), nullable=True),
        sa.Column("driver", sa.String(length=80), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.CheckConstraint("direction IN ('there', 'home')", name=op.f("ck_leg_direction")),
        sa.CheckConstraint(
            "mode IN ('walk', 'raite', 'redilas', 'colectivo', 'bus', 'taxi', 'vehicle', 'ambulance')",
            name=op.f("ck_leg_mode"),
        ),
        sa.CheckConstraint("departs_at < arrives_at", name=op.f("ck_leg_takes_time")),
        sa.ForeignKeyConstraint(["from_id"], ["place.id"], name=op.f("fk_leg_from_id_place")),
        sa.ForeignKeyConstraint(["route_id"], ["route.id"], name=op.f("fk_leg_route_id_route")),
        sa.ForeignKeyConstraint(["to_id"], ["place.id"], name=op.f("fk_leg_to_id_place")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_leg_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leg")),
    )
    op.create_index("ix_leg_trip", "leg", ["trip_id", "departs_at"], unique=False)
    op.create_table(
        "stay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("check_in", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nights", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("confirmed_with", sa.String(length=120), nullable=True),
        sa.CheckConstraint("state IN ('held', 'confirmed', 'in', 'out')", name=op.f("ck_stay_state")),
        sa.CheckConstraint("nights >= 1", name=op.f("ck_stay_nights")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_stay_place_id_place")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_stay_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay")),
    )
    op.create_index("ix_stay_place", "stay", ["place_id", "check_in"], unique=False)
    op.create_index("ix_stay_trip", "stay", ["trip_id"], unique=False)
    op.create_table(
        "traveller",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("fare_class", sa.String(length=4), nullable=False),
        sa.CheckConstraint("fare_class IN ('full', 'half', 'free')", name=op.f("ck_traveller_fare_class")),
        sa.CheckConstraint(
            "kind IN ('patient', 'companion', 'relief', 'infant', 'newborn', 'donor')", name=op.f("ck_traveller_kind")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_traveller_person_id_person")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_traveller_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traveller")),
        sa.UniqueConstraint("trip_id", "person_id", name="uq_traveller_trip_id_person_id"),
    )
    op.create_index(op.f("ix_traveller_person_id"), "traveller", ["person_id"], unique=False)
    op.create_table(
        "trip_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "kind IN ('draft', 'chosen', 'departed', 'arrived', 'returned', 'cancelled', 'replanned', 'corrected')",
            name=op.f("ck_trip_event_kind"),
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_trip_event_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_trip_event_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_event")),
    )
    op.create_index("ix_trip_event_trip", "trip_event", ["trip_id", "id"], unique=False)
    op.create_table(
        "bed_night",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("traveller_id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=True),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("bed", sa.Integer(), nullable=True),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("price_currency", sa.String(length=3), server_default="MXN", nullable=False),
        sa.CheckConstraint("(kind = 'lodging') = (bed IS NOT NULL)", name=op.f("ck_bed_night_bed_at_a_lodging")),
        sa.CheckConstraint("kind = 'home' OR place_id IS NOT NULL", name=op.f("ck_bed_night_place")),
        sa.CheckConstraint("kind IN ('hospital', 'lodging', 'chair', 'home')", name=op.f("ck_bed_night_kind")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_bed_night_price")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_bed_night_place_id_place")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_bed_night_stay_id_stay")),
        sa.ForeignKeyConstraint(["traveller_id"], ["traveller.id"], name=op.f("fk_bed_night_traveller_id_traveller")),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_bed_night_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bed_night")),
        sa.UniqueConstraint("place_id", "night", "bed", name="uq_bed_night_bed"),
        sa.UniqueConstraint("traveller_id", "night", name="uq_bed_night_traveller_id_night"),
    )
    op.create_index(op.f("ix_bed_night_stay_id"), "bed_night", ["stay_id"], unique=False)
    op.create_index("ix_bed_night_trip", "bed_night", ["trip_id", "night"], unique=False)
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leg_id", sa.Integer(), nullable=False),
        sa.Column("traveller_id", sa.Integer(), nullable=False),
        sa.Column("fare_minor", sa.BigInteger(), nullable=False),
        sa.Column("fare_currency", sa.String(length=3), server_default="MXN", nullable=False),
        sa.CheckConstraint("fare_minor >= 0", name=op.f("ck_seat_fare")),
        sa.ForeignKeyConstraint(["leg_id"], ["leg.id"], name=op.f("fk_seat_leg_id_leg")),
        sa.ForeignKeyConstraint(["traveller_id"], ["traveller.id"], name=op.f("fk_seat_traveller_id_traveller")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("leg_id", "traveller_id", name="uq_seat_leg_id_traveller_id"),
    )
    op.create_index(op.f("ix_seat_traveller_id"), "seat", ["traveller_id"], unique=False)
