"""A checked list on its way through the browser: signed, so that it comes back unchanged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from qa_app.domain.case_entries import CaseEntry, Column
from qa_app.domain.list_matching import RememberedMatch
from qa_app.queries.cases import CaseStanding


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import will do.

    Attributes:
        added: New files.
        updated: Files of which something changes.
        unchanged: Files that stand so already.
    """

    added: int
    updated: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A list as it was shown.

    Attributes:
        entries: Its lines.
        counts: What was said about them.
        matched: What is remembered of its columns when it is taken in; None when nobody
            matched them.
        keys: Keys of the centre as they were typed.
    """

    entries: tuple[CaseEntry, ...]
    counts: Counts
    matched: RememberedMatch | None = None
    keys: tuple[str, ...] = ()


def counts_of(standings: Sequence[CaseStanding]) -> Counts:
    """Count what an import will do.

    Args:
        standings: The lines against what stands.

    Returns:
        The counts.
    """
    added = sum(one.file_id is None for one in standings)
    updated = sum(one.file_id is not None and bool(one.values) for one in standings)
    return Counts(added, updated, len(standings) - added - updated)


def packed(checked: Checked, secret: str, place: str) -> str:
    """Write a checked list for the browser.

    Args:
        checked: The list.
        secret: The installation's secret.
        place: Centre and person that it is good for.

    Returns:
        Packed and signed text.
    """
    counts = checked.counts
    columns = sorted(checked.entries[0].columns)
    body: dict[str, Any] = {
        "counts": [counts.added, counts.updated, counts.unchanged],
        "columns": columns,
        "entries": [_plain(entry) for entry in checked.entries],
    }
    if checked.keys:
        body["keys"] = list(checked.keys)
    if checked.matched is not None:
        body["matched"] = [dict(checked.matched.heads), dict(checked.matched.said)]
    return str(URLSafeSerializer(secret, salt=f"case-list/{place}").dumps(body))


def unpacked(text: str, secret: str, place: str) -> Checked | None:
    """Read a checked list that came back.

    Args:
        text: What `packed` gave.
        secret: The installation's secret.
        place: Centre and person.

    Returns:
        The list; None when it was changed, or was made for another centre or person.
    """
    try:
        body = URLSafeSerializer(secret, salt=f"case-list/{place}").loads(text)
    except BadData:
        return None
    columns = frozenset(Column(name) for name in body["columns"])
    entries = tuple(_entry(plain, columns) for plain in body["entries"])
    matched = RememberedMatch(*body["matched"]) if "matched" in body else None
    return Checked(entries, Counts(*body["counts"]), matched, tuple(body.get("keys", ())))


def packed_said(said: RememberedMatch, secret: str, place: str) -> str:
    """Write what a person said of a faulty list, for the form that takes the corrected one.

    Args:
        said: What was said of its columns and values.
        secret: The installation's secret.
        place: Centre and person that it is good for.

    Returns:
        Packed and signed text.
    """
    body = [dict(said.heads), {name: dict(values) for name, values in said.said.items()}]
    return str(URLSafeSerializer(secret, salt=f"case-said/{place}").dumps(body))


def unpacked_said(text: str, secret: str, place: str) -> RememberedMatch | None:
    """Read what was said of a list that was corrected.

    Args:
        text: What `packed_said` gave.
        secret: The installation's secret.
        place: Centre and person.

    Returns:
        What was said; None when there is none, it was changed, or made for somebody else.
    """
    try:
        body = URLSafeSerializer(secret, salt=f"case-said/{place}").loads(text)
    except BadData:
        return None
    return RememberedMatch(*body)


def _plain(entry: CaseEntry) -> list[Any]:
    return [
        entry.number,
        entry.area,
        entry.opened_on.isoformat(),
        entry.closed_on and entry.closed_on.isoformat(),
        entry.practitioner,
        entry.stage,
        entry.risk,
        entry.shelf,
        int(entry.is_sealed),
    ]


def _entry(plain: list[Any], columns: frozenset[Column]) -> CaseEntry:
    number, area, opened, closed, practitioner, stage, risk, shelf, is_sealed = plain
    return CaseEntry(
        number,
        area,
        date.fromisoformat(opened),
        closed and date.fromisoformat(closed),
        practitioner,
        stage,
        risk,
        shelf,
        bool(is_sealed),
        columns,
    )
