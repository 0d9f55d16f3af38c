"""Tables of the library: documents (laws, standards, working procedures) and their clauses."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class StandardDocumentRow(Base):
    """A law, rule, standard, working procedure or guide; `state` is draft, in_force, superseded.

    `seen` tells how much of it the clauses rest on: read, partly or title-only.
    `import_digest` is of the file that it was last taken from; empty when people wrote it.
    """

    __tablename__ = "standard_document"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    state: Mapped[str] = mapped_column(String(16))
    seen: Mapped[str] = mapped_column(String(16))
    region: Mapped[str] = mapped_column(String(16))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    issuer_zh: Mapped[str] = mapped_column(String(200), default="")
    issuer_en: Mapped[str] = mapped_column(String(200), default="")
    number: Mapped[str] = mapped_column(String(80), default="")
    version: Mapped[str] = mapped_column(String(40), default="")
    in_force_from: Mapped[date | None]
    in_force_until: Mapped[date | None]
    review_on: Mapped[date | None] = mapped_column(index=True)
    superseded_by: Mapped[str | None] = mapped_column(ForeignKey("standard_document.code"))
    where_zh: Mapped[str] = mapped_column(Text, default="")
    where_en: Mapped[str] = mapped_column(Text, default="")
    import_digest: Mapped[str] = mapped_column(String(64), default="")
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by: Mapped[str] = mapped_column(String(80))


class StandardClauseRow(Base):
    """A clause of a document, or a step of a working procedure.

    `text_*` is our paraphrase, `quote` the few words that bind. `who_*` and `within` are
    filled for steps only: who acts, and the limit as the procedure writes it. `seen` is
    empty where as much was read as of the document.
    """

    __tablename__ = "standard_clause"
    __table_args__ = (Index("ix_standard_clause_document_place", "document_code", "position"),)

    document_code: Mapped[str] = mapped_column(
        ForeignKey("standard_document.code"), primary_key=True
    )
    locus: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    text_zh: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text, default="")
    quote: Mapped[str] = mapped_column(Text, default="")
    where_zh: Mapped[str] = mapped_column(Text, default="")
    where_en: Mapped[str] = mapped_column(Text, default="")
    who_zh: Mapped[str] = mapped_column(String(200), default="")
    who_en: Mapped[str] = mapped_column(String(200), default="")
    within: Mapped[str] = mapped_column(String(40), default="")
    seen: Mapped[str] = mapped_column(String(16), default="")
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by: Mapped[str] = mapped_column(String(80))
