"""Save one answer, fact, date or note of a draft audit; acknowledged only once committed."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind, KeptValues, kept_value
from qa_app.domain.computed_entries import refuse_given
from qa_app.domain.entry_check import check_changes, kept_names, refuse_paper
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.events import EntrySaved, NameKept
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.people import Actor
from qa_app.domain.rubric import Rubric
from qa_app.models.entries import body_digest, keep_saves
from qa_app.models.kept_names import NamedText, keep_reason
from qa_app.models.transaction import transaction
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.bars import refuse_barred
from qa_app.queries.drafts import HeldDraft, SavedSoFar, held_draft, saved_so_far


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save, and the draft as it stands after it.

    Attributes:
        revision: The entry's revision as it stands now.
        saved_at: When it came to stand so.
        kept: What the entries of the draft say after it.
        saves: How often any entry of the draft was saved until then, this save among them; more
            than whoever saves knows of were made in another window.
        conflict: The entry that stands instead; None when the save took effect.
        audit_id: The audit.
        change: What was sent.
        draft: The draft that it belongs to.
        rubric: What the draft is read against, with the words that it has by now.
    """

    revision: int
    saved_at: datetime
    kept: KeptValues
    saves: int
    conflict: Entry | None
    audit_id: int
    change: EntryChange
    draft: HeldDraft
    rubric: Rubric

    @property
    def is_computed(self) -> bool:
        """Tell whether records answer a part of it."""
        return EntryKind.COMPUTED in {kind for kind, _ in self.kept}


class _Outcome(NamedTuple):
    revision: int
    saved_at: datetime
    kept: KeptValues
    saves: int
    conflict: Entry | None = None


def save_entry(
    session: Session,
    actor: Actor,
    audit_id: int,
    sent: EntryChange | Callable[[Rubric], EntryChange],
    zone: str,
    *,
    at: datetime,
) -> Saved:
    """Save one entry of one's own draft.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The audit.
        sent: What is saved, or what reads it once the draft is known to be the reader's and
            its rubric is at hand; what that raises ends the save, with nothing saved.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The new revision; or, when the entry was changed since the reader saw it, the entry
        that stands. The value that lost stays in the history.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        ConflictError: The operation's id was used for something else (`operation_reused`), or
            something bars the reader from this file by now (`barred_own`, `barred`).
        InvalidError: The value does not fit the rubric, it is a judicial officer's paper from a
            reader of the centre (`paper_of_centre`), records gave it (`from_records`), a note
            holds an identity, or what looks like a name and nobody said why it is kept
            (`likely_name`, `name_reason`).
    """
    event: EntrySaved | NameKept
    event = EntrySaved(actor=actor, at=at, object_id=audit_id, kind="", key="", revision=0)
    with transaction(session, event) as act:
        draft = held_draft(session, actor, audit_id)
        if draft is None:
            raise OutOfReachError("audit")
        # a conflict may have been declared since the draft was opened
        if draft.may_be_barred:
            refuse_barred(session, actor.account_id or 0, audit_id, local_day(at, zone))
        rubric = asked_rubric_in_words(
            session, draft.rubric_version_id, draft.supplement_asks, draft.words_revision
        )
        if rubric is None:
            raise OutOfReachError("audit")
        change = sent if isinstance(sent, EntryChange) else sent(rubric)
        so_far = saved_so_far(session, audit_id, change)
        saved = _already(so_far, change)
        if saved is None:
            refuse_given((so_far.standing,), (change,))
            refuse_paper((change,), draft.assessors)
            check_changes(rubric, (change,), at.astimezone(ZoneInfo(zone)))
            if kept_names((change,), lambda: (so_far.standing,)):
                same = {f.name: getattr(event, f.name) for f in fields(event)}
                where = NamedText(audit_id, NamePlace.NOTE, actor.account_id, at, change.key)
                event = NameKept(
                    **same, name_reason=keep_reason(session, where, change.name_reason)
                )
            saved = _store(session, actor, audit_id, change, so_far, at)
        act.event = replace(event, kind=change.kind, key=change.key, revision=saved.revision)
    return Saved(*saved, audit_id, change, draft, rubric)


def _already(so_far: SavedSoFar, change: EntryChange) -> _Outcome | None:
    earlier = so_far.earlier
    if earlier is None:
        return None
    if earlier.body_digest != body_digest(change):
        raise ConflictError("operation_reused")
    if earlier.revision is None:
        standing = so_far.standing
        return _Outcome(standing.revision, earlier.saved_at, so_far.kept, so_far.saves, standing)
    return _Outcome(earlier.revision, earlier.saved_at, so_far.kept, so_far.saves)


def _store(
    session: Session,
    actor: Actor,
    audit_id: int,
    change: EntryChange,
    so_far: SavedSoFar,
    at: datetime,
) -> _Outcome:
    standing = so_far.standing
    lost = standing.revision != change.base_revision
    keep_saves(session, actor.account_id, audit_id, (change,), at, are_lost=lost)
    if lost:
        return _Outcome(standing.revision, at, so_far.kept, so_far.saves, standing)
    kept = dict(so_far.kept)
    kept.pop((change.kind.value, change.key), None)
    if change.value is not None:
        kept[change.kind.value, change.key] = kept_value(change.value)
    return _Outcome(standing.revision + 1, at, kept, so_far.saves + 1)
