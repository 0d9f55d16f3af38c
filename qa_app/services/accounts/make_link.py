"""Make a link by which the owner of an account sets a password: an invitation, or a reset."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.sign_in import LinkKind, link_until
from qa_app.domain.sign_in_events import AccountLinkMade
from qa_app.models.accounts import AccountRow
from qa_app.models.login_sessions import put_link, tell_owner
from qa_app.models.transaction import locked, transaction
from qa_app.queries.grants import check_manageable, holds_weight
from qa_app.queries.second_factors import keeps_out


def make_link(
    session: Session, actor: Actor, account_id: int, token_digest: str, *, at: datetime
) -> tuple[LinkKind, datetime]:
    """Make a link that sets the password of an account, once; older ones open nothing any more.

    Nobody but its owner learns the password. It is an invitation as long as the account has none,
    and lives `INVITATION_HOURS`; else a reset, which lives `RESET_MINUTES` and of which the owner
    is told.

    Args:
        session: A database session.
        actor: Who makes it.
        account_id: The account.
        token_digest: SHA-256 (hex) of the link's random part.
        at: The present.

    Returns:
        What it is, and when it ends.

    Raises:
        NotAllowedError: The actor may not manage accounts.
        OutOfReachError: There is no such account within reach.
        InvalidError: It is the actor's own account (`own_account`), it is disabled
            (`account_disabled`), or a person would open an account that holds a role of weight
            and has no second factor that keeps them out (`keeps_out`; `link_weighs`).

    Source: OWASP ASVS 5.0, 6.4.1 and 6.4.6.
    """
    if not may(actor, Permission.ACCOUNT_MANAGE):
        raise NotAllowedError("account:manage")
    if account_id == actor.account_id:
        raise InvalidError("own_account")
    with transaction(session, AccountLinkMade(actor=actor, at=at, kind="")) as act:
        check_manageable(session, actor, account_id)
        query = select(AccountRow).where(AccountRow.id == account_id)
        account = session.execute(locked(session, query, AccountRow)).scalar_one_or_none()
        if account is None:
            raise OutOfReachError("account")
        if not account.is_active:
            raise InvalidError("account_disabled")
        if actor.account_id is not None and _opens_weight(
            session, account_id, actor.account_id, at
        ):
            raise InvalidError("link_weighs")
        kind = LinkKind.RESET if account.password_hash else LinkKind.INVITATION
        put_link(session, account_id, kind, token_digest, actor.account_id, at)
        if kind is LinkKind.RESET:
            tell_owner(session, account_id, "reset_link", at)
        act.learn(object_id=account_id, kind=kind.value)
    return kind, link_until(kind, at)


def _opens_weight(session: Session, account_id: int, maker_id: int, at: datetime) -> bool:
    # whoever sees the link may use it: alone, nobody gets at what takes two to give
    return holds_weight(session, account_id) and not keeps_out(session, account_id, maker_id, at)
