"""The next version of a record with steps: the old row ends, the new one takes its place."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from qa_app.models.base import table_of
from qa_app.models.service_records import ComplaintRow, IncidentRow, ReferralRow

Versioned = TypeVar("Versioned", ReferralRow, ComplaintRow, IncidentRow)
STEP, MISTAKEN = "over", "mistaken"
_OWN = frozenset({"id", "recorded_at", "recorded_by", "ended_at", "ended_by", "ended_why"})


def end_version(session: Session, row: Versioned, why: str, by: int | None, at: datetime) -> None:
    """End a row.

    Args:
        session: A session inside `transaction`.
        row: The row that stands, locked.
        why: `over` for a step, `mistaken` for what is taken back.
        by: Who ends it; None for the system.
        at: The present.
    """
    row.ended_at, row.ended_by, row.ended_why = at, by, why
    session.flush()


def next_version(
    session: Session, row: Versioned, by: int | None, at: datetime, changes: Mapping[str, object]
) -> None:
    """End a row and write the next one of its thread.

    Args:
        session: A session inside `transaction`.
        row: The row that stands, locked.
        by: Who takes the step; None for the system.
        at: The present.
        changes: Columns that differ from those of the row.
    """
    columns = [column.key for column in inspect(type(row)).column_attrs]
    kept = {name: getattr(row, name) for name in columns if name not in _OWN}
    end_version(session, row, STEP, by, at)
    session.execute(
        insert(table_of(type(row))).values(
            kept | dict(changes) | {"recorded_at": at, "recorded_by": by}
        )
    )
