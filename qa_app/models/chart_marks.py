"""Tables of what people write on charts: notes of what happened, and new baselines."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class ChartNoteRow(Base):
    """What happened on a day, marked on the charts of a scope.

    `scope` is that of the month totals. `rubric_code` is None for every rubric. A note that was
    taken off keeps its row, with who did so and why. `name_reason` tells why what looks like a name
    is kept in its words; it holds none itself.
    """

    __tablename__ = "chart_note"
    __table_args__ = (Index("ix_chart_note_shown", "scope", "happened_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(24))
    rubric_code: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    happened_on: Mapped[date]
    text_zh: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(String(200))
    name_reason: Mapped[str | None] = mapped_column(String(200))
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime]
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    removed_why: Mapped[str | None] = mapped_column(String(300))


class BaselineRow(Base):
    """A month from which limits of one scope, rubric version and section begin anew.

    `scope` is that of the month totals, `section` is empty for whole files. The means are ratios in
    millionths, as they stood when it was begun. A baseline that was taken back keeps its row.
    """

    __tablename__ = "baseline"
    __table_args__ = (Index("ix_baseline_of", "scope", "rubric_version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(24))
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    section: Mapped[str] = mapped_column(String(16))
    month: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    name_reason: Mapped[str | None] = mapped_column(String(200))
    old_mean: Mapped[int]
    new_mean: Mapped[int]
    begun_at: Mapped[datetime]
    begun_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_back_why: Mapped[str | None] = mapped_column(String(300))
