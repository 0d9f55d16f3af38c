"""Tables of published rubric versions and of the holiday table their working days use."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class RubricVersionRow(Base):
    """A published version; a trigger lets only state, days in force and translations change.

    `in_force_from` and `in_force_until` are local dates: a file of a past period is read under
    the version in force then; the day of `until` is no longer in it, None = still in force.
    `translations` maps a language to places and the words that followed; `words_revision` goes
    up with each of them.
    """

    __tablename__ = "rubric_version"
    __table_args__ = (UniqueConstraint("rubric_code", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_code: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    kind: Mapped[str] = mapped_column(String(16))
    unit: Mapped[str] = mapped_column(String(40))
    access: Mapped[str] = mapped_column(String(16))
    method: Mapped[str] = mapped_column(String(32))
    is_hidden: Mapped[bool]
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    item_count: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    translations: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words_revision: Mapped[int] = mapped_column(default=0, index=True)
    base_version_id: Mapped[int | None] = mapped_column(ForeignKey("rubric_version.id"))
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(80))
    written_by: Mapped[str] = mapped_column(String(80), default="")
    in_force_from: Mapped[date]
    in_force_until: Mapped[date | None]
    retired_at: Mapped[datetime | None]
    retired_by: Mapped[str] = mapped_column(String(80), default="")
    retired_reason: Mapped[str] = mapped_column(Text, default="")


class HolidayYearRow(Base):
    """A year for which a region's table is complete."""

    __tablename__ = "holiday_year"

    region: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)


class HolidayRow(Base):
    """A weekday off, or a weekend day made a working day."""

    __tablename__ = "holiday"

    region: Mapped[str] = mapped_column(String(16), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name_zh: Mapped[str] = mapped_column(String(60), default="")
    name_en: Mapped[str] = mapped_column(String(60), default="")
