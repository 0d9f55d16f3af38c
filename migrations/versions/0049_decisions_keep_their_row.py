"""A decision counts only while the journal tells who put it forward; no checkpoint stands for that.

As of 0047: triggers are dropped before every migration and made anew after it (`models.triggers`),
and this step only marks from where on the narrower one stands.
"""

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
