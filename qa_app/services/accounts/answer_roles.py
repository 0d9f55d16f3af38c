"""Confirm roles of weight that another administrator gave, or drop them."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.access_events import RolesAnswered
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, roles_fit_together
from qa_app.domain.sign_in import LinkKind
from qa_app.models.accounts import AccountRow
from qa_app.models.asked_access import GrantRequestRow
from qa_app.models.held_roles import hold_roles
from qa_app.models.login_sessions import close_links, tell_security
from qa_app.models.transaction import hold_journal, lock_rows, transaction
from qa_app.queries.account_links import may_be_inside
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.team import has_two_hats
from qa_app.queries.waiting_roles import RolesWaiting, held_roles_request


def answer_roles(
    session: Session, actor: Actor, request_id: int, *, is_confirmed: bool, at: datetime
) -> int:
    """Let an account hold roles of weight, as a second person; or let the request drop.

    Args:
        session: A database session.
        actor: A security or system administrator.
        request_id: What waits.
        is_confirmed: False drops it; whoever gave the roles may do that themselves.
        at: The present.

    Returns:
        The account.

    Raises:
        NotAllowedError: The actor confirms no roles.
        OutOfReachError: There is no such request within reach.
        ConflictError: It was answered before (`roles_answered`), or whoever gave the roles
            confirms them (`same_person`), or whoever confirms may be behind the account as well
            (`queries.hands`), or come in by a link to it (`link_maker`).
        InvalidError: The roles are the actor's own (`own_account`), or exclude each other by now
            (`roles_exclude`).
        OnePersonError: One person may be behind who gave them and who confirms
            (`queries.hands`).
    """
    if not may(actor, Permission.ROLE_CONFIRM) or actor.account_id is None:
        raise NotAllowedError("role:confirm")
    event = RolesAnswered(
        actor=actor, at=at, request=request_id, step="confirm" if is_confirmed else "drop"
    )
    with transaction(session, event) as act:
        hold_journal(session)  # the team's profile stays as it is until this is done
        held = held_roles_request(session, actor, request_id)
        if held.account_id == actor.account_id:
            raise InvalidError("own_account")
        if held.is_confirmed is not None:
            raise ConflictError("roles_answered")
        if is_confirmed:
            _check_second_person(session, actor.account_id, held, at)
        session.execute(
            update(GrantRequestRow)
            .where(GrantRequestRow.id == request_id)
            .values(is_confirmed=is_confirmed, answered_at=at, answered_by=actor.account_id)
            .execution_options(synchronize_session=False)
        )
        if is_confirmed:
            if not roles_fit_together(frozenset(held.roles), has_two_hats=has_two_hats(session)):
                raise InvalidError("roles_exclude")
            if lock_rows(session):
                row = select(AccountRow.id).where(AccountRow.id == held.account_id)
                session.execute(row.with_for_update())
            hold_roles(session, held.account_id, held.columns, at=at)
            close_links(session, held.account_id, at, LinkKind.RESET)
            tell_security(session, "roles_given", at)
        roles = tuple(one.value for one in held.roles) if is_confirmed else ()
        act.learn(object_id=held.account_id, roles=roles)
    return held.account_id


def _check_second_person(session: Session, actor_id: int, held: RolesWaiting, at: datetime) -> None:
    if held.asked_by_id == actor_id:
        raise ConflictError("same_person")
    refuse_one_person(session, actor_id, at, (held.asked_by_id, held.asked_at))
    if may_be_inside(session, actor_id, held.account_id, at):
        raise ConflictError("link_maker")
