"""How the second person held a decision against its paper: nobody was asked before this."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("register_decision", sa.Column("compared_by", sa.String(length=8), nullable=True))


def downgrade() -> None:
    op.drop_column("register_decision", "compared_by")
