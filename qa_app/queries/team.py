"""The team's profile, what it relaxes, and who is there."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.domain.profiles import (
    TWO_HATS_ASKED,
    GivenUp,
    People,
    Profile,
    Safeguard,
    profile_of,
    spans_given_up,
)
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.aliases import alias_of
from qa_app.models.who_reads import TeamProfileRow

_READERS = frozenset({Role.AUDITOR.value, Role.SENIOR_SUPERVISOR.value})


@dataclass(frozen=True, slots=True)
class Team:
    """How the team stands.

    Attributes:
        profile: The profile set, or the one that fits its size while none is set.
        relaxed: What is given up.
        neighbour: The city with which readers are exchanged; empty for none.
        set_at: When the profile was set; None while none is.
        set_by: The account that set it; None for a command on the host.
        waits: True while one person being system and security administrator is asked for, and
            waits for a second person.
    """

    profile: Profile
    relaxed: frozenset[Safeguard]
    neighbour: str
    set_at: datetime | None
    set_by: int | None = None
    waits: bool = False


def people_there(session: Session) -> People:
    """Count the active people by what they may do, with one query.

    Args:
        session: A database session.

    Returns:
        The counts.
    """
    rows = session.execute(
        select(RoleGrantRow.account_id, RoleGrantRow.role)
        .join(AccountRow, AccountRow.id == RoleGrantRow.account_id)
        .where(AccountRow.is_active)
        .distinct()
    ).all()

    def accounts(*roles: str) -> set[int]:
        return {row.account_id for row in rows if row.role in roles}

    def holding(*roles: str) -> int:
        return len(accounts(*roles))

    return People(
        readers=holding(*_READERS),
        supervisors=holding(Role.SENIOR_SUPERVISOR),
        # a role on top of one that reads: alone it opens no file
        moderators=len(accounts(Role.MODERATOR) & accounts(*_READERS)),
        system_admins=holding(Role.SYS_ADMIN),
        audit_admins=holding(Role.AUDIT_ADMIN),
        security_admins=holding(Role.SEC_ADMIN),
    )


def team_now(session: Session) -> Team:
    """Read how the team stands.

    Args:
        session: A database session.

    Returns:
        The profile set last; while none is set the one of its size, with nothing given up.
    """
    row = _standing(session, None)
    if row is None:
        return Team(profile_of(people_there(session).readers), frozenset(), "", None)
    waits = TWO_HATS_ASKED in row.relaxed
    kept = row.neighbour, row.set_at, row.set_by
    return Team(Profile(row.profile), _relaxed(row), *kept, waits)


def relaxed_at(session: Session, at: datetime | None) -> frozenset[Safeguard]:
    """Read what was given up at an instant, such as when a review was signed.

    Args:
        session: A database session.
        at: The instant; None for the present.

    Returns:
        The safeguards given up then; none before a profile was set.
    """
    row = _standing(session, at)
    return frozenset() if row is None else _relaxed(row)


def has_two_hats(session: Session) -> bool:
    """Tell whether the team lets one person be system and security administrator.

    Args:
        session: A database session.

    Returns:
        True while its profile gives the separation up.
    """
    return Safeguard.TWO_HATS in relaxed_at(session, None)


def two_hats_held(session: Session) -> bool:
    """Tell whether some account is system and security administrator in one.

    Args:
        session: A database session.

    Returns:
        True with one, active or not.
    """
    other = alias_of(RoleGrantRow)
    query = (
        select(RoleGrantRow.id)
        .join(other, other.account_id == RoleGrantRow.account_id)
        .where(RoleGrantRow.role == Role.SYS_ADMIN, other.role == Role.SEC_ADMIN)
    )
    return session.execute(query.limit(1)).first() is not None


def relaxed_since(session: Session, since: datetime, until: datetime) -> frozenset[Safeguard]:
    """Read what was given up at any time of a span.

    Args:
        session: A database session.
        since: Its first instant.
        until: Its end.

    Returns:
        Every safeguard that was given up at some time of it.
    """
    query = select(TeamProfileRow).where(TeamProfileRow.set_at < until)
    found: frozenset[Safeguard] = frozenset()
    for row in session.execute(query.order_by(TeamProfileRow.id)).scalars():
        own = _relaxed(row)
        found = own if row.set_at <= since else found | own
    return found


def given_up_between(session: Session, first: date, last: date, zone: str) -> tuple[GivenUp, ...]:
    """Read which safeguards that show how reliable readings are the team did without.

    Args:
        session: A database session.
        first: First local day.
        last: Last local day.
        zone: IANA name of the installation's time zone.

    Returns:
        Each with the days since when and until when.
    """
    rows = session.execute(select(TeamProfileRow).order_by(TeamProfileRow.id)).scalars()
    changes = [(row.set_at.astimezone(ZoneInfo(zone)).date(), _relaxed(row)) for row in rows]
    return spans_given_up(changes, first, last)


def _standing(session: Session, at: datetime | None) -> TeamProfileRow | None:
    query = select(TeamProfileRow).order_by(TeamProfileRow.id.desc()).limit(1)
    if at is not None:
        query = query.where(TeamProfileRow.set_at <= at)
    return session.execute(query).scalar_one_or_none()


def _relaxed(row: TeamProfileRow) -> frozenset[Safeguard]:
    return frozenset(Safeguard(one) for one in row.relaxed if one != TWO_HATS_ASKED)
