"""Tables of moderation: files read twice, what was decided; reviews of one person looked at."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base

_STANDS = text("state <> 'dissolved'")


class ReadingPairRow(Base):
    """Two blind readings of one file.

    `state` is open, complete, settled or dissolved. `seed` chose the file by its ticket. The
    counts are those of items both could answer, told once both are locked. `how` it was
    settled: alike, consensus or third. `asked_by` proposed what both readers agree on.
    `moderated_id` took the first one's place.
    """

    __tablename__ = "reading_pair"
    __table_args__ = (
        Index(
            "uq_reading_pair_first",
            "first_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("uq_reading_pair_second", "second_id", unique=True),
        Index("ix_reading_pair_listed", "state", "critical_count", "id"),
        Index("ix_reading_pair_version", "rubric_version_id", "state", "id"),
        Index("ix_reading_pair_completed", "completed_at", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"), index=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    state: Mapped[str] = mapped_column(String(12))
    seed: Mapped[str] = mapped_column(String(64))
    ticket: Mapped[str] = mapped_column(String(64))
    chosen_at: Mapped[datetime]
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    completed_at: Mapped[datetime | None]
    item_count: Mapped[int | None]
    alike_count: Mapped[int | None]
    critical_count: Mapped[int | None]
    asked_at: Mapped[datetime | None]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    how: Mapped[str | None] = mapped_column(String(12))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    moderated_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"), index=True)
    dissolve_reason: Mapped[str | None] = mapped_column(String(32))


class PairDecisionRow(Base):
    """What counts where two readings differ: the first, the second, or another answer.

    `value` is the JSON text of another answer; `reason` is sealed free text.
    """

    __tablename__ = "pair_decision"

    pair_id: Mapped[int] = mapped_column(ForeignKey("reading_pair.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    choice: Mapped[str] = mapped_column(String(12))
    value: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


_WAITS = text("settled_at IS NULL")


class SingleModerationRow(Base):
    """A signed review that one person read and a moderator looks at.

    `causes` tells why, as `domain.single_moderation` writes it, when it was signed. `settled_at`
    is when a moderator let it stand; `reason` is sealed free text. A review whose place another
    one took waits no more.
    """

    __tablename__ = "single_moderation"
    __table_args__ = (
        Index(
            "ix_single_moderation_waiting",
            "audit_id",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    causes: Mapped[list[Any]]
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[bytes | None] = mapped_column(LargeBinary)
