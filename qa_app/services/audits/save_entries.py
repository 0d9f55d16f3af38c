"""Save several entries of a draft audit in one commit, all or none."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.audit_entries import EntriesChangedError, Entry, EntryChange
from qa_app.domain.computed_entries import refuse_given
from qa_app.domain.entry_check import check_changes, kept_names, refuse_paper
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.events import EntriesSaved, NamesKept
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.people import Actor
from qa_app.domain.supervisor_quarter import SUPERVISOR_QUARTER
from qa_app.models.entries import (
    EarlierSave,
    EntryKey,
    body_digest,
    earlier_saves,
    keep_saves,
    standing_revisions,
)
from qa_app.models.kept_names import NamedText, keep_reason
from qa_app.models.transaction import transaction
from qa_app.queries.asked_rubrics import asked_rubric
from qa_app.queries.audits import entries_of
from qa_app.queries.bars import refuse_barred
from qa_app.queries.drafts import held_draft


def save_entries(
    session: Session,
    actor: Actor,
    audit_id: int,
    changes: Sequence[EntryChange],
    zone: str,
    *,
    at: datetime,
) -> tuple[int, ...]:
    """Save entries of one's own draft together.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The audit.
        changes: What is saved, each entry at most once.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The new revision of each, in order; for a save that was sent before, the one it
        gave then.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        EntriesChangedError: Some were changed since the reader saw them; nothing is saved.
        ConflictError: An operation's id was used for something else (`operation_reused`), or
            something bars the reader from this file by now (`barred_own`, `barred`).
        InvalidError: A value does not fit the rubric, records gave it (`from_records`), a note
            holds an identity, or what looks like a name and nobody said why it is kept
            (`likely_name`, `name_reason`, with `keys`).
    """
    event = EntriesSaved(actor=actor, at=at, object_id=audit_id, count=len(changes))
    with transaction(session, event) as act:
        draft = held_draft(session, actor, audit_id)
        if draft is None:
            raise OutOfReachError("audit")
        # a conflict may have been declared since the draft was opened
        if draft.may_be_barred:
            refuse_barred(session, actor.account_id or 0, audit_id, local_day(at, zone))
        rubric = asked_rubric(session, draft.rubric_version_id, draft.supplement_asks)
        if rubric is None:
            raise OutOfReachError("audit")
        earlier = earlier_saves(session, audit_id, {change.operation_id for change in changes})
        new = [change for change in changes if not _is_repeat(change, earlier)]
        if rubric.unit == SUPERVISOR_QUARTER:
            refuse_given(entries_of(session, audit_id), new)
        refuse_paper(new, draft.assessors)
        check_changes(rubric, new, at.astimezone(ZoneInfo(zone)))
        named = kept_names(new, lambda: entries_of(session, audit_id))
        if named:
            same = {f.name: getattr(event, f.name) for f in fields(event)}
            why = _reasons(session, actor, audit_id, new, named, at)
            act.event = NamesKept(**same, keys=named, name_reasons=why)
        _refuse_changed(session, audit_id, new)
        keep_saves(session, actor.account_id, audit_id, new, at)
    return tuple(_revision(change, earlier) for change in changes)


def _reasons(
    session: Session,
    actor: Actor,
    audit_id: int,
    changes: Sequence[EntryChange],
    named: Sequence[str],
    at: datetime,
) -> tuple[str, ...]:
    where = NamedText(audit_id, NamePlace.NOTE, actor.account_id, at)
    return tuple(
        keep_reason(session, replace(where, key=change.key), change.name_reason)
        for change in changes
        if change.key in named
    )


def _is_repeat(change: EntryChange, earlier: dict[str, EarlierSave]) -> bool:
    known = earlier.get(change.operation_id)
    if known is not None and known.body_digest != body_digest(change):
        raise ConflictError("operation_reused")
    return known is not None


def _revision(change: EntryChange, earlier: dict[str, EarlierSave]) -> int:
    known = earlier.get(change.operation_id)
    return change.base_revision + 1 if known is None else known.revision or 0


def _refuse_changed(session: Session, audit_id: int, changes: Sequence[EntryChange]) -> None:
    standing = standing_revisions(session, audit_id)
    changed = {
        _key(change): change
        for change in changes
        if standing.get(_key(change), 0) != change.base_revision
    }
    if not changed:
        return
    entries = {(entry.kind.value, entry.key): entry for entry in entries_of(session, audit_id)}
    raise EntriesChangedError(
        tuple(
            entries.get(key, Entry(change.kind, change.key, None, revision=0))
            for key, change in changed.items()
        )
    )


def _key(change: EntryChange) -> EntryKey:
    return change.kind.value, change.key
