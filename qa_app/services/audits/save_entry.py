"""Save one answer, fact, date or note of a draft audit; acknowledged only once committed."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import NOTE_MOST, Entry, EntryChange, EntryKind, plain_case
from qa_app.domain.case_plain import CaseInputError, case_from
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.events import EntrySaved
from qa_app.domain.identity_guard import identity_in
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Rubric
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.audits import entries_of, note_place
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
    if not may(actor, Permission.AUDIT_SCORE):
        raise OutOfReachError("audit")
    event = EntrySaved(
        actor=actor, at=at, object_id=audit_id, kind=change.kind, key=change.key, revision=0
    )
    with transaction(session, event) as act:
        rubric_id = _draft(session, actor, audit_id)
        done = _already(session, audit_id, change)
        if done is not None:
            act.learn(revision=done.revision)
            return done
        rubric = rubric_by_id(session, rubric_id)
        if rubric is None:
            raise OutOfReachError("rubric")
        _check(rubric, change, at.astimezone(ZoneInfo(zone)))
        saved = _store(session, actor, audit_id, change, at)
        act.learn(revision=saved.revision)
    return saved


def _draft(session: Session, actor: Actor, audit_id: int) -> int:
    query = select(AuditRow.rubric_version_id).where(
        AuditRow.id == audit_id,
        AuditRow.reader_id == actor.account_id,
        AuditRow.state == "draft",
    )
    rubric_id = session.execute(
        query.with_for_update() if lock_rows(session) else query
    ).scalar_one_or_none()
    if rubric_id is None:
        raise OutOfReachError("audit")
    return rubric_id


def _already(session: Session, audit_id: int, change: EntryChange) -> Saved | None:
    row = session.execute(
        select(
            AuditOperationRow.body_digest, AuditOperationRow.revision, AuditOperationRow.saved_at
        ).where(
            AuditOperationRow.audit_id == audit_id,
            AuditOperationRow.operation_id == change.operation_id,
        )
    ).one_or_none()
    if row is None:
        return None
    if row.body_digest != _digest(change):
        raise ConflictError("operation_reused")
    if row.revision is None:
        standing = _standing(session, audit_id, change)
        return Saved(standing.revision, row.saved_at, standing)
    return Saved(row.revision, row.saved_at)


def _digest(change: EntryChange) -> str:
    return hashlib.sha256(change.body().encode()).hexdigest()


def _check(rubric: Rubric, change: EntryChange, local: datetime) -> None:
    if len(change.note) > NOTE_MOST:
        raise InvalidError("note_too_long", most=NOTE_MOST)
    if identity_in(change.note) == "id_number":
        raise InvalidError("id_number")
    if change.kind is EntryKind.HOLISTIC:
        _check_holistic(rubric, change)
        return
    entry = Entry(change.kind, change.key, change.value)
    try:
        case_from(rubric, plain_case([entry], ["centre"], local))
    except CaseInputError as fault:
        raise InvalidError(fault.code, path="/".join(map(str, fault.path))) from fault
    item = rubric.items.get(change.key) if change.kind is EntryKind.ANSWER else None
    if set(change.read) - {code for code, _ in (item.read if item else ())}:
        raise InvalidError("unknown_option", path="read")


def _check_holistic(rubric: Rubric, change: EntryChange) -> None:
    options = rubric.holistic.scale.options if rubric.holistic else ()
    if change.value is not None and change.value not in {option.code for option in options}:
        raise InvalidError("unknown_option", path="holistic")


def _store(
    session: Session, actor: Actor, audit_id: int, change: EntryChange, at: datetime
) -> Saved:
    key = (audit_id, change.kind.value, change.key)
    revision = session.execute(
        select(AuditEntryRow.revision).where(
            AuditEntryRow.audit_id == key[0],
            AuditEntryRow.kind == key[1],
            AuditEntryRow.key == key[2],
        )
    ).scalar_one_or_none()
    lost = (revision or 0) != change.base_revision
    values = _values(session, actor, audit_id, change, at)
    session.execute(
        insert(AuditOperationRow).values(
            audit_id=audit_id,
            operation_id=change.operation_id,
            kind=change.kind.value,
            key=change.key,
            base_revision=change.base_revision,
            revision=None if lost else change.base_revision + 1,
            body_digest=_digest(change),
            **values,
        )
    )
    if lost:
        standing = _standing(session, audit_id, change)
        return Saved(standing.revision, at, standing)
    if revision is None:
        session.execute(
            insert(AuditEntryRow).values(
                audit_id=key[0], kind=key[1], key=key[2], revision=1, **values
            )
        )
    else:
        session.execute(
            update(AuditEntryRow)
            .where(
                AuditEntryRow.audit_id == key[0],
                AuditEntryRow.kind == key[1],
                AuditEntryRow.key == key[2],
            )
            .values(revision=revision + 1, **values)
        )
    _count(session, audit_id, at)
    return Saved(change.base_revision + 1, at)


def _values(
    session: Session, actor: Actor, audit_id: int, change: EntryChange, at: datetime
) -> dict[str, object]:
    place = note_place(audit_id, change.key)
    return {
        "value": None if change.value is None else json.dumps(change.value, ensure_ascii=False),
        "note": sealer_of(session).seal(change.note, place) if change.note else None,
        "extra": json.dumps(list(change.read)) if change.read else None,
        "saved_at": at,
        "saved_by": actor.account_id,
    }


def _standing(session: Session, audit_id: int, change: EntryChange) -> Entry:
    entries = entries_of(session, audit_id)
    return next(
        (entry for entry in entries if (entry.kind, entry.key) == (change.kind, change.key)),
        Entry(change.kind, change.key, None, revision=0),
    )


def _count(session: Session, audit_id: int, at: datetime) -> None:
    answered = (
        select(func.count())
        .select_from(AuditEntryRow)
        .where(
            AuditEntryRow.audit_id == audit_id,
            AuditEntryRow.kind == EntryKind.ANSWER.value,
            AuditEntryRow.value.is_not(None),
        )
        .scalar_subquery()
    )
    session.execute(
        update(AuditRow)
        .where(AuditRow.id == audit_id)
        .values(answered_count=answered, started_at=func.coalesce(AuditRow.started_at, at))
    )
