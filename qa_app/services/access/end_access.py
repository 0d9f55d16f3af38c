"""End access before its time: whoever asked gives it back, whoever answers for the file revokes."""

from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.access_events import AccessEnded
from qa_app.domain.access_requests import AccessState, check_end
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.transaction import transaction
from qa_app.queries.access_requests import answerable, held_access


def end_access(session: Session, actor: Actor, request_id: int, zone: str, *, at: datetime) -> None:
    """End access, or take back a request that waits; what opens the file bites at once.

    Args:
        session: A database session.
        actor: Who asked, or who answers for the file.
        request_id: The request.
        zone: Local time zone of the installation.
        at: The present.

    Raises:
        OutOfReachError: There is no such request of theirs; one that waits is refused, not
            ended, by whoever answers for the file.
        ConflictError: It is over (`domain.access_requests.check_end`).
    """
    if actor.account_id is None:
        raise OutOfReachError("access_request")
    event = AccessEnded(actor=actor, at=at, object_id=request_id, file="", why="revoked")
    mine = AccessRequestRow.asked_by == actor.account_id
    with transaction(session, event) as act:
        whose = or_(mine, answerable(actor, local_day(at, zone)))
        held = held_access(session, request_id, whose, at)
        is_own = held.asked_by_id == actor.account_id
        if held.state is AccessState.ASKED and not is_own:
            raise OutOfReachError("access_request")
        check_end(held.state)
        session.execute(
            update(AccessRequestRow)
            .where(AccessRequestRow.id == request_id)
            .values(ended_at=at, ended_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        taken_back = "taken_back" if held.state is AccessState.ASKED else "given_back"
        why = taken_back if is_own else "revoked"
        act.learn(file=held.reference, centre_id=held.centre_id, why=why)
