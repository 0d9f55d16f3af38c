"""A decision begins as a proposal that the journal tells of: the databases refuse every other one.

The refusal is no step of its own: triggers are dropped before every migration and made anew after
it (`models.triggers`). This step only marks from where on it stands, so that a database that is
there already gets it. Decisions that stand are left as they are.
"""

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
