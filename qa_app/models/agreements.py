"""Tables of supervision agreements, and of the time that supervisors have."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class SupervisionAgreementRow(Base):
    """Who supervises whom, from when until when, how often and about what.

    The supervised person is a practitioner, or the account of a supervisor; one of the two is
    None, save for the deployment of a supervisor. `place_path` is where it applies: the path of
    the practitioner's centre, or of the branch in which the supervised supervisor works.
    `until_on` is the last day. `functions` holds whole per cents by function, 100 together.
    `every_days` is None where the rhythm follows tenure.
    A deputy stands in for `deputy_of_id`; `successor_id` took over when it ended. A deployment
    names the centre that somebody works at for a while: a practitioner, or the supervisor when
    both are None. `over_reason` says why the supervisor takes on more people than usual.
    """

    __tablename__ = "supervision_agreement"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), index=True)
    place_path: Mapped[str] = mapped_column(String(120), index=True)
    every_days: Mapped[int | None]
    minutes: Mapped[int]
    functions: Mapped[dict[str, Any]]
    deputy_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("supervision_agreement.id"), index=True
    )
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    over_reason: Mapped[str | None] = mapped_column(String(24))
    end_reason: Mapped[str | None] = mapped_column(String(24))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_agreement.id"))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class SupervisorTimeRow(Base):
    """How much a supervisor can do in a month; without a row the defaults hold."""

    __tablename__ = "supervisor_time"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    minutes_a_month: Mapped[int]
    centres_a_day: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class AbsenceRow(Base):
    """Days on which a supervisor is away; `until_on` is the last one."""

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    from_on: Mapped[date]
    until_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_back_at: Mapped[datetime | None]


class TravelGroupRow(Base):
    """Centres of one group are visited on the same journey."""

    __tablename__ = "travel_group"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), index=True)
