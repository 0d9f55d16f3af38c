"""Roles by codes and by rows, and which accounts a person may manage."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor, NewGrant, Reach, Role
from qa_app.domain.permissions import Permission, reach_of, weighs
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.places import CentreRow, PlaceRow


def resolved_grants(
    session: Session, actor: Actor, grants: Iterable[NewGrant]
) -> list[dict[str, object]]:
    """Turn grants by codes into columns of `role_grant`.

    Args:
        session: A database session.
        actor: Who grants; nobody gives a reach beyond their own.
        grants: Roles and reach, each once.

    Returns:
        Columns without the account.

    Raises:
        InvalidError: A place or centre is unknown (`unknown_place`, `unknown_centre`), or
            lies beyond the actor's reach (`beyond_reach`).
    """
    reach = reach_of(actor, Permission.ROLE_GRANT)
    return [_resolved(session, reach, grant) for grant in dict.fromkeys(grants)]


def _resolved(session: Session, reach: Reach, grant: NewGrant) -> dict[str, object]:
    values: dict[str, object] = {
        "role": grant.role.value,
        "place_id": None,
        "place_path": None,
        "centre_id": None,
    }
    if grant.place_code is not None:
        place = session.execute(
            select(PlaceRow.id, PlaceRow.path).where(PlaceRow.code == grant.place_code)
        ).one_or_none()
        if place is None:
            raise InvalidError("unknown_place", place=grant.place_code)
        is_within = reach.covers(0, place.path)
        values |= {"place_id": place.id, "place_path": place.path}
    elif grant.centre_code is not None:
        centre = session.execute(
            select(CentreRow.id, CentreRow.place_path).where(CentreRow.code == grant.centre_code)
        ).one_or_none()
        if centre is None:
            raise InvalidError("unknown_centre", centre=grant.centre_code)
        is_within = reach.covers(centre.id, centre.place_path)
        values["centre_id"] = centre.id
    else:
        is_within = reach.is_everything
    if not is_within:
        raise InvalidError("beyond_reach")
    return values


def check_manageable(
    session: Session,
    actor: Actor,
    account_id: int,
    permission: Permission = Permission.ACCOUNT_MANAGE,
) -> None:
    """Make sure that an actor may change an account.

    Args:
        session: A database session.
        actor: Who wants to change it.
        account_id: The account.
        permission: What they want to do with it.

    Raises:
        OutOfReachError: There is no such account, or it has a role beyond the actor's reach.
    """
    if not is_manageable(session, actor, account_id, permission):
        raise OutOfReachError("account")


def is_manageable(session: Session, actor: Actor, account_id: int, permission: Permission) -> bool:
    """Tell whether an actor may change an account.

    Args:
        session: A database session.
        actor: Who wants to change it.
        account_id: The account.
        permission: What they want to do with it.

    Returns:
        False when there is no such account, or it has a role beyond the actor's reach.
    """
    reach = reach_of(actor, permission)
    rows = session.execute(
        select(
            AccountRow.id,
            RoleGrantRow.role,
            RoleGrantRow.place_path,
            RoleGrantRow.centre_id,
            CentreRow.place_path.label("centre_path"),
        )
        .outerjoin(RoleGrantRow, RoleGrantRow.account_id == AccountRow.id)
        .outerjoin(CentreRow, CentreRow.id == RoleGrantRow.centre_id)
        .where(AccountRow.id == account_id)
    ).all()
    within = [
        row.role is None
        or reach.is_everything
        or (row.place_path is not None and reach.covers(0, row.place_path))
        or (row.centre_id is not None and reach.covers(row.centre_id, row.centre_path))
        for row in rows
    ]
    return bool(rows) and all(within)


def holds_weight(session: Session, account_id: int) -> bool:
    """Tell whether an account holds a role that takes two persons to give.

    Args:
        session: A database session.
        account_id: The account.

    Returns:
        True when one of its roles weighs.
    """
    roles = session.scalars(select(RoleGrantRow.role).where(RoleGrantRow.account_id == account_id))
    return any(weighs(Role(role)) for role in roles)
