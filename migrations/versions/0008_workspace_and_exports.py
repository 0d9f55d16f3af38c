"""Flags, escalations, and what exports need."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
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
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=True),
        *_keys("escalation", "audit", "audit_id"),
        *_keys("escalation", "centre", "centre_id"),
        *_keys("escalation", "account", "raised_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index("ix_escalation_audit_id", "escalation", ["audit_id"])
    op.create_index("ix_escalation_centre_id", "escalation", ["centre_id"])
    op.create_table(
        "escalation_outcome",
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("told_to", sa.String(length=16), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        *_keys("escalation_outcome", "escalation", "escalation_id"),
        *_keys("escalation_outcome", "account", "second_id", "by"),
        sa.PrimaryKeyConstraint("escalation_id", name=op.f("pk_escalation_outcome")),
    )
    op.create_table(
        "no_harm_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        *_keys("no_harm_request", "escalation", "escalation_id"),
        *_keys("no_harm_request", "account", "second_id", "asked_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_harm_request")),
    )
    op.create_index("ix_no_harm_request_escalation_id", "no_harm_request", ["escalation_id"])
    op.create_table(
        "item_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        *_keys("item_flag", "audit", "audit_id"),
        *_keys("item_flag", "account", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_flag")),
    )
    stands = sa.text("taken_back_at IS NULL")
    op.create_index(
        "uq_item_flag_standing",
        "item_flag",
        ["audit_id", "item"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_table(
        "export_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("centres", sa.JSON(), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("refusal", sa.String(length=16), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("project", sa.LargeBinary(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_by", sa.Integer(), nullable=True),
        *_keys("export_request", "centre", "centre_id"),
        *_keys("export_request", "account", "asked_by", "answered_by", "first_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_request")),
    )
    op.create_index("ix_export_request_waits", "export_request", ["is_approved", "asked_at"])
    op.create_index("ix_export_request_asked_by", "export_request", ["asked_by"])
    op.create_table(
        "name_reason",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("audit_id", _BIG, nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        *_keys("name_reason", "audit", "audit_id"),
        *_keys("name_reason", "supervision_session", "session_id"),
        *_keys("name_reason", "account", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_reason")),
    )
    op.create_index("ix_name_reason_audit_id", "name_reason", ["audit_id"])
    op.create_index("ix_name_reason_session_id", "name_reason", ["session_id"])


def downgrade() -> None:
    for table in (
        "name_reason",
        "export_request",
        "item_flag",
        "no_harm_request",
        "escalation_outcome",
        "escalation",
    ):
        op.drop_table(table)
