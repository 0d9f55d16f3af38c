"""Tables of totals that signing keeps up to date, so that pages never add up audits."""

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base

_BY_KEY = {"sqlite_with_rowid": False}
"""SQLite keeps the rows in the order of their key, and not once more beside it."""


class MonthTotalRow(Base):
    """Sums of one month for one scope, rubric version, section and sample type.

    `scope` is `c:<centre id>`, `p:<place id>`, `n` (network) or `w:<practitioner id>` (their own
    files). `month` is year*12+month-1.
    `section` is empty for the whole file. Bands are counted by place, best first.
    The `final_*` columns hold the part that is final; the rest is provisional.
    """

    __tablename__ = "month_total"
    __table_args__ = (Index("ix_month_total_area", "scope", "area_code", "month"), _BY_KEY)

    scope: Mapped[str] = mapped_column(String(24), primary_key=True)
    rubric_version_id: Mapped[int] = mapped_column(primary_key=True)
    sample_type: Mapped[str] = mapped_column(String(16), primary_key=True)
    section: Mapped[str] = mapped_column(String(16), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(String(64))
    file_count: Mapped[int] = mapped_column(default=0)
    scored_count: Mapped[int] = mapped_column(default=0)
    score_sum: Mapped[int] = mapped_column(BigInteger, default=0)
    final_count: Mapped[int] = mapped_column(default=0)
    final_scored_count: Mapped[int] = mapped_column(default=0)
    final_score_sum: Mapped[int] = mapped_column(BigInteger, default=0)
    band_1: Mapped[int] = mapped_column(default=0)
    band_2: Mapped[int] = mapped_column(default=0)
    band_3: Mapped[int] = mapped_column(default=0)
    band_4: Mapped[int] = mapped_column(default=0)
    band_5: Mapped[int] = mapped_column(default=0)
    band_6: Mapped[int] = mapped_column(default=0)
    final_band_1: Mapped[int] = mapped_column(default=0)
    final_band_2: Mapped[int] = mapped_column(default=0)
    final_band_3: Mapped[int] = mapped_column(default=0)
    final_band_4: Mapped[int] = mapped_column(default=0)
    final_band_5: Mapped[int] = mapped_column(default=0)
    final_band_6: Mapped[int] = mapped_column(default=0)
    stop_count: Mapped[int] = mapped_column(default=0)
    final_stop_count: Mapped[int] = mapped_column(default=0)
    gate_count: Mapped[int] = mapped_column(default=0)
    final_gate_count: Mapped[int] = mapped_column(default=0)
    final_square_sum: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")


class ItemTotalRow(Base):
    """How often each code of each item stood in a scope's files of a month.

    The item stands early in the key, so that a page that reads a few items skips the others.
    What an item cost counts only in files with a score, all of which `rated_count` counts:
    `lost_sum` in millionths of the whole score, `section_lost_sum` in those of its section's own.
    All items together cost a million for each such file less its score, to the last millionth.
    An item answered case by case has no code: `file_losses.BY_CASE` stands there, and no file
    is counted under it, only what it cost.
    """

    __tablename__ = "item_total"
    __table_args__ = _BY_KEY

    scope: Mapped[str] = mapped_column(String(24), primary_key=True)
    rubric_version_id: Mapped[int] = mapped_column(primary_key=True)
    item_code: Mapped[str] = mapped_column(String(64), primary_key=True)
    sample_type: Mapped[str] = mapped_column(String(16), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    file_count: Mapped[int] = mapped_column(default=0)
    final_count: Mapped[int] = mapped_column(default=0)
    rated_count: Mapped[int] = mapped_column(default=0)
    lost_sum: Mapped[int] = mapped_column(BigInteger, default=0)
    section_lost_sum: Mapped[int] = mapped_column(BigInteger, default=0)


class ReadingMonthRow(Base):
    """Who read how many files of a centre in a month, and how they had been drawn.

    Only files that enter charts: what changed about them begins new stretches of limits.
    `reader_id` is 0 where nobody is named. `design` is what `new_stretches.design_of` gives.
    """

    __tablename__ = "reading_month"
    __table_args__ = _BY_KEY

    centre_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rubric_version_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reader_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    design: Mapped[str] = mapped_column(String(80), primary_key=True)
    file_count: Mapped[int] = mapped_column(default=0)
