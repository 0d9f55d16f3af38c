"""The tables of the first release, the areas of expertise, the head of the journal."""

import sqlalchemy as sa
from alembic import op

from qa_app.domain.journal import GENESIS
from qa_app.paths import resource
from qa_app.rubric_files.areas import read_areas

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("is_resource_area", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    op.create_table(
        "holiday",
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("region", "on", name=op.f("pk_holiday")),
    )
    op.create_table(
        "holiday_year",
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("region", "year", name=op.f("pk_holiday_year")),
    )
    op.create_table(
        "item_total",
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(length=64), nullable=False),
        sa.Column("sample_type", sa.String(length=16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("file_count", sa.Integer(), nullable=False),
        sa.Column("final_count", sa.Integer(), nullable=False),
        sa.Column("rated_count", sa.Integer(), nullable=False),
        sa.Column("lost_sum", sa.BigInteger(), nullable=False),
        sa.Column("section_lost_sum", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "scope",
            "rubric_version_id",
            "item_code",
            "sample_type",
            "month",
            "code",
            name=op.f("pk_item_total"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "journal",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("session_digest", sa.String(length=64), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=140), nullable=True),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("alg", sa.String(length=16), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_action"), ["action"], unique=False)
        batch_op.create_index("ix_journal_object", ["object_type", "object_id"], unique=False)

    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "month_total",
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("sample_type", sa.String(length=16), nullable=False),
        sa.Column("section", sa.String(length=16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("file_count", sa.Integer(), nullable=False),
        sa.Column("scored_count", sa.Integer(), nullable=False),
        sa.Column("score_sum", sa.BigInteger(), nullable=False),
        sa.Column("final_count", sa.Integer(), nullable=False),
        sa.Column("final_scored_count", sa.Integer(), nullable=False),
        sa.Column("final_score_sum", sa.BigInteger(), nullable=False),
        sa.Column("band_1", sa.Integer(), nullable=False),
        sa.Column("band_2", sa.Integer(), nullable=False),
        sa.Column("band_3", sa.Integer(), nullable=False),
        sa.Column("band_4", sa.Integer(), nullable=False),
        sa.Column("band_5", sa.Integer(), nullable=False),
        sa.Column("band_6", sa.Integer(), nullable=False),
        sa.Column("final_band_1", sa.Integer(), nullable=False),
        sa.Column("final_band_2", sa.Integer(), nullable=False),
        sa.Column("final_band_3", sa.Integer(), nullable=False),
        sa.Column("final_band_4", sa.Integer(), nullable=False),
        sa.Column("final_band_5", sa.Integer(), nullable=False),
        sa.Column("final_band_6", sa.Integer(), nullable=False),
        sa.Column("stop_count", sa.Integer(), nullable=False),
        sa.Column("final_stop_count", sa.Integer(), nullable=False),
        sa.Column("gate_count", sa.Integer(), nullable=False),
        sa.Column("final_gate_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "scope",
            "rubric_version_id",
            "sample_type",
            "section",
            "month",
            name=op.f("pk_month_total"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("month_total", schema=None) as batch_op:
        batch_op.create_index("ix_month_total_area", ["scope", "area_code", "month"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["place.id"], name=op.f("fk_place_parent_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
        sa.UniqueConstraint("path", name=op.f("uq_place_path")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("place_path", sa.String(length=120), nullable=False),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("onboarded_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_centre_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
        sa.UniqueConstraint("code", name=op.f("uq_centre_code")),
    )
    with op.batch_alter_table("centre", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_centre_place_id"), ["place_id"], unique=False)
        batch_op.create_index("ix_centre_place_path", ["place_path"], unique=False)

    op.create_table(
        "rubric_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rubric_code", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("access", sa.String(length=16), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("translations", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_rubric_version_area_code_area")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_version")),
        sa.UniqueConstraint(
            "rubric_code", "version", name=op.f("uq_rubric_version_rubric_code_version")
        ),
    )
    with op.batch_alter_table("rubric_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rubric_version_rubric_code"), ["rubric_code"], unique=False
        )

    op.create_table(
        "centre_area",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_centre_area_area_code_area")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_centre_area_centre_id_centre")
        ),
        sa.PrimaryKeyConstraint("centre_id", "area_code", name=op.f("pk_centre_area")),
    )
    with op.batch_alter_table("centre_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_centre_area_area_code"), ["area_code"], unique=False)

    op.create_table(
        "practitioner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_practitioner_area_code_area")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_practitioner_centre_id_centre")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner")),
        sa.UniqueConstraint("centre_id", "code", name=op.f("uq_practitioner_centre_id_code")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login_name", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("single_keys", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["practitioner_id"],
            ["practitioner.id"],
            name=op.f("fk_account_practitioner_id_practitioner"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login_name", name=op.f("uq_account_login_name")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_practitioner_id"), ["practitioner_id"], unique=False
        )

    op.create_table(
        "sign_in_failure",
        sa.Column("login_digest", sa.String(length=64), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("login_digest", name=op.f("pk_sign_in_failure")),
    )
    op.create_table(
        "case_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_count", sa.Integer(), nullable=False),
        sa.Column("updated_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_case_list_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["account.id"], name=op.f("fk_case_list_imported_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_list")),
    )
    with op.batch_alter_table("case_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_list_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "idempotency",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("body_digest", sa.String(length=64), nullable=False),
        sa.Column("object_id", sa.String(length=40), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_idempotency_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "login_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=16), nullable=True),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_login_session_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_login_session_token_digest")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_login_session_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("place_path", sa.String(length=120), nullable=True),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_role_grant_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_role_grant_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "account_id",
            "role",
            "place_id",
            "centre_id",
            name=op.f("uq_role_grant_account_id_role_place_id_centre_id"),
        ),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_account_id"), ["account_id"], unique=False)

    op.create_table(
        "supervision_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("starts_at_time", sa.Time(), nullable=True),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=True),
        sa.Column("files_wanted", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=32), nullable=True),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_supervision_session_area_code_area")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_supervision_session_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_supervision_session_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["supervision_session.id"],
            name=op.f("fk_supervision_session_replaced_by_id_supervision_session"),
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_version.id"],
            name=op.f("fk_supervision_session_rubric_version_id_rubric_version"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["account.id"], name=op.f("fk_supervision_session_settled_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["account.id"],
            name=op.f("fk_supervision_session_supervisor_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_session")),
    )
    with op.batch_alter_table("supervision_session", schema=None) as batch_op:
        batch_op.create_index(
            "ix_supervision_session_centre_day", ["centre_id", "planned_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_supervision_session_planned_on"), ["planned_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_supervision_session_supervisor_id"), ["supervisor_id"], unique=False
        )

    op.create_table(
        "case_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=True),
        sa.Column("local_digest", sa.String(length=64), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("risk", sa.String(length=16), nullable=False),
        sa.Column("shelf", sa.String(length=40), nullable=False),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_case_file_area_code_area")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_case_file_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["case_list.id"], name=op.f("fk_case_file_list_id_case_list")
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"],
            ["practitioner.id"],
            name=op.f("fk_case_file_practitioner_id_practitioner"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint(
            "centre_id", "local_digest", name=op.f("uq_case_file_centre_id_local_digest")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_case_file_reference")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index("ix_case_file_centre_area", ["centre_id", "area_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_file_list_id"), ["list_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_case_file_practitioner_id"), ["practitioner_id"], unique=False
        )

    op.create_table(
        "draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("frame", sa.JSON(), nullable=False),
        sa.Column("frame_digest", sa.String(length=64), nullable=False),
        sa.Column("frame_count", sa.Integer(), nullable=False),
        sa.Column("excluded_count", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=True),
        sa.Column("wanted_count", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["drawn_by"], ["account.id"], name=op.f("fk_draw_drawn_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_version.id"],
            name=op.f("fk_draw_rubric_version_id_rubric_version"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_draw_session_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
    )
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draw_session_id"), ["session_id"], unique=True)

    op.create_table(
        "session_person",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practitioner_id"],
            ["practitioner.id"],
            name=op.f("fk_session_person_practitioner_id_practitioner"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_session_person_session_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("session_id", "practitioner_id", name=op.f("pk_session_person")),
    )
    with op.batch_alter_table("session_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_person_practitioner_id"), ["practitioner_id"], unique=False
        )

    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column(
            "case_file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("draw_id", sa.Integer(), nullable=True),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("sample_type", sa.String(length=16), nullable=False),
        sa.Column("add_reason", sa.String(length=32), nullable=True),
        sa.Column("assessors", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("result_state", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("seconds_spent", sa.Integer(), nullable=False),
        sa.Column("answered_count", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=True),
        sa.Column("score_millionths", sa.BigInteger(), nullable=True),
        sa.Column("band", sa.String(length=16), nullable=True),
        sa.Column("band_position", sa.Integer(), nullable=True),
        sa.Column("stop_count", sa.Integer(), nullable=False),
        sa.Column("gate_count", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("explanation_digest", sa.String(length=64), nullable=True),
        sa.Column("void_reason", sa.String(length=32), nullable=True),
        sa.Column("void_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_asked_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("source_key", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_audit_area_code_area")),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("fk_audit_case_file_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_audit_centre_id_centre")
        ),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_audit_draw_id_draw")),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["account.id"], name=op.f("fk_audit_reader_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_version.id"],
            name=op.f("fk_audit_rubric_version_id_rubric_version"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_session.id"],
            name=op.f("fk_audit_session_id_supervision_session"),
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["account.id"], name=op.f("fk_audit_signed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["void_asked_by"], ["account.id"], name=op.f("fk_audit_void_asked_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["account.id"], name=op.f("fk_audit_voided_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("source", "source_key", name=op.f("uq_audit_source_source_key")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_case_file_id"), ["case_file_id"], unique=False)
        batch_op.create_index("ix_audit_centre", ["centre_id", "id"], unique=False)
        batch_op.create_index(
            "ix_audit_centre_listed",
            ["centre_id", "state", "result_state", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_audit_centre_signed", ["centre_id", "state", "signed_at"], unique=False
        )
        batch_op.create_index("ix_audit_listed", ["state", "result_state", "id"], unique=False)
        batch_op.create_index("ix_audit_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_audit_signed", ["state", "signed_at"], unique=False)
        batch_op.create_index(
            "ix_audit_void_asked",
            ["void_asked_at"],
            unique=False,
            sqlite_where=sa.text("void_reason IS NOT NULL AND state = 'signed'"),
            postgresql_where=sa.text("void_reason IS NOT NULL AND state = 'signed'"),
        )
        batch_op.create_index(batch_op.f("ix_audit_draw_id"), ["draw_id"], unique=False)
        batch_op.create_index("ix_audit_reader_state", ["reader_id", "state"], unique=False)
        batch_op.create_index("ix_audit_result_state", ["result_state", "signed_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_rubric_version_id"), ["rubric_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_audit_session_id"), ["session_id"], unique=False)

    op.create_table(
        "drawn_file",
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "case_file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("is_reserve", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("fk_drawn_file_case_file_id_case_file")
        ),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_drawn_file_draw_id_draw")),
        sa.PrimaryKeyConstraint("draw_id", "position", name=op.f("pk_drawn_file")),
    )
    with op.batch_alter_table("drawn_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_drawn_file_case_file_id"), ["case_file_id"], unique=False
        )

    op.create_table(
        "audit_entry",
        sa.Column("audit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_entry_audit_id_audit")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["account.id"], name=op.f("fk_audit_entry_saved_by_account")
        ),
        sa.PrimaryKeyConstraint("audit_id", "kind", "key", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "audit_operation",
        sa.Column("audit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("operation_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("body_digest", sa.String(length=64), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_audit_operation_audit_id_audit")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["account.id"], name=op.f("fk_audit_operation_saved_by_account")
        ),
        sa.PrimaryKeyConstraint("audit_id", "operation_id", name=op.f("pk_audit_operation")),
    )

    _fill()


def _fill() -> None:
    head = sa.table("journal_head", sa.column("id"), sa.column("seq"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": GENESIS}])
    names = ("code", "name_zh", "name_en", "is_resource_area", "position")
    area = sa.table("area", *(sa.column(name) for name in names))
    op.bulk_insert(
        area,
        [
            {
                "code": one.code,
                "name_zh": one.name.zh,
                "name_en": one.name.en,
                "is_resource_area": one.is_resource_area,
                "position": one.position,
            }
            for one in read_areas(resource("rubrics") / "areas.yaml", resource("rubrics"))
        ],
    )


def downgrade() -> None:
    op.drop_table("audit_operation")
    op.drop_table("audit_entry")
    with op.batch_alter_table("drawn_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drawn_file_case_file_id"))

    op.drop_table("drawn_file")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_session_id"))
        batch_op.drop_index(batch_op.f("ix_audit_rubric_version_id"))
        batch_op.drop_index("ix_audit_result_state")
        batch_op.drop_index("ix_audit_reader_state")
        batch_op.drop_index(batch_op.f("ix_audit_draw_id"))
        batch_op.drop_index("ix_audit_void_asked")
        batch_op.drop_index("ix_audit_signed")
        batch_op.drop_index("ix_audit_state")
        batch_op.drop_index("ix_audit_listed")
        batch_op.drop_index("ix_audit_centre_signed")
        batch_op.drop_index("ix_audit_centre_listed")
        batch_op.drop_index("ix_audit_centre")
        batch_op.drop_index(batch_op.f("ix_audit_case_file_id"))

    op.drop_table("audit")
    with op.batch_alter_table("session_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_person_practitioner_id"))

    op.drop_table("session_person")
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draw_session_id"))

    op.drop_table("draw")
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_file_practitioner_id"))
        batch_op.drop_index(batch_op.f("ix_case_file_list_id"))
        batch_op.drop_index("ix_case_file_centre_area")

    op.drop_table("case_file")
    with op.batch_alter_table("supervision_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supervision_session_supervisor_id"))
        batch_op.drop_index(batch_op.f("ix_supervision_session_planned_on"))
        batch_op.drop_index("ix_supervision_session_centre_day")

    op.drop_table("supervision_session")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_account_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_account_id"))

    op.drop_table("login_session")
    op.drop_table("idempotency")
    with op.batch_alter_table("case_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_list_centre_id"))

    op.drop_table("case_list")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_practitioner_id"))

    op.drop_table("sign_in_failure")
    op.drop_table("account")
    op.drop_table("practitioner")
    with op.batch_alter_table("centre_area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_centre_area_area_code"))

    op.drop_table("centre_area")
    with op.batch_alter_table("rubric_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rubric_version_rubric_code"))

    op.drop_table("rubric_version")
    with op.batch_alter_table("centre", schema=None) as batch_op:
        batch_op.drop_index("ix_centre_place_path")
        batch_op.drop_index(batch_op.f("ix_centre_place_id"))

    op.drop_table("centre")
    op.drop_table("setting")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_parent_id"))

    op.drop_table("place")
    with op.batch_alter_table("month_total", schema=None) as batch_op:
        batch_op.drop_index("ix_month_total_area")

    op.drop_table("month_total")
    op.drop_table("journal_head")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_object")
        batch_op.drop_index(batch_op.f("ix_journal_action"))

    op.drop_table("journal")
    op.drop_table("item_total")
    op.drop_table("holiday_year")
    op.drop_table("holiday")
    op.drop_table("area")
