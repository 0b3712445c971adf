"""coordination: what came in by sheet."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("created_count", sa.Integer(), nullable=False),
        sa.Column("updated_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.Column("refused_count", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("texts_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("texts_confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('places', 'routes', 'referrals', 'rates')", name=op.f("ck_import_batch_kind")),
        sa.CheckConstraint("state IN ('read', 'imported', 'discarded', 'undone')", name=op.f("ck_import_batch_state")),
        sa.ForeignKeyConstraint(["read_by_id"], ["user.id"], name=op.f("fk_import_batch_read_by_id_user")),
        sa.ForeignKeyConstraint(
            ["texts_confirmed_by_id"], ["user.id"], name=op.f("fk_import_batch_texts_confirmed_by_id_user")
        ),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user.id"], name=op.f("fk_import_batch_undone_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_kind", "import_batch", ["kind", "id"])
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("messages", sa.Text(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("review", sa.String(length=10), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_in_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('created', 'updated', 'unchanged', 'refused')", name=op.f("ck_import_row_verdict")
        ),
        sa.CheckConstraint(
            "review IN ('open', 'resolved', 'dismissed', 'superseded')", name=op.f("ck_import_row_review")
        ),
        sa.CheckConstraint(
            "verdict <> 'refused' OR review IS NOT NULL", name=op.f("ck_import_row_refused_is_reviewed")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id_import_batch")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_import_row_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_row_person_id_person")),
        sa.ForeignKeyConstraint(["previous_id"], ["import_row.id"], name=op.f("fk_import_row_previous_id_import_row")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["user.id"], name=op.f("fk_import_row_reviewed_by_id_user")),
        sa.ForeignKeyConstraint(
            ["superseded_in_id"], ["import_batch.id"], name=op.f("fk_import_row_superseded_in_id_import_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_batch", "import_row", ["batch_id", "number"])
    op.create_index(op.f("ix_import_row_case_id"), "import_row", ["case_id"])
    op.create_index(op.f("ix_import_row_person_id"), "import_row", ["person_id"])
    op.create_index(
        "ix_import_row_open", "import_row", ["id"],
        sqlite_where=sa.text("review = 'open'"), postgresql_where=sa.text("review = 'open'"),
    )  # fmt: skip
    op.create_index(
        "uq_import_row_current", "import_row", ["kind", "key"], unique=True,
        sqlite_where=sa.text("is_current"), postgresql_where=sa.text("is_current"),
    )  # fmt: skip
