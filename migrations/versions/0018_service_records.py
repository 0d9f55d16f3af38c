"""Referrals, feedback, complaints and incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_STANDS = sa.text("ended_at IS NULL")
_TABLES = (
    "service_referral",
    "complaint",
    "incident",
    "incident_statement",
    "feedback_asking",
    "feedback_reply",
)


def upgrade() -> None:
    _table(
        "service_referral",
        sa.Column("thread", sa.String(length=32), nullable=False),
        *_centre("service_referral"),
        *_area("service_referral"),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=24), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("decline_reason", sa.String(length=24), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("accept_due_on", sa.Date(), nullable=True),
        sa.Column("start_due_on", sa.Date(), nullable=True),
        sa.Column("meet_due_on", sa.Date(), nullable=True),
    )
    _standing("service_referral", "thread")
    _standing("service_referral", "centre_id", "area_code", "reference")
    op.create_index(
        "ix_service_referral_received", "service_referral", ["centre_id", "received_on"]
    )
    _table(
        "complaint",
        sa.Column("thread", sa.String(length=32), nullable=False),
        *_centre("complaint"),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("complainant", sa.String(length=24), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=True),
    )
    _standing("complaint", "thread")
    op.create_index("ix_complaint_received", "complaint", ["centre_id", "received_on"])
    _table(
        "incident",
        sa.Column("thread", sa.String(length=32), nullable=False),
        *_centre("incident"),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("contained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judgement", sa.String(length=16), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("guardians_told_on", sa.Date(), nullable=True),
        sa.Column("authority_told_on", sa.Date(), nullable=True),
        sa.Column("measures_on", sa.Date(), nullable=True),
    )
    _standing("incident", "thread")
    op.create_index("ix_incident_known", "incident", ["centre_id", "known_at"])
    _table(
        "incident_statement",
        *_centre("incident_statement"),
        sa.Column("until_on", sa.Date(), nullable=False),
    )
    op.create_index("ix_incident_statement_until", "incident_statement", ["centre_id", "until_on"])
    _feedback()


def _feedback() -> None:
    _table(
        "feedback_asking",
        *_centre("feedback_asking"),
        *_area("feedback_asking"),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked", sa.String(length=24), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index(
        "uq_feedback_asking_token_digest", "feedback_asking", ["token_digest"], unique=True
    )
    op.create_index("ix_feedback_asking_asked", "feedback_asking", ["centre_id", "asked_on"])
    _table(
        "feedback_reply",
        sa.Column("asking_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asking_id"],
            ["feedback_asking.id"],
            name=op.f("fk_feedback_reply_asking_id_feedback_asking"),
        ),
        sa.Column("replied_on", sa.Date(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("third", sa.Integer(), nullable=False),
        sa.Column("fourth", sa.Integer(), nullable=False),
        sa.Column("fifth", sa.Integer(), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=True),
    )
    _standing("feedback_reply", "asking_id")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _table(table: str, *own: sa.Column[object] | sa.ForeignKeyConstraint) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *own,
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_why", sa.String(length=16), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], ["account.id"], name=op.f(f"fk_{table}_{column}_account")
            )
            for column in ("recorded_by", "ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _centre(table: str) -> tuple[sa.Column[object] | sa.ForeignKeyConstraint, ...]:
    return (
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f(f"fk_{table}_centre_id_centre")
        ),
    )


def _area(table: str) -> tuple[sa.Column[object] | sa.ForeignKeyConstraint, ...]:
    return (
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f(f"fk_{table}_area_code_area")
        ),
    )


def _standing(table: str, *columns: str) -> None:
    op.create_index(
        f"uq_{table}_{'_'.join(columns)}",
        table,
        list(columns),
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
