"""Questions to experts come from lists as well: by their own number, known from when they came."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_TABLE, _ALONE = "consultation", "uq_consultation_centre_id_number"
_MOMENTS = ("recorded_at", "answer_recorded_at")


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("number", sa.String(length=40), nullable=True))
    for name in _MOMENTS:
        op.add_column(_TABLE, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index(_ALONE, _TABLE, ["centre_id", "number"], unique=True)


def downgrade() -> None:
    op.drop_index(_ALONE, _TABLE)
    for name in (*_MOMENTS, "number"):
        op.drop_column(_TABLE, name)
