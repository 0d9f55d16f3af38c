"""Calendar feeds, the outbox, limits of open cases."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _reminders()
    _limits()


def _reminders() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("revoked_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_calendar_feed_centre_id_centre")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_feed_digest")),
    )
    op.create_index(op.f("ix_calendar_feed_account_id"), "calendar_feed", ["account_id"])
    op.create_index(op.f("ix_calendar_feed_centre_id"), "calendar_feed", ["centre_id"])
    op.create_table(
        "mail_address",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mail_address_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mail_address")),
    )
    op.create_table(
        "group_robot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_group_robot_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_group_robot_made_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_robot")),
    )
    op.create_index(op.f("ix_group_robot_centre_id"), "group_robot", ["centre_id"])
    op.create_table(
        "outbox_message",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("robot_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("claimed_at", _AT, nullable=True),
        sa.Column("settled_at", _AT, nullable=True),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_outbox_message_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["robot_id"], ["group_robot.id"], name=op.f("fk_outbox_message_robot_id_group_robot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_message_key")),
    )
    op.create_index(op.f("ix_outbox_message_account_id"), "outbox_message", ["account_id"])
    op.create_index("ix_outbox_message_due", "outbox_message", ["state", "due_at"])
    op.create_index(op.f("ix_outbox_message_robot_id"), "outbox_message", ["robot_id"])


def _limits() -> None:
    op.create_table(
        "running_event",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("case_file_id", _BIG, nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.Time(), nullable=True),
        sa.Column("recorded_at", _AT, nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", _AT, nullable=True),
        sa.Column("taken_back_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("fk_running_event_case_file_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_running_event_recorded_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by"], ["account.id"], name=op.f("fk_running_event_taken_back_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_running_event")),
    )
    op.create_index(op.f("ix_running_event_case_file_id"), "running_event", ["case_file_id"])
    op.create_index(
        "uq_running_event_standing",
        "running_event",
        ["case_file_id", "event"],
        unique=True,
        sqlite_where=sa.text("taken_back_at IS NULL"),
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )
    op.create_table(
        "running_fact",
        sa.Column("case_file_id", _BIG, nullable=False),
        sa.Column("fact", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("recorded_at", _AT, nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("fk_running_fact_case_file_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_running_fact_recorded_by_account")
        ),
        sa.PrimaryKeyConstraint("case_file_id", "fact", name=op.f("pk_running_fact")),
    )
    op.create_table(
        "running_limit",
        sa.Column("case_file_id", _BIG, nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("responsible", sa.String(length=32), nullable=False),
        sa.Column("started_at", _AT, nullable=True),
        sa.Column("limit_at", _AT, nullable=True),
        sa.Column("done_at", _AT, nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("untold", sa.String(length=8), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("worked_out_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("fk_running_limit_case_file_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_running_limit_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_version.id"],
            name=op.f("fk_running_limit_rubric_version_id_rubric_version"),
        ),
        sa.PrimaryKeyConstraint(
            "case_file_id", "rubric_version_id", "item", name=op.f("pk_running_limit")
        ),
    )
    op.create_index("ix_running_limit_centre", "running_limit", ["centre_id", "state", "limit_at"])


def downgrade() -> None:
    for table in (
        "running_limit",
        "running_fact",
        "running_event",
        "outbox_message",
        "group_robot",
        "mail_address",
        "calendar_feed",
    ):
        op.drop_table(table)
