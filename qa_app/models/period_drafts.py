"""Puts down the draft of a review of a period, inside the transaction that begins it."""

from datetime import date, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.defaults import READING_DUE_DAYS
from qa_app.domain.people import Actor
from qa_app.domain.supervision import assessors_of
from qa_app.domain.totals import SampleType
from qa_app.models.audits import AuditRow
from qa_app.models.rubrics import RubricVersionRow


def keep_period_draft(
    session: Session,
    actor: Actor,
    version: RubricVersionRow,
    place: tuple[int, SampleType],
    on: tuple[date, datetime],
) -> int:
    """Write down a draft that is its beginner's alone, and due as any reading is.

    Args:
        session: A session inside `transaction`.
        actor: Who begins it.
        version: By which rubric.
        place: The centre that it is filed under, and what is reviewed.
        on: The local day, and the present.

    Returns:
        The draft.
    """
    (centre_id, sample), (today, at) = place, on
    audit_id: int = session.execute(
        insert(AuditRow)
        .values(
            centre_id=centre_id,
            area_code=version.area_code,
            rubric_version_id=version.id,
            reader_id=actor.account_id,
            sample_type=sample.value,
            assessors=assessors_of(actor),
            due_on=today + timedelta(days=READING_DUE_DAYS),
            state="draft",
            created_at=at,
        )
        .returning(AuditRow.id)
    ).scalar_one()
    return audit_id
