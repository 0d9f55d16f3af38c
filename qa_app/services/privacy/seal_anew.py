"""Seal everything under the newest key, so that the keys before it can go."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, literal, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.privacy_events import FieldKeyRotated
from qa_app.domain.trust_defaults import SEALED_ROWS_AT_ONCE
from qa_app.models.sealed_pass import SEALED, change_sealed, is_under_other_key, table_named
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction
from qa_app.queries.field_keys import is_digest_key_kept, key_counts


def seal_anew(session: Session, actor: Actor, *, at: datetime) -> int:
    """Seal anew what an earlier key sealed, in small transactions, and look that all is.

    It may be cut short at any moment and begun again: what was sealed anew stays so.

    Args:
        session: A database session with the newest key and those before it.
        actor: The system.
        at: The present.

    Returns:
        How many rows were sealed anew; each was opened again before it was kept.

    Raises:
        NotAllowedError: A person asks.
        ConflictError: The key of digests is not kept by itself yet (`digest_key`): with the old
            key, own numbers would be lost.
        WrongKeyError: Something was sealed with a key that is not at hand.

    Source: docs/adr/0048-texts-that-end-and-keys-that-change.md.
    """
    if not actor.is_system:
        raise NotAllowedError("key:seal")
    if not is_digest_key_kept(session):
        raise ConflictError("digest_key")
    session.rollback()
    count = sum(_table(session, actor, name, at) for name in SEALED)
    left = set(key_counts(session)) - {sealer_of(session).key}
    session.rollback()
    if left:
        # somebody else still seals under an earlier key: a server that was not started anew
        raise ConflictError("old_key_in_use", keys=tuple(sorted(left)))
    if count:
        event = FieldKeyRotated(
            actor=actor, at=at, key=sealer_of(session).key, count=count, is_whole=True
        )
        with transaction(session, event):
            pass
    return count


def _table(session: Session, actor: Actor, name: str, at: datetime) -> int:
    table, sealer, count = table_named(name), sealer_of(session), 0
    which = is_under_other_key(table, sealer.key)
    after: tuple[Any, ...] = ()
    while _is_left(session, table, which):
        event = FieldKeyRotated(actor=actor, at=at, object_id=name, key=sealer.key)
        with transaction(session, event) as act:
            done, after = change_sealed(
                session, table, which, after, SEALED_ROWS_AT_ONCE, sealer.anew
            )
            act.learn(count=done)
        if not done:
            break  # what a server that was not started anew sealed behind us is told at the end
        count += done
    return count


def _is_left(session: Session, table: Table, which: ColumnElement[bool]) -> bool:
    found = session.execute(select(literal(1)).select_from(table).where(which).limit(1)).first()
    session.rollback()
    return found is not None
