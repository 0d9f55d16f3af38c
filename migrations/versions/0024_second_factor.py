"""Second factors: one-time codes, cards, passkeys, and sign-in from elsewhere."""

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
