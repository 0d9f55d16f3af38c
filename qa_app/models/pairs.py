"""Tables of files that are read twice, and what was decided where the readings differ."""

from datetime import datetime

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
