"""Tables of the plan of a month: what was proposed, agreed and published."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class MonthPlanRow(Base):
    """The plan of one branch of the area tree for one month; `month` is its first day.

    `found` holds what the proposal said of itself, as `domain.month_proposal` writes it: what was
    not placed and which rule stands in the way, what one more day of a supervisor would bring.
    """

    __tablename__ = "month_plan"
    __table_args__ = (UniqueConstraint("place_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    month: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    revision: Mapped[int] = mapped_column(default=1)
    found: Mapped[dict[str, Any]]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class MonthPlanLineRow(Base):
    """One visit or session of a plan: what it answers, who goes, on which day.

    `need` and `need_id` name what is due: a centre, a practitioner or an agreement.
    `proposed_on` and `proposed_id` keep what was proposed first, so that a change shows its cost;
    `session_id` is set once the plan is published.
    """

    __tablename__ = "month_plan_line"
    __table_args__ = (Index("ix_month_plan_line_plan", "plan_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("month_plan.id"))
    need: Mapped[str] = mapped_column(String(16))
    need_id: Mapped[int]
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    type: Mapped[str] = mapped_column(String(32))
    tier: Mapped[str] = mapped_column(String(24))
    due_on: Mapped[date]
    why: Mapped[dict[str, Any]]
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    day: Mapped[date]
    starts_at_time: Mapped[time | None]
    proposed_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_session.id"))
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
