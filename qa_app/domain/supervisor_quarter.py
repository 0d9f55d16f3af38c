"""A review whose unit is a supervisor in a quarter, and what records answer of it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.background import POOL_KEY, SAMPLE_KEY
from qa_app.domain.journal import canonical_json
from qa_app.domain.quarters import Quarter
from qa_app.domain.rubric import Rubric
from qa_app.domain.supervision_measures import Measure, Measured, SourceKind

SUPERVISOR_QUARTER = "supervisor_quarter"
"""Unit of rubrics that are read for one supervisor and one quarter."""

FROM_RECORDS = "records"
"""Mark of entries that records gave; a reader overrules them with a reason, or leaves them."""

_START, _END, _IN_POST = "quarter_start", "quarter_end", "in_post_from"


@dataclass(frozen=True, slots=True)
class SupervisedPerson:
    """Somebody whom a supervisor supervised all through a quarter, or since they began.

    Attributes:
        id: The practitioner.
        code: Their code.
        started_on: First day in post.
        sessions: Days of individual sessions at which they were supervised.
    """

    id: int
    code: str
    started_on: date
    sessions: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """What records answer to one measure, as a review keeps it.

    Attributes:
        measure: Name of the measure, or of the dated list.
        item: The item that asks for it.
        value: The number; None where records answer nothing, and for a dated list.
        n: How many things it stands on.
        met: How many of these hold what is asked; None for counts.
        first: First day of its period.
        last: Last day.
        at: Local instant at which it was computed.
        digest: SHA-256 (hex) of everything it stands on.
        sources: Kind, id, label and whether it holds, of each.
        is_overruled: True where the reader says otherwise.
        reason_digest: SHA-256 (hex) of their reason; empty without one.
        reason: Their reason; empty without one, and where notes are not read.
        entered: What stands instead; None where records are left as they are.
    """

    measure: str
    item: str
    value: Fraction | None
    n: int
    met: int | None
    first: date
    last: date
    at: datetime
    digest: str
    sources: tuple[tuple[str, int, str, bool], ...] = ()
    is_overruled: bool = False
    reason_digest: str = ""
    reason: str = ""
    entered: str | None = None

    @property
    def is_answered(self) -> bool:
        """Tell whether records answer it at all."""
        return self.n > 0


def items_asked(rubric: Rubric) -> dict[Measure, str]:
    """Find which items of a rubric ask for what records answer.

    Args:
        rubric: A rubric version.

    Returns:
        Measure to item, in the rubric's order; empty for a rubric of another unit.
    """
    if rubric.unit != SUPERVISOR_QUARTER:
        return {}
    known = {one.value: one for one in Measure}
    asked = {}
    for code, item in rubric.items.items():
        name = item.measure.name if item.measure else ""
        if item.frequency is not None and item.per_case:
            name = item.frequency.log
        if name in known:
            asked[known[name]] = code
    return asked


def computed_entries(
    rubric: Rubric,
    quarter: Quarter,
    measured: Iterable[Measured],
    people: Sequence[SupervisedPerson],
    at: datetime,
) -> tuple[Entry, ...]:
    """Give the entries that records make for a review.

    Args:
        rubric: The version it is read against.
        quarter: The quarter.
        measured: Measures as records answer them.
        people: Whom the supervisor supervised.
        at: Local instant.

    Returns:
        Days of the quarter, numbers and the list of those supervised, marked as given by records,
        each beside one entry that says what it stands on; nothing is given where records answer
        nothing.
    """
    entries = list(_days(rubric, quarter))
    by_measure = {one.measure: one for one in measured}
    for measure, item in items_asked(rubric).items():
        if measure is Measure.SESSIONS:
            told = _of_people(people, item, quarter, at)
            if rubric.case_sample is not None and told.is_answered:
                entries.append(_pool(people))
            given = Entry(EntryKind.SAMPLE, SAMPLE_KEY, _sample(people), read=(FROM_RECORDS,))
        else:
            one = by_measure.get(measure) or Measured(measure, None, 0)
            told = _of_measure(one, item, quarter, at)
            given = Entry(EntryKind.MEASURE, measure.value, str(one.value), read=(FROM_RECORDS,))
        entries.append(Entry(EntryKind.COMPUTED, measure.value, _plain(told)))
        if told.is_answered:
            entries.append(given)
    return tuple(entries)


def _pool(people: Sequence[SupervisedPerson]) -> Entry:
    return Entry(EntryKind.POOL, POOL_KEY, len(people), read=(FROM_RECORDS,))


def _days(rubric: Rubric, quarter: Quarter) -> Iterator[Entry]:
    known = {_START: quarter.first, _END: quarter.last}
    for event in rubric.clocks:
        if event.code in known:
            day = known[event.code].isoformat()
            yield Entry(EntryKind.CLOCK, event.code, day, read=(FROM_RECORDS,))


def _of_measure(one: Measured, item: str, quarter: Quarter, at: datetime) -> Computed:
    is_share = one.measure is not Measure.SUPERVISEES
    sources = tuple((s.kind.value, s.id, s.label, s.counts) for s in one.sources)
    is_known = one.value is not None and one.n > 0
    return Computed(
        measure=one.measure.value,
        item=item,
        value=one.value if is_known else None,
        n=one.n if is_known else 0,
        met=sum(s.counts for s in one.sources) if is_share and is_known else None,
        first=quarter.first,
        last=quarter.last,
        at=at,
        digest=_digest(sources),
        sources=sources,
    )


def _of_people(
    people: Sequence[SupervisedPerson], item: str, quarter: Quarter, at: datetime
) -> Computed:
    sources = tuple(
        (
            SourceKind.PERSON.value,
            one.id,
            " ".join([one.code, *(day.isoformat() for day in one.sessions)]),
            bool(one.sessions),
        )
        for one in people
    )
    return Computed(
        measure=Measure.SESSIONS.value,
        item=item,
        value=None,
        n=len(people),
        met=sum(len(one.sessions) for one in people),
        first=quarter.first,
        last=quarter.last,
        at=at,
        digest=_digest(sources),
        sources=sources,
    )


def _sample(people: Sequence[SupervisedPerson]) -> list[dict[str, Any]]:
    return [
        {
            "clocks": {_IN_POST: one.started_on.isoformat()},
            "logs": {Measure.SESSIONS.value: [{"at": day.isoformat()} for day in one.sessions]},
        }
        for one in people
    ]


def _digest(sources: tuple[tuple[str, int, str, bool], ...]) -> str:
    return text_digest(canonical_json([list(one) for one in sources]))


def text_digest(text: str) -> str:
    """Give the digest of a text.

    Args:
        text: The text.

    Returns:
        SHA-256 as hex digits; empty for an empty text.
    """
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _plain(one: Computed) -> dict[str, Any]:
    return {
        "item": one.item,
        "value": None if one.value is None else str(one.value),
        "n": one.n,
        "met": one.met,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "at": one.at.isoformat(timespec="minutes"),
        "digest": one.digest,
        "sources": [list(source) for source in one.sources],
        "is_overruled": one.is_overruled,
        "reason_digest": one.reason_digest,
    }


def computed_of(entries: Iterable[Entry]) -> tuple[Computed, ...]:
    """Read back what records answered.

    Args:
        entries: The entries of a review.

    Returns:
        By item; empty for a review of another kind.
    """
    entries = tuple(entries)
    given = {(one.kind, one.key): one for one in entries}
    found = [
        _thawed(one, given.get(place_of(one.key)))
        for one in entries
        if one.kind is EntryKind.COMPUTED
    ]
    return tuple(sorted(found, key=lambda one: one.item))


def _thawed(one: Entry, beside: Entry | None) -> Computed:
    plain = one.value
    is_own = beside is not None and beside.value is not None and FROM_RECORDS not in beside.read
    return Computed(
        measure=one.key,
        item=plain["item"],
        value=None if plain["value"] is None else Fraction(plain["value"]),
        n=plain["n"],
        met=plain["met"],
        first=date.fromisoformat(plain["first"]),
        last=date.fromisoformat(plain["last"]),
        at=datetime.fromisoformat(plain["at"]),
        digest=plain["digest"],
        sources=tuple((kind, id_, label, counts) for kind, id_, label, counts in plain["sources"]),
        is_overruled=plain["is_overruled"],
        reason_digest=plain["reason_digest"],
        reason=one.note,
        entered=_entered(beside) if is_own and beside is not None else None,
    )


def _entered(beside: Entry) -> str:
    value = beside.value
    return text_digest(json.dumps(value)) if isinstance(value, list) else str(value)


def overruled(entry: Entry, reason: str) -> Entry:
    """Say otherwise than records, or leave them again.

    Args:
        entry: What records answered.
        reason: Why the reader says otherwise; empty leaves records again.

    Returns:
        The same entry with the reason, and with its digest, which the signed result keeps.
    """
    told = {"is_overruled": bool(reason), "reason_digest": text_digest(reason)}
    return Entry(entry.kind, entry.key, {**entry.value, **told}, reason, revision=entry.revision)


def frozen_computed(values: Iterable[tuple[EntryKind, str, Any]]) -> list[dict[str, Any]]:
    """Give what a signed result keeps of what records answered.

    Args:
        values: Kind, key and value of the entries; none taken back.

    Returns:
        One mapping for each measure, by item: its value, what it stands on as a number and a
        digest, whether it was overruled, the digest of the reason and what was entered instead.
    """
    values = list(values)
    standing = {(kind, key): value for kind, key, value in values}
    kept = []
    for kind, key, value in values:
        if kind is not EntryKind.COMPUTED:
            continue
        told = {name: one for name, one in value.items() if name != "sources"}
        if value["is_overruled"]:
            place = place_of(key)
            told["entered"] = text_digest(json.dumps(standing.get(place), ensure_ascii=False))
            if place[0] is EntryKind.MEASURE:
                told["entered"] = standing.get(place)
        kept.append({"measure": key, **told})
    return sorted(kept, key=lambda one: str(one["item"]))


def place_of(measure: str) -> tuple[EntryKind, str]:
    """Tell where the answer to a measure is entered.

    Args:
        measure: Its name.

    Returns:
        Kind and key of the entry.
    """
    if measure == Measure.SESSIONS.value:
        return EntryKind.SAMPLE, SAMPLE_KEY
    return EntryKind.MEASURE, measure
