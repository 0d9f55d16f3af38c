"""Conflicts of interest, memberships, calibration, team profiles."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "tie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("recorded_at", _AT, nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        _key("tie", "account_id", "account"),
        _key("tie", "centre_id", "centre"),
        _key("tie", "practitioner_id", "practitioner"),
        _key("tie", "recorded_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
    )
    for column in ("account_id", "centre_id", "practitioner_id"):
        op.create_index(op.f(f"ix_tie_{column}"), "tie", [column])
    op.create_table(
        "reader",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("files_per_week", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        _key("reader", "account_id", "account"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_reader")),
    )
    op.create_table(
        "reader_area",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        _key("reader_area", "account_id", "account"),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_reader_area_area_code_area")
        ),
        sa.PrimaryKeyConstraint("account_id", "area_code", name=op.f("pk_reader_area")),
    )
    op.create_index(op.f("ix_reader_area_area_code"), "reader_area", ["area_code"])
    _calibration_and_team()


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _calibration_and_team() -> None:
    op.create_table(
        "practice_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("practice_code", sa.String(length=64), nullable=False),
        sa.Column("rubric_code", sa.String(length=64), nullable=False),
        sa.Column("rubric_version", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("started_at", _AT, nullable=False),
        sa.Column("handed_in_at", _AT, nullable=True),
        _key("practice_reading", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_reading")),
    )
    op.create_index(
        "ix_practice_reading_account_rubric",
        "practice_reading",
        ["account_id", "rubric_code", "id"],
    )
    op.create_table(
        "team_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=16), nullable=False),
        sa.Column("relaxed", sa.JSON(), nullable=False),
        sa.Column("neighbour", sa.Text(), nullable=False),
        sa.Column("set_at", _AT, nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        _key("team_profile", "set_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_profile")),
    )
    op.create_index(op.f("ix_team_profile_set_at"), "team_profile", ["set_at"])


def downgrade() -> None:
    for table in ("team_profile", "practice_reading", "reader_area", "reader", "tie"):
        op.drop_table(table)
