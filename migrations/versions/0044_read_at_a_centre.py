"""An index for the reviews of a few quarters at the centres of a place."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_NAME = "ix_audit_centre_read"


def upgrade() -> None:
    counts = sa.text("state = 'signed'")
    op.create_index(
        _NAME,
        "audit",
        ["centre_id", "reviewed_on"],
        sqlite_where=counts,
        postgresql_where=counts,
    )


def downgrade() -> None:
    op.drop_index(_NAME, "audit")
