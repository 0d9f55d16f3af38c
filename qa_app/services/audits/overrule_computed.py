"""Say otherwise than records, with a reason."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind
from qa_app.domain.draft import entry_of
from qa_app.domain.entry_check import check_changes, kept_names
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.rubric import Rubric
from qa_app.domain.supervisor_quarter import overruled, place_of
from qa_app.domain.supervisor_review_events import ComputedOverruled
from qa_app.domain.text import has_words
from qa_app.models.record_entries import keep_given
from qa_app.models.transaction import transaction
from qa_app.queries.audits import entries_of
from qa_app.queries.bars import refuse_barred
from qa_app.queries.drafts import held_draft
from qa_app.queries.rubrics import rubric_by_id


@dataclass(frozen=True, slots=True)
class Overrule:
    """What a reader says instead.

    Attributes:
        measure: The measure.
        reason: Why; free text, kept sealed with the review.
        revision: Revision of what records answered, as the reader saw it.
        value: The number instead, exact; None for a list, which is changed with the facts of the
            review once it is overruled.
    """

    measure: str
    reason: str
    revision: int
    value: str | None = None


def overrule_computed(
    session: Session, actor: Actor, audit_id: int, said: Overrule, zone: str, *, at: datetime
) -> None:
    """Overrule what records answered in one's own draft; sending it twice does no harm.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The draft.
        said: What the reader says.
        zone: Local time zone.
        at: The present.

    Raises:
        OutOfReachError: There is no such draft of this reader.
        InvalidError: It is no measure that records answered here (`unknown_measure`); no reason
            is given (`no_reason`), or one that holds an identity, looks like a name or is too long
            (as of notes); the value does not fit.
        ConflictError: It was computed or overruled since the reader saw it (`changed_meanwhile`),
            or something bars the reader by now (`barred_own`, `barred`).
    """
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    event = ComputedOverruled(actor=actor, at=at, object_id=audit_id, key="")
    with transaction(session, event) as act:
        draft = held_draft(session, actor, audit_id)
        rubric = None if draft is None else rubric_by_id(session, draft.rubric_version_id)
        if draft is None or rubric is None:
            raise OutOfReachError("audit")
        if draft.may_be_barred:
            refuse_barred(session, actor.account_id or 0, audit_id, local.date())
        entries = entries_of(session, audit_id)
        told = entry_of(entries, EntryKind.COMPUTED, said.measure)
        if told.value is None or not told.value["n"]:
            raise InvalidError("unknown_measure")
        reason = said.reason.strip()
        own = _own(rubric, entries, said, reason, local)
        changed = overruled(told, reason)
        stands = entry_of(entries, own.kind, own.key).value
        is_repeat = (told.value, told.note, stands) == (changed.value, reason, own.value)
        if said.revision != told.revision and not is_repeat:
            raise ConflictError("changed_meanwhile")
        act.learn(key=told.value["item"])
        keep_given(session, actor.account_id, audit_id, () if is_repeat else (changed, own), at)


def _own(
    rubric: Rubric, entries: tuple[Entry, ...], said: Overrule, reason: str, local: datetime
) -> Entry:
    if not has_words(reason):
        raise InvalidError("no_reason")
    kind, key = place_of(said.measure)
    standing = entry_of(entries, kind, key)
    value = standing.value if kind is EntryKind.SAMPLE else said.value
    if value is None:
        raise InvalidError("no_value")
    change = EntryChange(kind, key, value, standing.revision, "", reason)
    check_changes(rubric, (change,), local)
    kept_names((change,), lambda: entries)
    return Entry(kind, key, value)
