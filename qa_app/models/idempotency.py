"""Makes sending a form twice harmless: the first call's object answers the second."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.events import Event
from qa_app.models.audits import IdempotencyRow
from qa_app.models.base import table_of
from qa_app.models.transaction import Act, transaction

_PENDING = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One create as it was sent.

    Attributes:
        account_id: Who sent it; None for the system, whose calls are never repeated.
        key: Random key of the form; None when the caller has none.
        action: What is done, such as `session:plan`.
        body: Everything that was sent, as one text.
    """

    account_id: int | None
    key: str | None
    action: str
    body: str

    @property
    def digest(self) -> str:
        """Give the digest by which two bodies under one key are told apart."""
        return hashlib.sha256(f"{self.action}\n{self.body}".encode()).hexdigest()


class RepeatedError(Exception):
    """Another call with the same key came first; nothing of this one is kept."""


def once(session: Session, request: Request, event: Event, make: Callable[[Act], int]) -> int:
    """Make something under a key in one transaction, unless an earlier call with the key did.

    Args:
        session: A session without unsaved changes.
        request: The create as it was sent.
        event: What is being done.
        make: Makes it inside the transaction, and gives its id.

    Returns:
        The id of what this call made, or an earlier one.

    Raises:
        ConflictError: The key was used for something else (`key_reused`).
    """
    done = answered(session, request)
    if done is not None:
        return int(done)
    try:
        with transaction(session, event) as act:
            claim(session, request, event.at)
            made = make(act)
            settle(session, request, made)
    except RepeatedError:
        return int(answered(session, request) or 0)
    return made


def answered(session: Session, request: Request) -> str | None:
    """Look up what an earlier call with this key made.

    Args:
        session: A session.
        request: The create as it was sent.

    Returns:
        The object's id; None when the key is new or there is none.

    Raises:
        ConflictError: The key was used for something else (`key_reused`).
    """
    if request.account_id is None or request.key is None:
        return None
    row = session.execute(
        select(IdempotencyRow.body_digest, IdempotencyRow.object_id).where(
            IdempotencyRow.account_id == request.account_id, IdempotencyRow.key == request.key
        )
    ).one_or_none()
    if row is None:
        return None
    if row.body_digest != request.digest:
        raise ConflictError("key_reused")
    made: str = row.object_id
    return made


def claim(session: Session, request: Request, at: datetime) -> None:
    """Take the key inside the transaction that creates; a call beside this one waits.

    Args:
        session: A session inside `transaction`.
        request: The create as it was sent.
        at: The present.

    Raises:
        RepeatedError: Another call took the key first.
    """
    if request.account_id is None or request.key is None:
        return
    table = table_of(IdempotencyRow)
    dialect = session.get_bind().dialect.name
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    taken = session.execute(
        make(table)
        .values(
            account_id=request.account_id,
            key=request.key,
            action=request.action,
            body_digest=request.digest,
            object_id=_PENDING,
            done_at=at,
        )
        .on_conflict_do_nothing()
        .returning(table.c.key)
    ).scalar_one_or_none()
    if taken is None:
        raise RepeatedError


def settle(session: Session, request: Request, object_id: int) -> None:
    """Note what was made under a claimed key.

    Args:
        session: The session that claimed it, in the same transaction.
        request: The create as it was sent.
        object_id: The new object.
    """
    if request.account_id is None or request.key is None:
        return
    session.execute(
        update(IdempotencyRow)
        .where(IdempotencyRow.account_id == request.account_id, IdempotencyRow.key == request.key)
        .values(object_id=str(object_id))
        .execution_options(synchronize_session=False)
    )
