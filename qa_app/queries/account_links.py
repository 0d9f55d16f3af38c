"""Links by which owners of accounts set a password."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.sign_in import LinkKind
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.ways_in import AccountLinkRow
from qa_app.queries.hands import may_be_one
from qa_app.queries.second_factors import keeps_out


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that opens.

    Attributes:
        account_id: The account.
        login_name: Name typed at sign-in.
        display_name: Name shown.
        kind: What it is for.
        expires_at: When it ends.
    """

    account_id: int
    login_name: str
    display_name: str
    kind: LinkKind
    expires_at: datetime


def open_link(session: Session, token_digest: str, at: datetime) -> OpenLink | None:
    """Find a link that opens.

    Args:
        session: A database session.
        token_digest: SHA-256 (hex) of its random part.
        at: The present.

    Returns:
        The link; None when there is none, it was used or replaced, it has ended, or its account
        is disabled.
    """
    row = session.execute(
        select(
            AccountLinkRow.account_id,
            AccountRow.login_name,
            AccountRow.display_name,
            AccountLinkRow.kind,
            AccountLinkRow.expires_at,
        )
        .join(AccountRow, AccountRow.id == AccountLinkRow.account_id)
        .where(
            AccountLinkRow.token_digest == token_digest,
            AccountLinkRow.closed_at.is_(None),
            AccountLinkRow.expires_at > at,
            AccountRow.is_active,
        )
    ).one_or_none()
    if row is None:
        return None
    return OpenLink(
        row.account_id, row.login_name, row.display_name, LinkKind(row.kind), row.expires_at
    )


def may_be_inside(session: Session, other_id: int | None, account_id: int, at: datetime) -> bool:
    """Tell whether somebody may act under an account, or come into it by a link that still opens.

    Args:
        session: A database session.
        other_id: Who that might be; None for the system.
        account_id: The account.
        at: The present.

    Returns:
        True when they may be behind the account (`queries.hands`), or may be one person with who
        made a link to it, other than by a command on the host, and no second factor keeps that
        one out.

    Source: ADR 0045.
    """
    if may_be_one(session, (other_id, at), (account_id, at)):
        return True
    row = AccountLinkRow
    query = select(row.made_by, row.made_at).where(
        row.account_id == account_id,
        row.made_by.is_not(None),
        row.closed_at.is_(None),
        row.expires_at > at,
    )
    makers = [(made.made_by, made.made_at) for made in session.execute(query)]
    return any(
        may_be_one(session, (other_id, at), made)
        and not keeps_out(session, account_id, made[0], at)
        for made in makers
    )


def may_know_password(session: Session, account_id: int, other: Actor, at: datetime) -> bool:
    """Tell whether somebody may have set the password of an account by a link.

    Args:
        session: A database session.
        account_id: The account.
        other: Who that might be.
        at: The present.

    Returns:
        True when they, or somebody who may be one person with them (`queries.hands`), made the
        newest link that was used, unless the owner has signed in with their second factor since:
        they know the password then. A link that was made after it and not used sets none.

    Source: ADR 0045.
    """
    row = AccountLinkRow
    used = row.account_id == account_id, row.was_used
    link = session.scalars(select(row).where(*used).order_by(row.id.desc()).limit(1)).first()
    if link is None or not may_be_one(
        session, (other.account_id, at), (link.made_by, link.made_at)
    ):
        return False
    inside = select(LoginSessionRow.id).where(
        LoginSessionRow.account_id == account_id,
        LoginSessionRow.strength == "two",
        LoginSessionRow.way_in == "password",
        LoginSessionRow.created_at > link.closed_at,
    )
    return session.execute(inside.limit(1)).first() is None
