"""Tables of workers by code: time in post, profile, licences, checks of offence records.

No name, number of an identity card or of a licence is kept anywhere here.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.recorded import Recorded, recorded_triggers
from qa_app.models.trigger_kinds import Trigger

_STANDS = text("ended_at IS NULL")


class WorkerPostRow(Recorded, Base):
    """From when until when somebody works at a centre.

    `left_on` is the last day in post, None while they are; `left_why` a code, empty till then. One
    row stands for each worker; those before it are ended.
    """

    __tablename__ = "worker_post"
    __table_args__ = (
        Index(
            "uq_worker_post_practitioner_id",
            "practitioner_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"), index=True)
    started_on: Mapped[date]
    left_on: Mapped[date | None]
    left_why: Mapped[str] = mapped_column(String(24), default="")


class WorkerProfileRow(Recorded, Base):
    """What a worker is from a day on, until the next profile.

    `under_id` is the worker who answers for a student or volunteer. `full_time_percent` is the
    share of a full-time post, 1 to 100.
    """

    __tablename__ = "worker_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"), index=True)
    from_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(16))
    tier: Mapped[str] = mapped_column(String(16))
    is_paid: Mapped[bool]
    full_time_percent: Mapped[int]
    meets_children: Mapped[bool]
    under_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"), index=True)


class WorkerLicenceRow(Recorded, Base):
    """A certificate that a worker holds; `valid_until` is the last day, None without one.

    `kind` is a code of the table of certificates in the criteria, `area_code` the area for which
    that table accepted it when it was recorded.
    """

    __tablename__ = "worker_licence"

    id: Mapped[int] = mapped_column(primary_key=True)
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"), index=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    kind: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(24), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class WorkerCheckRow(Recorded, Base):
    """An inquiry into a worker's offence record: when asked, when and how answered, by whom."""

    __tablename__ = "worker_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"), index=True)
    asked_on: Mapped[date]
    answered_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(16), default="")
    answered_by: Mapped[str] = mapped_column(String(24), default="")


class CaseloadCountRow(Base):
    """How many cases were open when a centre's case list was taken in.

    One row for each worker and area; without a worker for cases that nobody has.
    """

    __tablename__ = "caseload_count"
    __table_args__ = (Index("ix_caseload_count_list", "list_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("case_list.id"))
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    counted_on: Mapped[date]
    open_count: Mapped[int]


class CaseloadCeilingRow(Recorded, Base):
    """The most cases in hand for one full-time worker of an area in a city, from a day on."""

    __tablename__ = "caseload_ceiling"

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    from_on: Mapped[date]
    most: Mapped[int]


_PERSON = "practitioner_id"
_NO_CHANGE = "what was counted when a list was taken in never changes"

WORKER_TRIGGERS = (
    *recorded_triggers("worker_post", (_PERSON, "started_on", "left_on", "left_why")),
    *recorded_triggers(
        "worker_profile",
        (
            _PERSON,
            "from_on",
            "kind",
            "tier",
            "is_paid",
            "full_time_percent",
            "meets_children",
            "under_id",
        ),
    ),
    *recorded_triggers(
        "worker_licence", (_PERSON, "area_code", "kind", "level", "valid_from", "valid_until")
    ),
    *recorded_triggers(
        "worker_check", (_PERSON, "asked_on", "answered_on", "outcome", "answered_by")
    ),
    Trigger("caseload_count_kept", "caseload_count", "UPDATE", "", _NO_CHANGE),
    Trigger("caseload_count_no_delete", "caseload_count", "DELETE", "", _NO_CHANGE),
    *recorded_triggers("caseload_ceiling", ("place_id", "area_code", "from_on", "most")),
)
