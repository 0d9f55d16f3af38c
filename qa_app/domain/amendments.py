"""An amended reading: the answers of a signed one with some of them changed, scored anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from qa_app.domain.audit_entries import Entry, EntryKind, lacks_of, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.errors import InvalidError
from qa_app.domain.found_codes import found_codes
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import Frozen, frozen_score
from qa_app.domain.supervisor_quarter import frozen_computed
from qa_app.domain.working_days import WorkingCalendar


def amended_entries(
    rubric: Rubric,
    entries: Iterable[Entry],
    codes: Mapping[str, str],
    answers: Mapping[str, str],
    reason: str,
) -> tuple[Entry, ...]:
    """Change answers.

    Args:
        rubric: The version that was read against.
        entries: The entries of the signed reading.
        codes: Item to the code that it came to, as frozen.
        answers: Item to the code it is to have; what it has already is left out.
        reason: Why; it becomes the note of a changed item without one.

    Returns:
        The entries of the amended reading.

    Raises:
        InvalidError: Nothing would change (`nothing_changed`), or an item or one of its answers
            is unknown (`unknown_answer`).
    """
    changed = {code: answer for code, answer in answers.items() if codes.get(code) != answer}
    if not changed:
        raise InvalidError("nothing_changed")
    for code, answer in changed.items():
        item = rubric.items.get(code)
        if item is None or answer not in {option.code for option in item.scale.options}:
            raise InvalidError("unknown_answer")
    kept: list[Entry] = []
    for one in entries:
        if one.kind is EntryKind.ANSWER and one.key in changed:
            kept.append(replace(one, value=changed.pop(one.key), note=one.note or reason))
        else:
            kept.append(one)
    return (
        *kept,
        *(Entry(EntryKind.ANSWER, code, answer, reason) for code, answer in changed.items()),
    )


def frozen_amendment(
    rubric: Rubric,
    entries: Sequence[Entry],
    assessors: Sequence[str],
    read_at: datetime,
    calendar: WorkingCalendar,
) -> Frozen:
    """Score an amended reading as of the instant at which the file was read.

    Args:
        rubric: The version that was read against.
        entries: The entries of the amended reading.
        assessors: Who took part.
        read_at: Local instant of the first reading; its day stays the day of reading.
        calendar: Working days of the rubric's region.

    Returns:
        What is to be frozen.

    Raises:
        InvalidError: It would lack something before it could be signed (`incomplete`; `place`
            names the items).
    """
    case = case_from(rubric, plain_case(entries, assessors, read_at))
    score = score_audit(rubric, case, calendar, explained=True)
    found, _, _ = found_codes(rubric, case, calendar, score)
    lacks = lacks_of(rubric, score, entries, found)
    if lacks:
        raise InvalidError("incomplete", place=" ".join(lack.item for lack in lacks))
    values = [(one.kind, one.key, one.value) for one in entries if one.value is not None]
    return frozen_score(rubric, score, read_at.date(), frozen_computed(values))
