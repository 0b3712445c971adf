"""cases: its tables, constraints, indices and triggers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "numbering",
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_numbering")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("given_names", sa.String(length=80), nullable=False),
        sa.Column("first_surname", sa.String(length=60), nullable=False),
        sa.Column("second_surname", sa.String(length=60), nullable=True),
        sa.Column("name_key", sa.String(length=220), nullable=False),
        sa.Column("address", sa.String(length=40), nullable=True),
        sa.Column("sex", sa.String(length=8), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("curp", sa.String(length=40), nullable=True),
        sa.Column("curp_valid", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("reads", sa.Boolean(), nullable=True),
        sa.Column("village", sa.String(length=80), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sex IN ('female', 'male', 'other')", name=op.f("ck_person_sex")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("number", name=op.f("uq_person_number")),
    )
    op.create_index(op.f("ix_person_curp"), "person", ["curp"], unique=False)
    op.create_index("ix_person_match", "person", ["name_key", "born_on"], unique=False)
    op.create_index(op.f("ix_person_name_key"), "person", ["name_key"], unique=False)
    op.create_table(
        "phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=True),
        sa.Column("typed", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("signal_hours", sa.String(length=80), nullable=True),
        sa.Column("delivery", sa.String(length=10), nullable=False),
        sa.CheckConstraint("delivery IN ('unknown', 'reachable', 'failing', 'dead')", name=op.f("ck_phone_delivery")),
        sa.CheckConstraint("kind IN ('mobile', 'landline', 'caseta')", name=op.f("ck_phone_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone")),
        sa.UniqueConstraint("number", name="uq_phone_number"),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("municipality", sa.String(length=80), nullable=True),
        sa.Column("city", sa.String(length=80), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("services", sa.String(length=400), server_default="", nullable=False),
        sa.Column("reveals", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=True),
        sa.Column("priced_per", sa.String(length=8), server_default="person", nullable=False),
        sa.Column("beds", sa.Integer(), nullable=True),
        sa.Column("companion_cap", sa.Integer(), nullable=True),
        sa.Column("takes", sa.String(length=24), server_default="anyone", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.CheckConstraint("kind <> 'lodging' OR price_minor IS NOT NULL", name=op.f("ck_place_lodging_has_price")),
        sa.CheckConstraint(
            "kind IN ('town', 'clinic', 'hospital', 'lodging', 'community', 'terminal')",
            name=op.f("ck_place_kind"),
        ),
        sa.CheckConstraint("priced_per IN ('person', 'room')", name=op.f("ck_place_priced_per")),
        sa.CheckConstraint("takes IN ('anyone', 'companions_of_inpatients')", name=op.f("ck_place_takes")),
        sa.CheckConstraint("price_minor >= 0 AND beds >= 0", name=op.f("ck_place_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
    )
    op.create_index(op.f("ix_place_kind"), "place", ["kind"], unique=False)
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("usual_minutes", sa.Integer(), nullable=False),
        sa.Column("nights_admitted", sa.Integer(), nullable=False),
        sa.Column("preparation", sa.String(length=400), server_default="", nullable=False),
        sa.Column("reveals", sa.Boolean(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("name", name=op.f("uq_service_name")),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("folio", sa.String(length=40), nullable=True),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=True),
        sa.Column("hospital_typed", sa.String(length=120), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("navigator_id", sa.Integer(), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("referred_by", sa.String(length=12), nullable=True),
        sa.Column("diagnosis_code", sa.String(length=8), nullable=True),
        sa.Column("diagnosis", sa.String(length=200), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("insurance", sa.String(length=16), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("flags", sa.Text(), server_default="", nullable=False),
        sa.Column("hold_reason", sa.String(length=200), nullable=True),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_reason", sa.String(length=40), nullable=True),
        sa.Column("texts_confirmed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "insurance IS NULL OR insurance IN ('imss_bienestar', 'imss', 'issste', 'issstech', 'other')",
            name=op.f("ck_case_insurance"),
        ),
        sa.CheckConstraint(
            "referred_by IS NULL OR referred_by IN ('pasante', 'acompanante', 'nursing', 'brigade', 'appointment', 'visit', 'hospital', 'self')",
            name=op.f("ck_case_referred_by"),
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (closing_reason IS NULL)", name=op.f("ck_case_closed_with_reason")),
        sa.ForeignKeyConstraint(["clinic_id"], ["place.id"], name=op.f("fk_case_clinic_id_place")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_case_created_by_id_user")),
        sa.ForeignKeyConstraint(["hospital_id"], ["place.id"], name=op.f("fk_case_hospital_id_place")),
        sa.ForeignKeyConstraint(["navigator_id"], ["user.id"], name=op.f("fk_case_navigator_id_user")),
        sa.ForeignKeyConstraint(["patient_id"], ["person.id"], name=op.f("fk_case_patient_id_person")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_case_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("folio", name=op.f("uq_case_folio")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
    )
    op.create_index("ix_case_clinic", "case", ["clinic_id", "id"], unique=False)
    op.create_index(op.f("ix_case_navigator_id"), "case", ["navigator_id"], unique=False)
    op.create_index(
        "ix_case_open",
        "case",
        ["id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_case_patient", "case", ["patient_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=30), nullable=False),
        sa.Column("witness", sa.String(length=120), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("purpose IN ('sms', 'voice', 'whatsapp', 'data')", name=op.f("ck_consent_purpose")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_consent_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_person_purpose", "consent", ["person_id", "purpose", "id"], unique=False)
    op.create_table(
        "person_phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("phone_id", sa.Integer(), nullable=False),
        sa.Column("belongs_to", sa.String(length=20), nullable=False),
        sa.Column("relay_only", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_phone_person_id_person")),
        sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name=op.f("fk_person_phone_phone_id_phone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_phone")),
        sa.UniqueConstraint("person_id", "phone_id", name="uq_person_phone_person_id_phone_id"),
    )
    op.create_index(op.f("ix_person_phone_phone_id"), "person_phone", ["phone_id"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("precision", sa.String(length=10), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("at_time", sa.Time(), nullable=True),
        sa.Column("present_at", sa.Time(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("confirmation", sa.String(length=12), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tentative", sa.Boolean(), nullable=False),
        sa.Column("next_id", sa.Integer(), nullable=True),
        sa.Column("changed_by", sa.String(length=12), nullable=True),
        sa.Column("change_reason", sa.String(length=200), nullable=True),
        sa.Column("past_reason", sa.String(length=200), nullable=True),
        sa.Column("outcome_note", sa.String(length=400), nullable=True),
        sa.Column("no_show_cause", sa.String(length=30), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "confirmation IN ('unknown', 'confirmed', 'declined', 'unreachable')",
            name=op.f("ck_appointment_confirmation"),
        ),
        sa.CheckConstraint("precision <> 'datetime' OR at_time IS NOT NULL", name=op.f("ck_appointment_timed")),
        sa.CheckConstraint("precision = 'waiting' OR on_day IS NOT NULL", name=op.f("ck_appointment_dated")),
        sa.CheckConstraint(
            "precision IN ('datetime', 'date', 'week', 'waiting')", name=op.f("ck_appointment_precision")
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'waitlisted', 'booked', 'attended', 'not_seen', 'no_show', 'cancelled_hospital', 'cancelled_patient', 'rescheduled')",
            name=op.f("ck_appointment_state"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_appointment_case_id_case")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_appointment_created_by_id_user")),
        sa.ForeignKeyConstraint(["hospital_id"], ["place.id"], name=op.f("fk_appointment_hospital_id_place")),
        sa.ForeignKeyConstraint(["next_id"], ["appointment.id"], name=op.f("fk_appointment_next_id_appointment")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_appointment_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index("ix_appointment_case", "appointment", ["case_id", "id"], unique=False)
    op.create_index("ix_appointment_day", "appointment", ["on_day", "id"], unique=False)
    op.create_table(
        "case_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_access_case_id_case")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_case_access_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_access")),
        sa.UniqueConstraint("case_id", "user_id", name="uq_case_access_case_id_user_id"),
    )
    op.create_index(op.f("ix_case_access_user_id"), "case_access", ["user_id"], unique=False)
    op.create_table(
        "case_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=30), nullable=True),
        sa.Column("travels", sa.Boolean(), nullable=False),
        sa.Column("gets_texts", sa.Boolean(), nullable=False),
        sa.Column("is_contact", sa.Boolean(), nullable=False),
        sa.Column("receives_money", sa.Boolean(), nullable=False),
        sa.Column("decides", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_person_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_person")),
        sa.UniqueConstraint("case_id", "person_id", name="uq_case_person_case_id_person_id"),
    )
    op.create_index(op.f("ix_case_person_person_id"), "case_person", ["person_id"], unique=False)
    op.create_table(
        "counter_referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), server_default="", nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("sent_to_clinic_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_counter_referral_case_id_case")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_counter_referral_file_id_stored_file")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_counter_referral_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_referral")),
    )
    op.create_index(op.f("ix_counter_referral_case_id"), "counter_referral", ["case_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('note', 'call', 'visit', 'whatsapp', 'event')", name=op.f("ck_note_kind")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_note_author_id_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_note_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_case", "note", ["case_id", "id"], unique=False)
    op.create_table(
        "safe_contact_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("phone_id", sa.Integer(), nullable=True),
        sa.Column("hours", sa.String(length=80), nullable=False),
        sa.Column("agreed_word", sa.String(length=40), nullable=True),
        sa.Column("never_know", sa.String(length=200), server_default="", nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_safe_contact_plan_case_id_case")),
        sa.ForeignKeyConstraint(["filled_by_id"], ["user.id"], name=op.f("fk_safe_contact_plan_filled_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_safe_contact_plan_person_id_person")),
        sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name=op.f("fk_safe_contact_plan_phone_id_phone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safe_contact_plan")),
        sa.UniqueConstraint("case_id", name=op.f("uq_safe_contact_plan_case_id")),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=400), nullable=True),
        sa.CheckConstraint(
            "kind IN ('call', 'date', 'review', 'decline', 'urgent', 'money', 'outcome', 'counter_referral', 'relay', 'papers', 'travel', 'other')",
            name=op.f("ck_task_kind"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_task_case_id_case")),
        sa.ForeignKeyConstraint(["done_by_id"], ["user.id"], name=op.f("fk_task_done_by_id_user")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_task_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_case", "task", ["case_id", "id"], unique=False)
    op.create_index(
        "ix_task_due",
        "task",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index(op.f("ix_task_owner_id"), "task", ["owner_id"], unique=False)
    op.create_index(
        "uq_task_open_key",
        "task",
        ["key"],
        unique=True,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "precondition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("responsible", sa.String(length=120), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('laboratory', 'medicine', 'assessment', 'donors', 'document')",
            name=op.f("ck_precondition_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_precondition_appointment_id_appointment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precondition")),
    )
    op.create_index(op.f("ix_precondition_appointment_id"), "precondition", ["appointment_id"], unique=False)
