"""Sign-in: addresses that try, known devices, links used once, kept passwords, notes to owners."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("account", sa.Column("password_set_at", _INSTANT, nullable=True))
    op.add_column("account", sa.Column("enabled_at", _INSTANT, nullable=True))
    op.add_column("account", sa.Column("disabled_why", sa.String(length=16), nullable=True))
    op.execute("UPDATE account SET password_set_at = created_at")
    op.create_table(
        "address_try",
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("minute_at", _INSTANT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_address_try")),
    )
    op.create_table(
        "known_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT, nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", _INSTANT, nullable=True),
        *_of_account("known_device"),
        sa.UniqueConstraint(
            "token_digest", "account_id", name=op.f("uq_known_device_token_digest_account_id")
        ),
    )
    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("closed_at", _INSTANT, nullable=True),
        sa.Column("was_used", sa.Boolean(), nullable=False),
        *_of_account("account_link"),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_account_link_made_by_account")
        ),
        sa.UniqueConstraint("token_digest", name=op.f("uq_account_link_token_digest")),
    )
    op.create_table(
        "kept_password",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("replaced_at", _INSTANT, nullable=False),
        *_of_account("kept_password"),
    )
    op.create_table(
        "account_note",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("seen_at", _INSTANT, nullable=True),
        *_of_account("account_note"),
    )
    for table in ("known_device", "account_link", "kept_password", "account_note"):
        op.create_index(op.f(f"ix_{table}_account_id"), table, ["account_id"])


def _of_account(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    op.drop_table("account_link_seen", if_exists=True)  # put aside by 0046
    for table in ("account_note", "kept_password", "account_link", "known_device", "address_try"):
        op.drop_table(table)
    for column in ("disabled_why", "enabled_at", "password_set_at"):
        op.drop_column("account", column)
