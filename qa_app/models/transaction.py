"""The only place that commits: every change travels with its journal row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Executable, Select, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.events import Event
from qa_app.domain.journal import JournalEntry, canonical_json, digest_of
from qa_app.models.act_seals import SEAL, seal_of
from qa_app.models.base import Base
from qa_app.models.journal import JournalHeadRow, JournalRow
from qa_app.models.kept_reasons import forget_kept, put_kept
from qa_app.models.prepared import Prepared
from qa_app.models.storage_faults import storage_fault
from qa_app.models.unfit import refuse_unfit

_Query = TypeVar("_Query", bound=Select[*tuple[Any, ...]])


class DirtySessionError(RuntimeError):
    """Something was changed before the transaction that should carry it began."""


@dataclass(slots=True)
class Act:
    """The event of a running transaction; what is learned on the way may be added.

    Attributes:
        event: What will be written to the journal when the transaction ends.
        made: Numbers of the records that it takes in or makes final, for its seal; the journal
            tells how many.
    """

    event: Event
    made: tuple[int, ...] = ()

    def learn(self, **changes: object) -> None:
        """Fill in fields that were not known when the transaction began.

        Args:
            **changes: Fields of the event, such as `object_id`.
        """
        self.event = replace(self.event, **changes)  # type: ignore[arg-type]  # the event knows its fields


# built once: every act of the product passes here
_OF_HEAD = select(JournalHeadRow.seq, JournalHeadRow.hash).where(JournalHeadRow.id == 1)
_HEAD = Prepared(_OF_HEAD)
_LOCKED_HEAD = Prepared(_OF_HEAD.with_for_update())
_COLUMNS = tuple(field.name for field in fields(JournalEntry))
_BEGIN = Prepared(text("BEGIN IMMEDIATE"))
_ENTRY = Prepared(insert(JournalRow), *_COLUMNS, "hash")


def _start_clean(session: Session) -> None:
    _refuse_dirty(session)
    session.rollback()


def _refuse_dirty(session: Session) -> None:
    # most requests have read no object when they begin: then none is looked at three times
    if next(iter(session), None) is None:
        return
    if session.new or session.dirty or session.deleted:
        raise DirtySessionError


@contextmanager
def transaction(session: Session, event: Event) -> Iterator[Act]:
    """Run a block as one transaction that ends with one journal row and one commit.

    Where the guard was told why a text of the request stays, that reason goes with the first act
    that keeps text, and a second row tells so (`models.kept_reasons`); until then it waits.

    On SQLite the write lock is taken before anything is read, and everything the session
    holds is forgotten, because an identity map filled earlier would answer with stale rows.

    Args:
        session: A session without unsaved changes.
        event: What is being done.

    Yields:
        The act, to which ids learned inside the block may be added.

    Raises:
        DirtySessionError: The session holds changes already.
    """
    _refuse_dirty(session)
    try:
        # what the session read before goes on: PostgreSQL reads each statement afresh, and
        # SQLite holds nothing between statements
        if not lock_rows(session):
            _BEGIN.run(session.connection(), {})
        session.expire_all()
        act = Act(event)
        yield act
        refuse_unfit(session, act.event.action)
        session.flush()
        _write_journal(session, act.event, seal_of(session, act.event, act.made))
        kept = put_kept(session, act.event)
        if kept is not None:
            _write_journal(session, kept, "")
        session.commit()
        if kept is not None:
            forget_kept(session)
    except BaseException:
        session.rollback()
        raise


@contextmanager
def one_moment(session: Session) -> Iterator[None]:
    """Read a block as the database stands at one moment, while others go on writing.

    Args:
        session: A session without unsaved changes; what it read before is forgotten.

    Yields:
        Nothing.

    Raises:
        DirtySessionError: The session holds changes already.
    """
    _start_clean(session)
    try:
        if session.get_bind().dialect.name == "sqlite":
            session.connection().exec_driver_sql("BEGIN")
        else:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield
    finally:
        session.rollback()


def _write_journal(session: Session, event: Event, seal: str) -> None:
    connection, detail = session.connection(), event.detail()
    if seal:
        detail[SEAL] = seal
    # the lock lets one row be written at a time; the row itself moves the head (a trigger)
    head = (_LOCKED_HEAD if lock_rows(session) else _HEAD).row(connection, {})
    entry = JournalEntry(
        seq=head.seq + 1,
        at=event.at.astimezone(UTC),
        actor_id=event.actor.account_id,
        actor_name=event.actor.name,
        session_digest=event.actor.session_digest,
        address=event.actor.address,
        action=event.action,
        object_type=event.object_type,
        object_id=None if event.object_id is None else str(event.object_id),
        centre_id=event.centre_id,
        outcome=event.journaled_as,
        detail=canonical_json(detail),
        prev_hash=head.hash,
    )
    row = {name: getattr(entry, name) for name in _COLUMNS}
    _ENTRY.run(connection, {**row, "hash": digest_of(entry)})


def hold_journal(session: Session) -> None:
    """Keep others from writing to the journal until the transaction ends.

    Args:
        session: A session inside `transaction`; on SQLite it does so anyway.
    """
    if lock_rows(session):
        _LOCKED_HEAD.row(session.connection(), {})


def lock_rows(session: Session) -> bool:
    """Tell whether rows about to be changed must be locked by hand.

    Args:
        session: A session inside `transaction`.

    Returns:
        True on PostgreSQL, where reads of rows to be changed use `FOR UPDATE`;
        False on SQLite, whose write lock covers the whole database.
    """
    return session.get_bind().dialect.name != "sqlite"


def locked(session: Session, query: _Query, of: type[Base]) -> _Query:
    """Make a query keep others from changing the rows it finds.

    Args:
        session: A session inside `transaction`.
        query: Which rows.
        of: The table of those that are about to be changed.

    Returns:
        The query, which reads them as they stand when it gets them.
    """
    if not lock_rows(session):
        return query
    return query.with_for_update(of=of).execution_options(populate_existing=True)


def journal_head(session: Session) -> tuple[int, str]:
    """Read the end of the chain.

    Args:
        session: A session.

    Returns:
        Number and digest of the last row; 0 and zeros for an empty journal.
    """
    row = session.execute(select(JournalHeadRow.seq, JournalHeadRow.hash)).one()
    return row.seq, row.hash


def touch(session: Session, statement: Executable, *, is_needed: bool = True) -> Any:
    """Note that something was used, outside the journal: it changes nothing that counts.

    Args:
        session: A database session without unsaved changes.
        statement: One update.
        is_needed: False goes on without it where nothing can be saved, such as on a full disk.

    Returns:
        What the statement returns of the one row that it changed; None where it returns nothing,
        or nothing could be saved.

    Raises:
        DirtySessionError: The session holds changes already.
        DBAPIError: The database refused.
    """
    _start_clean(session)
    found = None
    try:
        done = session.execute(statement)
        if isinstance(done, CursorResult) and done.returns_rows:
            found = done.scalar()
        session.commit()
    except DBAPIError as fault:
        session.rollback()
        if is_needed or storage_fault(fault) is None:
            raise
        return None
    return found
