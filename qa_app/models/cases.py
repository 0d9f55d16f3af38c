"""Tables of case files by reference, the lists they came from, and drawn samples."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId


class CaseListRow(Base):
    """One import of a centre's case list."""

    __tablename__ = "case_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    added_count: Mapped[int]
    updated_count: Mapped[int]
    unchanged_count: Mapped[int]
    imported_at: Mapped[datetime]
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CaseFileRow(Base):
    """A case file: a random reference and what sampling needs; never an identity.

    `local_digest` is a keyed digest of the centre's own number, so that a second
    import finds the file again without the number being kept. `recorded_at` says when a list
    told of it first; None where nobody kept that, and then it counts as known all along.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("reference"),
        UniqueConstraint("centre_id", "local_digest"),
        Index("ix_case_file_centre_area", "centre_id", "area_code"),
        # of a worker; of nobody at a few centres
        Index("ix_case_file_worker_centre", "practitioner_id", "centre_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    reference: Mapped[str] = mapped_column(String(20))
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"))
    local_digest: Mapped[str | None] = mapped_column(String(64))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    stage: Mapped[str] = mapped_column(String(40), default="")
    risk: Mapped[str] = mapped_column(String(16), default="")
    shelf: Mapped[str] = mapped_column(String(40), default="")
    is_sealed: Mapped[bool] = mapped_column(default=False)
    list_id: Mapped[int | None] = mapped_column(ForeignKey("case_list.id"), index=True)
    recorded_at: Mapped[datetime | None]


class CaseFileBeforeRow(Base):
    """What lists said of a case file until a later one said something else (`until_at`)."""

    __tablename__ = "case_file_before"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    until_at: Mapped[datetime]


class DrawRow(Base):
    """A frame frozen for a session, then the seed, then the files drawn from it.

    `design` holds how the files were chosen and how many of each stratum, as
    `domain.sample_design.plain_plan` writes it; an empty one is a simple draw of
    `wanted_count` files.
    """

    __tablename__ = "draw"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_session.id"), index=True, unique=True
    )
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    filters: Mapped[dict[str, Any]]
    frame: Mapped[list[Any]]
    design: Mapped[dict[str, Any]] = mapped_column(default=dict)
    frame_digest: Mapped[str] = mapped_column(String(64))
    frame_count: Mapped[int]
    excluded_count: Mapped[int] = mapped_column(default=0)
    frozen_at: Mapped[datetime]
    seed: Mapped[str | None] = mapped_column(String(64))
    wanted_count: Mapped[int]
    drawn_at: Mapped[datetime | None]
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class DrawnFileRow(Base):
    """A file of a draw: selected, or a reserve of its stratum, by ticket order."""

    __tablename__ = "drawn_file"

    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    stratum: Mapped[str] = mapped_column(String(200), default="")
    ticket: Mapped[str] = mapped_column(String(64))
    is_reserve: Mapped[bool]
