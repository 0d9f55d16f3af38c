"""Agreements, the time of supervisors, series, moved days, plans of a month."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _agreements()
    _series()
    _month_plans()


def _agreements() -> None:
    op.create_table(
        "supervision_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("place_path", sa.String(length=120), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("functions", sa.JSON(), nullable=False),
        sa.Column("deputy_of_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("over_reason", sa.String(length=24), nullable=True),
        sa.Column("end_reason", sa.String(length=24), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_supervision_agreement_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_supervision_agreement_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_supervision_agreement_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["deputy_of_id"],
            ["supervision_agreement.id"],
            name=op.f("fk_supervision_agreement_deputy_of_id_supervision_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["account.id"], name=op.f("fk_supervision_agreement_ended_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"],
            ["practitioner.id"],
            name=op.f("fk_supervision_agreement_practitioner_id_practitioner"),
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["supervision_agreement.id"],
            name=op.f("fk_supervision_agreement_successor_id_supervision_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["account.id"],
            name=op.f("fk_supervision_agreement_supervisor_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_agreement")),
    )
    op.create_index(
        op.f("ix_supervision_agreement_account_id"), "supervision_agreement", ["account_id"]
    )
    op.create_index(
        op.f("ix_supervision_agreement_centre_id"), "supervision_agreement", ["centre_id"]
    )
    op.create_index(
        op.f("ix_supervision_agreement_deputy_of_id"), "supervision_agreement", ["deputy_of_id"]
    )
    op.create_index(
        op.f("ix_supervision_agreement_place_path"), "supervision_agreement", ["place_path"]
    )
    op.create_index(
        op.f("ix_supervision_agreement_practitioner_id"),
        "supervision_agreement",
        ["practitioner_id"],
    )
    op.create_index(
        op.f("ix_supervision_agreement_supervisor_id"), "supervision_agreement", ["supervisor_id"]
    )
    op.create_table(
        "supervisor_time",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("minutes_a_month", sa.Integer(), nullable=False),
        sa.Column("centres_a_day", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_supervisor_time_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["account.id"], name=op.f("fk_supervisor_time_changed_by_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_supervisor_time")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", _AT, nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_absence_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_absence_recorded_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_account_id"), "absence", ["account_id"])
    op.create_table(
        "travel_group",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_travel_group_centre_id_centre")
        ),
        sa.PrimaryKeyConstraint("centre_id", name=op.f("pk_travel_group")),
    )
    op.create_index(op.f("ix_travel_group_name"), "travel_group", ["name"])
    op.create_table(
        "local_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("entered_at", _AT, nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_local_day_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["account.id"], name=op.f("fk_local_day_entered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_local_day_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_day")),
        sa.UniqueConstraint("centre_id", "on", name=op.f("uq_local_day_centre_id_on")),
        sa.UniqueConstraint("place_id", "on", name=op.f("uq_local_day_place_id_on")),
    )


def _series() -> None:
    op.create_table(
        "session_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=True),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=200), nullable=True),
        sa.Column("months_after", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("starts_at_time", sa.Time(), nullable=True),
        sa.Column("ends_at_time", sa.Time(), nullable=True),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", _AT, nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["supervision_agreement.id"],
            name=op.f("fk_session_series_agreement_id_supervision_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_session_series_area_code_area")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_session_series_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["account.id"], name=op.f("fk_session_series_changed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_session_series_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["account.id"], name=op.f("fk_session_series_supervisor_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_series")),
    )
    op.create_index(op.f("ix_session_series_agreement_id"), "session_series", ["agreement_id"])
    op.create_index(op.f("ix_session_series_centre_id"), "session_series", ["centre_id"])
    op.create_index(op.f("ix_session_series_supervisor_id"), "session_series", ["supervisor_id"])
    with op.batch_alter_table("supervision_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_at_time", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("moved_from_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("agreement_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("series_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("changed_at", _AT, nullable=True))
        batch_op.create_index(
            batch_op.f("ix_supervision_session_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            "ix_supervision_session_series_day", ["series_id", "series_on"], unique=True
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_supervision_session_series_id_session_series"),
            "session_series",
            ["series_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_supervision_session_agreement_id_supervision_agreement"),
            "supervision_agreement",
            ["agreement_id"],
            ["id"],
        )
    op.create_table(
        "session_staff",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_session_staff_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_session_staff_session_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("session_id", "account_id", name=op.f("pk_session_staff")),
    )
    op.create_index(op.f("ix_session_staff_account_id"), "session_staff", ["account_id"])
    op.create_table(
        "session_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("to_time", sa.Time(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_session_move_by_account")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_session_move_session_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_move")),
    )
    op.create_index(op.f("ix_session_move_session_id"), "session_move", ["session_id"])
    op.create_table(
        "day_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at_time", sa.Time(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("answered_at", _AT, nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_day_proposal_answered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_day_proposal_asked_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_day_proposal_session_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_proposal")),
    )
    op.create_index(op.f("ix_day_proposal_session_id"), "day_proposal", ["session_id"])


def _month_plans() -> None:
    op.create_table(
        "month_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("proposed_at", _AT, nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", _AT, nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("published_at", _AT, nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by"], ["account.id"], name=op.f("fk_month_plan_agreed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_month_plan_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_month_plan_proposed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["account.id"], name=op.f("fk_month_plan_published_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_plan")),
        sa.UniqueConstraint("place_id", "month", name=op.f("uq_month_plan_place_id_month")),
    )
    op.create_table(
        "month_plan_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("need", sa.String(length=16), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.String(length=24), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at_time", sa.Time(), nullable=True),
        sa.Column("proposed_id", sa.Integer(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", _AT, nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_month_plan_line_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["account.id"], name=op.f("fk_month_plan_line_changed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["month_plan.id"], name=op.f("fk_month_plan_line_plan_id_month_plan")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_id"], ["account.id"], name=op.f("fk_month_plan_line_proposed_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_month_plan_line_session_id_supervision_session"),
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["account.id"], name=op.f("fk_month_plan_line_supervisor_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_plan_line")),
    )
    op.create_index("ix_month_plan_line_plan", "month_plan_line", ["plan_id", "day"])


def downgrade() -> None:
    for table in ("month_plan_line", "month_plan", "day_proposal", "session_move", "session_staff"):
        op.drop_table(table)
    with op.batch_alter_table("supervision_session", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_supervision_session_agreement_id_supervision_agreement"),
            type_="foreignkey",
        )
        batch_op.drop_constraint(
            batch_op.f("fk_supervision_session_series_id_session_series"), type_="foreignkey"
        )
        batch_op.drop_index("ix_supervision_session_series_day")
        batch_op.drop_index(batch_op.f("ix_supervision_session_agreement_id"))
        batch_op.drop_column("changed_at")
        batch_op.drop_column("sequence")
        batch_op.drop_column("series_on")
        batch_op.drop_column("series_id")
        batch_op.drop_column("agreement_id")
        batch_op.drop_column("due_on")
        batch_op.drop_column("moved_from_on")
        batch_op.drop_column("ends_at_time")
    for table in (
        "session_series",
        "local_day",
        "travel_group",
        "absence",
        "supervisor_time",
        "supervision_agreement",
    ):
        op.drop_table(table)
