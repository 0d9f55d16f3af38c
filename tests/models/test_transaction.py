import threading

import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.events import PlacesChanged
from qa_app.models.journal import JournalHeadRow, JournalRow
from qa_app.models.places import AreaRow
from qa_app.models.transaction import DirtySessionError, transaction
from qa_app.queries.journal import verified_journal
from tests.people import NOON, OPERATOR

THREADS, TIMES = 8, 60
EVENT = PlacesChanged(actor=OPERATOR, at=NOON, what="test", count=1)


def position(session: Session) -> int:
    return session.execute(select(AreaRow.position).where(AreaRow.code == "legal_aid")).scalar_one()


def test_nothing_is_lost_when_eight_write_at_once(engine: Engine) -> None:
    with Session(engine) as session:
        start = position(session)

    def work() -> None:
        with Session(engine) as session:
            # the row is held from before the lock: the trap that expiry is there for
            row = session.get_one(AreaRow, "legal_aid")
            for _ in range(TIMES):
                with transaction(session, EVENT):
                    if engine.dialect.name != "sqlite":
                        row = session.get_one(
                            AreaRow, "legal_aid", with_for_update=True, populate_existing=True
                        )
                    row.position += 1

    workers = [threading.Thread(target=work) for _ in range(THREADS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with Session(engine) as session:
        assert position(session) == start + THREADS * TIMES
        found = verified_journal(session, OPERATOR)
        assert (found.chain.count, found.chain.broken_seq) == (THREADS * TIMES, None)
        assert found.is_head_right


def test_a_failing_block_leaves_nothing(session: Session) -> None:
    start = position(session)

    def fail() -> None:
        with transaction(session, EVENT):
            session.execute(update(AreaRow).values(position=99))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert position(session) == start
    assert session.execute(select(func.count()).select_from(JournalRow)).scalar_one() == 0


def test_changes_made_before_the_transaction_are_refused(session: Session) -> None:
    session.get_one(AreaRow, "legal_aid").position = 5
    with pytest.raises(DirtySessionError), transaction(session, EVENT):
        pass


def test_ids_learned_inside_reach_the_journal(session: Session) -> None:
    with transaction(session, EVENT) as act:
        act.learn(object_id=7)
    row = session.execute(select(JournalRow)).scalar_one()
    assert (row.seq, row.action, row.object_id) == (1, "place:change", "7")
    assert row.detail == '{"count":1,"what":"test"}'


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET actor_name = 'x'",
        "DELETE FROM journal",
        "UPDATE journal_head SET seq = 0",
        "DELETE FROM journal_head",
    ],
)
def test_the_database_refuses_to_change_the_journal(session: Session, statement: str) -> None:
    with transaction(session, EVENT):
        pass
    with pytest.raises(DBAPIError):
        session.execute(text(statement))


def test_insert_or_replace_does_not_slip_past_on_sqlite(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return
    with transaction(session, EVENT):
        pass
    copied = "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1"
    with pytest.raises(DBAPIError):
        session.execute(text(copied))


def _tampered(session: Session, *statements: str) -> None:
    drop = "DROP TRIGGER journal_no_{}" + (
        "" if session.get_bind().dialect.name == "sqlite" else " ON journal"
    )
    for action in ("update", "delete"):
        session.execute(text(drop.format(action)))
    for statement in statements:
        session.execute(text(statement))
    session.commit()


@pytest.mark.parametrize(
    ("statement", "broken", "flaw"),
    [
        ("UPDATE journal SET actor_name = 'x' WHERE seq = 3", 3, "digest"),
        ("UPDATE journal SET detail = '{}' WHERE seq = 1", 1, "digest"),
        ("DELETE FROM journal WHERE seq = 2", 3, "gap"),
        ("UPDATE journal SET hash = prev_hash WHERE seq = 4", 4, "digest"),
        ("UPDATE journal SET prev_hash = hash WHERE seq = 2", 2, "link"),
    ],
)
def test_the_first_broken_row_is_named(
    session: Session, statement: str, broken: int, flaw: str
) -> None:
    for _ in range(5):
        with transaction(session, EVENT):
            pass
    _tampered(session, statement)
    chain = verified_journal(session, OPERATOR).chain
    assert (chain.broken_seq, chain.flaw) == (broken, flaw)


def test_a_cut_tail_shows_only_against_the_head(session: Session) -> None:
    for _ in range(3):
        with transaction(session, EVENT):
            pass
    _tampered(session, "DELETE FROM journal WHERE seq = 3")
    found = verified_journal(session, OPERATOR)
    assert (found.chain.broken_seq, found.chain.last_seq) == (None, 2)
    assert not found.is_head_right
    head = session.execute(select(JournalHeadRow.seq)).scalar_one()
    assert head == 3
