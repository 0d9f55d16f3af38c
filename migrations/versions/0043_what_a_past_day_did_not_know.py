"""Indexes for what a past day did not know, so that totals tell all the rest of it."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_FINAL, _AUDIT = "ix_audit_final", "audit"
_COMPLETED, _PAIR = "ix_reading_pair_completed", "reading_pair"
_PARTIAL = (
    (_FINAL, _AUDIT, ["centre_id", "final_at", "reviewed_on"], "final_at IS NOT NULL"),
    ("ix_audit_until", _AUDIT, ["centre_id", "counted_until"], "counted_until IS NOT NULL"),
    ("ix_audit_due", _AUDIT, ["centre_id", "due_on"], "draw_id IS NOT NULL"),
)


def upgrade() -> None:
    op.drop_index(_FINAL, _AUDIT)
    for name, table, columns, which in _PARTIAL:
        where = sa.text(which)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    op.create_index(_COMPLETED, _PAIR, ["completed_at", "settled_at"])


def downgrade() -> None:
    op.drop_index(_COMPLETED, _PAIR)
    for name, table, *_ in _PARTIAL:
        op.drop_index(name, table)
    op.create_index(_FINAL, _AUDIT, ["centre_id", "final_at"])
