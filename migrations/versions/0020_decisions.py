"""Applications, decisions, conditions, objections, and who stands in the register."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TABLES = (
    "register_application",
    "register_decision",
    "decision_condition",
    "register_step",
    "decision_objection",
    "objection_panel",
    "released_item",
    "register_names",
)


def upgrade() -> None:
    _applications()
    _decisions()
    _steps()
    _objections()
    _releases()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _applications() -> None:
    table = "register_application"
    op.create_table(
        table,
        *_of_area(),
        sa.Column("set_code", sa.String(length=64), nullable=False),
        sa.Column("statement", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        *_by("applied", is_needed=True),
        *_by("taken_up"),
        *_by("ended"),
        *_accounts(table, "applied_by", "taken_up_by", "ended_by"),
        *_area_keys(table),
    )
    op.create_index("ix_register_application_centre", table, ["centre_id", "area_code"])


def _decisions() -> None:
    table = "register_decision"
    op.create_table(
        table,
        *_of_area(),
        sa.Column("set_code", sa.String(length=64), nullable=False),
        sa.Column("route", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("computed", sa.String(length=16), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.LargeBinary(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("issuing_body", sa.String(length=200), nullable=True),
        sa.Column("document_number", sa.String(length=80), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("scan_digest", sa.String(length=64), nullable=True),
        *_by("proposed", is_needed=True),
        *_by("decided"),
        _key(table, "snapshot_id", "evidence_snapshot"),
        _key(table, "application_id", "register_application"),
        *_accounts(table, "proposed_by", "decided_by"),
        *_area_keys(table),
    )
    op.create_index("ix_register_decision_centre", table, ["centre_id", "area_code"])
    op.create_index("ix_register_decision_state", table, ["state"])
    table = "decision_condition"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=True),
        *_by("settled"),
        _key(table, "decision_id", "register_decision"),
        *_accounts(table, "settled_by"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "decision_id", "position", name=op.f("uq_decision_condition_decision_id_position")
        ),
    )


def _steps() -> None:
    table = "register_step"
    op.create_table(
        table,
        *_of_area(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        *_by("made", is_timed=True),
        _key(table, "decision_id", "register_decision"),
        *_accounts(table, "made_by"),
        *_area_keys(table),
        sa.UniqueConstraint(
            "centre_id",
            "area_code",
            "number",
            name=op.f("uq_register_step_centre_id_area_code_number"),
        ),
    )
    op.create_index("ix_register_step_until", table, ["until"])


def _objections() -> None:
    table = "decision_objection"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        *_by("filed", is_needed=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        _key(table, "decision_id", "register_decision"),
        _key(table, "centre_id", "centre"),
        *_accounts(table, "filed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_decision_objection_decision_id")),
    )
    op.create_index(op.f("ix_decision_objection_centre_id"), table, ["centre_id"])
    table = "objection_panel"
    op.create_table(
        table,
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        *_by("named", is_needed=True),
        sa.Column("vote", sa.String(length=16), nullable=True),
        sa.Column("reasons", sa.LargeBinary(), nullable=True),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=True),
        _key(table, "objection_id", "decision_objection"),
        *_accounts(table, "account_id", "named_by"),
        sa.PrimaryKeyConstraint("objection_id", "account_id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "objection_id", "side", name=op.f("uq_objection_panel_objection_id_side")
        ),
    )


def _releases() -> None:
    table = "released_item"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        *_by("released", is_needed=True),
        *_by("withdrawn"),
        _key(table, "centre_id", "centre"),
        *_accounts(table, "released_by", "withdrawn_by"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_released_item_of", table, ["kind", "item_id"])
    op.create_index("ix_released_item_centre", table, ["centre_id"])
    table = "register_names"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        *_by("proposed", is_needed=True),
        sa.Column("is_agreed", sa.Boolean(), nullable=True),
        *_by("answered"),
        *_accounts(table, "proposed_by", "answered_by"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_register_names_agreed", table, ["is_agreed"])


def _of_area() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
    ]


def _area_keys(table: str) -> list[sa.Constraint]:
    return [
        _key(table, "centre_id", "centre"),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f(f"fk_{table}_area_code_area")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _accounts(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [_key(table, column, "account") for column in columns]


def _by(verb: str, *, is_needed: bool = False, is_timed: bool = False) -> list[sa.Column[object]]:
    return [
        sa.Column(f"{verb}_at", sa.DateTime(timezone=True), nullable=not (is_needed or is_timed)),
        sa.Column(f"{verb}_by", sa.Integer(), nullable=not is_needed),
    ]
