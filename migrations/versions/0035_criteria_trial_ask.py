"""Trials of drafts of criteria that were asked for, and how far each has come."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_TABLE = "criteria_trial_ask"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("alive_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_criteria_trial_ask_asked_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["criteria_draft.id"],
            name=op.f("fk_criteria_trial_ask_draft_id_criteria_draft"),
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_criteria_trial_ask")),
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
