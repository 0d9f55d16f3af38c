"""Tables of supervision sessions and the practitioners who take part."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class SupervisionSessionRow(Base):
    """A session put on a day; planned, held or cancelled.

    `moved_from_on` is the day before its first move, None while it was never moved; `due_on` the
    day by which it was due, None where nothing was. `series_on` is the day that the rule of its
    series names, None outside a series and for who takes another's place. `sequence` rises with
    each change that calendars have to follow.
    """

    __tablename__ = "supervision_session"
    __table_args__ = (
        Index("ix_supervision_session_centre_day", "centre_id", "planned_on"),
        Index("ix_supervision_session_series_day", "series_id", "series_on", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    type: Mapped[str] = mapped_column(String(32))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    planned_on: Mapped[date] = mapped_column(index=True)
    starts_at_time: Mapped[time | None]
    ends_at_time: Mapped[time | None]
    moved_from_on: Mapped[date | None]
    due_on: Mapped[date | None]
    agreement_id: Mapped[int | None] = mapped_column(
        ForeignKey("supervision_agreement.id"), index=True
    )
    series_id: Mapped[int | None] = mapped_column(ForeignKey("session_series.id"))
    series_on: Mapped[date | None]
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime | None]
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    rubric_version_id: Mapped[int | None] = mapped_column(ForeignKey("rubric_version.id"))
    files_wanted: Mapped[int] = mapped_column(default=0)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("audit_round.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    cancel_reason: Mapped[str | None] = mapped_column(String(32))
    replaced_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("supervision_session.id"), index=True
    )
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class SessionPersonRow(Base):
    """A practitioner expected at a session."""

    __tablename__ = "session_person"

    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), primary_key=True)
    practitioner_id: Mapped[int] = mapped_column(
        ForeignKey("practitioner.id"), primary_key=True, index=True
    )


class SessionStaffRow(Base):
    """An account expected at a session besides the one that leads it: a supervised supervisor."""

    __tablename__ = "session_staff"

    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
