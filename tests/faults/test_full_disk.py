"""No room, or no right, to write: nothing half-saved, reading goes on, no restart (DF-01, DF-02)."""

import errno
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.backups import TableDigest
from qa_app.models.copying import one_sight, plain_engine, table_digests
from qa_app.models.storage_faults import StorageFault, storage_fault
from qa_app.queries.journal import verified_journal
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE
from tests.follow_up import Followed, a_followed, failing
from tests.people import NOON, OPERATOR

PLACES = (0, 1, 3)
MOST = 50


@pytest.fixture
def database_kind() -> str:
    """PostgreSQL has no such limit; how it tells of a full disk is tested apart."""
    return "sqlite"


def saved(session: Session) -> Followed:
    """A review with every answer saved, to be signed."""
    followed = a_followed(session)
    changes = failing("A1")
    save_entries(session, followed.desk.reader, followed.audit, changes, ZONE, at=NOON)
    return followed


class Room:
    """How many pages a database may have; small ones, so that an act needs many of them."""

    def __init__(self, session: Session) -> None:
        self.engine = session.get_bind().engine
        session.rollback()
        self.engine.dispose()
        with closing(sqlite3.connect(self.engine.url.database or "")) as raw:
            for statement in ("journal_mode=DELETE", "page_size=512"):
                raw.execute(f"PRAGMA {statement}")
            raw.execute("VACUUM")
            self.pages = raw.execute("PRAGMA page_count").fetchone()[0]
        self.most = 2**30
        event.listen(self.engine, "checkout", self._limit)

    def leave(self, more: int | None) -> None:
        self.most = 2**30 if more is None else self.pages + more
        self.engine.dispose()

    def _limit(self, raw: sqlite3.Connection, *_: object) -> None:
        raw.execute(f"PRAGMA max_page_count={self.most}")


def held(session: Session) -> dict[str, TableDigest]:
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    with one_sight(plain_engine(url)) as connection:
        return table_digests(connection)


def refused(session: Session, room: Room, followed: Followed, more: int) -> bool:
    """Sign a review with room for so many pages; tell whether there was not enough."""
    before = held(session)
    room.leave(more)
    fault = fault_of(
        lambda: sign_audit(session, followed.desk.reader, followed.audit, ZONE, at=NOON)
    )
    session.rollback()
    room.leave(None)
    if fault is None:
        return False
    assert storage_fault(fault) is StorageFault.FULL
    assert held(session) == before
    return True


def fault_of(act: Callable[[], None]) -> DBAPIError | None:
    try:
        act()
    except DBAPIError as fault:
        return fault
    return None


@pytest.mark.parametrize("more", PLACES)
def test_a_full_disk_saves_all_or_nothing_and_is_got_over(session: Session, more: int) -> None:
    followed = saved(session)
    room = Room(session)
    assert refused(session, room, followed, more)
    sign_audit(session, followed.desk.reader, followed.audit, ZONE, at=NOON)
    assert verified_journal(session, OPERATOR).is_whole


@pytest.mark.nightly
def test_at_every_place_of_a_submit(
    session: Session, record_property: Callable[[str, object], None]
) -> None:
    followed = saved(session)
    room = Room(session)
    tried = next(more for more in count() if not refused(session, room, followed, more))
    assert 0 < tried <= MOST
    record_property("full_disks", tried)
    assert verified_journal(session, OPERATOR).is_whole


class _PostgresError(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


def test_faults_of_storage_are_told_from_others() -> None:
    def wrapped(cause: Exception) -> DBAPIError:
        return DBAPIError("INSERT", {}, cause)

    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    moved = sqlite3.OperationalError("attempt to write a readonly database")
    moved.sqlite_errorcode = sqlite3.SQLITE_READONLY_DBMOVED
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    assert storage_fault(wrapped(full)) is StorageFault.FULL
    assert storage_fault(wrapped(moved)) is StorageFault.READ_ONLY
    assert storage_fault(wrapped(_PostgresError("53100"))) is StorageFault.FULL
    assert storage_fault(wrapped(_PostgresError("25006"))) is StorageFault.READ_ONLY
    assert storage_fault(OSError(errno.ENOSPC, "no space")) is StorageFault.FULL
    assert storage_fault(OSError(errno.EROFS, "read-only")) is StorageFault.READ_ONLY
    others = (
        wrapped(busy),
        wrapped(_PostgresError("57P01")),
        OSError(errno.EACCES, "x"),
        ValueError(),
    )
    assert [storage_fault(one) for one in others] == [None] * 4
