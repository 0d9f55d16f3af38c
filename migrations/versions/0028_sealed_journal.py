"""Signed checkpoints that stand for rows of the journal whose time is over."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    table = "journal_checkpoint"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_seq", _BIG, nullable=False),
        sa.Column("last_seq", _BIG, nullable=False),
        sa.Column("first_hash", sa.String(length=64), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"], ["signing_key.id"], name=op.f("fk_journal_checkpoint_key_id_signing_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_checkpoint")),
        *(
            sa.UniqueConstraint(column, name=op.f(f"uq_journal_checkpoint_{column}"))
            for column in ("first_seq", "last_seq")
        ),
    )


def downgrade() -> None:
    op.drop_table("journal_checkpoint")
