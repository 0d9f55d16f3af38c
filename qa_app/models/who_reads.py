"""Tables of who reads: ties to centres and workers, capacity, calibration, the team's profile."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class TieRow(Base):
    """What ties an account to a centre or one of its workers, as `domain.bars.Tie` says.

    Rows stay: a tie that ended goes on to bar for a while, and tells who could judge what when.
    """

    __tablename__ = "tie"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(32))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ReaderRow(Base):
    """How many files a week an account reads; without a row the default holds."""

    __tablename__ = "reader"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    files_per_week: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class ReaderAreaRow(Base):
    """An area that an account reads in; without any, every area."""

    __tablename__ = "reader_area"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True, index=True)


class PracticeReadingRow(Base):
    """One reading of a practice file: what was answered, and how alike it is once handed in.

    `answers` maps an item to the option chosen. `asked` lists the items that were asked: after
    a minor version only those that changed. `outcome` is the comparison as it stood when it
    was handed in; None while it is read.
    """

    __tablename__ = "practice_reading"
    __table_args__ = (
        Index("ix_practice_reading_account_rubric", "account_id", "rubric_code", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    practice_code: Mapped[str] = mapped_column(String(64))
    rubric_code: Mapped[str] = mapped_column(String(64))
    rubric_version: Mapped[str] = mapped_column(String(32))
    asked: Mapped[list[Any]]
    answers: Mapped[dict[str, Any]]
    outcome: Mapped[dict[str, Any] | None]
    started_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]


class TeamProfileRow(Base):
    """Which safeguards the team keeps, from an instant on; the latest row holds.

    `relaxed` lists what is given up. `two_hats_asked` among it gives nothing up yet: `two_hats`
    takes its place in a row of its own once a second person confirms.
    """

    __tablename__ = "team_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    profile: Mapped[str] = mapped_column(String(16))
    relaxed: Mapped[list[Any]]
    neighbour: Mapped[str] = mapped_column(Text, default="")
    set_at: Mapped[datetime] = mapped_column(index=True)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
