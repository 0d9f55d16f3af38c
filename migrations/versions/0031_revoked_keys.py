"""Keys that sign papers may be revoked from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("signing_key", sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("signing_key", sa.Column("revoked_from", sa.Date(), nullable=True))
    op.add_column("signing_key", sa.Column("revoked_why", sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("signing_key", "revoked_why")
    op.drop_column("signing_key", "revoked_from")
    op.drop_column("signing_key", "revoked_at")
