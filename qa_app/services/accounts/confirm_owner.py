"""Confirm that the owner of an account opened the link by which its password was set."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.events import AccountChanged
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.accounts import AccountRow
from qa_app.models.transaction import locked, transaction
from qa_app.models.ways_in import AccountLinkRow
from qa_app.queries.grants import check_manageable
from qa_app.queries.hands import refuse_one_person, unseen_links


def confirm_owner(
    session: Session, actor: Actor, account_id: int, link_id: int, *, at: datetime
) -> None:
    """Put down that somebody other than its maker knows from the owner that they opened a link.

    From then on its maker is not taken for whoever acts under the account (`queries.hands`).

    Args:
        session: A database session.
        actor: Who knows.
        account_id: The account.
        link_id: The link as they saw it.
        at: The present.

    Raises:
        NotAllowedError: The actor confirms no owners (`owner:confirm`).
        InvalidError: It is the actor's own account (`own_account`).
        OutOfReachError: There is no such account within reach.
        ConflictError: This link is not asked about any more (`owner_answered`).
        OnePersonError: The actor made it, or one person may be behind both (`queries.hands`).
    """
    if not may(actor, Permission.OWNER_CONFIRM) or actor.account_id is None:
        raise NotAllowedError("owner:confirm")
    if account_id == actor.account_id:
        raise InvalidError("own_account")
    event = AccountChanged(actor=actor, at=at, object_id=account_id, change="owner_confirmed")
    with transaction(session, event):
        check_manageable(session, actor, account_id, Permission.OWNER_CONFIRM)
        # a link that is taken meanwhile waits, or is the one that is seen here
        held = select(AccountRow.id).where(AccountRow.id == account_id)
        session.execute(locked(session, held, AccountRow))
        unseen = unseen_links(session, account_id, at)
        link = next((one for one in unseen if one.id == link_id), None)
        if link is None:
            raise ConflictError("owner_answered")
        refuse_one_person(session, actor.account_id, at, (link.made_by, link.made_at))
        session.execute(
            update(AccountLinkRow)
            .where(AccountLinkRow.id == link_id)
            .values(seen_by=actor.account_id, seen_at=at)
            .execution_options(synchronize_session=False)
        )
