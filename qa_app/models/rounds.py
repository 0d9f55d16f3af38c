"""Tables of review rounds: their plan, their centres, rubrics and readers, files replaced."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class AuditRoundRow(Base):
    """A round: one period, some centres and rubrics, one sample design for all of them.

    `design` holds method, strata and rule of size, as `domain.sample_design.plain_design`
    writes them. How far the round is stands in no column: it follows from its readings.
    """

    __tablename__ = "audit_round"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_from: Mapped[date]
    period_until: Mapped[date] = mapped_column(index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    design: Mapped[dict[str, Any]]
    profile: Mapped[str] = mapped_column(String(16))
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    cancel_reason: Mapped[str | None] = mapped_column(String(32))


class RoundCentreRow(Base):
    """A centre of a round."""

    __tablename__ = "audit_round_centre"

    round_id: Mapped[int] = mapped_column(ForeignKey("audit_round.id"), primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True, index=True)


class RoundRubricRow(Base):
    """A rubric of a round, named by one of its versions."""

    __tablename__ = "audit_round_rubric"

    round_id: Mapped[int] = mapped_column(ForeignKey("audit_round.id"), primary_key=True)
    rubric_version_id: Mapped[int] = mapped_column(
        ForeignKey("rubric_version.id"), primary_key=True, index=True
    )


class RoundReaderRow(Base):
    """An account that reads files of a round."""

    __tablename__ = "audit_round_reader"

    round_id: Mapped[int] = mapped_column(ForeignKey("audit_round.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)


class FileReplacementRow(Base):
    """A drawn file that left its sample, and the reserve that took its place.

    `by_file_id` is None when no reserve was left: the sample is then one file smaller.
    """

    __tablename__ = "file_replacement"
    __table_args__ = (UniqueConstraint("draw_id", "case_file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"), index=True)
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    by_file_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    reason: Mapped[str] = mapped_column(String(32))
    replaced_at: Mapped[datetime]
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
