"""Tables of the limits of today: events of open cases, and what is due because of them.

They stand apart from readings on purpose: nothing here is scored or goes into a criterion.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId

_STANDS = text("taken_back_at IS NULL")


class RunningEventRow(Base):
    """Something that happened in an open case, on a day and perhaps at a time.

    One that is corrected is taken back and recorded anew, so one of each kind stands.
    """

    __tablename__ = "running_event"
    __table_args__ = (
        Index(
            "uq_running_event_standing",
            "case_file_id",
            "event",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

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
    """A fact of an open case that a limit depends on; `value` holds its plain value in `is`."""

    __tablename__ = "running_fact"

    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    fact: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class RunningLimitRow(Base):
    """A limit of one item that runs, or ran, in one open case; worked out anew, never edited.

    `untold` says why a limit cannot be told, and `needs` what is missing; empty when it can.
    """

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
    untold: Mapped[str] = mapped_column(String(8), default="")
    needs: Mapped[list[Any]] = mapped_column(default=list)
    worked_out_at: Mapped[datetime]
