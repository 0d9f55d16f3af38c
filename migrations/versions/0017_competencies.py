"""Competencies, how workers stand in them, and what they need."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "competency_framework",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_competency_framework_area_code_area")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["account.id"],
            name=op.f("fk_competency_framework_published_by_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_framework")),
        sa.UniqueConstraint(
            "area_code", "version", name=op.f("uq_competency_framework_area_code_version")
        ),
    )
    op.create_table(
        "competency_assessment",
        *_of_worker("competency_assessment"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        *_recorded("competency_assessment"),
    )
    op.create_index(
        "ix_competency_assessment_of",
        "competency_assessment",
        ["practitioner_id", "framework_id", "assessed_on"],
    )
    op.create_table(
        "competency_survey",
        *_of_worker("competency_survey"),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        *_recorded("competency_survey"),
    )
    op.create_index(
        "ix_competency_survey_of",
        "competency_survey",
        ["practitioner_id", "framework_id", "answered_on"],
    )


def downgrade() -> None:
    op.drop_table("competency_survey")
    op.drop_table("competency_assessment")
    op.drop_table("competency_framework")


def _of_worker(
    table: str,
) -> list[sa.Column[object] | sa.ForeignKeyConstraint | sa.PrimaryKeyConstraint]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner_id"],
            ["practitioner.id"],
            name=op.f(f"fk_{table}_practitioner_id_practitioner"),
        ),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["competency_framework.id"],
            name=op.f(f"fk_{table}_framework_id_competency_framework"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _recorded(table: str) -> list[sa.Column[object] | sa.ForeignKeyConstraint]:
    return [
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_why", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f(f"fk_{table}_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["account.id"], name=op.f(f"fk_{table}_ended_by_account")
        ),
    ]
