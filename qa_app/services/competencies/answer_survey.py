"""Say, as a worker, how sure one is of each competency and how much it matters."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.competency_answers import NewSurvey, check_survey
from qa_app.domain.competency_events import NeedsSurveyed
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.journal import canonical_json
from qa_app.domain.people import Actor
from qa_app.models.competency_rows import CompetencySurveyRow
from qa_app.models.idempotency import Request, once
from qa_app.models.transaction import Act
from qa_app.queries.competencies import oneself
from qa_app.queries.competency_frameworks import framework_of_area


def answer_survey(
    session: Session, actor: Actor, made: NewSurvey, zone: str, *, at: datetime
) -> int:
    """Keep what a worker says they need; the latest survey counts.

    Args:
        session: A database session.
        actor: The worker.
        made: The survey.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The survey, the same for the same key.

    Raises:
        OutOfReachError: The actor is no worker.
        InvalidError: Marks are missing or out of bounds (`marks_missing`).
        ConflictError: Another framework is in force by now (`framework_changed`), or the key was
            used for something else (`key_reused`).
    """
    request = Request(actor.account_id, made.key, "competency:survey", repr(made))
    event = NeedsSurveyed(actor=actor, at=at, object_id=actor.practitioner_id)
    return once(session, request, event, lambda act: _keep(session, act, made, zone))


def _keep(session: Session, act: Act, made: NewSurvey, zone: str) -> int:
    actor, at = act.event.actor, act.event.at
    today = local_day(at, zone)
    found = oneself(session, actor, today)
    if found is None:
        raise OutOfReachError("practitioner")
    asked = framework_of_area(session, found.area)
    if asked is None or asked.id != made.framework_id:
        raise ConflictError("framework_changed")
    check_survey(made, asked.framework.competencies)
    answers = {code: [one.confidence, one.importance] for code, one in made.marks.items()}
    kept: int = session.execute(
        insert(CompetencySurveyRow)
        .values(
            practitioner_id=found.id,
            framework_id=made.framework_id,
            answered_on=today,
            answers=canonical_json(answers),
            recorded_at=at,
            recorded_by=actor.account_id,
        )
        .returning(CompetencySurveyRow.id)
    ).scalar_one()
    act.learn(centre_id=found.centre_id)
    return kept
