"""Intervals of means are kept beside frozen evidence; what was frozen before has none."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence_snapshot", sa.Column("intervals", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("evidence_snapshot", "intervals")
