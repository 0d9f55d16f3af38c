"""What coverage shows: sessions due by month, and those still owed by day."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_COUNTS = ("recorded", "accountability", "learning", "support")


def upgrade() -> None:
    with op.batch_alter_table("session_month", schema=None) as batch_op:
        batch_op.alter_column("planned", new_column_name="due", existing_type=sa.Integer())
        for name in _COUNTS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "session_owed",
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "scope", "scope_id", "day", "type", "area_code", name=op.f("pk_session_owed")
        ),
    )
    op.create_index("ix_session_owed_scope", "session_owed", ["scope", "day"])
    op.create_index(
        op.f("ix_supervision_session_replaced_by_id"), "supervision_session", ["replaced_by_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_supervision_session_replaced_by_id"), "supervision_session")
    op.drop_table("session_owed")
    with op.batch_alter_table("session_month", schema=None) as batch_op:
        for name in _COUNTS:
            batch_op.drop_column(name)
        batch_op.alter_column("due", new_column_name="planned", existing_type=sa.Integer())
