"""Indexes that find what somebody opens at the centres of a place without reading the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_FILE, _WORKER = "ix_audit_case_file_id", "ix_case_file_practitioner_id"


def upgrade() -> None:
    op.create_index("ix_audit_reader_centre", "audit", ["reader_id", "centre_id", "case_file_id"])
    # of those without a file, or without a worker, the ones of a few centres
    op.create_index("ix_audit_file_centre", "audit", ["case_file_id", "centre_id"])
    op.drop_index(_FILE, "audit")
    op.create_index("ix_case_file_worker_centre", "case_file", ["practitioner_id", "centre_id"])
    op.drop_index(_WORKER, "case_file")
    waits = sa.text("state = 'asked'")
    op.create_index(
        "ix_amendment_waits",
        "amendment",
        ["audit_id"],
        sqlite_where=waits,
        postgresql_where=waits,
    )


def downgrade() -> None:
    op.drop_index("ix_amendment_waits", "amendment")
    op.create_index(_WORKER, "case_file", ["practitioner_id"])
    op.drop_index("ix_case_file_worker_centre", "case_file")
    op.create_index(_FILE, "audit", ["case_file_id"])
    op.drop_index("ix_audit_file_centre", "audit")
    op.drop_index("ix_audit_reader_centre", "audit")
