"""Review rounds: their sample design, strata, replacements."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("design", sa.JSON(), nullable=False),
        sa.Column("profile", sa.String(length=16), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=32), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], ["account.id"], name=op.f(f"fk_audit_round_{column}_account")
            )
            for column in ("owner_id", "moderator_id", "created_by", "cancelled_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_round")),
    )
    for column in ("period_until", "owner_id", "moderator_id"):
        op.create_index(op.f(f"ix_audit_round_{column}"), "audit_round", [column])
    _belonging("audit_round_centre", "centre_id", "centre")
    _belonging("audit_round_rubric", "rubric_version_id", "rubric_version")
    _belonging("audit_round_reader", "account_id", "account")
    _replacements()
    with op.batch_alter_table("supervision_session") as batch:
        batch.add_column(sa.Column("round_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_supervision_session_round_id_audit_round"), "audit_round", ["round_id"], ["id"]
        )
        batch.create_index(op.f("ix_supervision_session_round_id"), ["round_id"])
    with op.batch_alter_table("draw") as batch:
        batch.add_column(sa.Column("design", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("drawn_file") as batch:
        batch.add_column(
            sa.Column("stratum", sa.String(length=200), nullable=False, server_default="")
        )


def _belonging(table: str, column: str, other: str) -> None:
    op.create_table(
        table,
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["audit_round.id"], name=op.f(f"fk_{table}_round_id_audit_round")
        ),
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        ),
        sa.PrimaryKeyConstraint("round_id", column, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _replacements() -> None:
    op.create_table(
        "file_replacement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("case_file_id", _BIG, nullable=False),
        sa.Column("by_file_id", _BIG, nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draw.id"], name=op.f("fk_file_replacement_draw_id_draw")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["case_file.id"], name=op.f(f"fk_file_replacement_{column}_case_file")
            )
            for column in ("case_file_id", "by_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["account.id"], name=op.f("fk_file_replacement_replaced_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_replacement")),
        sa.UniqueConstraint(
            "draw_id", "case_file_id", name=op.f("uq_file_replacement_draw_id_case_file_id")
        ),
    )
    for column in ("draw_id", "case_file_id", "by_file_id"):
        op.create_index(op.f(f"ix_file_replacement_{column}"), "file_replacement", [column])


def downgrade() -> None:
    with op.batch_alter_table("drawn_file") as batch:
        batch.drop_column("stratum")
    with op.batch_alter_table("draw") as batch:
        batch.drop_column("design")
    with op.batch_alter_table("supervision_session") as batch:
        batch.drop_index(op.f("ix_supervision_session_round_id"))
        batch.drop_constraint(
            op.f("fk_supervision_session_round_id_audit_round"), type_="foreignkey"
        )
        batch.drop_column("round_id")
    op.drop_table("file_replacement")
    for table in ("reader", "rubric", "centre"):
        op.drop_table(f"audit_round_{table}")
    op.drop_table("audit_round")
