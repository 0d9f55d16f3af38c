"""Table of what became of sessions, month by month, for pages that must not count them."""

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class SessionMonthRow(Base):
    """Sessions of one month for one centre, place, supervisor or practitioner.

    `scope` says which, `scope_id` names it; `area_code` is empty for sessions about all areas.
    `held_late` counts those held after the day that they were first planned for.
    """

    __tablename__ = "session_month"
    __table_args__ = (Index("ix_session_month_scope", "scope", "month"),)

    scope: Mapped[str] = mapped_column(String(16), primary_key=True)
    scope_id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(32), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(64), primary_key=True)
    planned: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    held_late: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[int] = mapped_column(default=0)
    credited_seconds: Mapped[int] = mapped_column(default=0)
