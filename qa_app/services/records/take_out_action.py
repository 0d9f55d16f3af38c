"""Take an action out of the record of a session, while that is written."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from qa_app.domain.agreed_events import ActionAgreed
from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.transaction import transaction
from qa_app.queries.record_places import draft_of, led_session


def take_out_action(
    session: Session, actor: Actor, session_id: int, action_id: int, *, at: datetime
) -> None:
    """Take an action out of the record that one is writing.

    Args:
        session: A database session.
        actor: Who leads the session.
        session_id: The session.
        action_id: The action.
        at: The present.

    Raises:
        OutOfReachError: There is no such record that the actor writes.
        ConflictError: It is signed (`record_signed`), its session was cancelled
            (`session_cancelled`), or the action is not in it any more (`action_gone`).
    """
    event = ActionAgreed(actor=actor, at=at, object_id=session_id, step="take_out")
    with transaction(session, event) as act:
        held = led_session(session, actor, session_id)
        draft_of(held)
        query = select(CorrectiveActionRow.owner).where(
            CorrectiveActionRow.id == action_id, CorrectiveActionRow.session_id == session_id
        )
        owner = session.execute(query).scalar_one_or_none()
        if owner is None:
            raise ConflictError("action_gone")
        session.execute(
            delete(CorrectiveActionRow)
            .where(CorrectiveActionRow.id == action_id)
            .execution_options(synchronize_session=False)
        )
        act.learn(centre_id=held.session.centre_id, owner=owner)
