"""Tables of audits, their entries one by one, and the frozen result."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
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

_VOID_IS_ASKED = text("void_reason IS NOT NULL AND state = 'signed'")
_COUNTS = text("state = 'signed'")
_IS_FINAL = text("final_at IS NOT NULL")
_HAS_ENDED = text("counted_until IS NOT NULL")
_IS_DRAWN = text("draw_id IS NOT NULL")
_IS_SUPPLEMENT = text("supplements_id IS NOT NULL AND state <> 'void'")


class AuditRow(Base):
    """One reading of a case file (or of a whole centre) against a rubric version.

    `state` is draft, signed or void; locked until a blind pair is complete, and for ever in a
    second reading; replaced once another reading counts instead; dropped when its pair was
    given up. Only signed ones count. `result_state` is provisional or final once signed.
    `reading` is first, second, moderated or amended; `replaces_id` is the one it replaced.
    `shared_at` tells when the result was shown to its centre; from then on it can be answered.
    `score_millionths` is the ratio 0..1 in millionths, half up; None where the method
    gives no number. The exact score stands in `explanation`. `supplements_id` links an audit
    that only answers what a newer version asks besides to the signed audit of the same file;
    `supplement_asks` keeps the items that it asks, as they were when it was opened: JSON, in
    order of their codes.
    `version_reason` and `version_day` tell why it is read under its version: closed, session or
    planned, and the day that decided; None where no session gave it to be read.
    `practitioner_id` is who was responsible for the case when it was signed; None in a draft.
    `drawn_as` tells by which design it was drawn, in short; None where it was not drawn.
    A final result counts from `final_at` on, until `counted_until` where it became void or another
    reading took its place; both never change once they stand.
    """

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        Index("ix_audit_centre", "centre_id", "id"),
        Index("ix_audit_centre_listed", "centre_id", "state", "result_state", "id"),
        Index("ix_audit_centre_signed", "centre_id", "state", "signed_at"),
        Index("ix_audit_listed", "state", "result_state", "id"),
        Index("ix_audit_state", "state", "id"),
        # lists of signed reviews; the columns behind these two have no reader since past days count
        # final results alone
        Index(
            "ix_audit_signed",
            "state",
            "signed_at",
            "area_code",
            "sample_type",
            "reviewed_on",
            "counted_until",
        ),
        # what a past day did not know yet, or knew and what no longer counts
        Index(
            "ix_audit_final",
            "centre_id",
            "final_at",
            "reviewed_on",
            sqlite_where=_IS_FINAL,
            postgresql_where=_IS_FINAL,
        ),
        Index(
            "ix_audit_until",
            "centre_id",
            "counted_until",
            sqlite_where=_HAS_ENDED,
            postgresql_where=_HAS_ENDED,
        ),
        Index(
            "ix_audit_due",
            "centre_id",
            "due_on",
            sqlite_where=_IS_DRAWN,
            postgresql_where=_IS_DRAWN,
        ),
        Index(
            "ix_audit_counted",
            "reviewed_on",
            "centre_id",
            "id",
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
        # a few quarters of a centre or of those of a place, however many reviews there are
        Index(
            "ix_audit_centre_read",
            "centre_id",
            "reviewed_on",
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
        Index("ix_audit_reader_state", "reader_id", "state"),
        # what somebody read at a few centres; of these what is about no file
        Index("ix_audit_reader_centre", "reader_id", "centre_id", "case_file_id"),
        Index("ix_audit_file_centre", "case_file_id", "centre_id"),
        Index("ix_audit_result_state", "result_state", "signed_at"),
        Index(
            "ix_audit_void_asked",
            "void_asked_at",
            sqlite_where=_VOID_IS_ASKED,
            postgresql_where=_VOID_IS_ASKED,
        ),
        Index(
            "uq_audit_supplement",
            "supplements_id",
            "rubric_version_id",
            unique=True,
            sqlite_where=_IS_SUPPLEMENT,
            postgresql_where=_IS_SUPPLEMENT,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"), index=True)
    case_file_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("draw.id"), index=True)
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    supplements_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"))
    supplement_asks: Mapped[str | None] = mapped_column(Text)
    reading: Mapped[str] = mapped_column(String(12), default="first", server_default="first")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"), index=True)
    sample_type: Mapped[str] = mapped_column(String(16))
    drawn_as: Mapped[str | None] = mapped_column(String(64))
    add_reason: Mapped[str | None] = mapped_column(String(32))
    assessors: Mapped[list[Any]] = mapped_column(default=lambda: ["centre"])
    version_reason: Mapped[str | None] = mapped_column(String(16))
    version_day: Mapped[date | None]
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(16))
    result_state: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    reviewed_on: Mapped[date | None]
    seconds_spent: Mapped[int] = mapped_column(default=0)
    answered_count: Mapped[int] = mapped_column(default=0)
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    shared_at: Mapped[datetime | None]
    final_at: Mapped[datetime | None]
    counted_until: Mapped[datetime | None]
    status: Mapped[str | None] = mapped_column(String(16))
    score_millionths: Mapped[int | None] = mapped_column(BigInteger)
    band: Mapped[str | None] = mapped_column(String(16))
    band_position: Mapped[int | None]
    stop_count: Mapped[int] = mapped_column(default=0)
    gate_count: Mapped[int] = mapped_column(default=0)
    explanation: Mapped[str | None] = mapped_column(Text)
    explanation_digest: Mapped[str | None] = mapped_column(String(64))
    void_reason: Mapped[str | None] = mapped_column(String(32))
    void_asked_at: Mapped[datetime | None]
    void_asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    source: Mapped[str | None] = mapped_column(String(40))
    source_key: Mapped[str | None] = mapped_column(String(80))


class ReadingBeforeRow(Base):
    """How a reading stood until an instant (`until_at`): its state, when it was due, when signed.

    Kept for readings of a draw before their day changes, they are given up, or their signature is
    taken back, so that past evaluations stay. Of several the earliest that ends later than an
    instant tells how the reading stood then; without one it stood as it stands now.
    """

    __tablename__ = "reading_before"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    due_on: Mapped[date | None]
    signed_at: Mapped[datetime | None]
    reviewed_on: Mapped[date | None]
    until_at: Mapped[datetime] = mapped_column(index=True)


class AuditEntryRow(Base):
    """The current value of one answer, fact, clock event, log or measure of an audit.

    `kind` is answer, fact, clock, log, measure, pool, sample or holistic. `value` is the JSON
    text of what the reader entered (an answer: the option code). `note` is free text,
    encrypted. `extra` holds the ticks of what was read and the reason of an override.
    """

    __tablename__ = "audit_entry"

    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str | None] = mapped_column(Text)
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    extra: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class AuditOperationRow(Base):
    """One save as it was sent: makes a repeat harmless and keeps the value that lost."""

    __tablename__ = "audit_operation"

    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    operation_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[str | None] = mapped_column(Text)
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    extra: Mapped[str | None] = mapped_column(Text)
    base_revision: Mapped[int]
    revision: Mapped[int | None]
    body_digest: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class IdempotencyRow(Base):
    """A create or submit already done: the same key and body get the same answer."""

    __tablename__ = "idempotency"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    action: Mapped[str] = mapped_column(String(40))
    body_digest: Mapped[str] = mapped_column(String(64))
    object_id: Mapped[str] = mapped_column(String(40))
    done_at: Mapped[datetime]
