from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import HolidaysLoaded, PlacesChanged
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.engine import make_engine
from qa_app.models.transaction import transaction
from qa_app.queries.journal import (
    JournalFilter,
    head_of,
    journal_page,
    journal_size,
    verified_journal,
    was_handed_out,
)
from qa_app.services.journal.note_anchor import note_anchor
from tests.people import NOON, OPERATOR, person
from tests.postgresql import as_owner
from tests.statements import after_reading, counted

ZONE = "Asia/Shanghai"
WATCHER = person(Role.AUDIT_ADMIN)
SOMEONE = Actor(7, "管理员己", (Grant(Role.SYS_ADMIN, Reach(is_everything=True)),))


def act(session: Session, actor: Actor = OPERATOR, at: datetime = NOON) -> None:
    with transaction(session, PlacesChanged(actor=actor, at=at, what="centre", count=1)):
        pass


def seqs(session: Session, wanted: JournalFilter, before: int | None = None, limit: int = 50):
    lines = journal_page(session, WATCHER, ZONE, before=before, limit=limit, wanted=wanted)
    return [line.seq for line in lines]


def test_newest_first_page_by_page(session: Session) -> None:
    for _ in range(5):
        act(session)
    assert seqs(session, JournalFilter(), limit=2) == [5, 4]
    assert seqs(session, JournalFilter(), before=4, limit=2) == [3, 2]
    assert seqs(session, JournalFilter(), before=2, limit=2) == [1]
    assert seqs(session, JournalFilter(), before=1, limit=2) == []
    assert journal_size(session, WATCHER) == 5


def test_what_a_line_holds(session: Session) -> None:
    act(session, SOMEONE)
    (line,) = journal_page(session, WATCHER, ZONE, before=None, limit=1)
    assert (line.seq, line.at, line.actor_name) == (1, NOON, "管理员己")
    assert (line.action, line.object_type, line.object_id) == ("place:change", "place", None)
    assert (line.outcome, line.detail) == ("done", '{"count":1,"what":"centre"}')


def test_filters(session: Session) -> None:
    act(session)
    act(session, SOMEONE)
    with transaction(session, HolidaysLoaded(actor=SOMEONE, at=NOON, years=("CN 2026",))):
        pass
    assert seqs(session, JournalFilter(action="place:change")) == [2, 1]
    assert seqs(session, JournalFilter(account_id=7)) == [3, 2]
    assert seqs(session, JournalFilter(is_system=True)) == [1]
    assert seqs(session, JournalFilter(action="holiday:load", is_system=True)) == []


def test_a_day_is_a_local_day(session: Session) -> None:
    midnight = datetime(2026, 3, 22, 16, 0, tzinfo=UTC)  # 23 March 00:00 in Shanghai
    for at in (
        midnight - timedelta(microseconds=1),
        midnight,
        midnight + timedelta(hours=24) - timedelta(microseconds=1),
        midnight + timedelta(hours=24),
    ):
        act(session, at=at)
    assert seqs(session, JournalFilter(day=date(2026, 3, 23))) == [3, 2]
    assert seqs(session, JournalFilter(day=date(2026, 3, 22))) == [1]
    assert seqs(session, JournalFilter(day=date(2026, 3, 25))) == []


def test_only_those_who_watch_the_journal_read_it(session: Session) -> None:
    act(session)
    for role in Role:
        if role is Role.AUDIT_ADMIN:
            continue
        for read in (
            lambda actor: journal_page(session, actor, ZONE, before=None, limit=1),
            lambda actor: journal_size(session, actor),
            lambda actor: verified_journal(session, actor),
        ):
            with pytest.raises(NotAllowedError):
                read(person(role))


def test_a_whole_chain_and_its_digests(session: Session) -> None:
    assert verified_journal(session, WATCHER).is_head_right
    for _ in range(3):
        act(session)
    found = verified_journal(session, WATCHER)
    assert (found.chain.count, found.chain.last_seq, found.head_seq) == (3, 3, 3)
    assert found.is_head_right
    assert head_of(session) == (3, found.chain.last_hash)


def test_an_anchor_is_handed_out_once_on_a_local_day(session: Session) -> None:
    at = datetime(2026, 3, 22, 16, 0, tzinfo=UTC)  # 23 March 00:00 in Shanghai
    note_anchor(session, OPERATOR, "folder", "1:0123456789ab", at=at)
    for way, day, is_told in (("folder", 23, True), ("folder", 22, False), ("mail", 23, False)):
        assert was_handed_out(session, way, date(2026, 3, day), ZONE) is is_told


@pytest.mark.parametrize("table", ["journal_head", "journal"])
def test_a_check_while_somebody_writes_is_no_false_alarm(
    session: Session, engine: Engine, table: str
) -> None:
    for _ in range(3):
        act(session)

    def write() -> None:
        with Session(engine) as other:
            act(other)

    with after_reading(engine, table, write):
        found = verified_journal(session, WATCHER)
    assert (found.chain.count, found.head_seq, found.is_head_right) == (3, 3, True)
    assert verified_journal(session, WATCHER).chain.count == 4


def tampered(owned_url: str, trigger: str, table: str, change: str) -> None:
    """Change rows behind the product's back, as only the owner of the tables can."""
    engine = make_engine(owned_url)
    with engine.begin() as connection:
        on = "" if engine.dialect.name == "sqlite" else f" ON {table}"
        connection.execute(text(f"DROP TRIGGER {trigger}{on}"))
        connection.execute(text(change))
    engine.dispose()


def test_a_row_beyond_the_head_is_seen(session: Session, database_url: str) -> None:
    for _ in range(2):
        act(session)
    session.rollback()
    change = "UPDATE journal_head SET seq = 1"
    tampered(as_owner(database_url), "journal_head_forward", "journal_head", change)
    assert not verified_journal(session, WATCHER).is_head_right


def test_the_first_broken_row(session: Session, database_url: str) -> None:
    for _ in range(4):
        act(session)
    session.rollback()
    change = "UPDATE journal SET actor_name = 'x' WHERE seq IN (2, 3)"
    tampered(as_owner(database_url), "journal_no_update", "journal", change)
    found = verified_journal(session, WATCHER)
    assert (found.chain.broken_seq, found.chain.flaw, found.chain.count) == (2, "digest", 1)


def test_a_page_costs_one_query_whatever_the_length(session: Session) -> None:
    for _ in range(30):
        act(session)
    with counted(session) as statements:
        seqs(session, JournalFilter(action="place:change"), limit=26)
    assert len(statements) == 1
