"""Give an account other roles; its sessions end, so that the next one begins with them.

Roles of weight wait until a second administrator confirms them (`answer_roles`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.access_events import RolesAsked
from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.events import AccountChanged, Event
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.domain.permissions import TWO_HATS, Permission, may, roles_fit_together, weighs
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.asked_access import GrantRequestRow
from qa_app.models.held_roles import hold_roles
from qa_app.models.login_sessions import tell_security
from qa_app.models.transaction import hold_journal, lock_rows, transaction
from qa_app.queries.grants import check_manageable, resolved_grants
from qa_app.queries.team import has_two_hats


def set_grants(
    session: Session, actor: Actor, account_id: int, grants: Sequence[NewGrant], *, at: datetime
) -> bool:
    """Replace the roles of an account.

    Args:
        session: A database session.
        actor: Who decides.
        account_id: Which account.
        grants: All roles that it holds from now on; none takes every one away, as whoever gives
            roles disables no account.
        at: The present.

    Returns:
        True when they are held; False when a role of weight that the account did not hold waits
        with all others for a second administrator, and the account keeps what it had.

    Raises:
        NotAllowedError: The actor may not give roles.
        OutOfReachError: There is no such account within reach.
        InvalidError: Nobody changes their own roles (`own_account`), no role is given to an
            account that holds none (`no_role`), the roles exclude each other (`roles_exclude`),
            or a place or centre is unknown or beyond the actor's reach (as `resolved_grants`).
    """
    if not may(actor, Permission.ROLE_GRANT):
        raise NotAllowedError("role:grant")
    if account_id == actor.account_id:
        raise InvalidError("own_account")
    roles = frozenset(grant.role for grant in grants)
    names = tuple(sorted(roles))
    event: Event = AccountChanged(
        actor=actor, at=at, object_id=account_id, change="roles", roles=names
    )
    with transaction(session, event) as act:
        _check_fit(session, roles)
        if lock_rows(session):
            # one change of an account's roles at a time, so that none is written twice
            session.execute(
                select(AccountRow.id).where(AccountRow.id == account_id).with_for_update()
            )
        check_manageable(session, actor, account_id, Permission.ROLE_GRANT)
        columns = resolved_grants(session, actor, grants)
        if not columns and not _held(session, account_id):
            raise InvalidError("no_role")
        _drop_waiting(session, actor, account_id, at)
        asked_by = actor.account_id
        is_weighty = _needs_second(session, account_id, columns)
        if is_weighty:
            kind = "roles_given" if asked_by is None else "roles_asked"
            tell_security(session, kind, at)
        if asked_by is None or not is_weighty:
            hold_roles(session, account_id, columns, at=at)
            return True
        asked = session.execute(
            insert(GrantRequestRow)
            .values(account_id=account_id, grants=columns, asked_at=at, asked_by=asked_by)
            .returning(GrantRequestRow.id)
        ).scalar_one()
        act.event = RolesAsked(actor=actor, at=at, object_id=account_id, request=asked, roles=names)
    return False


def _check_fit(session: Session, roles: frozenset[Role]) -> None:
    if roles == TWO_HATS:
        hold_journal(session)  # the team's profile stays as it is until this is done
    if not roles_fit_together(roles, has_two_hats=has_two_hats(session)):
        raise InvalidError("roles_exclude")


def _needs_second(session: Session, account_id: int, columns: Sequence[dict[str, Any]]) -> bool:
    held = _held(session, account_id)
    return any(weighs(Role(one["role"])) and one not in held for one in columns)


def _held(session: Session, account_id: int) -> list[dict[str, Any]]:
    rows = session.execute(
        select(
            RoleGrantRow.role,
            RoleGrantRow.place_id,
            RoleGrantRow.place_path,
            RoleGrantRow.centre_id,
        ).where(RoleGrantRow.account_id == account_id)
    )
    return [row._asdict() for row in rows]


def _drop_waiting(session: Session, actor: Actor, account_id: int, at: datetime) -> None:
    # what is given now takes the place of what waits, which the system drops without a name
    session.execute(
        update(GrantRequestRow)
        .where(GrantRequestRow.account_id == account_id, GrantRequestRow.is_confirmed.is_(None))
        .values(is_confirmed=False, answered_at=at, answered_by=actor.account_id)
        .execution_options(synchronize_session=False)
    )
