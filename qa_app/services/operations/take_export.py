"""Note that approved results are taken away, before the first row leaves."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.export_events import ItemsExported
from qa_app.domain.export_requests import check_taking
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.transaction import transaction
from qa_app.queries.export_requests import ExportRequest, held_request


def take_export(
    session: Session, actor: Actor, request_id: int, mark: str, *, at: datetime
) -> ExportRequest:
    """Let somebody take away what they asked for, while its approval lasts.

    Args:
        session: A database session.
        actor: Who asked for it.
        request_id: The request.
        mark: What every row of the file will carry.
        at: The present.

    Returns:
        The request, with which results go and as what.

    Raises:
        OutOfReachError: There is no such request of theirs, or they may ask no more.
        ConflictError: It is not approved, or the approval lapsed
            (`domain.export_requests.check_taking`).
    """
    event = ItemsExported(
        actor=actor,
        at=at,
        object_id=mark,
        purpose="",
        form="",
        since=None,
        until=None,
        request=request_id,
    )
    with transaction(session, event) as act:
        held = held_request(session, actor, request_id, Permission.ITEMS_REQUEST, at)
        check_taking(held.state)
        since, until = held.chosen.since, held.chosen.until
        act.learn(
            purpose=held.purpose.value,
            form=held.form.value,
            since=None if since is None else since.isoformat(),
            until=None if until is None else until.isoformat(),
        )
    return held
