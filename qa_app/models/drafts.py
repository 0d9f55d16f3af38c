"""Opens the drafts of a session, inside the transaction that gives its files to a reader."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.defaults import READING_DUE_DAYS
from qa_app.models.audits import AuditRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow


def open_session_draft(
    session: Session,
    row: SupervisionSessionRow,
    rubric: RubricVersionRow,
    values: Mapping[str, Any],
    at: datetime,
) -> int:
    """Open a draft that is read at a session.

    Args:
        session: A session inside `transaction`.
        row: The supervision session.
        rubric: The version it is read against.
        values: Columns that tell this draft from others: file, reader, kind of sample.
        at: The present.

    Returns:
        The draft.
    """
    return session.execute(
        insert(AuditRow)
        .values(
            centre_id=row.centre_id,
            area_code=rubric.area_code,
            rubric_version_id=rubric.id,
            session_id=row.id,
            due_on=row.planned_on + timedelta(days=READING_DUE_DAYS),
            state="draft",
            created_at=at,
            **values,
        )
        .returning(AuditRow.id)
    ).scalar_one()
