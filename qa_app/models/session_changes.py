"""Tables of series of sessions, of days that were moved, and of days that a unit proposes."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class SessionSeriesRow(Base):
    """Sessions that repeat: by a rule of RFC 5545, or some months after the last one was held.

    `rule` is the text of an RRULE without DTSTART, and None where `months_after` is set.
    `people` holds the practitioners expected at each.
    """

    __tablename__ = "session_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    type: Mapped[str] = mapped_column(String(32))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(
        ForeignKey("supervision_agreement.id"), index=True
    )
    rule: Mapped[str | None] = mapped_column(String(200))
    months_after: Mapped[int | None]
    starts_on: Mapped[date]
    until_on: Mapped[date | None]
    starts_at_time: Mapped[time | None]
    ends_at_time: Mapped[time | None]
    people: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(12))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class SessionMoveRow(Base):
    """A session that went from one day to another; rows are only added."""

    __tablename__ = "session_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    from_on: Mapped[date]
    from_time: Mapped[time | None]
    to_on: Mapped[date]
    to_time: Mapped[time | None]
    reason: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class DayProposalRow(Base):
    """Another day that a unit would like for a planned session.

    `answer` is taken, declined or withdrawn, and None while it waits; `answered_by` is who plans,
    or of a day that was withdrawn the unit's side.
    """

    __tablename__ = "day_proposal"
    __table_args__ = (Index("ix_day_proposal_waiting", "answer", "session_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    day: Mapped[date]
    starts_at_time: Mapped[time | None]
    reason: Mapped[str] = mapped_column(String(32))
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str | None] = mapped_column(String(12))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
