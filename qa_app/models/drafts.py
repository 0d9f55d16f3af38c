"""Opens the drafts of a session, inside the transaction that gives its files to a reader."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.defaults import READING_DUE_DAYS
from qa_app.domain.version_in_force import ChosenVersion
from qa_app.models.audits import AuditRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow

_OPEN = insert(AuditRow).returning(AuditRow.id, sort_by_parameter_order=True)


def open_session_drafts(
    session: Session,
    row: SupervisionSessionRow,
    rubric: RubricVersionRow,
    files: Sequence[Mapping[str, Any]],
    at: datetime,
) -> tuple[int, ...]:
    """Open the drafts that are read at a session.

    Args:
        session: A session inside `transaction`.
        row: The supervision session.
        rubric: The version it is read against.
        files: For each draft the columns that tell it from others: file, reader, kind of
            sample, and its version where that is another one.
        at: The present.

    Returns:
        The drafts, in order.
    """
    common = {
        "centre_id": row.centre_id,
        "area_code": rubric.area_code,
        "rubric_version_id": rubric.id,
        "session_id": row.id,
        "due_on": row.planned_on + timedelta(days=READING_DUE_DAYS),
        "state": "draft",
        "created_at": at,
    }
    opened = session.connection().execute(_OPEN, [{**common, **values} for values in files])
    return tuple(opened.scalars())


def version_columns(chosen: ChosenVersion) -> dict[str, Any]:
    """Give the columns that tell under which version a file is read, and why.

    Args:
        chosen: What was chosen.

    Returns:
        Columns of an audit.
    """
    return {
        "rubric_version_id": chosen.version_id,
        "version_reason": chosen.reason.value,
        "version_day": chosen.day,
    }
