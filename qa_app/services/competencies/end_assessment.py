"""Take an assessment back that was entered by mistake; it stays in the database."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.competency_answers import AssessmentKind
from qa_app.domain.competency_events import CompetenciesAssessed
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.models.competency_rows import CompetencyAssessmentRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.competencies import assessable, oneself


def end_assessment(
    session: Session, actor: Actor, assessment_id: int, zone: str, *, at: datetime
) -> int:
    """End an assessment that was a mistake, so that it counts no more.

    Args:
        session: A database session.
        actor: Who supervises the worker; of an assessment of oneself the worker.
        assessment_id: The assessment.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The worker.

    Raises:
        OutOfReachError: There is none that the actor may make.
        ConflictError: It was ended already (`assessment_ended`, with `practitioner_id`).
    """
    event = CompetenciesAssessed(actor=actor, at=at, step="end")
    with transaction(session, event) as act:
        query = select(CompetencyAssessmentRow).where(CompetencyAssessmentRow.id == assessment_id)
        row = session.execute(locked(session, query, CompetencyAssessmentRow)).scalar_one_or_none()
        if row is None:
            raise OutOfReachError("assessment")
        today = local_day(at, zone)
        if row.kind == AssessmentKind.SELF:
            found = oneself(session, actor, today)
        else:
            found = assessable(session, actor, today, row.practitioner_id)
        if found is None or found.id != row.practitioner_id:
            raise OutOfReachError("assessment")
        if row.ended_at is not None:
            raise ConflictError("assessment_ended", practitioner_id=found.id)
        session.execute(
            update(CompetencyAssessmentRow)
            .where(CompetencyAssessmentRow.id == assessment_id)
            .values(ended_at=at, ended_by=actor.account_id, ended_why="mistaken")
            .execution_options(synchronize_session=False)
        )
        act.learn(object_id=row.practitioner_id, centre_id=found.centre_id, kind=row.kind)
        return found.id
