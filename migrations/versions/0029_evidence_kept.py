"""One release of a text holds at a time.

Half-years have no tables: they are worked out from records and never frozen (ADR 0051).
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_INDEX = "uq_released_item_kind_item_id"


def upgrade() -> None:
    holds = sa.text("withdrawn_at IS NULL")
    op.create_index(
        _INDEX,
        "released_item",
        ["kind", "item_id"],
        unique=True,
        sqlite_where=holds,
        postgresql_where=holds,
    )


def downgrade() -> None:
    op.drop_index(_INDEX, "released_item")
