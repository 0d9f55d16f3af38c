"""Who is signed in, and which accounts there are."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import ADMIN_ROLES, Actor, Grant, Role, granted_reach
from qa_app.domain.permissions import Permission, may
from qa_app.domain.second_factors import Strength, WayIn
from qa_app.domain.sign_in import ends_at, is_idle, is_over
from qa_app.models.accounts import AccountRow, LoginSessionRow, RoleGrantRow
from qa_app.models.login_sessions import has_admin_role
from qa_app.models.prepared import Prepared
from qa_app.models.second_factors import FactorStateRow
from qa_app.queries.grants import is_manageable


@dataclass(frozen=True, slots=True)
class LivingSession:
    """A living session and the person behind it.

    Attributes:
        actor: The person, with grants as they stand now.
        session_id: The session.
        language: Language of the person's pages.
        has_single_keys: True when single keys rate items.
        last_seen_at: When the session was last noted as used.
        created_at: When it began.
        password_set_at: Since when the password stands; None when nobody knows.
        strength: How many factors were given.
        way_in: How the session began.
        factor_due_since: Since when a second factor is due; None before that was noted.
    """

    actor: Actor
    session_id: int
    language: str
    has_single_keys: bool
    last_seen_at: datetime
    created_at: datetime
    password_set_at: datetime | None = None
    strength: Strength = Strength.ONE
    way_in: WayIn = WayIn.PASSWORD
    factor_due_since: datetime | None = None

    @property
    def is_admin(self) -> bool:
        """Tell whether the shorter limits of administrators hold."""
        return any(self.actor.has_role(role) for role in ADMIN_ROLES)

    @property
    def ends_at(self) -> datetime:
        """Tell when the session runs out if nothing more is done in it."""
        return ends_at(self.created_at, self.last_seen_at, is_admin=self.is_admin)


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
        address: Network address; None where nobody knows it.
    """

    id: int
    device: str
    created_at: datetime
    last_seen_at: datetime
    address: str | None


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
        AccountRow.password_set_at,
        LoginSessionRow.strength,
        LoginSessionRow.way_in,
        FactorStateRow.due_since,
        RoleGrantRow.role,
        RoleGrantRow.place_path,
        RoleGrantRow.centre_id,
    )
    .join(AccountRow, AccountRow.id == LoginSessionRow.account_id)
    .outerjoin(RoleGrantRow, RoleGrantRow.account_id == AccountRow.id)
    .outerjoin(FactorStateRow, FactorStateRow.account_id == AccountRow.id)
    .where(
        LoginSessionRow.token_digest == bindparam("token_digest"),
        LoginSessionRow.ended_at.is_(None),
        LoginSessionRow.strength != Strength.HALF.value,
        AccountRow.is_active,
    )
)


def signed_in(session: Session, token_digest: str, *, at: datetime) -> LivingSession | None:
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
    if not rows:
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
    found = LivingSession(
        actor,
        first.id,
        first.language,
        first.single_keys,
        first.last_seen_at,
        first.created_at,
        first.password_set_at,
        Strength(first.strength),
        WayIn(first.way_in),
        first.due_since,
    )
    return None if at >= found.ends_at else found


def own_sessions(session: Session, actor: Actor, *, at: datetime) -> tuple[SessionLine, ...]:
    """List the living sessions of one's own account.

    Args:
        session: A session.
        actor: Whose.
        at: The present.

    Returns:
        Newest first; those that have run out are left out.
    """
    return () if actor.account_id is None else sessions_living(session, actor.account_id, at=at)


def sessions_of(
    session: Session, actor: Actor, account_id: int, *, at: datetime
) -> tuple[SessionLine, ...]:
    """List the living sessions of an account of somebody else.

    Args:
        session: A session.
        actor: Who asks.
        account_id: Which account.
        at: The present.

    Returns:
        Newest first; none when the actor may not end them, or the account is out of reach.
    """
    if not may(actor, Permission.LOGIN_END):
        return ()
    if not is_manageable(session, actor, account_id, Permission.LOGIN_END):
        return ()
    return sessions_living(session, account_id, at=at)


def sessions_living(session: Session, account_id: int, *, at: datetime) -> tuple[SessionLine, ...]:
    """List the living sessions of an account, whoever asks.

    Args:
        session: A session.
        account_id: Which account.
        at: The present.

    Returns:
        Newest first.
    """
    is_admin = has_admin_role(session, account_id)
    rows = session.execute(
        select(
            LoginSessionRow.id,
            LoginSessionRow.device,
            LoginSessionRow.created_at,
            LoginSessionRow.last_seen_at,
            LoginSessionRow.address,
        )
        .where(
            LoginSessionRow.account_id == account_id,
            LoginSessionRow.ended_at.is_(None),
            LoginSessionRow.strength != Strength.HALF.value,
        )
        .order_by(LoginSessionRow.id.desc())
    ).all()
    return tuple(
        SessionLine(*row)
        for row in rows
        if not is_over(row.created_at, row.last_seen_at, at, is_admin=is_admin)
    )


@dataclass(frozen=True, slots=True)
class EndedLogin:
    """A session that a browser still names, however it ended.

    Attributes:
        account_id: Whose it was.
        login_name: Name typed at sign-in.
        name: Name shown.
        why: Why it ended, as `LoginSessionRow.end_reason`; `idle` or `absolute` when it ran out;
            None while it goes on.
    """

    account_id: int
    login_name: str
    name: str
    why: str | None


def past_session(session: Session, token_digest: str, *, at: datetime) -> EndedLogin | None:
    """Find the session that a browser's cookie names, living or not.

    Args:
        session: A session.
        token_digest: SHA-256 (hex) of the cookie's random id.
        at: The present.

    Returns:
        The session; None when the cookie never was one's.
    """
    row = session.execute(
        select(
            LoginSessionRow.account_id,
            LoginSessionRow.created_at,
            LoginSessionRow.last_seen_at,
            LoginSessionRow.ended_at,
            LoginSessionRow.end_reason,
            AccountRow.login_name,
            AccountRow.display_name,
        )
        .join(AccountRow, AccountRow.id == LoginSessionRow.account_id)
        .where(LoginSessionRow.token_digest == token_digest)
    ).one_or_none()
    if row is None:
        return None
    why = row.end_reason
    is_admin = has_admin_role(session, row.account_id)
    if row.ended_at is None and is_over(row.created_at, row.last_seen_at, at, is_admin=is_admin):
        why = "idle" if is_idle(row.last_seen_at, at, is_admin=is_admin) else "absolute"
    return EndedLogin(row.account_id, row.login_name, row.display_name, why)


def account_named(session: Session, login_name: str) -> int:
    """Find an account by the name typed at sign-in, for commands on the host.

    Args:
        session: A session.
        login_name: The name, in any letters.

    Returns:
        The account.

    Raises:
        OutOfReachError: There is none.
    """
    found = session.execute(
        select(AccountRow.id).where(AccountRow.login_name == login_name.strip().casefold())
    ).scalar_one_or_none()
    if found is None:
        raise OutOfReachError("account")
    return found


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
