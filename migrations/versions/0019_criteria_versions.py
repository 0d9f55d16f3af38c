"""Criteria as versions, what is in force, and evidence that was frozen."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _drafts()
    _versions()
    _snapshots()
    op.add_column("audit", sa.Column("counted_until", sa.DateTime(timezone=True), nullable=True))
    # what took a reading's place was signed when it did
    op.execute(
        "UPDATE audit SET counted_until = (SELECT later.signed_at FROM audit AS later"
        " WHERE later.replaces_id = audit.id AND later.state <> 'draft') WHERE state = 'replaced'"
    )
    op.execute("UPDATE audit SET counted_until = voided_at WHERE state = 'void'")
    op.create_index("ix_audit_final", "audit", ["centre_id", "final_at"])
    op.add_column("action_step", sa.Column("stood", sa.Text(), nullable=True))
    # 0 until `qa totals rebuild` counts anew
    square = sa.Column("final_square_sum", sa.BigInteger(), server_default="0", nullable=False)
    op.add_column("month_total", square)


def downgrade() -> None:
    op.drop_column("month_total", "final_square_sum")
    op.drop_column("action_step", "stood")
    op.drop_index("ix_audit_final", table_name="audit")
    op.drop_column("audit", "counted_until")
    op.drop_table("evidence_snapshot")
    op.drop_table("criteria_in_force")
    op.drop_table("criteria_version")
    op.drop_table("criteria_check")
    op.drop_table("criteria_draft")


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table: str, column: str, to: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.{key}"], name=op.f(f"fk_{table}_{column}_{to}")
    )


def _drafts() -> None:
    op.create_table(
        "criteria_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        _at("handed_in_at"),
        sa.Column("handed_in_by", sa.Integer(), nullable=False),
        _at("settled_at", nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        _refers("criteria_draft", "handed_in_by", "account"),
        _refers("criteria_draft", "settled_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_draft")),
    )
    op.create_index(op.f("ix_criteria_draft_state"), "criteria_draft", ["state"])
    op.create_table(
        "criteria_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=300), server_default="", nullable=False),
        _at("done_at"),
        sa.Column("done_by", sa.Integer(), nullable=False),
        _refers("criteria_check", "draft_id", "criteria_draft"),
        _refers("criteria_check", "done_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_check")),
        sa.UniqueConstraint(
            "draft_id", "code", "done_by", name=op.f("uq_criteria_check_draft_id_code_done_by")
        ),
    )


def _versions() -> None:
    op.create_table(
        "criteria_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        _at("published_at"),
        sa.Column("published_by", sa.Integer(), nullable=True),
        _refers("criteria_version", "draft_id", "criteria_draft"),
        _refers("criteria_version", "published_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_version")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_criteria_version_code_version")),
    )
    op.create_table(
        "criteria_in_force",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("set_code", sa.String(length=64), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        _at("proposed_at"),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        _at("settled_at", nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        _refers("criteria_in_force", "place_id", "place"),
        _refers("criteria_in_force", "version_id", "criteria_version"),
        _refers("criteria_in_force", "proposed_by", "account"),
        _refers("criteria_in_force", "settled_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_in_force")),
    )
    op.create_index(
        "ix_criteria_in_force_found", "criteria_in_force", ["state", "stage", "from_day"]
    )


def _snapshots() -> None:
    op.create_table(
        "evidence_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("set_code", sa.String(length=64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("made_for", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _at("taken_at"),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        _refers("evidence_snapshot", "centre_id", "centre"),
        _refers("evidence_snapshot", "area_code", "area", "code"),
        _refers("evidence_snapshot", "version_id", "criteria_version"),
        _refers("evidence_snapshot", "taken_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_snapshot")),
        sa.UniqueConstraint("digest", name=op.f("uq_evidence_snapshot_digest")),
    )
    op.create_index(
        "ix_evidence_snapshot_found", "evidence_snapshot", ["centre_id", "area_code", "as_of"]
    )
    op.create_index(
        "ix_evidence_snapshot_halves", "evidence_snapshot", ["made_for", "as_of", "set_code"]
    )
