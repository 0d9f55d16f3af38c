"""Who confirmed that the owner of an account opened the link that set its password.

Links that were used before stand as they are: nobody was asked to confirm them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_account_link_seen_by_account"), "account", ["seen_by"], ["id"]
        )
    op.execute("UPDATE account_link SET seen_at = closed_at WHERE was_used")


def downgrade() -> None:
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_account_link_seen_by_account"), type_="foreignkey")
        batch_op.drop_column("seen_at")
        batch_op.drop_column("seen_by")
