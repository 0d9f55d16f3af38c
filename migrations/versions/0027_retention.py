"""What is kept for how long, and which key seals it."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, columns in (
        ("digest_key", (sa.Column("sealed", sa.LargeBinary(), nullable=False),)),
        ("sealed_pass", ()),
    ):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
            *columns,
            sa.CheckConstraint("id = 1", name=op.f(f"ck_{table}_one_row")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "guarded_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        _key("guarded_name", "added_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarded_name")),
        sa.UniqueConstraint("name", name=op.f("uq_guarded_name_name")),
    )
    op.create_table(
        "guard_reason",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("fields", sa.String(length=200), nullable=False),
        sa.Column("kinds", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        _key("guard_reason", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_reason")),
    )
    op.create_index("ix_guard_reason_at", "guard_reason", ["at"])


def downgrade() -> None:
    for table in ("guard_reason", "guarded_name", "sealed_pass", "digest_key"):
        op.drop_table(table)


def _key(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_account")
    return sa.ForeignKeyConstraint([column], ["account.id"], name=name)
