"""Nothing of its own: half-years are worked out from records and never frozen (ADR 0051)."""

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
