"""The library of standards, rubric drafts, what stays comparable, phrases; versions in force."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standard_document",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("seen", sa.String(length=16), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=True),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("issuer_zh", sa.String(length=200), nullable=False),
        sa.Column("issuer_en", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("superseded_by", sa.String(length=32), nullable=True),
        sa.Column("where_zh", sa.Text(), nullable=False),
        sa.Column("where_en", sa.Text(), nullable=False),
        sa.Column("import_digest", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_standard_document_area_code_area")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            ["standard_document.code"],
            name=op.f("fk_standard_document_superseded_by_standard_document"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_standard_document")),
    )
    with op.batch_alter_table("standard_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standard_document_kind"), ["kind"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_standard_document_review_on"), ["review_on"], unique=False
        )

    op.create_table(
        "standard_clause",
        sa.Column("document_code", sa.String(length=32), nullable=False),
        sa.Column("locus", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("where_zh", sa.Text(), nullable=False),
        sa.Column("where_en", sa.Text(), nullable=False),
        sa.Column("who_zh", sa.String(length=200), nullable=False),
        sa.Column("who_en", sa.String(length=200), nullable=False),
        sa.Column("within", sa.String(length=40), nullable=False),
        sa.Column("seen", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_code"],
            ["standard_document.code"],
            name=op.f("fk_standard_clause_document_code_standard_document"),
        ),
        sa.PrimaryKeyConstraint("document_code", "locus", name=op.f("pk_standard_clause")),
    )
    with op.batch_alter_table("standard_clause", schema=None) as batch_op:
        batch_op.create_index(
            "ix_standard_clause_document_place", ["document_code", "position"], unique=False
        )

    op.create_table(
        "item_comparability",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("base_version_id", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["base_version_id"],
            ["rubric_version.id"],
            name=op.f("fk_item_comparability_base_version_id_rubric_version"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["account.id"],
            name=op.f("fk_item_comparability_confirmed_by_account"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["rubric_version.id"],
            name=op.f("fk_item_comparability_version_id_rubric_version"),
        ),
        sa.PrimaryKeyConstraint(
            "version_id", "base_version_id", "item_code", name=op.f("pk_item_comparability")
        ),
    )
    op.create_table(
        "item_phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rubric_code", sa.String(length=64), nullable=False),
        sa.Column("item_code", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_zh", sa.String(length=300), nullable=False),
        sa.Column("text_en", sa.String(length=300), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["account.id"], name=op.f("fk_item_phrase_updated_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_phrase")),
        sa.UniqueConstraint(
            "rubric_code",
            "item_code",
            "text_zh",
            name=op.f("uq_item_phrase_rubric_code_item_code_text_zh"),
        ),
    )
    op.create_table(
        "rubric_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rubric_code", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("base_version_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("comparability", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("writers", sa.JSON(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["base_version_id"],
            ["rubric_version.id"],
            name=op.f("fk_rubric_draft_base_version_id_rubric_version"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_rubric_draft_created_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["account.id"], name=op.f("fk_rubric_draft_settled_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["account.id"], name=op.f("fk_rubric_draft_submitted_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["account.id"], name=op.f("fk_rubric_draft_updated_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["rubric_version.id"],
            name=op.f("fk_rubric_draft_version_id_rubric_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_draft")),
    )
    with op.batch_alter_table("rubric_draft", schema=None) as batch_op:
        batch_op.create_index("ix_rubric_draft_code_state", ["rubric_code", "state"], unique=False)
        is_open = sa.text("state IN ('draft', 'in_review')")
        batch_op.create_index(
            "uq_rubric_draft_open",
            ["rubric_code"],
            unique=True,
            sqlite_where=is_open,
            postgresql_where=is_open,
        )

    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "supplements_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("supplement_asks", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("version_reason", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("version_day", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_audit_supplements_id_audit"), "audit", ["supplements_id"], ["id"]
        )
        is_supplement = sa.text("supplements_id IS NOT NULL AND state <> 'void'")
        batch_op.create_index(
            "uq_audit_supplement",
            ["supplements_id", "rubric_version_id"],
            unique=True,
            sqlite_where=is_supplement,
            postgresql_where=is_supplement,
        )

    _rubric_versions()


def _rubric_versions() -> None:
    with op.batch_alter_table("rubric_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("base_version_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("written_by", sa.String(length=80), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("in_force_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("in_force_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("retired_by", sa.String(length=80), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("retired_reason", sa.Text(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("words_revision", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_rubric_version_base_version_id_rubric_version"),
            "rubric_version",
            ["base_version_id"],
            ["id"],
        )
    # what was published before is in force from the local day of its publication
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(
        "UPDATE rubric_version SET in_force_from = date(published_at, '+8 hours')"
        if sqlite
        else "UPDATE rubric_version"
        " SET in_force_from = CAST(published_at AT TIME ZONE 'Asia/Shanghai' AS DATE)"
    )
    with op.batch_alter_table("rubric_version", schema=None) as batch_op:
        batch_op.alter_column("in_force_from", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("written_by", existing_type=sa.String(length=80), server_default=None)
        batch_op.alter_column("retired_by", existing_type=sa.String(length=80), server_default=None)
        batch_op.alter_column("retired_reason", existing_type=sa.Text(), server_default=None)
        batch_op.alter_column("words_revision", existing_type=sa.Integer(), server_default=None)
        batch_op.create_index(
            batch_op.f("ix_rubric_version_words_revision"), ["words_revision"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("rubric_version", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_rubric_version_base_version_id_rubric_version"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_rubric_version_words_revision"))
        batch_op.drop_column("words_revision")
        batch_op.drop_column("retired_reason")
        batch_op.drop_column("retired_by")
        batch_op.drop_column("retired_at")
        batch_op.drop_column("in_force_until")
        batch_op.drop_column("in_force_from")
        batch_op.drop_column("written_by")
        batch_op.drop_column("base_version_id")

    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("uq_audit_supplement")
        batch_op.drop_constraint(batch_op.f("fk_audit_supplements_id_audit"), type_="foreignkey")
        batch_op.drop_column("version_day")
        batch_op.drop_column("version_reason")
        batch_op.drop_column("supplement_asks")
        batch_op.drop_column("supplements_id")

    with op.batch_alter_table("rubric_draft", schema=None) as batch_op:
        batch_op.drop_index("uq_rubric_draft_open")
        batch_op.drop_index("ix_rubric_draft_code_state")

    op.drop_table("rubric_draft")
    op.drop_table("item_phrase")
    op.drop_table("item_comparability")
    with op.batch_alter_table("standard_clause", schema=None) as batch_op:
        batch_op.drop_index("ix_standard_clause_document_place")

    op.drop_table("standard_clause")
    with op.batch_alter_table("standard_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standard_document_review_on"))
        batch_op.drop_index(batch_op.f("ix_standard_document_kind"))

    op.drop_table("standard_document")
