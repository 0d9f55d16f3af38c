"""Undo the link with an account at the provider of single sign-on."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import OutsideLinked
from qa_app.models.login_sessions import tell_owner
from qa_app.models.second_factors import OutsideAccountRow
from qa_app.models.transaction import transaction


def unlink_outside(session: Session, actor: Actor, *, at: datetime) -> None:
    """Forget who a person is elsewhere.

    Args:
        session: A database session.
        actor: Whose account.
        at: The present.

    Raises:
        ConflictError: There is no link (`not_linked`).
    """
    event = OutsideLinked(actor=actor, at=at, object_id=actor.account_id, step="unlink")
    with transaction(session, event):
        gone = session.execute(
            delete(OutsideAccountRow)
            .where(OutsideAccountRow.account_id == actor.account_id)
            .returning(OutsideAccountRow.account_id)
        ).scalar_one_or_none()
        if gone is None:
            raise ConflictError("not_linked")
        tell_owner(session, gone, "outside_unlinked", at)
