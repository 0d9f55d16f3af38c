"""The second lock: rows that the database itself keeps from those out of reach.

Its policies are no step of their own: like the triggers they are dropped before every migration
and made anew after it (`models.row_policies`). This step only marks from where on they stand.
"""

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
