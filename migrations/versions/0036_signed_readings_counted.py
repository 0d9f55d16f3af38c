"""The index of signed readings holds what a past day asks of them, so that no row is read."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_INDEX, _TABLE = "ix_audit_signed", "audit"
_COLUMNS = ["state", "signed_at"]
_MORE = ["area_code", "sample_type", "reviewed_on", "counted_until"]


def upgrade() -> None:
    op.drop_index(_INDEX, _TABLE)
    op.create_index(_INDEX, _TABLE, [*_COLUMNS, *_MORE])


def downgrade() -> None:
    op.drop_index(_INDEX, _TABLE)
    op.create_index(_INDEX, _TABLE, _COLUMNS)
