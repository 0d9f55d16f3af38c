"""What a reader may enter at all: only what the rubric asks, in short numbers and near years."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from qa_app.domain.asked import HOLISTIC_KEY, asked_items
from qa_app.domain.audit_entries import PLACES, EntryChange, EntryKind
from qa_app.domain.background import background_of
from qa_app.domain.case_plain import exact_entry
from qa_app.domain.defaults import (
    DATED_ROWS_MOST,
    ENTRY_NUMBER_MOST,
    ENTRY_YEAR_FIRST,
    ENTRY_YEAR_LAST,
)
from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric import FactType, Rubric

OPERATION_MOST = 40
"""Characters of the id of a save; the column holds no more."""

_FAULTS = {
    EntryKind.ANSWER: "unknown_item",
    EntryKind.FACT: "unknown_fact",
    EntryKind.CLOCK: "unknown_clock",
    EntryKind.LOG: "unknown_log",
    EntryKind.MEASURE: "unknown_measure",
    EntryKind.POOL: "unknown_item",
    EntryKind.ASSESSOR: "unknown_item",
    EntryKind.SAMPLE: "unknown_item",
    EntryKind.HOLISTIC: "unknown_option",
    EntryKind.APPLICABLE: "unknown_item",
    EntryKind.COMPUTED: "unknown_measure",
}
_DAY = re.compile(r"(\d{4})-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def check_asked(rubric: Rubric, change: EntryChange) -> None:
    """Refuse an entry that the rubric does not ask, even one without a value.

    Keys go to the journal, which nobody can clear: a key of the reader's own making could
    carry any text there.

    Args:
        rubric: The audit's rubric.
        change: What is to be saved.

    Raises:
        InvalidError: The rubric asks nothing of this name (`path` says where), or the id of
            the save is too long or no plain text (`malformed`).
    """
    if len(change.operation_id) > OPERATION_MOST or not change.operation_id.isascii():
        raise InvalidError("malformed")
    if not _is_asked(rubric, change.kind, change.key):
        place = PLACES.get(change.kind, change.kind.value)
        path = HOLISTIC_KEY if change.kind is EntryKind.HOLISTIC else f"{place}/{change.key}"
        raise InvalidError(_FAULTS[change.kind], path=path)


def _is_asked(rubric: Rubric, kind: EntryKind, key: str) -> bool:
    match kind:
        case EntryKind.ANSWER:
            return key in asked_items(rubric)
        case EntryKind.HOLISTIC:
            return rubric.holistic is not None and key == HOLISTIC_KEY
        case EntryKind.APPLICABLE:
            return any(item.code == key for item in rubric.rule_items)
        case _:
            return any((one.kind, one.key) == (kind, key) for one in background_of(rubric))


def check_size(rubric: Rubric, change: EntryChange) -> None:
    """Refuse values that only slow exact arithmetic down, and years that nobody means.

    The lines of cases that the command reads keep the wider rules of the schema.

    Args:
        rubric: The audit's rubric, which asks for this entry.
        change: What is to be saved.

    Raises:
        InvalidError: A number is long, a fraction or in powers of ten (`not_a_number`), a
            date lies far away (`year_out_of_bounds`), a list is too long (`too_many_rows`), or a
            share is below 0 or above 1 (`share_out_of_bounds`).
    """
    if any(len(rows) > DATED_ROWS_MOST for rows in _lists(change.value)):
        raise InvalidError("too_many_rows", most=DATED_ROWS_MOST)
    numbers = _numbers(rubric, change)
    for name, leaf in _leaves(change.key, change.value):
        day = _DAY.match(leaf) if isinstance(leaf, str) else None
        if day is not None and not ENTRY_YEAR_FIRST <= int(day[1]) <= ENTRY_YEAR_LAST:
            raise InvalidError("year_out_of_bounds")
        if isinstance(leaf, int) and abs(leaf) >= 10**ENTRY_NUMBER_MOST:
            raise InvalidError("not_a_number")
        if isinstance(leaf, str) and name in numbers and not _is_short_number(leaf):
            raise InvalidError("not_a_number")
    _check_share(rubric, change)


def _check_share(rubric: Rubric, change: EntryChange) -> None:
    # 55 for 55 % would pass every threshold below 1
    if change.kind is not EntryKind.MEASURE or change.value is None:
        return
    is_share = any(
        (one.kind, one.key, one.is_share) == (change.kind, change.key, True)
        for one in background_of(rubric)
    )
    if is_share and not 0 <= _number(change.value) <= 1:
        raise InvalidError("share_out_of_bounds", path=f"measures/{change.key}")


def _number(value: Any) -> Fraction:
    try:
        return exact_entry(value)
    except ValueError as fault:
        raise InvalidError("not_a_number") from fault


def _numbers(rubric: Rubric, change: EntryChange) -> frozenset[str]:
    # the names under which text is read as an exact number
    match change.kind:
        case EntryKind.LOG:
            return frozenset({"value", "hours"})
        case EntryKind.MEASURE | EntryKind.POOL:
            return frozenset({change.key})
        case EntryKind.FACT | EntryKind.SAMPLE:
            own = rubric.facts
            extra = rubric.case_sample.facts if rubric.case_sample else ()
            whole = {fact.code for fact in (*own, *extra) if fact.type is FactType.INT}
            return frozenset(whole | {"value", "hours"})
        case _:
            return frozenset()


def _is_short_number(text: str) -> bool:
    return len(text) <= ENTRY_NUMBER_MOST and _NUMBER.fullmatch(text) is not None


def _lists(value: Any) -> Iterator[list[Any]]:
    # the logs and histories of sampled cases too
    if isinstance(value, list):
        yield value
    if isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _lists(one)


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    match value:
        case dict():
            for inner, one in value.items():
                yield from _leaves(inner, one)
        case list():
            for one in value:
                yield from _leaves(name, one)
        case _:
            yield name, value
