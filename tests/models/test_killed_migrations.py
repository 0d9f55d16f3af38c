"""A migration that is killed at any moment leaves the version before or the one after (MG-02)."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from qa_app.domain.backups import differing_tables
from qa_app.models.copying import one_sight, plain_engine, table_digests
from qa_app.models.migrate import alembic_config, downgrade, is_current, upgrade
from qa_app.models.triggers import TRIGGERS
from qa_app.queries.journal import verified_journal
from tests.conftest import ROOT
from tests.follow_up import a_followed, sign
from tests.people import OPERATOR

MIGRATIONS = ROOT / "migrations"
BACK_TO = "0026"
BEFORE_IT_BEGINS = "begun\n"
WORK = f"""
from pathlib import Path
import qa_app.models.triggers
from qa_app.models.migrate import upgrade
import sys
sys.stdout.write({BEFORE_IT_BEGINS!r})
sys.stdout.flush()
upgrade(Path(sys.argv[1]), sys.argv[2])
"""


def killed_after(url: str, seconds: float) -> bool:
    """Kill a migration so long after it began; tell whether it was still at work."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, str(MIGRATIONS), url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == BEFORE_IT_BEGINS
    time.sleep(seconds)
    was_at_work = worker.poll() is None
    if was_at_work:
        os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    return was_at_work


@pytest.mark.parametrize("kills", [1, pytest.param(20, marks=pytest.mark.nightly)])
def test_mg_02_a_killed_migration_is_run_again(
    session: Session, database_url: str, kills: int, record_property: Callable[[str, object], None]
) -> None:
    sign(session, a_followed(session), "A1")
    session.rollback()
    session.get_bind().engine.dispose()
    downgrade(MIGRATIONS, database_url, BACK_TO)
    begun = time.monotonic()
    upgrade(MIGRATIONS, database_url)
    whole = time.monotonic() - begun
    engine, dice = create_engine(database_url, poolclass=NullPool), random.Random(kills)
    caught, left_off = 0, 0
    with one_sight(plain_engine(database_url)) as connection:
        before = table_digests(connection)
    for turn in range(kills):
        downgrade(MIGRATIONS, database_url, BACK_TO)
        caught += killed_after(database_url, whole * dice.uniform(turn, turn + 1) / kills)
        left_off += not is_current(MIGRATIONS, engine)
        upgrade(MIGRATIONS, database_url)
        command.check(alembic_config(MIGRATIONS, database_url))
        with one_sight(plain_engine(database_url)) as connection:
            after = table_digests(connection)
        assert differing_tables(before, after) == ()
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    record_property("killed at work", caught)
    record_property("taken up where nothing was done", left_off)
    assert caught
    assert left_off
    with engine.connect() as connection:
        kind = connection.dialect.name
        query = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
            "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        }[kind]
        standing = set(connection.execute(text(query)).scalars())
    assert standing == {one.name for one in TRIGGERS if one.statements(kind)}
    assert verified_journal(session, OPERATOR).is_whole
