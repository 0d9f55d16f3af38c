"""What the centre's lists said of a case file before, and until when.

Of files taken in before this, nobody kept when: they count as known all along.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("case_file", sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "case_file_before",
        sa.Column("id", _BIG_ID, nullable=False),
        sa.Column("case_file_id", _BIG_ID, nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_case_file_before_area_code_area")
        ),
        sa.ForeignKeyConstraint(
            ["case_file_id"],
            ["case_file.id"],
            name=op.f("fk_case_file_before_case_file_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file_before")),
    )
    op.create_index(op.f("ix_case_file_before_case_file_id"), "case_file_before", ["case_file_id"])


def downgrade() -> None:
    op.drop_table("case_file_before")
    op.drop_column("case_file", "recorded_at")
