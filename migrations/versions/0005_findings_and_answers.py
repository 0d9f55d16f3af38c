"""Findings, actions, the centre's answer, objections."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "amendment",
    "objection",
    "finding_answer",
    "action_reading",
    "action_step",
    "corrective_action",
    "finding",
    "finding_sheet",
)


def _keys(table: str, other: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column in columns
    ]


def upgrade() -> None:
    op.add_column("audit", sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE audit SET shared_at = signed_at WHERE state IN ('signed', 'void')")
    op.create_table(
        "finding_sheet",
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("discussed_on", sa.Date(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        *_keys("finding_sheet", "audit", "audit_id"),
        *_keys("finding_sheet", "account", "saved_by"),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_finding_sheet")),
    )
    op.create_table(
        "finding",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        *_keys("finding", "audit", "audit_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("audit_id", "position", name=op.f("uq_finding_audit_id_position")),
    )
    op.create_table(
        "corrective_action",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("finding_id", _BIG, nullable=True),
        sa.Column("audit_id", _BIG, nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=True),
        sa.Column("rubric_code", sa.String(length=64), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("owner", sa.String(length=12), nullable=False),
        sa.Column("is_structural", sa.Boolean(), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=True),
        sa.Column("evidence", sa.LargeBinary(), nullable=True),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("contain_on", sa.Date(), nullable=True),
        sa.Column("plan_on", sa.Date(), nullable=True),
        sa.Column("re_read_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("contained_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("re_read_at", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("is_by_document", sa.Boolean(), nullable=False),
        sa.Column("recurrences", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(length=12), nullable=False),
        sa.Column("failed_proofs", sa.Integer(), nullable=False),
        sa.Column("waits_by", sa.String(length=12), nullable=True),
        sa.Column("waits_for", sa.String(length=12), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_keys("corrective_action", "finding", "finding_id"),
        *_keys("corrective_action", "audit", "audit_id"),
        *_keys("corrective_action", "supervision_session", "session_id"),
        *_keys("corrective_action", "centre", "centre_id"),
        *_keys("corrective_action", "practitioner", "practitioner_id"),
        *_keys("corrective_action", "account", "done_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_action")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_corrective_action_finding_id")),
        sa.CheckConstraint(
            "(finding_id IS NULL) = (audit_id IS NULL)"
            " AND (session_id IS NULL) <> (audit_id IS NULL)",
            name=op.f("ck_corrective_action_one_source"),
        ),
    )
    op.create_index("ix_corrective_action_audit_id", "corrective_action", ["audit_id"])
    op.create_index("ix_corrective_action_session_id", "corrective_action", ["session_id"])
    op.create_index(
        "ix_corrective_action_centre", "corrective_action", ["centre_id", "state", "next_on", "id"]
    )
    op.create_index("ix_corrective_action_newest", "corrective_action", ["centre_id", "id"])
    op.create_index("ix_corrective_action_listed", "corrective_action", ["state", "next_on", "id"])
    op.create_index(
        "ix_corrective_action_next",
        "corrective_action",
        ["next_on", "id"],
        sqlite_where=sa.text("next_on IS NOT NULL"),
        postgresql_where=sa.text("next_on IS NOT NULL"),
    )
    op.create_index(
        "ix_corrective_action_party",
        "corrective_action",
        ["waits_by", "kind", "next_on", "id"],
        sqlite_where=sa.text("next_on IS NOT NULL"),
        postgresql_where=sa.text("next_on IS NOT NULL"),
    )
    op.create_index(
        "ix_corrective_action_there",
        "corrective_action",
        ["centre_id", "kind", "next_on", "id", "waits_by"],
        sqlite_where=sa.text("next_on IS NOT NULL"),
        postgresql_where=sa.text("next_on IS NOT NULL"),
    )
    op.create_index(
        "ix_corrective_action_near",
        "corrective_action",
        ["centre_id", "next_on", "id"],
        sqlite_where=sa.text("next_on IS NOT NULL"),
        postgresql_where=sa.text("next_on IS NOT NULL"),
    )
    op.create_index(
        "ix_corrective_action_urgent",
        "corrective_action",
        ["kind", "next_on", "id"],
        sqlite_where=sa.text("next_on IS NOT NULL"),
        postgresql_where=sa.text("next_on IS NOT NULL"),
    )
    op.create_index(
        "ix_corrective_action_practitioner_id", "corrective_action", ["practitioner_id"]
    )
    op.create_index(
        "ix_corrective_action_watched", "corrective_action", ["centre_id", "rubric_code", "state"]
    )
    op.create_table(
        "action_step",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("action_id", _BIG, nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("audit_id", _BIG, nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        *_keys("action_step", "corrective_action", "action_id"),
        *_keys("action_step", "audit", "audit_id"),
        *_keys("action_step", "supervision_session", "session_id"),
        *_keys("action_step", "account", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_step")),
    )
    op.create_index("ix_action_step_action_id", "action_step", ["action_id"])
    op.create_table(
        "action_reading",
        sa.Column("action_id", _BIG, nullable=False),
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("conforms", sa.Boolean(), nullable=False),
        sa.Column("is_sampled", sa.Boolean(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        *_keys("action_reading", "corrective_action", "action_id"),
        *_keys("action_reading", "audit", "audit_id"),
        sa.PrimaryKeyConstraint("action_id", "audit_id", name=op.f("pk_action_reading")),
    )
    op.create_index("ix_action_reading_audit_id", "action_reading", ["audit_id"])
    op.create_index(
        "ix_action_reading_unjudged",
        "action_reading",
        ["signed_at"],
        sqlite_where=sa.text("judged_at IS NULL"),
        postgresql_where=sa.text("judged_at IS NULL"),
    )
    op.create_table(
        "finding_answer",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("finding_id", _BIG, nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        *_keys("finding_answer", "audit", "audit_id"),
        *_keys("finding_answer", "finding", "finding_id"),
        *_keys("finding_answer", "account", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_answer")),
    )
    op.create_index("ix_finding_answer_audit_id", "finding_answer", ["audit_id"])
    op.create_index("ix_finding_answer_finding_id", "finding_answer", ["finding_id"])
    op.create_table(
        "objection",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=True),
        sa.Column("decision", sa.LargeBinary(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        *_keys("objection", "audit", "audit_id"),
        *_keys("objection", "account", "raised_by", "decided_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_objection_audit_id")),
    )
    op.create_index("ix_objection_state", "objection", ["state", "raised_at"])
    op.create_table(
        "amendment",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("objection_id", _BIG, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.Column("refusal", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("new_audit_id", _BIG, nullable=True),
        *_keys("amendment", "audit", "audit_id", "new_audit_id"),
        *_keys("amendment", "objection", "objection_id"),
        *_keys("amendment", "account", "asked_by", "settled_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index("ix_amendment_audit_id", "amendment", ["audit_id"])
    op.create_index("ix_amendment_objection_id", "amendment", ["objection_id"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    op.drop_column("audit", "shared_at")
