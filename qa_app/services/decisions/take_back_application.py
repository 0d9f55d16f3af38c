"""Take an application for the register back."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_status import Applied
from qa_app.domain.standing_events import ApplicationMoved
from qa_app.models.register_steps import end_application
from qa_app.models.transaction import transaction
from qa_app.queries.register_standings import application_area, held_standing


def take_back_application(
    session: Session, actor: Actor, application_id: int, *, at: datetime
) -> None:
    """Take it back; nothing is decided about it then.

    Args:
        session: A database session.
        actor: Who manages the centre.
        application_id: The application.
        at: The present.

    Raises:
        OutOfReachError: There is no such application of a centre of theirs.
        ConflictError: It does not wait any more (`application_over`).
    """
    event = ApplicationMoved(actor=actor, at=at, object_id=application_id, step="take_back")
    with transaction(session, event) as act:
        centre_id, area = application_area(session, application_id)
        held = held_standing(session, actor, centre_id, area, Permission.STANDING_APPLY)
        if held.waiting is None or held.waiting.id != application_id:
            raise ConflictError("application_over")
        end_application(session, application_id, Applied.WITHDRAWN, actor.account_id, at)
        act.learn(centre_id=centre_id)
