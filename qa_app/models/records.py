"""Tables of supervision records: what was talked about, agreed, signed and answered.

Free text is sealed (`models.sealing`); each text is bound to what it belongs to. Decisions about a
case stand beside the case; remarks on a worker stay here.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId


class SupervisionRecordRow(Base):
    """The record of one session; frozen when its leader signs, so that all sign the same.

    `functions` names the functions of supervision that were covered, `revision` counts the saves
    of this row and of who was there. `written_at` is when its writer began it, then when they
    signed it; `signed_at` when the last of those who sign did; None before. `digest` is the
    fingerprint of what was signed; None before.
    """

    __tablename__ = "supervision_record"

    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), primary_key=True)
    held_on: Mapped[date]
    began_at: Mapped[time | None]
    ended_at: Mapped[time | None]
    mode: Mapped[str | None] = mapped_column(String(12))
    was_interrupted: Mapped[bool | None]
    functions: Mapped[list[Any]]
    next_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12))
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    digest: Mapped[str | None] = mapped_column(String(64))


class RecordBlockRow(Base):
    """One block of a record as sealed JSON, saved on its own with its revision."""

    __tablename__ = "record_block"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_record.session_id"), primary_key=True
    )
    block: Mapped[str] = mapped_column(String(24), primary_key=True)
    revision: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class RecordPresenceRow(Base):
    """A practitioner who was there, for how long, and the minutes credited by rule."""

    __tablename__ = "record_presence"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_record.session_id"), primary_key=True
    )
    practitioner_id: Mapped[int] = mapped_column(
        ForeignKey("practitioner.id"), primary_key=True, index=True
    )
    minutes: Mapped[int | None]
    credited_seconds: Mapped[int | None]


class RecordCaseRow(Base):
    """A case that was discussed and what was decided; the case's own list shows the decision.

    It is binding only once the record is no draft any more. `body` is sealed JSON of the texts by
    code (`domain.supervision_records.case_place`); remarks on a worker are never among them.
    """

    __tablename__ = "record_case"
    __table_args__ = (Index("ix_record_case_session", "session_id", "position"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_record.session_id"))
    position: Mapped[int]
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    discussed_on: Mapped[date]
    risk: Mapped[str | None] = mapped_column(String(12))
    is_safety_seen: Mapped[bool | None]
    is_child_heard: Mapped[bool | None]
    owner: Mapped[str | None] = mapped_column(String(12))
    due_on: Mapped[date | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)


class RecordSignatureRow(Base):
    """One signature under a record.

    `account_id` is who signs; of a signature on paper it is the leader who attests it, and
    `practitioner_id` whose it is.
    """

    __tablename__ = "record_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_record.session_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"))
    part: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]


class RecordAnswerRow(Base):
    """Acknowledged, or disagreed with; rows are only added."""

    __tablename__ = "record_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_record.session_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(12))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class WellBeingNoteRow(Base):
    """A note on somebody's well-being; only its two people ever read it."""

    __tablename__ = "well_being_note"

    session_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), primary_key=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    supervised_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]


class LearningGoalRow(Base):
    """A goal of a practitioner's learning plan, and where it came from."""

    __tablename__ = "learning_goal"

    id: Mapped[int] = mapped_column(primary_key=True)
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    source: Mapped[str] = mapped_column(String(16))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12))
    closed_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
