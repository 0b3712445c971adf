"""finance: a sealed report's lines keep the category under which they were sealed."""

import sqlalchemy as sa
from alembic import op

from app.foundation.triggers import create_append_only

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _sealed_categories()


def _sealed_categories() -> None:
    """SQLite copies the table, which loses its triggers; PostgreSQL changes it in place, with them put to sleep."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        op.execute("DROP TRIGGER sealed_report_line_no_update")
    else:
        op.execute("ALTER TABLE sealed_report_line DISABLE TRIGGER USER")
    op.add_column("sealed_report_line", sa.Column("category", sa.String(length=12), nullable=True))
    op.execute(
        "UPDATE sealed_report_line SET category = "
        "(SELECT category FROM claim_line WHERE claim_line.id = sealed_report_line.claim_line_id)"
    )
    with op.batch_alter_table("sealed_report_line") as batch:
        batch.alter_column("category", existing_type=sa.String(length=12), nullable=False)
    if sqlite:
        create_append_only(op, "sealed_report_line")
    else:
        op.execute("ALTER TABLE sealed_report_line ENABLE TRIGGER USER")


def downgrade() -> None:
    op.drop_column("sealed_report_line", "category")
