"""Who confirmed that the owner of an account opened the link that set its password.

Links that were used before stand as they are: nobody was asked to confirm them. Taken back, what
was confirmed is put aside, even when that is nothing, and found again when this is applied once
more: otherwise every link that waits would stand as confirmed. Links that are used meanwhile wait
then. Migration 0023, which makes the links, takes away what stands aside with them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_ASIDE = "account_link_seen"
_USED = "SELECT id, closed_at, seen_by, seen_at FROM account_link WHERE was_used"
_TAKEN_BACK = """
UPDATE account_link SET
    seen_by = (SELECT aside.seen_by FROM account_link_seen aside
        WHERE aside.id = account_link.id AND aside.closed_at = account_link.closed_at),
    seen_at = (SELECT aside.seen_at FROM account_link_seen aside
        WHERE aside.id = account_link.id AND aside.closed_at = account_link.closed_at)
"""


def upgrade() -> None:
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_account_link_seen_by_account"), "account", ["seen_by"], ["id"]
        )
    if not sa.inspect(op.get_bind()).has_table(_ASIDE):
        op.execute("UPDATE account_link SET seen_at = closed_at WHERE was_used")
        return
    op.execute(_TAKEN_BACK)
    op.drop_table(_ASIDE)


def downgrade() -> None:
    op.create_table(
        _ASIDE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.Integer(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.execute(f"INSERT INTO {_ASIDE} (id, closed_at, seen_by, seen_at) {_USED}")
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_account_link_seen_by_account"), type_="foreignkey")
        batch_op.drop_column("seen_at")
        batch_op.drop_column("seen_by")
