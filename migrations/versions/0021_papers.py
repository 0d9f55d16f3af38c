"""Keys that sign, and papers that anyone can verify."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("private_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by", sa.Integer(), nullable=True),
        _key("signing_key", "made_by", "account"),
        _key("signing_key", "retired_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("code", name=op.f("uq_signing_key_code")),
    )
    table = "register_paper"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("check_digest", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_why", sa.String(length=16), nullable=True),
        _key(table, "decision_id", "register_decision"),
        _key(table, "centre_id", "centre"),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_register_paper_area_code_area")
        ),
        _key(table, "key_id", "signing_key"),
        _key(table, "replaces_id", table),
        _key(table, "issued_by", "account"),
        _key(table, "revoked_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_paper")),
        *(
            sa.UniqueConstraint(column, name=op.f(f"uq_register_paper_{column}"))
            for column in ("number", "token_digest", "check_digest", "replaces_id")
        ),
    )
    op.create_index("ix_register_paper_centre", table, ["centre_id", "area_code"])
    op.create_index(op.f("ix_register_paper_decision_id"), table, ["decision_id"])


def downgrade() -> None:
    op.drop_table("register_paper")
    op.drop_table("signing_key")


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)
