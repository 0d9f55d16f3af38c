"""Save one answer, fact, date or note of a draft audit; acknowledged only once committed."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry, EntryChange
from qa_app.domain.entry_check import check_changes
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.events import EntrySaved
from qa_app.domain.people import Actor
from qa_app.models.entries import (
    body_digest,
    count_answers,
    earlier_saves,
    keep_saves,
    locked_draft,
    standing_revisions,
)
from qa_app.models.transaction import transaction
from qa_app.queries.audits import entries_of
from qa_app.queries.rubrics import rubric_by_id


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    Attributes:
        revision: The entry's revision as it stands now.
        saved_at: When it came to stand so.
        conflict: The entry that stands instead; None when the save took effect.
    """

    revision: int
    saved_at: datetime
    conflict: Entry | None = None


def save_entry(
    session: Session, actor: Actor, audit_id: int, change: EntryChange, zone: str, *, at: datetime
) -> Saved:
    """Save one entry of one's own draft.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The audit.
        change: What is saved.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The new revision; or, when the entry was changed since the reader saw it, the entry
        that stands. The value that lost stays in the history.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        ConflictError: The operation's id was used for something else (`operation_reused`).
        InvalidError: The value does not fit the rubric, or a note holds an identity.
    """
    event = EntrySaved(
        actor=actor, at=at, object_id=audit_id, kind=change.kind, key=change.key, revision=0
    )
    with transaction(session, event) as act:
        rubric_id = locked_draft(session, actor, audit_id)
        rubric = None if rubric_id is None else rubric_by_id(session, rubric_id)
        if rubric is None:
            raise OutOfReachError("audit")
        saved = _already(session, audit_id, change)
        if saved is None:
            check_changes(rubric, (change,), at.astimezone(ZoneInfo(zone)))
            saved = _store(session, actor, audit_id, change, at)
        act.learn(revision=saved.revision)
    return saved


def _already(session: Session, audit_id: int, change: EntryChange) -> Saved | None:
    earlier = earlier_saves(session, audit_id, (change.operation_id,)).get(change.operation_id)
    if earlier is None:
        return None
    if earlier.body_digest != body_digest(change):
        raise ConflictError("operation_reused")
    if earlier.revision is None:
        standing = _standing(session, audit_id, change)
        return Saved(standing.revision, earlier.saved_at, standing)
    return Saved(earlier.revision, earlier.saved_at)


def _store(
    session: Session, actor: Actor, audit_id: int, change: EntryChange, at: datetime
) -> Saved:
    key = (change.kind.value, change.key)
    revision = standing_revisions(session, audit_id, key).get(key, 0)
    lost = revision != change.base_revision
    keep_saves(session, actor.account_id, audit_id, (change,), at, are_lost=lost)
    if lost:
        standing = _standing(session, audit_id, change)
        return Saved(standing.revision, at, standing)
    count_answers(session, audit_id, (change,), at)
    return Saved(revision + 1, at)


def _standing(session: Session, audit_id: int, change: EntryChange) -> Entry:
    return next(
        (
            entry
            for entry in entries_of(session, audit_id)
            if (entry.kind, entry.key) == (change.kind, change.key)
        ),
        Entry(change.kind, change.key, None, revision=0),
    )
