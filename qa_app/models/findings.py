"""Tables of findings, corrective actions, answers, objections and amendments.

Free text is sealed (`models.sealing`); each text is bound to what it belongs to.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId

_WAITS = text("next_on IS NOT NULL")
_IS_ASKED = text("state = 'asked'")
_IS_UNJUDGED = text("judged_at IS NULL")
ONE_SOURCE = (
    "(finding_id IS NULL) = (audit_id IS NULL) AND (session_id IS NULL) <> (audit_id IS NULL)"
)
"""Condition that an action follows from a finding or was agreed in a session, never both."""


class FindingSheetRow(Base):
    """The findings of one reading as a whole: they are saved together."""

    __tablename__ = "finding_sheet"

    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    revision: Mapped[int]
    discussed_on: Mapped[date | None]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class FindingRow(Base):
    """One finding or strength; `source` is reader, or rule for one that signing put there."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("audit_id", "position"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(12))
    is_main: Mapped[bool]
    items: Mapped[list[Any]]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)


class CorrectiveActionRow(Base):
    """What has to be done about a finding, or what was agreed in a session of supervision.

    Exactly one of both stands: finding and reading, or `session_id`; the latter has no items.
    `state` is draft until the reading counts, or the record of the session is signed. `waits_by`,
    `waits_for` and `next_on` say what must happen next, as `domain.actions.waiting` tells it;
    lists read them instead of deciding anew; it is dropped when its reading becomes void.
    """

    __tablename__ = "corrective_action"
    __table_args__ = (
        CheckConstraint(ONE_SOURCE, name="one_source"),
        Index("ix_corrective_action_listed", "state", "next_on", "id"),
        Index("ix_corrective_action_centre", "centre_id", "state", "next_on", "id"),
        Index("ix_corrective_action_newest", "centre_id", "id"),
        Index("ix_corrective_action_watched", "centre_id", "rubric_code", "state"),
        Index(
            "ix_corrective_action_urgent",
            "kind",
            "next_on",
            "id",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index(
            "ix_corrective_action_party",
            "waits_by",
            "kind",
            "next_on",
            "id",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index(
            "ix_corrective_action_there",
            "centre_id",
            "kind",
            "next_on",
            "id",
            "waits_by",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index(
            "ix_corrective_action_near",
            "centre_id",
            "next_on",
            "id",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index(
            "ix_corrective_action_next",
            "next_on",
            "id",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), unique=True)
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"), index=True)
    rubric_code: Mapped[str] = mapped_column(String(64))
    items: Mapped[list[Any]]
    kind: Mapped[str] = mapped_column(String(12))
    owner: Mapped[str] = mapped_column(String(12))
    is_structural: Mapped[bool]
    what: Mapped[bytes | None] = mapped_column(LargeBinary)
    evidence: Mapped[bytes | None] = mapped_column(LargeBinary)
    wanted_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12))
    opened_on: Mapped[date | None]
    contain_on: Mapped[date | None]
    plan_on: Mapped[date | None]
    re_read_on: Mapped[date | None]
    due_on: Mapped[date | None]
    contained_on: Mapped[date | None]
    planned_on: Mapped[date | None]
    re_read_at: Mapped[date | None]
    done_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_on: Mapped[date | None]
    is_by_document: Mapped[bool]
    recurrences: Mapped[int]
    proof: Mapped[str] = mapped_column(String(12))
    failed_proofs: Mapped[int]
    waits_by: Mapped[str | None] = mapped_column(String(12))
    waits_for: Mapped[str] = mapped_column(String(12))
    next_on: Mapped[date | None]
    revision: Mapped[int]


class ActionStepRow(Base):
    """A step that was taken; rows are only added.

    `audit_id` names the reading that led to it, `session_id` the session at which it was seen.
    `stood` is how the action stood before it, JSON of `models.action_rows.standing_of`, so that
    what was known on a day in the past can be told.
    """

    __tablename__ = "action_step"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id"), index=True)
    step: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_session.id"))
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    stood: Mapped[str | None] = mapped_column(Text)


class ActionReadingRow(Base):
    """A later reading of the same items at the same centre, and whether they were met.

    `judged_at` is None until it was held against what waits for it.
    """

    __tablename__ = "action_reading"
    __table_args__ = (
        Index(
            "ix_action_reading_unjudged",
            "signed_at",
            sqlite_where=_IS_UNJUDGED,
            postgresql_where=_IS_UNJUDGED,
        ),
    )

    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id"), primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True, index=True)
    conforms: Mapped[bool]
    is_sampled: Mapped[bool]
    read_on: Mapped[date]
    signed_at: Mapped[datetime]
    judged_at: Mapped[datetime | None]


class FindingAnswerRow(Base):
    """What somebody said to a result or a finding; rows are only added."""

    __tablename__ = "finding_answer"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ObjectionRow(Base):
    """A centre's objection to a result, at most one for each reading."""

    __tablename__ = "objection"
    __table_args__ = (Index("ix_objection_state", "state", "raised_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), unique=True)
    ground: Mapped[str] = mapped_column(String(16))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(12))
    raised_at: Mapped[datetime]
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decision: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class AmendmentRow(Base):
    """An amended reading: proposed by one person with a reason, settled by a second one.

    `state` is asked, confirmed, refused or withdrawn; `changes` is sealed JSON: item to code
    and note; `refusal` says why a second person refused it. `new_audit_id` is the reading that
    took the place.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        Index(
            "ix_amendment_waits",
            "audit_id",
            sqlite_where=_IS_ASKED,
            postgresql_where=_IS_ASKED,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    objection_id: Mapped[int | None] = mapped_column(ForeignKey("objection.id"), index=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    changes: Mapped[bytes] = mapped_column(LargeBinary)
    refusal: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    new_audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"))
