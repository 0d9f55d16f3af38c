"""Roles of weight that wait for a second administrator or were given lately; who has no role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.domain.trust_defaults import ROLES_TOLD_DAYS
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.aliases import alias_of
from qa_app.models.asked_access import GrantRequestRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.transaction import locked
from qa_app.queries.account_links import may_be_inside
from qa_app.queries.grants import is_manageable
from qa_app.queries.hands import may_be_one
from qa_app.queries.managed_accounts import GrantLine
from qa_app.queries.staff import people_with

_Asker, _Answerer = alias_of(AccountRow), alias_of(AccountRow)


@dataclass(frozen=True, slots=True)
class RolesWaiting:
    """Roles that somebody gave and somebody else confirms.

    Attributes:
        id: The request.
        account_id: Whose roles they are.
        account: Name shown of that account.
        roles: Every role that it would hold.
        columns: The same as columns of `role_grant`.
        asked_at: When they were given.
        asked_by: By whom.
        asked_by_id: Their account.
        is_confirmed: None while they wait.
        answered_at: When that was said; None before.
        answered_by: By whom; empty before.
    """

    id: int
    account_id: int
    account: str
    roles: tuple[Role, ...]
    columns: Sequence[dict[str, Any]]
    asked_at: datetime
    asked_by: str
    asked_by_id: int
    is_confirmed: bool | None
    answered_at: datetime | None
    answered_by: str


def roles_waiting(session: Session, actor: Actor) -> tuple[RolesWaiting, ...]:
    """List roles of weight that wait for a second administrator.

    Args:
        session: A database session.
        actor: Who may confirm them, or gave them.

    Returns:
        Longest waiting first, of accounts within reach; nothing for anybody else.
    """
    return _listed(session, actor, GrantRequestRow.is_confirmed.is_(None))


def roles_told(session: Session, actor: Actor, at: datetime) -> tuple[RolesWaiting, ...]:
    """List roles of weight that were confirmed lately: every security administrator is told.

    Args:
        session: A database session.
        actor: Who asks.
        at: The present.

    Returns:
        Those of the last days, oldest first; nothing for who gives no roles.

    Source: docs/defaults.md, `ROLES_TOLD_DAYS`.
    """
    if not may(actor, Permission.ROLE_GRANT):
        return ()
    since = at - timedelta(days=ROLES_TOLD_DAYS)
    return _listed(
        session, actor, GrantRequestRow.is_confirmed & (GrantRequestRow.answered_at > since)
    )


@looking_beyond(Beyond.ADMINISTRATION)
def grants_named(session: Session, waiting: RolesWaiting) -> tuple[GrantLine, ...]:
    """Name where roles that wait, or were given lately, would apply.

    Args:
        session: A database session.
        waiting: They, as somebody sees them who may confirm them.

    Returns:
        Each role with its place or centre, in the order in which they were given.
    """
    columns = waiting.columns
    places = {
        row.id: row
        for row in session.execute(
            select(PlaceRow.id, PlaceRow.code, PlaceRow.name_zh, PlaceRow.name_en).where(
                PlaceRow.id.in_({one["place_id"] for one in columns})
            )
        )
    }
    centres = {
        row.id: row
        for row in session.execute(
            select(CentreRow.id, CentreRow.code, CentreRow.name_zh, CentreRow.name_en).where(
                CentreRow.id.in_({one["centre_id"] for one in columns})
            )
        )
    }
    return tuple(
        GrantLine(
            Role(one["role"]),
            *_named(places.get(one["place_id"])),
            *_named(centres.get(one["centre_id"])),
        )
        for one in columns
    )


def _named(row: Any) -> tuple[BilingualText | None, str | None]:
    return (None, None) if row is None else (BilingualText(row.name_zh, row.name_en), row.code)


def who_confirms(session: Session, waiting: RolesWaiting, at: datetime) -> tuple[Actor, ...]:
    """Find who may confirm roles that wait, as `answer_roles` decides.

    Args:
        session: A database session.
        waiting: They.
        at: The present.

    Returns:
        Active administrators, by name, who neither gave them nor are to hold them, nor may be one
        person with who gave them, nor come into the account that gets them
        (`account_links.may_be_inside`); nobody in a team that has no third one.
    """
    asked = waiting.asked_by_id, waiting.asked_at
    return tuple(
        person
        for person in people_with(session, Permission.ROLE_CONFIRM)
        if is_manageable(session, person, waiting.account_id, Permission.ROLE_CONFIRM)
        and not may_be_one(session, (person.account_id, at), asked)
        and not may_be_inside(session, person.account_id, waiting.account_id, at)
    )


@dataclass(frozen=True, slots=True)
class Roleless:
    """An active account that holds no role: its number and the name shown."""

    account_id: int
    name: str


def without_role(session: Session, actor: Actor) -> tuple[Roleless, ...]:
    """List active accounts that hold no role, and for which none waits for a second person.

    They are nobody's in particular, so whoever gives roles anywhere sees them.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        Oldest first; nothing for who gives no roles.
    """
    if not may(actor, Permission.ROLE_GRANT):
        return ()
    held = select(RoleGrantRow.account_id)
    asked = select(GrantRequestRow.account_id).where(GrantRequestRow.is_confirmed.is_(None))
    rows = session.execute(
        select(AccountRow.id, AccountRow.display_name)
        .where(AccountRow.is_active, AccountRow.id.not_in(held), AccountRow.id.not_in(asked))
        .order_by(AccountRow.id)
    )
    return tuple(Roleless(*row) for row in rows)


def held_roles_request(session: Session, actor: Actor, request_id: int) -> RolesWaiting:
    """Find roles that somebody is about to confirm or to drop, and keep others from doing so.

    Args:
        session: A session inside `transaction`.
        actor: Who acts.
        request_id: The request.

    Returns:
        The request.

    Raises:
        OutOfReachError: There is none, or its account is not within reach.
    """
    query = _requests().where(GrantRequestRow.id == request_id)
    row = session.execute(locked(session, query, GrantRequestRow)).one_or_none()
    if row is None:
        raise OutOfReachError("grant_request")
    found = _read(row)
    if not is_manageable(session, actor, found.account_id, Permission.ROLE_CONFIRM):
        raise OutOfReachError("grant_request")
    return found


def _listed(
    session: Session, actor: Actor, condition: ColumnElement[bool]
) -> tuple[RolesWaiting, ...]:
    if not may(actor, Permission.ROLE_CONFIRM):
        return ()
    found = session.execute(_requests().where(condition).order_by(GrantRequestRow.id)).all()
    # few wait at a time
    return tuple(
        _read(row)
        for row in found
        if is_manageable(session, actor, row[0].account_id, Permission.ROLE_CONFIRM)
    )


def _requests() -> Select[*tuple[Any, ...]]:
    return (
        select(
            GrantRequestRow,
            AccountRow.display_name,
            _Asker.display_name.label("asker"),
            _Answerer.display_name.label("answerer"),
        )
        .join(AccountRow, AccountRow.id == GrantRequestRow.account_id)
        .join(_Asker, _Asker.id == GrantRequestRow.asked_by)
        .outerjoin(_Answerer, _Answerer.id == GrantRequestRow.answered_by)
    )


def _read(found: Any) -> RolesWaiting:
    row: GrantRequestRow = found[0]
    return RolesWaiting(
        row.id,
        row.account_id,
        found.display_name,
        tuple(sorted({Role(one["role"]) for one in row.grants})),
        tuple(row.grants),
        row.asked_at,
        found.asker,
        row.asked_by,
        row.is_confirmed,
        row.answered_at,
        found.answerer or "",
    )
