"""Tables of the limits of today: events of open cases, and what is due because of them.

They stand apart from readings on purpose: nothing here is scored or goes into a criterion.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId


class RunningEventRow(Base):
    """Something that happened in an open case, on a day and perhaps at a time."""

    __tablename__ = "running_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    event: Mapped[str] = mapped_column(String(64))
    happened_on: Mapped[date]
    happened_at: Mapped[time | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class RunningFactRow(Base):
    """A fact of an open case that a limit depends on."""

    __tablename__ = "running_fact"

    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    fact: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class RunningLimitRow(Base):
    """A limit of one item that runs, or ran, in one open case; worked out anew, never edited."""

    __tablename__ = "running_limit"
    __table_args__ = (Index("ix_running_limit_centre", "centre_id", "state", "limit_at"),)

    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    rubric_version_id: Mapped[int] = mapped_column(
        ForeignKey("rubric_version.id"), primary_key=True
    )
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    event: Mapped[str] = mapped_column(String(64))
    responsible: Mapped[str] = mapped_column(String(32))
    started_at: Mapped[datetime | None]
    limit_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(12))
    worked_out_at: Mapped[datetime]
