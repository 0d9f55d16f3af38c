"""Switch the single keys of one's own audit workspace on or off."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.events import AccountChanged
from qa_app.domain.people import Actor
from qa_app.models.accounts import AccountRow
from qa_app.models.transaction import transaction


def switch_single_keys(session: Session, actor: Actor, *, are_on: bool, at: datetime) -> None:
    """Choose whether single keys act in the workspace.

    Args:
        session: A database session.
        actor: Whose workspace.
        are_on: True lets single keys act.
        at: The present.
    """
    event = AccountChanged(actor=actor, at=at, object_id=actor.account_id, change="single_keys")
    with transaction(session, event):
        session.execute(
            update(AccountRow).where(AccountRow.id == actor.account_id).values(single_keys=are_on)
        )
