"""Link one's account with one at the provider of single sign-on."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import OutsideLinked
from qa_app.models.factor_check import locked_state
from qa_app.models.login_sessions import tell_owner
from qa_app.models.second_factors import OutsideAccountRow
from qa_app.models.transaction import transaction


def link_outside(
    session: Session, actor: Actor, issuer: str, subject: str, *, at: datetime
) -> None:
    """Keep who a signed-in person is elsewhere; a link before it is replaced.

    Args:
        session: A database session.
        actor: Who is signed in here.
        issuer: The provider.
        subject: What it calls the person.
        at: The present.

    Raises:
        ConflictError: Another account is linked with that person (`linked_elsewhere`).
    """
    account_id = actor.account_id or 0
    event = OutsideLinked(actor=actor, at=at, object_id=account_id, step="link")
    with transaction(session, event):
        locked_state(session, account_id)
        holder = session.scalar(
            select(OutsideAccountRow.account_id).where(
                OutsideAccountRow.issuer == issuer, OutsideAccountRow.subject == subject
            )
        )
        if holder not in {None, account_id}:
            raise ConflictError("linked_elsewhere")
        session.execute(delete(OutsideAccountRow).where(OutsideAccountRow.account_id == account_id))
        session.add(
            OutsideAccountRow(account_id=account_id, issuer=issuer, subject=subject, linked_at=at)
        )
        tell_owner(session, account_id, "outside_linked", at)
