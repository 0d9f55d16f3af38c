"""Tables of what becomes a rubric version: drafts, declared comparability, phrases."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base

_IS_OPEN = text("state IN ('draft', 'in_review')")


class RubricDraftRow(Base):
    """A rubric being written; `state` is draft, in_review, published or discarded.

    `content` is the plain file as JSON, not yet resolved; it may hold faults while the state
    is draft. `comparability` maps item codes to what a person declares against
    `base_version_id`: {"kind", "reason", "by", "name", "at", "digest"}; it counts only while
    the digest still is that of the item before and after. `writers` lists every account that
    began or saved it or declared something of an item, in the order in which they came.
    """

    __tablename__ = "rubric_draft"
    __table_args__ = (
        Index("ix_rubric_draft_code_state", "rubric_code", "state"),
        Index(
            "uq_rubric_draft_open",
            "rubric_code",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_code: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(32))
    title_zh: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(200), default="")
    base_version_id: Mapped[int | None] = mapped_column(ForeignKey("rubric_version.id"))
    state: Mapped[str] = mapped_column(String(16))
    content: Mapped[str] = mapped_column(Text)
    comparability: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    writers: Mapped[list[Any]] = mapped_column(default=list)
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    return_reason: Mapped[str] = mapped_column(Text, default="")
    version_id: Mapped[int | None] = mapped_column(ForeignKey("rubric_version.id"))


class ItemComparabilityRow(Base):
    """How an item of a version stands to the version before; frozen with the version.

    `kind` is same, reworded, changed, new or retired; only same and reworded are comparable.
    `confirmed_by` is None where the kind follows from the two contents alone.
    """

    __tablename__ = "item_comparability"

    version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"), primary_key=True)
    base_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"), primary_key=True)
    item_code: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]


class ItemPhraseRow(Base):
    """A phrase that readers may insert into the note of an item and then edit."""

    __tablename__ = "item_phrase"
    __table_args__ = (UniqueConstraint("rubric_code", "item_code", "text_zh"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_code: Mapped[str] = mapped_column(String(64))
    item_code: Mapped[str] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(default=0)
    text_zh: Mapped[str] = mapped_column(String(300))
    text_en: Mapped[str] = mapped_column(String(300), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
