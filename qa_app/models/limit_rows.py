"""Keeps the limits of open cases as they were worked out: only what changed is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from qa_app.models.base import table_of
from qa_app.models.running_limits import RunningLimitRow

Key = tuple[int, int, str]
"""Case file, rubric version, item."""
_KEYS = ("case_file_id", "rubric_version_id", "item")
_CHUNK = 300


def changed_limits(
    session: Session, case_ids: Sequence[int], wanted: Mapping[Key, Mapping[str, Any]]
) -> tuple[list[Key], list[Key], list[Key]]:
    """Hold limits as they were worked out against those that are kept.

    Args:
        session: A database session.
        case_ids: The files that were worked out, at most some hundred.
        wanted: Their limits, every column but the keys and `worked_out_at`.

    Returns:
        Keys of those to add, to change and to take away.
    """
    table = table_of(RunningLimitRow)
    rows = session.execute(select(table).where(table.c.case_file_id.in_(case_ids))).mappings()
    kept = {(row["case_file_id"], row["rubric_version_id"], row["item"]): row for row in rows}
    fresh = [key for key in wanted if key not in kept]
    changed = [
        key
        for key, values in wanted.items()
        if key in kept and any(kept[key][name] != value for name, value in values.items())
    ]
    return fresh, changed, [key for key in kept if key not in wanted]


def keep_limits(
    session: Session,
    case_ids: Sequence[int],
    wanted: Mapping[Key, Mapping[str, Any]],
    at: datetime,
) -> int:
    """Write what changed of the limits of some files.

    Args:
        session: A session inside `transaction`, that holds the files.
        case_ids: The files.
        wanted: Their limits, as for `changed_limits`.
        at: The present.

    Returns:
        How many rows were added, changed or taken away.
    """
    fresh, changed, gone = changed_limits(session, case_ids, wanted)
    table = table_of(RunningLimitRow)

    def row(key: Key) -> dict[str, Any]:
        return {**dict(zip(_KEYS, key, strict=True)), **wanted[key], "worked_out_at": at}

    if fresh:
        session.execute(insert(table), [row(key) for key in fresh])
    for key in changed:
        session.execute(update(table).where(*_is(key)).values(**wanted[key], worked_out_at=at))
    for start in range(0, len(gone), _CHUNK):
        columns = tuple_(*(table.c[name] for name in _KEYS))
        session.execute(delete(table).where(columns.in_(gone[start : start + _CHUNK])))
    return len(fresh) + len(changed) + len(gone)


def _is(key: Key) -> list[Any]:
    table = table_of(RunningLimitRow)
    return [table.c[name] == value for name, value in zip(_KEYS, key, strict=True)]
