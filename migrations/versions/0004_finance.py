"""finance: its tables, constraints, indices and triggers; the ledger's empty head."""

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint(
            "kind IN ('box', 'bank', 'fund', 'applied', 'advance', 'payable', 'expense')", name=op.f("ck_account_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("code", name=op.f("uq_account_code")),
        sa.UniqueConstraint("id", "currency", name="uq_account_id_currency"),
        sa.UniqueConstraint("kind", "reference", "currency", name="uq_account_kind_reference_currency"),
    )
    op.create_table(
        "counter",
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_counter")),
    )
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "balance",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=6), nullable=False),
        sa.Column("debits", sa.BigInteger(), nullable=False),
        sa.Column("credits", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("overdraft", sa.BigInteger(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "rule <> 'credit' OR credits - debits - held + overdraft >= 0", name=op.f("ck_balance_credit_floor")
        ),
        sa.CheckConstraint(
            "rule <> 'debit' OR debits - credits - held + overdraft >= 0", name=op.f("ck_balance_debit_floor")
        ),
        sa.CheckConstraint("rule IN ('debit', 'credit', 'free')", name=op.f("ck_balance_rule")),
        sa.CheckConstraint("ceiling IS NULL OR debits - credits <= ceiling", name=op.f("ck_balance_ceiling")),
        sa.CheckConstraint(
            "debits >= 0 AND credits >= 0 AND held >= 0 AND overdraft >= 0", name=op.f("ck_balance_not_negative")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_balance_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_balance")),
    )
    op.create_table(
        "custodian",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("limit_minor", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('box', 'bank', 'driver', 'clinician', 'liaison')", name=op.f("ck_custodian_kind")),
        sa.CheckConstraint("limit_minor IS NULL OR limit_minor > 0", name=op.f("ck_custodian_limit")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_custodian_account_id_account")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_custodian_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custodian")),
        sa.UniqueConstraint("account_id", name=op.f("uq_custodian_account_id")),
        sa.UniqueConstraint("name", name=op.f("uq_custodian_name")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("book_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("memo", sa.String(length=200), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_entry_reversal_names_entry")
        ),
        sa.CheckConstraint(
            "approved_by_id IS NOT NULL OR kind IN ('opening', 'donation', 'cash_move', 'return')",
            name=op.f("ck_entry_approval"),
        ),
        sa.CheckConstraint(
            "kind IN ('opening', 'donation', 'cash_move', 'delivery', 'claim', 'return', 'difference', 'reversal')",
            name=op.f("ck_entry_kind"),
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> created_by_id", name=op.f("ck_entry_two_people")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_entry_approved_by_id_user")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_entry_created_by_id_user")),
        sa.ForeignKeyConstraint(["reverses_id"], ["entry.id"], name=op.f("fk_entry_reverses_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_entry_idempotency_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_entry_reverses_id")),
        sa.UniqueConstraint("seq", name=op.f("uq_entry_seq")),
        sa.UniqueConstraint("source", "kind", "ordinal", name="uq_entry_source_kind_ordinal"),
    )
    op.create_index("ix_entry_book_date", "entry", ["book_date", "seq"], unique=False)
    op.create_table(
        "fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("donor", sa.String(length=120), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("ceiling_minor", sa.BigInteger(), nullable=True),
        sa.Column("eligible_from", sa.Date(), nullable=True),
        sa.Column("eligible_to", sa.Date(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("applied_account_id", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind <> 'reimbursable' OR ceiling_minor IS NOT NULL", name=op.f("ck_fund_ceiling")),
        sa.CheckConstraint("kind IN ('prepaid', 'reimbursable')", name=op.f("ck_fund_kind")),
        sa.CheckConstraint("eligible_to IS NULL OR eligible_to >= eligible_from", name=op.f("ck_fund_dates")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_fund_account_id_account")),
        sa.ForeignKeyConstraint(
            ["applied_account_id"], ["account.id"], name=op.f("fk_fund_applied_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("account_id", name=op.f("uq_fund_account_id")),
        sa.UniqueConstraint("applied_account_id", name=op.f("uq_fund_applied_account_id")),
        sa.UniqueConstraint("name", name=op.f("uq_fund_name")),
    )
    op.create_table(
        "period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name=op.f("ck_period_closed")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_period_dates")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_period_closed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("ends_on", name=op.f("uq_period_ends_on")),
        sa.UniqueConstraint("starts_on", name="uq_period_starts_on"),
    )
    op.create_table(
        "rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_rate_amount")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_rate_dates")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["user.id"], name=op.f("fk_rate_saved_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate")),
        sa.UniqueConstraint("category", "unit", "valid_from", name="uq_rate_category_unit_valid_from"),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=True),
        sa.Column("issuer_rfc", sa.String(length=13), nullable=True),
        sa.Column("receiver_rfc", sa.String(length=13), nullable=True),
        sa.Column("sat_status", sa.String(length=20), nullable=True),
        sa.Column("sat_checked_on", sa.Date(), nullable=True),
        sa.Column("payment_method", sa.String(length=3), nullable=True),
        sa.Column("vendor", sa.String(length=160), nullable=False),
        sa.Column("vendor_key", sa.String(length=160), nullable=False),
        sa.Column("folio", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("twin_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind <> 'cfdi' OR uuid IS NOT NULL", name=op.f("ck_receipt_cfdi_has_uuid")),
        sa.CheckConstraint(
            "kind IN ('cfdi', 'nota', 'ticket', 'recibo_sin_factura', 'relacion_de_pasajes')",
            name=op.f("ck_receipt_kind"),
        ),
        sa.CheckConstraint("total_minor > 0", name=op.f("ck_receipt_total")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_receipt_file_id_stored_file")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_receipt_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["twin_id"], ["receipt.id"], name=op.f("fk_receipt_twin_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("uuid", name=op.f("uq_receipt_uuid")),
    )
    op.create_index("ix_receipt_sha256", "receipt", ["sha256"], unique=False)
    op.create_index("ix_receipt_twin", "receipt", ["vendor_key", "issued_on", "total_minor"], unique=False)
    op.create_table(
        "budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=True),
        sa.Column("approved_minor", sa.BigInteger(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("second_approver_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'approved' OR (approved_by_id IS NOT NULL AND fund_id IS NOT NULL)",
            name=op.f("ck_budget_approved"),
        ),
        sa.CheckConstraint("state IN ('draft', 'approved', 'released')", name=op.f("ck_budget_state")),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> prepared_by_id", name=op.f("ck_budget_two_people")
        ),
        sa.CheckConstraint(
            "second_approver_id IS NULL OR (second_approver_id <> prepared_by_id AND second_approver_id <> approved_by_id)",
            name=op.f("ck_budget_second_person"),
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_budget_approved_by_id_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_budget_case_id_case")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_budget_fund_id_fund")),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["user.id"], name=op.f("fk_budget_prepared_by_id_user")),
        sa.ForeignKeyConstraint(["second_approver_id"], ["user.id"], name=op.f("fk_budget_second_approver_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint("case_id", "source", name="uq_budget_case_id_source"),
    )
    op.create_index("ix_budget_fund", "budget", ["fund_id"], unique=False)
    op.create_index("ix_budget_state", "budget", ["state", "id"], unique=False)
    op.create_table(
        "fund_restriction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "kind IN ('category', 'clinic', 'icd10', 'age_from', 'age_to')", name=op.f("ck_fund_restriction_kind")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_restriction_fund_id_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_restriction")),
        sa.UniqueConstraint("fund_id", "kind", "value", name="uq_fund_restriction_fund_id_kind_value"),
    )
    op.create_table(
        "partida",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("ceiling_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "category IN ('transport', 'lodging', 'meals', 'stipend', 'medicine', 'other', 'sms')",
            name=op.f("ck_partida_category"),
        ),
        sa.CheckConstraint("ceiling_minor > 0", name=op.f("ck_partida_ceiling")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_partida_fund_id_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partida")),
        sa.UniqueConstraint("fund_id", "name", name="uq_partida_fund_id_name"),
    )
    op.create_table(
        "receipt_ride",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("ridden_on", sa.Date(), nullable=False),
        sa.Column("leg", sa.String(length=120), nullable=False),
        sa.Column("driver", sa.String(length=120), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_receipt_ride_amount")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_receipt_ride_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_ride")),
        sa.UniqueConstraint("receipt_id", "line", name="uq_receipt_ride_receipt_id_line"),
    )
    op.create_table(
        "sealed_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("lines_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_sealed_report_dates")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_sealed_report_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["sealed_report.id"], name=op.f("fk_sealed_report_replaces_id_sealed_report")
        ),
        sa.ForeignKeyConstraint(["sealed_by_id"], ["user.id"], name=op.f("fk_sealed_report_sealed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_report")),
        sa.UniqueConstraint("number", name=op.f("uq_sealed_report_number")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_sealed_report_replaces_id")),
        sa.UniqueConstraint("token", name=op.f("uq_sealed_report_token")),
    )
    op.create_index("ix_sealed_report_scope", "sealed_report", ["fund_id", "starts_on", "ends_on"], unique=False)
    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("debit_id", sa.Integer(), nullable=False),
        sa.Column("credit_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("fund_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=12), nullable=True),
        sa.Column("receipt_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_transfer_amount")),
        sa.CheckConstraint("debit_id <> credit_id", name=op.f("ck_transfer_two_accounts")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_transfer_case_id_case")),
        sa.ForeignKeyConstraint(
            ["credit_id", "currency"], ["account.id", "account.currency"], name="fk_transfer_credit_account"
        ),
        sa.ForeignKeyConstraint(
            ["debit_id", "currency"], ["account.id", "account.currency"], name="fk_transfer_debit_account"
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_transfer_entry_id_entry")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_transfer_fund_id_fund")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_transfer_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("entry_id", "line", name="uq_transfer_entry_id_line"),
    )
    op.create_index("ix_transfer_case", "transfer", ["case_id"], unique=False)
    op.create_index("ix_transfer_credit", "transfer", ["credit_id", "entry_id"], unique=False)
    op.create_index("ix_transfer_debit", "transfer", ["debit_id", "entry_id"], unique=False)
    op.create_index("ix_transfer_fund", "transfer", ["fund_id"], unique=False)
    op.create_index(op.f("ix_transfer_receipt_id"), "transfer", ["receipt_id"], unique=False)
    op.create_table(
        "advance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("budget_id", sa.Integer(), nullable=True),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("holder_name", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("applied_minor", sa.BigInteger(), nullable=False),
        sa.Column("returned_minor", sa.BigInteger(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "state <> 'settled' OR applied_minor + returned_minor = paid_minor", name=op.f("ck_advance_settled")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'approved', 'paid', 'settled', 'cancelled')", name=op.f("ck_advance_state")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'cancelled') OR approved_by_id IS NOT NULL", name=op.f("ck_advance_approved")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_advance_amount")),
        sa.CheckConstraint(
            "applied_minor + returned_minor <= paid_minor", name=op.f("ck_advance_accounted_within_paid")
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> requested_by_id", name=op.f("ck_advance_two_people")
        ),
        sa.CheckConstraint("paid_minor <= amount_minor", name=op.f("ck_advance_paid_within_amount")),
        sa.CheckConstraint(
            "paid_minor >= 0 AND applied_minor >= 0 AND returned_minor >= 0", name=op.f("ck_advance_not_negative")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_advance_approved_by_id_user")),
        sa.ForeignKeyConstraint(["budget_id"], ["budget.id"], name=op.f("fk_advance_budget_id_budget")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_advance_case_id_case")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_advance_fund_id_fund")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_advance_person_id_person")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user.id"], name=op.f("fk_advance_requested_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advance")),
        sa.UniqueConstraint("number", name=op.f("uq_advance_number")),
    )
    op.create_index("ix_advance_budget", "advance", ["budget_id"], unique=False)
    op.create_index("ix_advance_case", "advance", ["case_id", "id"], unique=False)
    op.create_index("ix_advance_fund", "advance", ["fund_id"], unique=False)
    op.create_index("ix_advance_state", "advance", ["state", "id"], unique=False)
    op.create_table(
        "estimate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("budget_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint(
            "category IN ('transport', 'lodging', 'meals', 'stipend', 'medicine', 'other', 'sms')",
            name=op.f("ck_estimate_category"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_estimate_amount")),
        sa.ForeignKeyConstraint(["budget_id"], ["budget.id"], name=op.f("fk_estimate_budget_id_budget")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimate")),
        sa.UniqueConstraint("budget_id", "category", name="uq_estimate_budget_id_category"),
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("budget_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("used_minor", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('held', 'used', 'released')", name=op.f("ck_hold_state")),
        sa.CheckConstraint(
            "amount_minor >= 0 AND used_minor >= 0 AND used_minor <= amount_minor", name=op.f("ck_hold_amount")
        ),
        sa.ForeignKeyConstraint(["budget_id"], ["budget.id"], name=op.f("fk_hold_budget_id_budget")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_hold_fund_id_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index("ix_hold_budget", "hold", ["budget_id"], unique=False)
    op.create_index("ix_hold_fund", "hold", ["fund_id", "state"], unique=False)
    op.create_index(
        "uq_hold_open",
        "hold",
        ["budget_id"],
        unique=True,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_table(
        "advance_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "category IN ('transport', 'lodging', 'meals', 'stipend', 'medicine', 'other', 'sms')",
            name=op.f("ck_advance_line_category"),
        ),
        sa.CheckConstraint("kind IN ('fixed', 'to_prove')", name=op.f("ck_advance_line_kind")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_advance_line_amount")),
        sa.ForeignKeyConstraint(["advance_id"], ["advance.id"], name=op.f("fk_advance_line_advance_id_advance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advance_line")),
        sa.UniqueConstraint("advance_id", "category", name="uq_advance_line_advance_id_category"),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=True),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("payee_name", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("applied_minor", sa.BigInteger(), nullable=False),
        sa.Column("payable_minor", sa.BigInteger(), nullable=False),
        sa.Column("reimbursed_minor", sa.BigInteger(), nullable=False),
        sa.Column("attendance_note", sa.String(length=200), nullable=False),
        sa.Column("attendance_file_id", sa.Integer(), nullable=True),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reject_reason", sa.String(length=300), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state <> 'rejected' OR reject_reason IS NOT NULL", name=op.f("ck_claim_rejected_with_reason")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'rejected', 'paid')", name=op.f("ck_claim_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'paid') OR approved_by_id IS NOT NULL", name=op.f("ck_claim_approved")
        ),
        sa.CheckConstraint(
            "applied_minor >= 0 AND payable_minor >= 0 AND reimbursed_minor >= 0", name=op.f("ck_claim_not_negative")
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> prepared_by_id", name=op.f("ck_claim_two_people")
        ),
        sa.CheckConstraint("reimbursed_minor <= payable_minor", name=op.f("ck_claim_reimbursed_within_payable")),
        sa.ForeignKeyConstraint(["advance_id"], ["advance.id"], name=op.f("fk_claim_advance_id_advance")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_claim_approved_by_id_user")),
        sa.ForeignKeyConstraint(
            ["attendance_file_id"], ["stored_file.id"], name=op.f("fk_claim_attendance_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_claim_case_id_case")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_claim_fund_id_fund")),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["user.id"], name=op.f("fk_claim_prepared_by_id_user")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_claim_settled_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("number", name=op.f("uq_claim_number")),
    )
    op.create_index("ix_claim_advance", "claim", ["advance_id"], unique=False)
    op.create_index("ix_claim_case", "claim", ["case_id", "id"], unique=False)
    op.create_index("ix_claim_fund", "claim", ["fund_id"], unique=False)
    op.create_index("ix_claim_state", "claim", ["state", "id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=True),
        sa.Column("from_custodian_id", sa.Integer(), nullable=False),
        sa.Column("to_custodian_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("delivered_by_id", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed", sa.String(length=10), nullable=False),
        sa.Column("signs_for", sa.String(length=160), nullable=False),
        sa.Column("witness", sa.String(length=160), nullable=False),
        sa.Column("slip", sa.LargeBinary(), nullable=True),
        sa.Column("slip_sha256", sa.String(length=64), nullable=True),
        sa.Column("signed_file_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "signed <> 'a_ruego' OR (witness <> '' AND signs_for <> '')", name=op.f("ck_delivery_a_ruego_has_names")
        ),
        sa.CheckConstraint("signed <> 'thumbprint' OR witness <> ''", name=op.f("ck_delivery_thumbprint_has_witness")),
        sa.CheckConstraint("signed IN ('signature', 'thumbprint', 'a_ruego')", name=op.f("ck_delivery_signed")),
        sa.CheckConstraint("(advance_id IS NULL) <> (to_custodian_id IS NULL)", name=op.f("ck_delivery_one_recipient")),
        sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_delivery_confirmed")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_delivery_amount")),
        sa.CheckConstraint(
            "to_custodian_id IS NULL OR to_custodian_id <> from_custodian_id", name=op.f("ck_delivery_two_ends")
        ),
        sa.ForeignKeyConstraint(["advance_id"], ["advance.id"], name=op.f("fk_delivery_advance_id_advance")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user.id"], name=op.f("fk_delivery_confirmed_by_id_user")),
        sa.ForeignKeyConstraint(["delivered_by_id"], ["user.id"], name=op.f("fk_delivery_delivered_by_id_user")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_delivery_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["from_custodian_id"], ["custodian.id"], name=op.f("fk_delivery_from_custodian_id_custodian")
        ),
        sa.ForeignKeyConstraint(
            ["signed_file_id"], ["stored_file.id"], name=op.f("fk_delivery_signed_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["to_custodian_id"], ["custodian.id"], name=op.f("fk_delivery_to_custodian_id_custodian")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_delivery_entry_id")),
        sa.UniqueConstraint("number", name=op.f("uq_delivery_number")),
    )
    op.create_index("ix_delivery_advance", "delivery", ["advance_id"], unique=False)
    op.create_table(
        "claim_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("concept", sa.String(length=160), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("claimed_minor", sa.BigInteger(), nullable=False),
        sa.Column("accepted_minor", sa.BigInteger(), nullable=False),
        sa.Column("cut_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "category IN ('transport', 'lodging', 'meals', 'stipend', 'medicine', 'other', 'sms')",
            name=op.f("ck_claim_line_category"),
        ),
        sa.CheckConstraint("kind = 'fixed' OR receipt_id IS NOT NULL", name=op.f("ck_claim_line_receipt")),
        sa.CheckConstraint("kind IN ('fixed', 'to_prove')", name=op.f("ck_claim_line_kind")),
        sa.CheckConstraint(
            "accepted_minor = claimed_minor OR cut_reason IS NOT NULL", name=op.f("ck_claim_line_cut_with_reason")
        ),
        sa.CheckConstraint(
            "accepted_minor >= 0 AND accepted_minor <= claimed_minor", name=op.f("ck_claim_line_accepted")
        ),
        sa.CheckConstraint("claimed_minor > 0", name=op.f("ck_claim_line_claimed")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_line_claim_id_claim")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_claim_line_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_line")),
    )
    op.create_index("ix_claim_line_claim", "claim_line", ["claim_id"], unique=False)
    op.create_index("ix_claim_line_receipt", "claim_line", ["receipt_id"], unique=False)
    op.create_index("ix_claim_line_spent_on", "claim_line", ["spent_on"], unique=False)
    op.create_table(
        "sealed_report_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("claim_line_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_line_id"], ["claim_line.id"], name=op.f("fk_sealed_report_line_claim_line_id_claim_line")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["sealed_report.id"], name=op.f("fk_sealed_report_line_report_id_sealed_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_report_line")),
        sa.UniqueConstraint("report_id", "claim_line_id", name="uq_sealed_report_line_report_id_claim_line_id"),
    )
    op.create_index(op.f("ix_sealed_report_line_claim_line_id"), "sealed_report_line", ["claim_line_id"], unique=False)
    op.execute("INSERT INTO ledger_head (id, seq, hash) VALUES (1, 0, '')")
    for table in ("entry", "transfer", "sealed_report", "sealed_report_line"):
        create_append_only(op, table)
