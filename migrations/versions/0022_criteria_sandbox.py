"""Trials of drafts of criteria."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "criteria_sandbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["criteria_draft.id"],
            name=op.f("fk_criteria_sandbox_draft_id_criteria_draft"),
        ),
        sa.ForeignKeyConstraint(
            ["ran_by"], ["account.id"], name=op.f("fk_criteria_sandbox_ran_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_sandbox")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_criteria_sandbox_draft_id")),
    )


def downgrade() -> None:
    op.drop_table("criteria_sandbox")
