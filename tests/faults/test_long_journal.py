"""A journal of a million rows is checked within ten seconds (LG-04)."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.journal import GENESIS, JournalEntry, digest_of
from qa_app.models.engine import make_engine
from qa_app.queries.journal import verified_journal
from tests.people import OPERATOR

ROWS, SECONDS = 1_000_000, 10.0
START = datetime(2024, 1, 1, tzinfo=UTC)


def rows(count: int) -> Iterator[tuple[object, ...]]:
    last = GENESIS
    for seq in range(1, count + 1):
        entry = JournalEntry(
            seq,
            START + timedelta(seconds=seq),
            seq % 90 + 1,
            "督导甲",
            "9f3a" * 16,
            "10.0.0.1",
            "audit:save",
            "audit",
            str(seq % 4_000),
            seq % 60 + 1,
            "done",
            '{"count":1,"items":["A1","B2"]}',
            last,
        )
        last = digest_of(entry)
        kept = list(astuple(entry))
        kept[1] = entry.at.strftime("%Y-%m-%d %H:%M:%S.%f")
        yield (*kept, last)


@pytest.mark.nightly
def test_a_million_rows_within_ten_seconds(
    migrated_sqlite: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    file = tmp_path / "plumbline.db"
    copy(migrated_sqlite, file)
    with closing(sqlite3.connect(file)) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        columns = (
            "seq, at, actor_id, actor_name, session_digest, address, action, object_type,"
            " object_id, centre_id, outcome, detail, prev_hash, alg, hash"
        )
        marks = ", ".join("?" * 15)
        connection.executemany(f"INSERT INTO journal ({columns}) VALUES ({marks})", rows(ROWS))
        connection.execute(
            "UPDATE journal_head SET seq = ?, hash = (SELECT hash FROM journal WHERE seq = ?)",
            (ROWS, ROWS),
        )
        connection.commit()
    engine = make_engine(f"sqlite:///{file}")
    with Session(engine) as session:
        begun = time.process_time()
        found = verified_journal(session, OPERATOR)
        took = time.process_time() - begun
    engine.dispose()
    assert (found.chain.count, found.is_whole) == (ROWS, True)
    record_property("ms_for_a_million_rows", round(1000 * took))
    assert took <= SECONDS
