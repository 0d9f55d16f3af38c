"""Take back what judicial users were let read."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.domain.standing_events import TextReleased
from qa_app.models.register_decisions import ReleasedItemRow
from qa_app.models.transaction import transaction
from qa_app.queries.register_texts import held_release


def withdraw_release(session: Session, actor: Actor, release_id: int, *, at: datetime) -> None:
    """Withdraw it: the text is hidden again; that it was released stays in the list.

    Args:
        session: A database session.
        actor: Who releases texts.
        release_id: The release.
        at: The present.

    Raises:
        OutOfReachError: There is no such release within reach, or the actor may not.
        ConflictError: It was withdrawn (`release_over`).
    """
    event = TextReleased(actor=actor, at=at, object_id=release_id, step="withdraw_release")
    with transaction(session, event) as act:
        one = held_release(session, actor, release_id)
        if one.withdrawn_at is not None:
            raise ConflictError("release_over")
        session.execute(
            update(ReleasedItemRow)
            .where(ReleasedItemRow.id == release_id, ReleasedItemRow.withdrawn_at.is_(None))
            .values(withdrawn_at=at, withdrawn_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        act.learn(centre_id=one.centre_id)
