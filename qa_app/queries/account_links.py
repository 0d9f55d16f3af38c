"""Links by which owners of accounts set a password."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.sign_in import LinkKind
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.ways_in import AccountLinkRow


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


def has_open_link(session: Session, account_id: int, maker_id: int, at: datetime) -> bool:
    """Tell whether somebody saw a link to an account that still opens.

    Args:
        session: A database session.
        account_id: The account.
        maker_id: Who might have made it.
        at: The present.

    Returns:
        True when they made it.
    """
    row = AccountLinkRow
    query = select(row.id).where(
        row.account_id == account_id,
        row.made_by == maker_id,
        row.closed_at.is_(None),
        row.expires_at > at,
    )
    return session.execute(query.limit(1)).first() is not None


def may_know_password(session: Session, account_id: int, other: Actor) -> bool:
    """Tell whether somebody may have set the password of an account by a link that they made.

    Args:
        session: A database session.
        account_id: The account.
        other: Who that might be.

    Returns:
        True when they made the newest link, which reset a password and was used, unless the owner
        has signed in with their second factor since: they know the password then.

    Source: ADR 0045.
    """
    row = AccountLinkRow
    newest = select(func.max(row.id)).where(row.account_id == account_id).scalar_subquery()
    used_at = session.scalar(
        select(row.closed_at).where(
            row.id == newest,
            row.kind == LinkKind.RESET.value,
            row.made_by == other.account_id,
            row.was_used,
        )
    )
    if used_at is None:
        return False
    inside = select(LoginSessionRow.id).where(
        LoginSessionRow.account_id == account_id,
        LoginSessionRow.strength == "two",
        LoginSessionRow.way_in == "password",
        LoginSessionRow.created_at > used_at,
    )
    return session.execute(inside.limit(1)).first() is None
