"""Column mappings, keyed numbers, score sheets and their scans."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


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
    op.create_table(
        "centre_key",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("is_replaced", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        *_keys("centre_key", "centre", "centre_id"),
        *_keys("centre_key", "account", "set_by"),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_centre_key")),
    )
    op.create_table(
        "sheet_scan",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("image_digest", sa.String(length=64), nullable=False),
        sa.Column("filed_digest", sa.String(length=64), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("readings", sa.JSON(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.Integer(), nullable=True),
        *_keys("sheet_scan", "audit", "audit_id"),
        *_keys("sheet_scan", "account", "filed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_scan")),
        sa.UniqueConstraint(
            "audit_id", "image_digest", name=op.f("uq_sheet_scan_audit_id_image_digest")
        ),
    )


def downgrade() -> None:
    op.drop_table("sheet_scan")
    op.drop_table("centre_key")
    op.drop_table("list_match")
