"""Agree to names that somebody else proposed, or refuse them."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.register_names import check_agreement
from qa_app.domain.standing_events import NamesMoved
from qa_app.models.register_decisions import RegisterNamesRow
from qa_app.models.transaction import transaction
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.register_names import held_names


def answer_names(
    session: Session, actor: Actor, names_id: int, *, is_agreed: bool, at: datetime
) -> None:
    """Answer them.

    Args:
        session: A database session.
        actor: A second person who may name.
        names_id: The names.
        is_agreed: False refuses them.
        at: The present.

    Raises:
        OutOfReachError: There are none, or the actor may not.
        NotAllowedError: They are their own (`same_person`).
        ConflictError: Somebody answered first (`names_answered`).
        OnePersonError: One person may be behind who proposed them and who agrees
            (`queries.hands`).
    """
    if not may(actor, Permission.STANDING_NAME):
        raise OutOfReachError("register_names")
    step = "confirm" if is_agreed else "refuse"
    with transaction(session, NamesMoved(actor=actor, at=at, object_id=names_id, step=step)):
        held = held_names(session, names_id)
        check_agreement(held.proposed_by, actor.account_id, is_answered=held.is_answered)
        if is_agreed:
            refuse_one_person(session, actor.account_id, at, (held.proposed_by, held.proposed_at))
        session.execute(
            update(RegisterNamesRow)
            .where(RegisterNamesRow.id == names_id)
            .values(is_agreed=is_agreed, answered_at=at, answered_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
