"""Take an application for the register up, so that it is under review."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_status import Applied, Mover, check_move
from qa_app.domain.rules.decision import Status
from qa_app.domain.standing_events import ApplicationMoved
from qa_app.models.register_decisions import RegisterApplicationRow
from qa_app.models.transaction import transaction
from qa_app.queries.register_standings import application_area, held_standing


def take_up_application(
    session: Session, actor: Actor, application_id: int, *, at: datetime
) -> None:
    """Take it up.

    Args:
        session: A database session.
        actor: Who proposes decisions.
        application_id: The application.
        at: The present.

    Raises:
        OutOfReachError: There is no such application within reach, or the actor may not.
        ConflictError: It does not wait any more (`application_over`), or somebody took it up
            (`no_such_move`).
    """
    event = ApplicationMoved(actor=actor, at=at, object_id=application_id, step="take_up")
    with transaction(session, event) as act:
        centre_id, area = application_area(session, application_id)
        held = held_standing(session, actor, centre_id, area, Permission.STANDING_PROPOSE)
        if held.waiting is None or held.waiting.id != application_id:
            raise ConflictError("application_over")
        check_move(Status(held.waiting.state.value), Status.UNDER_REVIEW, Mover.REVIEWER)
        session.execute(
            update(RegisterApplicationRow)
            .where(RegisterApplicationRow.id == application_id)
            .values(state=Applied.UNDER_REVIEW.value, taken_up_at=at, taken_up_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        act.learn(centre_id=centre_id)
