"""Say what levels a worker has, as their supervisor or as themselves."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.competency_answers import (
    AssessmentKind,
    NewAssessment,
    check_assessment,
    note_place,
)
from qa_app.domain.competency_events import CompetenciesAssessed
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.identity_guard import names_in
from qa_app.domain.journal import canonical_json
from qa_app.domain.people import Actor
from qa_app.models.competency_rows import CompetencyAssessmentRow
from qa_app.models.idempotency import Request, once
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.competencies import WorkerRead, assessable, oneself
from qa_app.queries.competency_frameworks import framework_of_area


def assess_worker(
    session: Session,
    actor: Actor,
    practitioner_id: int,
    made: NewAssessment,
    zone: str,
    *,
    at: datetime,
) -> int:
    """Keep an assessment of a worker whom one supervises, or of oneself.

    It takes the place of one that the same side made for the same day.

    Args:
        session: A database session.
        actor: Who supervises the worker, or is the worker for an assessment of oneself.
        practitioner_id: The worker.
        made: The assessment.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The assessment, the same for the same key.

    Raises:
        OutOfReachError: The actor supervises no such worker, or is not the worker.
        InvalidError: It may not be kept (`domain.competency_answers.check_assessment`).
        ConflictError: Another framework is in force by now (`framework_changed`), or the key was
            used for something else (`key_reused`).
    """
    body = f"{practitioner_id}\n{made!r}"
    request = Request(actor.account_id, made.key, "competency:assess", body)
    event = CompetenciesAssessed(
        actor=actor, at=at, object_id=practitioner_id, step="assess", kind=made.kind.value
    )
    return once(
        session, request, event, lambda act: _keep(session, act, practitioner_id, made, zone)
    )


def _keep(session: Session, act: Act, practitioner_id: int, made: NewAssessment, zone: str) -> int:
    actor, at = act.event.actor, act.event.at
    today = local_day(at, zone)
    found = _worker(session, actor, practitioner_id, made.kind, at, zone)
    asked = framework_of_area(session, found.area)
    if asked is None or asked.id != made.framework_id:
        raise ConflictError("framework_changed")
    check_assessment(made, asked.framework.competencies, found.started_on, today)
    note, why = _sealed(session, practitioner_id, made)
    # taking this one back must not bring an earlier one of the day back to life
    row = CompetencyAssessmentRow
    session.execute(
        update(row)
        .where(
            row.practitioner_id == practitioner_id,
            row.kind == made.kind.value,
            row.assessed_on == made.on,
            row.ended_at.is_(None),
        )
        .values(ended_at=at, ended_by=actor.account_id, ended_why="corrected")
        .execution_options(synchronize_session=False)
    )
    kept: int = session.execute(
        insert(CompetencyAssessmentRow)
        .values(
            practitioner_id=practitioner_id,
            framework_id=made.framework_id,
            kind=made.kind.value,
            assessed_on=made.on,
            next_on=made.due_next,
            levels=canonical_json({code: int(level) for code, level in made.levels.items()}),
            note=note,
            recorded_at=at,
            recorded_by=actor.account_id,
        )
        .returning(CompetencyAssessmentRow.id)
    ).scalar_one()
    act.learn(centre_id=found.centre_id, name_reason=why)
    return kept


def _worker(
    session: Session,
    actor: Actor,
    practitioner_id: int,
    kind: AssessmentKind,
    at: datetime,
    zone: str,
) -> WorkerRead:
    today = local_day(at, zone)
    if kind is AssessmentKind.SELF:
        found = oneself(session, actor, today)
    else:
        found = assessable(session, actor, today, practitioner_id)
    if found is None or found.id != practitioner_id:
        raise OutOfReachError("practitioner")
    return found


def _sealed(
    session: Session, practitioner_id: int, made: NewAssessment
) -> tuple[bytes | None, str | None]:
    if not made.note:
        return None, None
    sealer, place = sealer_of(session), note_place(practitioner_id)
    body, why = {"text": made.note}, None
    if names_in(made.note):
        body["name_reason"] = made.name_reason.strip()
        why = sealer.digest(made.name_reason.strip(), place)
    return sealer.seal(canonical_json(body), place), why
