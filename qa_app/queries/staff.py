"""Accounts as those who read files or lead sessions at a centre."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    and_,
    any_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from qa_app.domain.name_order import name_key
from qa_app.domain.people import Actor, Grant, Role, granted_reach
from qa_app.domain.permissions import Permission, may, reach_of, roles_with
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.aliases import alias_of
from qa_app.models.supervision import SupervisionSessionRow


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A person who may be chosen.

    Attributes:
        id: The account.
        name: Name shown.
    """

    id: int
    name: str


def account_as_actor(session: Session, account_id: int) -> Actor | None:
    """Give an account as the person it would act as.

    Args:
        session: A database session.
        account_id: The account.

    Returns:
        The person with their grants; None when there is no such active account.
    """
    return next(iter(_people(session, account_id)), None)


def staff_of(
    session: Session, permission: Permission, centre_id: int, place_path: str
) -> tuple[StaffLine, ...]:
    """List who may do something at a centre.

    Args:
        session: A database session.
        permission: What they must be allowed.
        centre_id: The centre; the caller knows that it is in reach.
        place_path: Its node's path.

    Returns:
        Active accounts by name.
    """
    return tuple(
        StaffLine(person.account_id, person.name)
        for person in _people(session, None)
        if person.account_id is not None
        and reach_of(person, permission).covers(centre_id, place_path)
    )


def people_with(session: Session, permission: Permission) -> tuple[Actor, ...]:
    """List who may do something somewhere.

    Args:
        session: A database session.
        permission: What they must be allowed; the caller knows that the asker may know them.

    Returns:
        Active accounts by name.
    """
    return tuple(person for person in _people(session, None) if may(person, permission))


def everyone(session: Session) -> tuple[Actor, ...]:
    """List every active account that has a role, with its grants.

    Args:
        session: A database session.

    Returns:
        By name; for a rule to choose from, never to be shown as it is.
    """
    return _people(session, None)


def staff_at_any(
    session: Session, permission: Permission, places: Collection[tuple[int, str]]
) -> tuple[StaffLine, ...]:
    """List who may do something at one of several centres at least.

    Args:
        session: A database session.
        permission: What they must be allowed.
        places: Centres with the paths of their nodes; the caller knows that they are in reach.

    Returns:
        Active accounts by name.
    """
    return tuple(
        StaffLine(person.account_id, person.name)
        for person in _people(session, None)
        if person.account_id is not None
        and any(reach_of(person, permission).covers(*place) for place in places)
    )


def staff_by_centre(
    session: Session, permission: Permission, places: Collection[tuple[int, str]]
) -> dict[int, tuple[StaffLine, ...]]:
    """List who may do something at each of several centres, with one query.

    Args:
        session: A database session.
        permission: What they must be allowed.
        places: Centres with the paths of their nodes; the caller knows that they are in reach.

    Returns:
        Centre to active accounts by name.
    """
    people = [one for one in _people(session, None) if one.account_id is not None]
    return {
        centre_id: tuple(
            StaffLine(one.account_id or 0, one.name)
            for one in people
            if reach_of(one, permission).covers(centre_id, path)
        )
        for centre_id, path in places
    }


# built once: planning, drawing and giving files to readers ask it several times each
_PEOPLE = (
    select(
        AccountRow.id,
        AccountRow.display_name,
        AccountRow.practitioner_id,
        RoleGrantRow.role,
        RoleGrantRow.place_path,
        RoleGrantRow.centre_id,
    )
    .join(RoleGrantRow, RoleGrantRow.account_id == AccountRow.id)
    .where(AccountRow.is_active)
    .order_by(AccountRow.id)
)
_PERSON = _PEOPLE.where(AccountRow.id == bindparam("account"))


def _people(session: Session, account_id: int | None) -> tuple[Actor, ...]:
    if account_id is None:
        rows = session.execute(_PEOPLE)
    else:
        rows = session.execute(_PERSON, {"account": account_id})
    grants: dict[tuple[int, str, int | None], list[Grant]] = {}
    for row in rows:
        who = (row.id, row.display_name, row.practitioner_id)
        reach = granted_reach(row.place_path, row.centre_id)
        grants.setdefault(who, []).append(Grant(Role(row.role), reach))
    return tuple(
        Actor(account, name, tuple(held), practitioner_id=practitioner)
        for (account, name, practitioner), held in sorted(
            grants.items(), key=lambda one: name_key(one[0][1])
        )
    )


def leading_or_unled(account_id: int | None) -> Select[int]:
    """Select an account, and all that led sessions and may lead none any more.

    Of accounts there are few; whoever asks instead every session of a network who leads it reads
    them all.

    Args:
        account_id: Whoever asks; None for the system.

    Returns:
        A query of accounts.
    """
    account = alias_of(AccountRow)
    leading = sorted(role.value for role in roles_with(Permission.SESSION_PLAN))
    leads = exists().where(RoleGrantRow.account_id == account.id, RoleGrantRow.role.in_(leading))
    led = exists().where(SupervisionSessionRow.supervisor_id == account.id).correlate(account)
    return select(account.id).where(
        or_(account.id == account_id, account.is_active.is_(False), and_(~leads, led))
    )


def led_by(session: Session, accounts: Select[int]) -> ColumnElement[bool]:
    """Give the condition that one of a few accounts leads a session.

    Args:
        session: A database session.
        accounts: A query of accounts.

    Returns:
        A condition on `SupervisionSessionRow`; PostgreSQL is made to look the accounts up first,
        which it would else compare with every session.
    """
    if session.get_bind().dialect.name == "sqlite":
        return SupervisionSessionRow.supervisor_id.in_(accounts)
    first = func.array(accounts.scalar_subquery(), type_=ARRAY(Integer))
    return SupervisionSessionRow.supervisor_id == any_(first)
