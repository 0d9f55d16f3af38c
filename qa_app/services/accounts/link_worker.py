"""Tie an account that has no worker yet to the worker that its owner is."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    OutOfReachError,
)
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.sign_in_events import WorkerLinked
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.login_sessions import end_sessions, tell_owner
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.transaction import locked, transaction
from qa_app.queries.grants import check_manageable
from qa_app.queries.managed_accounts import is_held


@looking_beyond(Beyond.ADMINISTRATION)
def link_worker(
    session: Session, actor: Actor, account_id: int, practitioner_id: int, *, at: datetime
) -> None:
    """Tie an account to a worker, once; its sessions end and its owner is told.

    Args:
        session: A database session.
        actor: Who ties it.
        account_id: The account.
        practitioner_id: The worker, of a centre within the actor's reach.
        at: The present.

    Raises:
        NotAllowedError: The actor may not manage accounts.
        OutOfReachError: There is no such account, or no such worker, within reach.
        InvalidError: It is the actor's own account (`own_account`), another active account is the
            worker's (`practitioner_taken`), or the account is a caseworker's of other centres
            alone (`worker_elsewhere`).
        ConflictError: The account is somebody's already (`worker_stands`): what was done under it
            would become another person's; or it has roles and is no caseworker's
            (`not_a_caseworker`).
    """
    if not may(actor, Permission.ACCOUNT_MANAGE):
        raise NotAllowedError(Permission.ACCOUNT_MANAGE.value)
    if account_id == actor.account_id:
        raise InvalidError("own_account")
    event = WorkerLinked(actor=actor, at=at, object_id=account_id, practitioner="")
    with transaction(session, event) as act:
        check_manageable(session, actor, account_id)
        worker = _worker(session, actor, practitioner_id)
        if is_held(session, practitioner_id, but=account_id, lock=True):
            raise InvalidError("practitioner_taken")
        row = select(AccountRow.practitioner_id).where(AccountRow.id == account_id)
        if session.execute(locked(session, row, AccountRow)).scalar_one() is not None:
            raise ConflictError("worker_stands")
        _check_roles(session, account_id, worker)
        session.execute(
            update(AccountRow)
            .where(AccountRow.id == account_id)
            .values(practitioner_id=practitioner_id)
        )
        end_sessions(session, account_id, "ended_by_admin", at)
        tell_owner(session, account_id, "worker_linked", at)
        act.learn(practitioner=worker.code, centre_id=worker.centre_id)


def _worker(session: Session, actor: Actor, practitioner_id: int) -> Any:
    worker = session.execute(
        select(PractitionerRow.code, PractitionerRow.centre_id, CentreRow.place_path)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(PractitionerRow.id == practitioner_id)
    ).one_or_none()
    reach = reach_of(actor, Permission.ACCOUNT_MANAGE)
    if worker is None or not reach.covers(worker.centre_id, worker.place_path):
        raise OutOfReachError("practitioner")
    return worker


def _check_roles(session: Session, account_id: int, worker: Any) -> None:
    row = RoleGrantRow
    query = select(row.role, row.place_path, row.centre_id).where(row.account_id == account_id)
    grants = session.execute(query).all()
    as_worker = [one for one in grants if one.role == Role.CASEWORKER]
    if grants and not as_worker:
        raise ConflictError("not_a_caseworker")
    if grants and not any(
        worker.place_path.startswith(one.place_path or "")
        if one.centre_id is None
        else one.centre_id == worker.centre_id
        for one in as_worker
    ):
        raise InvalidError("worker_elsewhere")
