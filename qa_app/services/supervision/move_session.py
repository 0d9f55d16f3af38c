"""Put a planned session on another day or at another time; where it was stays told."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.people import Actor
from qa_app.domain.session_events import SessionMoved
from qa_app.domain.session_moves import Move, SessionDay, check_move
from qa_app.models.leavers import leave_out_leavers
from qa_app.models.session_moves import put_elsewhere
from qa_app.models.transaction import transaction
from qa_app.queries.session_fitness import check_session_day, planned_session
from qa_app.queries.session_rules import refuse_untold, standing_session


def move_session(
    session: Session, actor: Actor, session_id: int, move: Move, zone: str, *, at: datetime
) -> None:
    """Move a planned session.

    Args:
        session: A database session.
        actor: Who moves it.
        session_id: The session.
        move: From when to when, and why.
        zone: Local time zone.
        at: The present.

    Raises:
        OutOfReachError: There is no such session where the actor may plan.
        ConflictError: It is held or cancelled (`not_planned`), or somebody else moved it
            meanwhile (`moved_meanwhile`).
        InvalidError: See `check_move` and `check_session_day`; or something speaks
            against it and nobody said that it is meant (`rules_bend`, `double_booked`).
    """
    event = SessionMoved(
        actor=actor,
        at=at,
        object_id=session_id,
        from_on=move.seen.on,
        to_on=move.to.on,
        reason=move.reason.value,
    )
    with transaction(session, event) as act:
        row, _ = planned_session(session, actor, session_id)
        act.learn(centre_id=row.centre_id)
        today = local_day(at, zone)
        check_move(SessionDay(row.planned_on, row.starts_at_time), move, today)
        check_session_day(session, row.centre_id, move.to.on, row.supervisor_id)
        wanted = replace(standing_session(session, session_id), on=move.to.on, starts_at=move.to.at)
        refuse_untold(session, wanted, today, is_meant=move.is_meant)
        put_elsewhere(session, row, move, actor.account_id, at)
        leave_out_leavers(session, session_id, move.to.on, today)
