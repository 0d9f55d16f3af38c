"""Give a planned session to another supervisor, such as when the first one has left."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.hand_over import HandOver
from qa_app.domain.people import Actor
from qa_app.domain.reader_events import SessionReassigned
from qa_app.models.audits import AuditRow
from qa_app.models.session_counts import counting_sessions
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import transaction
from qa_app.queries.own_choice import refuse_own_choice
from qa_app.queries.session_fitness import check_session_day, planned_session, workers_read_at
from qa_app.queries.session_rules import refuse_untold, standing_session
from qa_app.queries.staff import account_as_actor
from qa_app.queries.well_being import is_begun


def reassign_session(
    session: Session,
    actor: Actor,
    session_id: int,
    change: HandOver,
    zone: str,
    *,
    at: datetime,
) -> None:
    """Name another supervisor for a planned session; its day, people and files stay.

    Args:
        session: A database session.
        actor: Who is in charge of sessions at the centre.
        session_id: The session.
        change: From whom to whom, and why.
        zone: Local time zone.
        at: The present.

    Raises:
        OutOfReachError: There is no such session where the actor may plan.
        ConflictError: It is held or cancelled (`not_planned`), somebody else leads it by now
            (`other_supervisor`), or a record or a note on well-being was begun in it, which
            would pass to somebody who was not there (`record_begun`).
        InvalidError: It would stay with the same person (`same_supervisor`); the centre is
            closed by its day (`centre_closed`); the new one may not lead sessions there
            (`unfit_supervisor`), or worked on a file that is or may be read at it
            (`own_case`); the actor would lead it and has to ask for a file that was read at it
            (`closed_file`); or something speaks against it and nobody said that it is meant
            (`rules_bend`, `double_booked`).
    """
    event = SessionReassigned(
        actor=actor,
        at=at,
        object_id=session_id,
        from_account=change.from_id,
        to_account=change.to_id,
        reason=change.reason.value,
    )
    with transaction(session, event) as act:
        row, _ = planned_session(session, actor, session_id)
        if row.supervisor_id != change.from_id:
            raise ConflictError("other_supervisor")
        if change.to_id == change.from_id:
            raise InvalidError("same_supervisor")
        if session.scalar(
            select(SupervisionSessionRow.id).where(
                SupervisionSessionRow.id == session_id, is_begun()
            )
        ):
            raise ConflictError("record_begun")
        check_session_day(session, row.centre_id, row.planned_on, change.to_id)
        person = account_as_actor(session, change.to_id)
        workers = workers_read_at(session, session_id, row.centre_id)
        if person is not None and person.practitioner_id in workers:
            raise InvalidError("own_case")
        read = select(AuditRow.case_file_id).where(AuditRow.session_id == session_id)
        files = session.execute(read).scalars().all()
        refuse_own_choice(session, actor, change.to_id, files, zone, at=at)
        wanted = replace(standing_session(session, session_id), supervisor_id=change.to_id)
        refuse_untold(session, wanted, local_day(at, zone), is_meant=change.is_meant)
        with counting_sessions(session, [session_id]):
            session.execute(
                update(SupervisionSessionRow)
                .where(SupervisionSessionRow.id == session_id)
                .values(
                    supervisor_id=change.to_id,
                    sequence=SupervisionSessionRow.sequence + 1,
                    changed_at=at,
                )
                .execution_options(synchronize_session=False)
            )
        act.learn(centre_id=row.centre_id)
