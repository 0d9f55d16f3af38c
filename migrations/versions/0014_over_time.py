"""Results over time: marks on charts, reports that were kept, what exports hold."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _chart_marks()
    _practitioners()
    _region_reviews()
    _period_reports()


def downgrade() -> None:
    op.drop_table("region_evidence")
    op.drop_table("region_review")
    op.drop_table("report_read")
    op.drop_table("period_report")
    op.drop_index("ix_audit_counted", table_name="audit")
    with op.batch_alter_table("audit") as batch:
        batch.drop_constraint(op.f("fk_audit_practitioner_id_practitioner"), type_="foreignkey")
        batch.drop_column("practitioner_id")
    op.drop_table("reading_month")
    op.drop_column("audit", "drawn_as")
    op.drop_table("baseline")
    op.drop_table("chart_note")


def _chart_marks() -> None:
    op.create_table(
        "chart_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("rubric_code", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text_zh", sa.String(length=200), nullable=False),
        sa.Column("text_en", sa.String(length=200), nullable=False),
        sa.Column("name_reason", sa.String(length=200), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_why", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_chart_note_written_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["account.id"], name=op.f("fk_chart_note_removed_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_note")),
    )
    op.create_index("ix_chart_note_shown", "chart_note", ["scope", "happened_on"])
    op.create_table(
        "baseline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("name_reason", sa.String(length=200), nullable=True),
        sa.Column("old_mean", sa.Integer(), nullable=False),
        sa.Column("new_mean", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.Integer(), nullable=True),
        sa.Column("taken_back_why", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_version.id"],
            name=op.f("fk_baseline_rubric_version_id_rubric_version"),
        ),
        sa.ForeignKeyConstraint(
            ["begun_by"], ["account.id"], name=op.f("fk_baseline_begun_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by"], ["account.id"], name=op.f("fk_baseline_taken_back_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline")),
    )
    op.create_index("ix_baseline_of", "baseline", ["scope", "rubric_version_id"])
    op.add_column("audit", sa.Column("drawn_as", sa.String(length=64), nullable=True))
    op.create_table(
        "reading_month",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("design", sa.String(length=80), nullable=False),
        sa.Column("file_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "centre_id",
            "rubric_version_id",
            "month",
            "reader_id",
            "design",
            name=op.f("pk_reading_month"),
        ),
        sqlite_with_rowid=False,
    )


def _region_reviews() -> None:
    op.create_table(
        "region_review",
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("place_path", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_region_review_audit_id_audit")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_region_review_place_id_place")
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_region_review")),
    )
    op.create_index(op.f("ix_region_review_place_id"), "region_review", ["place_id"])
    op.create_table(
        "region_evidence",
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_region_evidence_audit_id_audit")
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_region_evidence")),
    )


def _practitioners() -> None:
    with op.batch_alter_table("audit") as batch:
        batch.add_column(sa.Column("practitioner_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_audit_practitioner_id_practitioner"),
            "practitioner",
            ["practitioner_id"],
            ["id"],
        )
    # what was signed before is counted among the totals of workers by `qa totals rebuild`
    op.execute(
        "UPDATE audit SET practitioner_id = (SELECT case_file.practitioner_id FROM case_file"
        " WHERE case_file.id = audit.case_file_id) WHERE signed_at IS NOT NULL"
    )


def _period_reports() -> None:
    counts = sa.text("state = 'signed'")
    op.create_index(
        "ix_audit_counted",
        "audit",
        ["reviewed_on", "centre_id", "id"],
        sqlite_where=counts,
        postgresql_where=counts,
    )
    op.create_table(
        "period_report",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_period_report_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_period_report_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_report")),
        sa.UniqueConstraint(
            "scope",
            "kind",
            "first_month",
            "version",
            name=op.f("uq_period_report_scope_kind_first_month_version"),
        ),
    )
    op.create_index(op.f("ix_period_report_centre_id"), "period_report", ["centre_id"])
    op.create_index(op.f("ix_period_report_place_id"), "period_report", ["place_id"])
    op.create_index("ix_period_report_made", "period_report", ["kind", "first_month", "scope"])
    op.create_table(
        "report_read",
        sa.Column("report_id", _BIG, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["period_report.id"], name=op.f("fk_report_read_report_id_period_report")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_report_read_account_id_account")
        ),
        sa.PrimaryKeyConstraint("report_id", "account_id", name=op.f("pk_report_read")),
    )
    op.create_index(op.f("ix_report_read_account_id"), "report_read", ["account_id"])
