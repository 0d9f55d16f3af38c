"""Reviews whose unit is a supervisor in a quarter."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "supervisor_review",
        sa.Column("audit_id", _BIG, nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_supervisor_review_audit_id_audit")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["account.id"],
            name=op.f("fk_supervisor_review_supervisor_id_account"),
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_supervisor_review")),
    )
    op.create_index(
        op.f("ix_supervisor_review_supervisor_id"), "supervisor_review", ["supervisor_id"]
    )


def downgrade() -> None:
    op.drop_table("supervisor_review")
