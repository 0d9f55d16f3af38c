"""Days that wait for an answer are found without looking at every session."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_INDEX, _TABLE = "ix_day_proposal_waiting", "day_proposal"


def upgrade() -> None:
    op.create_index(_INDEX, _TABLE, ["answer", "session_id"])


def downgrade() -> None:
    op.drop_index(_INDEX, _TABLE)
