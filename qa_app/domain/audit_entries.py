"""The entries of an audit: what a reader saves one by one, and what signing still asks for."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from qa_app.domain.errors import ConflictError
from qa_app.domain.option_worth import worths
from qa_app.domain.rubric import Item, Rubric
from qa_app.domain.scoring_result import AuditScore, CodeSource, ItemExplanation
from qa_app.domain.text import has_words


class EntryKind(StrEnum):
    """What an entry says something about.

    `pool` is how many cases a sample is taken from; `assessor` the signed paper of somebody who
    assessed sections on site, from which the reader enters their answers.
    """

    ANSWER = "answer"
    FACT = "fact"
    CLOCK = "clock"
    LOG = "log"
    MEASURE = "measure"
    POOL = "pool"
    ASSESSOR = "assessor"
    SAMPLE = "sample"
    HOLISTIC = "holistic"
    APPLICABLE = "applicable"
    COMPUTED = "computed"


class Gap(StrEnum):
    """What an item still lacks before an audit may be signed."""

    OPEN = "open"
    NOTE = "note"
    REASON = "reason"
    READ = "read"
    HOLISTIC = "holistic"


@dataclass(frozen=True, slots=True)
class Entry:
    """One saved entry as it stands.

    Attributes:
        kind: What it is about.
        key: Item, fact, event, log or measure.
        value: JSON value; None = taken back.
        note: Free text; empty for none.
        read: What was read, for breach items: ids ticked.
        revision: Counts the saves of this entry, from 1.
    """

    kind: EntryKind
    key: str
    value: Any
    note: str = ""
    read: tuple[str, ...] = ()
    revision: int = 1


KeptValues = Mapping[tuple[str, str], str]
"""Kind and key of every entry that says something, to its value as JSON text."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something missing before signing.

    Attributes:
        gap: What.
        item: Where; empty for the whole file.
    """

    gap: Gap
    item: str


PLACES = {
    EntryKind.ANSWER: "answers",
    EntryKind.FACT: "facts",
    EntryKind.CLOCK: "clocks",
    EntryKind.LOG: "logs",
    EntryKind.MEASURE: "measures",
    EntryKind.APPLICABLE: "applicable",
}
"""Kind of an entry to its place in a line of cases; of the others none has one."""


def plain_case(
    entries: Iterable[Entry], assessors: Iterable[str], read_at: datetime
) -> dict[str, Any]:
    """Put entries together as one line of cases.

    Args:
        entries: The entries of one audit.
        assessors: Who takes part.
        read_at: Local instant of reading.

    Returns:
        Plain data as `case_plain.case_from` reads it.
    """
    values = ((entry.kind, entry.key, entry.value) for entry in entries if entry.value is not None)
    return case_of_values(values, assessors, read_at)


def case_of_values(
    values: Iterable[tuple[EntryKind, str, Any]], assessors: Iterable[str], read_at: datetime
) -> dict[str, Any]:
    """Put the values of entries together as one line of cases.

    Args:
        values: Kind, key and value of the entries of one audit; none taken back.
        assessors: Who takes part; whose paper was entered takes part besides.
        read_at: Local instant of reading.

    Returns:
        Plain data as `case_plain.case_from` reads it.
    """
    case: dict[str, Any] = {
        "read_at": read_at.replace(tzinfo=None).isoformat(timespec="minutes"),
        "assessors": list(assessors),
    }
    for kind, key, value in values:
        place = PLACES.get(kind)
        if place is not None:
            case.setdefault(place, {})[key] = value
        elif kind is EntryKind.SAMPLE:
            case["sample"] = value
        elif kind is EntryKind.ASSESSOR and key not in case["assessors"]:
            case["assessors"].append(key)
    return case


def kept_value(value: Any) -> str:
    """Write the value of an entry as it is kept.

    Args:
        value: JSON value, not None.

    Returns:
        JSON text.
    """
    return json.dumps(value, ensure_ascii=False)


def entries_of_values(kept: KeptValues) -> tuple[Entry, ...]:
    """Read back what entries say; how they stand does not depend on more of them.

    Args:
        kept: Their values.

    Returns:
        The entries, without notes, ticks and revisions.
    """
    return tuple(
        Entry(EntryKind(kind), key, json.loads(text)) for (kind, key), text in kept.items()
    )


def low_codes(item: Item) -> frozenset[str]:
    """Name the answers of an item that demand a note at signing.

    Args:
        item: The item.

    Returns:
        Codes that trip it and the codes with the lowest score.
    """
    scores = worths(item)
    low = min(scores.values(), default=None)
    return item.critical_fail | {code for code, score in scores.items() if score == low}


def lacks_of(
    rubric: Rubric, score: AuditScore, entries: Iterable[Entry], found: Mapping[str, str]
) -> tuple[Lack, ...]:
    """List what an audit lacks before it may be signed.

    Args:
        rubric: Its rubric.
        score: The score of the entries as they stand, with its explanation.
        entries: The entries.
        found: Item to the code that dates, a log or a number give; an answer equal to it
            overrules nothing and wants no more than a found one.

    Returns:
        In the order of the rubric: open items; notes for answers that trip or are lowest, and
        for those that a rule rubric wants explained;
        reasons for "not applicable" and for a code that overrules a found one; ticks of
        what was read; the judgement of the whole.
    """
    entries = tuple(entries)
    by_item = {entry.key: entry for entry in entries if entry.kind is EntryKind.ANSWER}
    told_items = score.explanation.items if score.explanation else ()
    # rule rubrics have no explanation by item; what is open still keeps them from being signed
    lacks = [] if told_items else [Lack(Gap.OPEN, item) for item in score.open]
    for told in told_items:
        item = rubric.items[told.item]
        if told.item in score.open:
            lacks.append(Lack(Gap.OPEN, told.item))
        elif told.code is None or told.code == found.get(told.item):
            continue
        elif gap := _gap(item, told, by_item.get(told.item)):
            lacks.append(Lack(gap, told.item))
    noted = rubric.narrative.noted_answer
    lacks += [
        Lack(Gap.NOTE, entry.key)
        for entry in by_item.values()
        if noted and entry.value == noted and not has_words(entry.note)
    ]
    judged = any(entry.kind is EntryKind.HOLISTIC and entry.value for entry in entries)
    if rubric.holistic is not None and rubric.holistic.is_required and not judged:
        lacks.append(Lack(Gap.HOLISTIC, ""))
    return tuple(lacks)


def _gap(item: Item, told: ItemExplanation, entry: Entry | None) -> Gap | None:
    if told.source is not CodeSource.READER or entry is None:
        return None
    has_note = has_words(entry.note)
    if item.read and told.code == "none_found" and not entry.read:
        return Gap.READ
    if (told.code == "na" or item.clocks or item.frequency or item.measure) and not has_note:
        return Gap.REASON
    return Gap.NOTE if told.code in low_codes(item) and not has_note else None


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One save as a browser sends it.

    Attributes:
        kind: What it is about.
        key: Item, fact, event, log or measure.
        value: JSON value; None takes the entry back.
        note: Free text.
        read: Ids ticked.
        base_revision: Revision the reader saw; 0 = none.
        operation_id: Random id of this save; sending it twice does no harm.
        seconds_spent: Time the reader worked since the save before; no part of what is saved.
        name_reason: Why what looks like a name in the note is kept; empty when nobody was
            asked; no part of what is saved.
    """

    kind: EntryKind
    key: str
    value: Any
    base_revision: int
    operation_id: str
    note: str = ""
    read: tuple[str, ...] = ()
    seconds_spent: int = 0
    name_reason: str = ""

    def body(self) -> str:
        """Write what is saved as one text, to tell two saves with one id apart.

        Returns:
            Canonical JSON.
        """
        return json.dumps(
            [self.kind, self.key, self.value, self.note, sorted(self.read)],
            ensure_ascii=False,
            sort_keys=True,
        )


class EntriesChangedError(ConflictError):
    """Entries were changed since their reader saw them; nothing was saved.

    Attributes:
        standing: The entries that stand instead; revision 0 for one that was never saved.
    """

    def __init__(self, standing: tuple[Entry, ...]) -> None:
        super().__init__("entries_changed", count=len(standing))
        self.standing = standing


def note_place(audit_id: int, key: str) -> str:
    """Name what a note belongs to, for its encryption.

    Args:
        audit_id: The audit.
        key: The item.

    Returns:
        Such as `audit/12/A3`.
    """
    return f"audit/{audit_id}/{key}"
