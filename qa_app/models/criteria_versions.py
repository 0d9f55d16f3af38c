"""Tables of criteria as versions, which of them are in force, and evidence that was frozen."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from qa_app.domain.criteria_versions import file_of, fingerprint_of
from qa_app.models.base import Base
from qa_app.models.trigger_kinds import Trigger, changed


class CriteriaDraftRow(Base):
    """A file of criteria that somebody handed in, for a second person to publish.

    `state` is open, published or discarded. Its content never changes; what was looked at
    belongs to exactly this one.
    """

    __tablename__ = "criteria_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(40))
    fingerprint: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), index=True)
    handed_in_at: Mapped[datetime]
    handed_in_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CriteriaCheckRow(Base):
    """One of the things to be done before a draft is published, done by one person.

    `code` is that of the file's `publish_checks`. `digest` is that of what was looked at (the
    result of the sandbox), empty where a person ticks. `reason` is why it is published though
    the check did not come out as it should.
    """

    __tablename__ = "criteria_check"
    __table_args__ = (UniqueConstraint("draft_id", "code", "done_by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("criteria_draft.id"))
    code: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    done_at: Mapped[datetime]
    done_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class CriteriaVersionRow(Base):
    """A published version of criteria; it never changes.

    `content` is the file as plain data (`domain.plain_json`). `published_by` is None for what a
    command published; then `draft_id` is None as well.
    """

    __tablename__ = "criteria_version"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(40))
    fingerprint: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("criteria_draft.id"))
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CriteriaInForceRow(Base):
    """Which set of which version is asked of centres of a place at a stage, from a day on.

    `place_id` is None for every place that has no row of its own above it; `stage` is candidate,
    provisional or full. `state` is proposed, in_force or declined; what is in force is replaced
    by what begins later, or on the same day and was confirmed later. The two people are None for
    what a command put in force.
    """

    __tablename__ = "criteria_in_force"
    __table_args__ = (Index("ix_criteria_in_force_found", "state", "stage", "from_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    stage: Mapped[str] = mapped_column(String(16))
    version_id: Mapped[int] = mapped_column(ForeignKey("criteria_version.id"))
    set_code: Mapped[str] = mapped_column(String(64))
    from_day: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class EvidenceSnapshotRow(Base):
    """An evaluation of one centre's area as it was on a day, frozen.

    `content` is `plain_evaluation` as canonical JSON, packed (`models.packed`); `digest` is its
    SHA-256. `made_for` is decision for one that somebody took to decide on, red_line for one that
    `qa tick` took because a red line was found since the last decision, half_year for one of an
    earlier edition. `status` is what the table proposed. `intervals` is canonical JSON of
    `Evidence.intervals`, beside the digest; None where they were not kept yet.
    """

    __tablename__ = "evidence_snapshot"
    __table_args__ = (
        Index("ix_evidence_snapshot_found", "centre_id", "area_code", "as_of"),
        Index("ix_evidence_snapshot_halves", "made_for", "as_of", "set_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    version_id: Mapped[int] = mapped_column(ForeignKey("criteria_version.id"))
    set_code: Mapped[str] = mapped_column(String(64))
    as_of: Mapped[date]
    made_for: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    intervals: Mapped[str | None] = mapped_column(Text)
    taken_at: Mapped[datetime]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


def keep_criteria(
    session: Session,
    content: str,
    *,
    at: datetime,
    by: int | None = None,
    draft_id: int | None = None,
) -> int:
    """Write a version down.

    Args:
        session: A session inside `transaction`.
        content: What `criteria_versions.content_of` gave.
        at: The present.
        by: Who publishes; None for a command.
        draft_id: The draft that it comes from; None for a command.

    Returns:
        The version.
    """
    file = file_of(content)
    made: int = session.execute(
        insert(CriteriaVersionRow)
        .values(
            code=file.code,
            version=file.version,
            fingerprint=fingerprint_of(content),
            content=content,
            draft_id=draft_id,
            published_at=at,
            published_by=by,
        )
        .returning(CriteriaVersionRow.id)
    ).scalar_one()
    return made


_KEPT = "a published version of criteria never changes"
_FROZEN = "frozen evidence never changes"
_OF_DRAFT = ("id", "code", "version", "fingerprint", "content", "handed_in_at", "handed_in_by")
_OF_FORCE = (
    "id",
    "place_id",
    "stage",
    "version_id",
    "set_code",
    "from_day",
    "proposed_at",
    "proposed_by",
)

CRITERIA_TRIGGERS = (
    Trigger("criteria_version_no_update", "criteria_version", "UPDATE", "", _KEPT),
    Trigger("criteria_version_no_delete", "criteria_version", "DELETE", "", _KEPT),
    Trigger(
        "criteria_draft_kept",
        "criteria_draft",
        "UPDATE",
        f"OLD.state <> 'open' OR {changed(_OF_DRAFT)}",
        "a draft of criteria is settled once and never changed",
    ),
    Trigger(
        "criteria_draft_no_delete",
        "criteria_draft",
        "DELETE",
        "",
        "drafts of criteria are kept",
    ),
    Trigger("criteria_check_no_update", "criteria_check", "UPDATE", "", "checks are kept"),
    Trigger("criteria_check_no_delete", "criteria_check", "DELETE", "", "checks are kept"),
    Trigger(
        "criteria_in_force_kept",
        "criteria_in_force",
        "UPDATE",
        f"OLD.state <> 'proposed' OR {changed(_OF_FORCE)}",
        "what criteria are in force is settled once and never changed",
    ),
    Trigger(
        "criteria_in_force_no_delete",
        "criteria_in_force",
        "DELETE",
        "",
        "what criteria were in force is kept",
    ),
    Trigger("evidence_snapshot_no_update", "evidence_snapshot", "UPDATE", "", _FROZEN),
    Trigger("evidence_snapshot_no_delete", "evidence_snapshot", "DELETE", "", _FROZEN),
    Trigger(
        "audit_counts_once",
        "audit",
        "UPDATE",
        "OLD.counted_until IS NOT NULL AND OLD.counted_until IS DISTINCT FROM NEW.counted_until"
        " OR OLD.result_state = 'final' AND OLD.final_at IS NOT NULL"
        " AND OLD.final_at IS DISTINCT FROM NEW.final_at",
        "from when until when an audit counted stays as it was",
    ),
)
"""What the database refuses about criteria, frozen evidence and when audits counted."""
