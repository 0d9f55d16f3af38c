"""The register of workers: profiles, licences, checks and training."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

Part = sa.Column[object] | sa.ForeignKeyConstraint | sa.PrimaryKeyConstraint


def upgrade() -> None:
    _workers()
    _caseloads()
    _training()


def downgrade() -> None:
    for table in (
        "training_attendance",
        "training_trainer",
        "training_event",
        "training_module",
        "training_course",
        "caseload_ceiling",
        "caseload_count",
        "worker_check",
        "worker_licence",
        "worker_profile",
        "worker_post",
    ):
        op.drop_table(table)


def _workers() -> None:
    _table(
        "worker_post",
        _id("practitioner_id"),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        _text("left_why", 24),
        *_recorded("worker_post"),
        _to("worker_post", "practitioner_id", "practitioner"),
    )
    _index("worker_post", "practitioner_id")
    _table(
        "worker_profile",
        _id("practitioner_id"),
        sa.Column("from_on", sa.Date(), nullable=False),
        _text("kind", 16),
        _text("tier", 16),
        sa.Column("is_paid", sa.Boolean(), nullable=False),
        sa.Column("full_time_percent", sa.Integer(), nullable=False),
        sa.Column("meets_children", sa.Boolean(), nullable=False),
        _id("under_id", nullable=True),
        *_recorded("worker_profile"),
        _to("worker_profile", "practitioner_id", "practitioner"),
        _to("worker_profile", "under_id", "practitioner"),
    )
    _index("worker_profile", "practitioner_id", "under_id")
    _table(
        "worker_licence",
        _id("practitioner_id"),
        _text("area_code", 64),
        _text("kind", 64),
        _text("level", 24),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        *_recorded("worker_licence"),
        _to("worker_licence", "practitioner_id", "practitioner"),
        _to("worker_licence", "area_code", "area", "code"),
    )
    _index("worker_licence", "practitioner_id")
    _table(
        "worker_check",
        _id("practitioner_id"),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        _text("outcome", 16),
        _text("answered_by", 24),
        *_recorded("worker_check"),
        _to("worker_check", "practitioner_id", "practitioner"),
    )
    _index("worker_check", "practitioner_id")


def _caseloads() -> None:
    _table(
        "caseload_count",
        _id("list_id"),
        _id("practitioner_id", nullable=True),
        _text("area_code", 64),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("open_count", sa.Integer(), nullable=False),
        _to("caseload_count", "list_id", "case_list"),
        _to("caseload_count", "practitioner_id", "practitioner"),
        _to("caseload_count", "area_code", "area", "code"),
    )
    op.create_index("ix_caseload_count_list", "caseload_count", ["list_id"])
    _table(
        "caseload_ceiling",
        _id("place_id"),
        _text("area_code", 64),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        *_recorded("caseload_ceiling"),
        _to("caseload_ceiling", "place_id", "place"),
        _to("caseload_ceiling", "area_code", "area", "code"),
    )
    _index("caseload_ceiling", "place_id")


def _training() -> None:
    _table(
        "training_course",
        _text("code", 40),
        _text("name_zh", 120),
        _text("name_en", 120),
        sa.Column("area_code", sa.String(length=64), nullable=True),
        sa.Column("about_victims", sa.Boolean(), nullable=False),
        sa.Column("makes_trainers", sa.Boolean(), nullable=False),
        *_recorded("training_course"),
        _to("training_course", "area_code", "area", "code"),
    )
    _index("training_course", "code")
    _table(
        "training_module",
        _id("course_id"),
        _text("code", 40),
        _text("name_zh", 120),
        _text("name_en", 120),
        sa.Column("minutes", sa.Integer(), nullable=False),
        *_recorded("training_module"),
        _to("training_module", "course_id", "training_course"),
    )
    _index("training_module", "course_id")
    _table(
        "training_event",
        _text("code", 40),
        _id("course_id"),
        _id("module_id", nullable=True),
        _id("place_id"),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        *_recorded("training_event"),
        _to("training_event", "course_id", "training_course"),
        _to("training_event", "module_id", "training_module"),
        _to("training_event", "place_id", "place"),
    )
    _index("training_event", "code", "course_id", "place_id")
    _table(
        "training_trainer",
        _id("event_id"),
        _id("practitioner_id", nullable=True),
        _text("organisation", 120),
        *_recorded("training_trainer"),
        _to("training_trainer", "event_id", "training_event"),
        _to("training_trainer", "practitioner_id", "practitioner"),
    )
    _index("training_trainer", "event_id", "practitioner_id")
    _table(
        "training_attendance",
        _id("event_id"),
        _id("practitioner_id"),
        sa.Column("minutes", sa.Integer(), nullable=False),
        *_recorded("training_attendance"),
        _to("training_attendance", "event_id", "training_event"),
        _to("training_attendance", "practitioner_id", "practitioner"),
    )
    _index("training_attendance", "event_id", "practitioner_id")


def _table(name: str, *parts: Part) -> None:
    op.create_table(
        name,
        _id("id"),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name)


def _recorded(table: str) -> list[Part]:
    return [
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _id("recorded_by", nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _id("ended_by", nullable=True),
        sa.Column("ended_why", sa.String(length=16), nullable=True),
        _to(table, "recorded_by", "account"),
        _to(table, "ended_by", "account"),
    ]
