"""Column mappings, keyed numbers, score sheets and their scans."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _keys(table: str, other: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column in columns
    ]


def upgrade() -> None:
    op.create_table(
        "list_match",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        *_keys("list_match", "centre", "centre_id"),
        *_keys("list_match", "account", "changed_by"),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_list_match")),
    )


def downgrade() -> None:
    op.drop_table("list_match")
