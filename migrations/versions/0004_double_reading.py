"""Blind second readings, moderation, and readings that replace others."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)


def _keys(table: str, other: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column in columns
    ]


def upgrade() -> None:
    with op.batch_alter_table("audit") as batch:
        batch.add_column(
            sa.Column("reading", sa.String(length=12), nullable=False, server_default="first")
        )
        batch.add_column(sa.Column("replaces_id", _BIG, nullable=True))
        batch.create_foreign_key(
            op.f("fk_audit_replaces_id_audit"), "audit", ["replaces_id"], ["id"]
        )
        batch.create_index(op.f("ix_audit_replaces_id"), ["replaces_id"])
    _pairs()
    op.create_table(
        "pair_decision",
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("decided_at", _AT, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        *_keys("pair_decision", "reading_pair", "pair_id"),
        *_keys("pair_decision", "account", "decided_by"),
        sa.PrimaryKeyConstraint("pair_id", "kind", "key", name=op.f("pk_pair_decision")),
    )
    op.create_table(
        "single_moderation",
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("settled_at", _AT, nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        *_keys("single_moderation", "audit", "audit_id"),
        *_keys("single_moderation", "account", "settled_by"),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_single_moderation")),
    )
    waits = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_single_moderation_waiting",
        "single_moderation",
        ["audit_id"],
        sqlite_where=waits,
        postgresql_where=waits,
    )


def _pairs() -> None:
    op.create_table(
        "reading_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("first_id", _BIG, nullable=False),
        sa.Column("second_id", _BIG, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("chosen_at", _AT, nullable=False),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        sa.Column("completed_at", _AT, nullable=True),
        sa.Column("item_count", sa.Integer(), nullable=True),
        sa.Column("alike_count", sa.Integer(), nullable=True),
        sa.Column("critical_count", sa.Integer(), nullable=True),
        sa.Column("asked_at", _AT, nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(length=12), nullable=True),
        sa.Column("settled_at", _AT, nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("moderated_id", _BIG, nullable=True),
        sa.Column("dissolve_reason", sa.String(length=32), nullable=True),
        *_keys("reading_pair", "centre", "centre_id"),
        *_keys("reading_pair", "rubric_version", "rubric_version_id"),
        *_keys("reading_pair", "draw", "draw_id"),
        *_keys("reading_pair", "audit", "first_id", "second_id", "moderated_id"),
        *_keys("reading_pair", "account", "chosen_by", "asked_by", "settled_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_pair")),
    )
    stands = sa.text("state <> 'dissolved'")
    op.create_index(
        "uq_reading_pair_first",
        "reading_pair",
        ["first_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_index("uq_reading_pair_second", "reading_pair", ["second_id"], unique=True)
    op.create_index("ix_reading_pair_draw_id", "reading_pair", ["draw_id"])
    op.create_index("ix_reading_pair_moderated_id", "reading_pair", ["moderated_id"])
    op.create_index("ix_reading_pair_listed", "reading_pair", ["state", "critical_count", "id"])
    op.create_index("ix_reading_pair_version", "reading_pair", ["rubric_version_id", "state", "id"])


def downgrade() -> None:
    op.drop_table("single_moderation")
    op.drop_table("pair_decision")
    op.drop_table("reading_pair")
    with op.batch_alter_table("audit") as batch:
        batch.drop_index(op.f("ix_audit_replaces_id"))
        batch.drop_constraint(op.f("fk_audit_replaces_id_audit"), type_="foreignkey")
        batch.drop_column("replaces_id")
        batch.drop_column("reading")
