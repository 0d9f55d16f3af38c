"""Who is signed in, and which accounts there are."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Role, granted_reach
from qa_app.domain.sign_in import is_over
from qa_app.models.accounts import AccountRow, LoginSessionRow, RoleGrantRow
from qa_app.models.prepared import Prepared


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A living session and the person behind it.

    Attributes:
        actor: The person, with grants as they stand now.
        session_id: The session.
        language: Language of the person's pages.
        has_single_keys: True when single keys rate items.
        last_seen_at: When the session was last noted as used.
        created_at: When it began.
    """

    actor: Actor
    session_id: int
    language: str
    has_single_keys: bool
    last_seen_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in a list.

    Attributes:
        id: The account.
        login_name: Name typed at sign-in.
        display_name: Name shown.
        is_active: False when disabled.
        roles: Roles held.
        last_seen_at: Last use; None when never used.
    """

    id: int
    login_name: str
    display_name: str
    is_active: bool
    roles: tuple[Role, ...]
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list of one's own.

    Attributes:
        id: The session.
        device: What the browser called itself.
        created_at: When it began.
        last_seen_at: When it was last noted as used.
    """

    id: int
    device: str
    created_at: datetime
    last_seen_at: datetime


# built once: every request asks it
_LIVING = Prepared(
    select(
        LoginSessionRow.id,
        LoginSessionRow.created_at,
        LoginSessionRow.last_seen_at,
        AccountRow.id.label("account_id"),
        AccountRow.display_name,
        AccountRow.language,
        AccountRow.single_keys,
        AccountRow.practitioner_id,
        RoleGrantRow.role,
        RoleGrantRow.place_path,
        RoleGrantRow.centre_id,
    )
    .join(AccountRow, AccountRow.id == LoginSessionRow.account_id)
    .outerjoin(RoleGrantRow, RoleGrantRow.account_id == AccountRow.id)
    .where(
        LoginSessionRow.token_digest == bindparam("token_digest"),
        LoginSessionRow.ended_at.is_(None),
        AccountRow.is_active,
    )
)


def signed_in(session: Session, token_digest: str, *, at: datetime) -> SignedIn | None:
    """Find the person behind a session cookie, with one query.

    Args:
        session: A session.
        token_digest: SHA-256 (hex) of the cookie's random id.
        at: The present.

    Returns:
        The person; None when there is no such session, it has ended or run out, or the
        account is disabled.
    """
    rows = _LIVING.rows(session.connection(), {"token_digest": token_digest})
    if not rows or is_over(rows[0].created_at, rows[0].last_seen_at, at):
        return None
    first = rows[0]
    grants = tuple(
        Grant(Role(row.role), granted_reach(row.place_path, row.centre_id))
        for row in rows
        if row.role
    )
    actor = Actor(
        account_id=first.account_id,
        name=first.display_name,
        grants=grants,
        session_digest=token_digest,
        practitioner_id=first.practitioner_id,
    )
    return SignedIn(
        actor, first.id, first.language, first.single_keys, first.last_seen_at, first.created_at
    )


def own_sessions(session: Session, actor: Actor, *, at: datetime) -> tuple[SessionLine, ...]:
    """List the living sessions of an account.

    Args:
        session: A session.
        actor: Whose.
        at: The present.

    Returns:
        Newest first; those that have run out are left out.
    """
    rows = session.execute(
        select(
            LoginSessionRow.id,
            LoginSessionRow.device,
            LoginSessionRow.created_at,
            LoginSessionRow.last_seen_at,
        )
        .where(LoginSessionRow.account_id == actor.account_id, LoginSessionRow.ended_at.is_(None))
        .order_by(LoginSessionRow.id.desc())
    ).all()
    return tuple(
        SessionLine(*row) for row in rows if not is_over(row.created_at, row.last_seen_at, at)
    )


def accounts(session: Session) -> tuple[AccountLine, ...]:
    """List every account.

    Args:
        session: A session.

    Returns:
        By login name.
    """
    roles: dict[int, list[Role]] = {}
    for account_id, role in session.execute(
        select(RoleGrantRow.account_id, RoleGrantRow.role).order_by(RoleGrantRow.id)
    ):
        if Role(role) not in roles.setdefault(account_id, []):
            roles[account_id].append(Role(role))
    last_seen = select(
        LoginSessionRow.account_id, func.max(LoginSessionRow.last_seen_at).label("at")
    ).group_by(LoginSessionRow.account_id)
    seen: dict[int, datetime] = {row.account_id: row.at for row in session.execute(last_seen)}
    rows = session.execute(
        select(
            AccountRow.id, AccountRow.login_name, AccountRow.display_name, AccountRow.is_active
        ).order_by(AccountRow.login_name)
    ).all()
    return tuple(AccountLine(*row, tuple(roles.get(row.id, ())), seen.get(row.id)) for row in rows)
