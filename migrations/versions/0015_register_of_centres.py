"""The register of centres: what a centre is, has and is asked."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HOLDS = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "place_population",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("child_count", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        *_recorded("place_population"),
        _refers("place_population", "place_id", "place.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_population")),
    )
    _held_once("place_population", "place_id", "year")
    _centres()
    _experts()


def downgrade() -> None:
    for table in (
        "consultation",
        "expert",
        "vacancy",
        "centre_sanction",
        "centre_document",
        "centre_profile",
        "place_population",
    ):
        op.drop_table(table)


def _centres() -> None:
    op.create_table(
        "centre_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("partner", sa.String(length=24), nullable=False),
        sa.Column("contact_zh", sa.String(length=200), nullable=False),
        sa.Column("contact_en", sa.String(length=200), nullable=False),
        *_recorded("centre_profile"),
        _refers("centre_profile", "centre_id", "centre.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_profile")),
    )
    op.create_index(op.f("ix_centre_profile_centre_id"), "centre_profile", ["centre_id"])
    _held_once("centre_profile", "centre_id")
    op.create_table(
        "centre_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issuer", sa.String(length=120), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        *_recorded("centre_document"),
        _refers("centre_document", "centre_id", "centre.id"),
        _refers("centre_document", "area_code", "area.code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_document")),
    )
    _held_once("centre_document", "centre_id", "kind", "number")
    op.create_table(
        "centre_sanction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        *_recorded("centre_sanction"),
        _refers("centre_sanction", "centre_id", "centre.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_sanction")),
    )
    _held_once("centre_sanction", "centre_id", "kind", "number")
    op.create_table(
        "vacancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("tier", sa.String(length=24), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("filled_on", sa.Date(), nullable=True),
        *_recorded("vacancy"),
        _refers("vacancy", "centre_id", "centre.id"),
        _refers("vacancy", "area_code", "area.code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
    )
    _held_once("vacancy", "centre_id", "code")


def _experts() -> None:
    op.create_table(
        "expert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("areas", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        *_recorded("expert"),
        _refers("expert", "place_id", "place.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert")),
    )
    _held_once("expert", "place_id", "code")
    op.create_table(
        "consultation",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("case_file_id", _BIG, nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        _refers("consultation", "centre_id", "centre.id"),
        _refers("consultation", "area_code", "area.code"),
        _refers("consultation", "case_file_id", "case_file.id"),
        _refers("consultation", "asked_by", "account.id"),
        _refers("consultation", "expert_id", "expert.id"),
        _refers("consultation", "given_by", "account.id"),
        _refers("consultation", "answered_by", "account.id"),
        _refers("consultation", "closed_by", "account.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index("ix_consultation_centre", "consultation", ["centre_id", "asked_at"])
    op.create_index(op.f("ix_consultation_case_file_id"), "consultation", ["case_file_id"])
    op.create_index(op.f("ix_consultation_expert_id"), "consultation", ["expert_id"])


def _held_once(table: str, *columns: str) -> None:
    op.create_index(
        f"uq_{table}_held",
        table,
        list(columns),
        unique=True,
        sqlite_where=_HOLDS,
        postgresql_where=_HOLDS,
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to.split('.', maxsplit=1)[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name)


def _recorded(table: str) -> list[sa.Column[object] | sa.ForeignKeyConstraint]:
    return [
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_why", sa.String(length=16), nullable=True),
        _refers(table, "recorded_by", "account.id"),
        _refers(table, "ended_by", "account.id"),
    ]
