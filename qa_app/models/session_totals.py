"""Tables of what became of sessions, for pages that must not count them."""

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class SessionMonthRow(Base):
    """Sessions of one month for one centre, place, supervisor or practitioner.

    `scope` says which, `scope_id` names it; `area_code` is empty for sessions about all areas.
    A session counts once, in the month of its first day, however often it was moved or replaced
    (docs/methods/coverage.md). `held_late` counts those held after the day that they were due or
    first planned for; `recorded` those of which a record says what was covered, and the columns
    after it what. `credited_seconds` stand in the month in which the time was spent.
    """

    __tablename__ = "session_month"
    __table_args__ = (Index("ix_session_month_scope", "scope", "month"),)

    scope: Mapped[str] = mapped_column(String(16), primary_key=True)
    scope_id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(32), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(64), primary_key=True)
    due: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    held_late: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[int] = mapped_column(default=0)
    credited_seconds: Mapped[int] = mapped_column(default=0)
    recorded: Mapped[int] = mapped_column(default=0)
    accountability: Mapped[int] = mapped_column(default=0)
    learning: Mapped[int] = mapped_column(default=0)
    support: Mapped[int] = mapped_column(default=0)


class SessionOwedRow(Base):
    """Sessions not held yet, by the day from whose end on they are missed.

    Only the month that runs is read from here: of a month that is over, everything not held is
    missed.
    """

    __tablename__ = "session_owed"
    __table_args__ = (Index("ix_session_owed_scope", "scope", "day"),)

    scope: Mapped[str] = mapped_column(String(16), primary_key=True)
    scope_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(32), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(64), primary_key=True)
    owed: Mapped[int] = mapped_column(default=0)


class RequiredMonthRow(Base):
    """What the rhythm asks for in one network or place, whether or not anybody planned it.

    `every_days` is 0 where the time in post decides. `people` says how many more than in the month
    before are asked for one whole month like any other, and so holds for every month after it;
    `due` what the rhythm asks for besides in this month alone; `held` and `late` what of all that
    is due in this month is held (docs/adr/0064).
    """

    __tablename__ = "required_month"

    scope: Mapped[str] = mapped_column(String(16), primary_key=True)
    scope_id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    every_days: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int] = mapped_column(default=0)
    due: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)
