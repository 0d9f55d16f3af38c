"""Records of supervision, learning goals, what became of sessions by month."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _records()
    _beside()


def _records() -> None:
    op.create_table(
        "supervision_record",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("began_at", sa.Time(), nullable=True),
        sa.Column("ended_at", sa.Time(), nullable=True),
        sa.Column("mode", sa.String(length=12), nullable=True),
        sa.Column("was_interrupted", sa.Boolean(), nullable=True),
        sa.Column("functions", sa.JSON(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", _AT, nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", _AT, nullable=False),
        sa.Column("signed_at", _AT, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_supervision_record_session_id_supervision_session"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_supervision_record_written_by_account")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_supervision_record")),
    )
    op.create_table(
        "record_block",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", _AT, nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["account.id"], name=op.f("fk_record_block_saved_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_record.session_id"],
            name=op.f("fk_record_block_session_id_supervision_record"),
        ),
        sa.PrimaryKeyConstraint("session_id", "block", name=op.f("pk_record_block")),
    )
    op.create_table(
        "record_presence",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("credited_seconds", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["practitioner_id"],
            ["practitioner.id"],
            name=op.f("fk_record_presence_practitioner_id_practitioner"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_record.session_id"],
            name=op.f("fk_record_presence_session_id_supervision_record"),
        ),
        sa.PrimaryKeyConstraint("session_id", "practitioner_id", name=op.f("pk_record_presence")),
    )
    op.create_index(
        op.f("ix_record_presence_practitioner_id"), "record_presence", ["practitioner_id"]
    )
    op.create_table(
        "record_case",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case_file_id", _BIG, nullable=False),
        sa.Column("discussed_on", sa.Date(), nullable=False),
        sa.Column("risk", sa.String(length=12), nullable=True),
        sa.Column("is_safety_seen", sa.Boolean(), nullable=True),
        sa.Column("is_child_heard", sa.Boolean(), nullable=True),
        sa.Column("owner", sa.String(length=12), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("fk_record_case_case_file_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_record.session_id"],
            name=op.f("fk_record_case_session_id_supervision_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_case")),
    )
    op.create_index(op.f("ix_record_case_case_file_id"), "record_case", ["case_file_id"])
    op.create_index("ix_record_case_session", "record_case", ["session_id", "position"])
    op.create_table(
        "record_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_record_signature_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"],
            ["practitioner.id"],
            name=op.f("fk_record_signature_practitioner_id_practitioner"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_record.session_id"],
            name=op.f("fk_record_signature_session_id_supervision_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_signature")),
    )
    op.create_index(op.f("ix_record_signature_session_id"), "record_signature", ["session_id"])
    op.create_table(
        "record_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_record_answer_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_record.session_id"],
            name=op.f("fk_record_answer_session_id_supervision_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_answer")),
    )
    op.create_index(op.f("ix_record_answer_session_id"), "record_answer", ["session_id"])


def _beside() -> None:
    op.create_table(
        "well_being_note",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("supervised_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_well_being_note_session_id_supervision_session"),
        ),
        sa.ForeignKeyConstraint(
            ["supervised_id"], ["account.id"], name=op.f("fk_well_being_note_supervised_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["account.id"], name=op.f("fk_well_being_note_supervisor_id_account")
        ),
        sa.PrimaryKeyConstraint(
            "session_id", "supervisor_id", "supervised_id", name=op.f("pk_well_being_note")
        ),
    )
    op.create_table(
        "learning_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_learning_goal_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"],
            ["practitioner.id"],
            name=op.f("fk_learning_goal_practitioner_id_practitioner"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_learning_goal_session_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_goal")),
    )
    op.create_index(op.f("ix_learning_goal_practitioner_id"), "learning_goal", ["practitioner_id"])
    op.create_index(op.f("ix_learning_goal_session_id"), "learning_goal", ["session_id"])
    op.create_table(
        "session_month",
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("held_late", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("credited_seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "scope", "scope_id", "month", "type", "area_code", name=op.f("pk_session_month")
        ),
    )
    op.create_index("ix_session_month_scope", "session_month", ["scope", "month"])


def downgrade() -> None:
    for table in (
        "session_month",
        "learning_goal",
        "well_being_note",
        "record_answer",
        "record_signature",
        "record_case",
        "record_presence",
        "record_block",
        "supervision_record",
    ):
        op.drop_table(table)
