"""Whether what a reader wants to save fits the rubric and holds no identity."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind, plain_case
from qa_app.domain.case_plain import CaseInputError, case_from, exact_entry
from qa_app.domain.defaults import (
    ENTRY_WHOLE_MOST,
    NAME_REASON_LEAST,
    NAME_REASON_MOST,
    NOTE_MOST,
    PAPER_LEAST,
    PAPER_MOST,
)
from qa_app.domain.entry_limits import check_asked, check_size
from qa_app.domain.errors import InvalidError
from qa_app.domain.identity_guard import REFUSED, identity_in, names_in
from qa_app.domain.name_reasons import is_reason
from qa_app.domain.rubric import Assessor, FactType, Rubric
from qa_app.domain.text import has_words

# a name alone is asked about, not refused: it cannot be told from other words well enough


def check_changes(rubric: Rubric, changes: Sequence[EntryChange], read_at: datetime) -> None:
    """Refuse what may not be saved.

    Args:
        rubric: The audit's rubric.
        changes: What is to be saved.
        read_at: The present, local time.

    Raises:
        InvalidError: A note is too long or holds an ID number, a phone number or a mail
            address (`key` names the entry), the paper of an assessor is not told as one
            (`paper_unsaid`), or an entry or a value is unknown to the rubric or
            of the wrong kind (`path` says where), or a value is beyond what is taken.
    """
    for change in changes:
        check_asked(rubric, change)
        check_size(rubric, change)
        _check_whole(rubric, change)
        _check_paper(change)
        _check_note(change)
        _check_value(change)
        if change.kind is EntryKind.HOLISTIC:
            _check_holistic(rubric, change)
        elif change.kind is EntryKind.ANSWER:
            _check_read(rubric, change)
    entries = [
        Entry(change.kind, change.key, change.value)
        for change in changes
        if change.kind is not EntryKind.HOLISTIC
    ]
    try:
        case_from(rubric, plain_case(entries, list(Assessor), read_at))
    except CaseInputError as fault:
        raise InvalidError(fault.code, path="/".join(map(str, fault.path))) from fault


def kept_names(
    changes: Sequence[EntryChange], standing: Callable[[], Iterable[Entry]]
) -> tuple[str, ...]:
    """Ask about what looks like a person's name, unless its reader keeps it on purpose.

    Args:
        changes: What is to be saved.
        standing: Gives the entries as they stand; asked only when something looks like a
            name, because their notes must be decrypted. A name that stands already was
            asked about before.

    Returns:
        Keys of the entries whose note newly holds such a name, kept for a reason.

    Raises:
        InvalidError: Somewhere a name is new and nobody said why it is kept (`likely_name`), or
            said it so that it can be kept (`name_reason`); `keys` names the entries.
    """
    named = [change for change in changes if change.note and names_in(change.note)]
    if not named:
        return ()
    notes = {(entry.kind, entry.key): entry.note for entry in standing()}
    new = [
        change
        for change in named
        if names_in(change.note) - names_in(notes.get((change.kind, change.key), ""))
    ]
    asked = tuple(change.key for change in new if not has_words(change.name_reason))
    if asked:
        raise InvalidError("likely_name", keys=asked)
    unsaid = tuple(change.key for change in new if not is_reason(change.name_reason))
    if unsaid:
        least, most = NAME_REASON_LEAST, NAME_REASON_MOST
        raise InvalidError("name_reason", keys=unsaid, least=least, most=most)
    return tuple(change.key for change in new)


def _check_note(change: EntryChange) -> None:
    if not change.note:
        return  # most answers
    if len(change.note) > NOTE_MOST:
        raise InvalidError("note_too_long", key=change.key, most=NOTE_MOST)
    found = identity_in(change.note)
    if found in REFUSED:
        raise InvalidError(found, key=change.key)


def _check_paper(change: EntryChange) -> None:
    if change.kind is not EntryKind.ASSESSOR or change.value is None:
        return
    told = change.value
    is_told = isinstance(told, str) and len(told.strip()) >= PAPER_LEAST and len(told) <= PAPER_MOST
    if not is_told:
        raise InvalidError("paper_unsaid", least=PAPER_LEAST, most=PAPER_MOST)


def refuse_paper(changes: Iterable[EntryChange], assessors: Iterable[str]) -> None:
    """Refuse the paper of a judicial officer from a reader who is of the centre itself.

    Args:
        changes: What is to be saved.
        assessors: Whom the reader stands for.

    Raises:
        InvalidError: A paper is among the changes and the reader is no supervisor from outside
            the centre (`paper_of_centre`).
    """
    has_paper = any(change.kind is EntryKind.ASSESSOR for change in changes)
    if has_paper and Assessor.SUPERVISOR not in assessors:
        raise InvalidError("paper_of_centre")


def _check_value(change: EntryChange) -> None:
    # a number of a person may hide in a measure, a log or a sampled case as well
    if change.value is None or isinstance(change.value, bool):
        return
    found = identity_in(json.dumps(change.value, ensure_ascii=False))
    if found in REFUSED:
        raise InvalidError(found, key=change.key)


def _check_whole(rubric: Rubric, change: EntryChange) -> None:
    # case lines that the command reads keep the wider rules of the schema
    is_pool = change.kind is EntryKind.POOL
    is_whole = is_pool or (
        change.kind is EntryKind.FACT
        and any(fact.code == change.key and fact.type is FactType.INT for fact in rubric.facts)
    )
    if not is_whole or change.value is None:
        return
    try:
        number = exact_entry(change.value)
    except ValueError as fault:
        if is_pool:  # the line of cases that the others are read with does not hold it
            raise InvalidError("not_a_number") from fault
        return  # refused with the others that do not fit
    if not 0 <= number <= ENTRY_WHOLE_MOST or (is_pool and number.denominator != 1):
        raise InvalidError("whole_out_of_bounds", path=f"{change.kind.value}s/{change.key}")


def _check_holistic(rubric: Rubric, change: EntryChange) -> None:
    options = rubric.holistic.scale.options if rubric.holistic else ()
    codes = [option.code for option in options]
    if change.value is not None and change.value not in codes:
        raise InvalidError("unknown_option", path="holistic")


def _check_read(rubric: Rubric, change: EntryChange) -> None:
    item = rubric.items.get(change.key)
    is_question = bool(rubric.rule_items) and change.kind is EntryKind.ANSWER
    listed = rubric.narrative.sources if is_question else item.read if item else ()
    if set(change.read) - {code for code, _ in listed}:
        raise InvalidError("unknown_option", path="read")
