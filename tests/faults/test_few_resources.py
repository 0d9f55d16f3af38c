"""Few open files, little memory: a clear answer, nothing half-saved, and no restart by hand (DF-02)."""

import random
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path

import psutil
import pytest
from sqlalchemy.orm import Session

from tests.audits import Desk, a_desk
from tests.faults.test_database_gone import BUSY, Waiting
from tests.faults.test_killed_server import (
    PATIENCE,
    Server,
    answered_again,
    drafts,
    nothing_is_lost,
)

pytestmark = pytest.mark.nightly
FILES, SCARCE, FAULT, THREADS = 64, 12, 500, 6
"""Open files of each process; how often there is next to nothing beyond what is held; threads of
a worker that is under way: its own, the one that watches, four that answer."""
PAGES = ("/", "/audits", "/centres", "/rubrics", "/criteria")
Record = Callable[[str, object], None]


@pytest.fixture
def database_kind() -> str:
    """Files of its own are what SQLite needs most."""
    return "sqlite"


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    made = Server(database_url, tmp_path)
    yield made
    made.end()


class Queueing(Waiting):
    """As the pages' own queue: whatever the server could not answer is sent again."""

    def once(self, method: str, path: str, body: str) -> tuple[int, str]:
        status, answer = super().once(method, path, body)
        if status >= FAULT:
            raise OSError(path)
        return status, answer


class Visitors:
    """Readers at work, and as many others who turn pages with their cookies."""

    def __init__(self, session: Session, desk: Desk, server: Server, pages: int) -> None:
        self.session, self.server, self.stop = session, server, threading.Event()
        self.clients = [
            Queueing(server.port, some, self.stop, random.Random(number))
            for number, some in enumerate(drafts(session, desk, 300))
        ]
        session.rollback()
        self.heard: list[int] = []
        self.threads = [threading.Thread(target=one.run, daemon=True) for one in self.clients]
        self.turning = [
            threading.Thread(target=self._turn, args=(number,), daemon=True)
            for number in range(pages)
        ]

    def begin(self) -> None:
        for thread in self.threads:
            thread.start()
        answered_again(list(self.clients), self.threads)
        for thread in self.turning:
            thread.start()

    def _turn(self, number: int) -> None:
        client, dice = self.clients[number % len(self.clients)], random.Random(number)
        own = Queueing(client.port, [], self.stop, dice, cookies=dict(client.cookies))
        while not self.stop.is_set():
            with suppress(OSError, HTTPException):
                own.once("GET", dice.choice(PAGES), "")
            self.heard.extend(own.answers.elements())
            own.answers.clear()
            time.sleep(dice.uniform(0, 0.2))

    def go_on(self) -> None:
        answered_again(list(self.clients), self.threads)

    def end(self, record_property: Record) -> set[int]:
        self.stop.set()
        for thread in (*self.threads, *self.turning):
            thread.join(PATIENCE * 2)
        assert [fault for client in self.clients for fault in client.faults] == []
        assert not any(thread.is_alive() for thread in (*self.threads, *self.turning))
        found = nothing_is_lost(self.session, list(self.clients))
        heard = [*self.heard, *(n for one in self.clients for n in one.answers.elements())]
        record_property("answers", len(heard))
        record_property("told to wait", heard.count(BUSY))
        record_property("saves acknowledged", found.saves)
        assert found.saves
        return set(heard)


def workers(server: Server) -> list[psutil.Process]:
    return psutil.Process(server.number).children()


def test_sixty_four_open_files_do_for_thirty_people_at_once(
    session: Session, desk: Desk, server: Server, record_property: Record
) -> None:
    resource.prlimit(server.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
    server.start()
    visitors = Visitors(session, desk, server, 27)
    visitors.begin()
    most = 0
    for _ in range(SCARCE):
        visitors.go_on()
        most = max([most, *(one.num_fds() for one in workers(server))])
        time.sleep(0.3)
    record_property("most open files of a worker", most)
    heard = visitors.end(record_property)
    assert heard <= {200, 302, 404}
    assert most < FILES


def scarce(kind: int, most: int, process: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess, ProcessLookupError):
        before = resource.prlimit(process.pid, kind)
        resource.prlimit(process.pid, kind, (most, before[1]))


@contextmanager
def held_short(server: Server, kind: int, now: Callable[[psutil.Process], int]) -> Iterator[None]:
    """Leave workers next to nothing beyond what they hold, and afterwards all they had."""
    for one in workers(server):
        with suppress(psutil.NoSuchProcess):
            if one.num_threads() >= THREADS:  # it is under way
                scarce(kind, now(one), one)
    yield
    for one in workers(server):
        scarce(kind, resource.getrlimit(kind)[1], one)


def test_next_to_no_open_files_for_a_while_cost_no_answer(
    session: Session, desk: Desk, server: Server, record_property: Record
) -> None:
    server.start()
    visitors = Visitors(session, desk, server, 12)
    visitors.begin()
    for _ in range(SCARCE):
        with held_short(server, resource.RLIMIT_NOFILE, lambda one: one.num_fds() + 1):
            time.sleep(0.5)
        visitors.go_on()
    assert visitors.end(record_property) <= {200, 302, 404, BUSY}
    assert psutil.pid_exists(server.number)  # got over by the server alone


def test_no_more_memory_for_a_while_ends_workers_and_costs_no_answer(
    session: Session, desk: Desk, server: Server, record_property: Record
) -> None:
    server.start()
    visitors = Visitors(session, desk, server, 12)
    visitors.begin()
    first = {one.pid for one in workers(server)}
    for _ in range(SCARCE):
        with held_short(server, resource.RLIMIT_AS, lambda one: one.memory_info().vms):
            time.sleep(0.5)
        visitors.go_on()
    renewed = {one.pid for one in workers(server)} - first
    record_property("workers that ended", len(renewed))
    # where there is none at all even the words of the product may be missing
    assert visitors.end(record_property) <= {200, 302, 404, BUSY, FAULT}
    assert renewed  # what may be half made is not worked with any longer
    assert psutil.pid_exists(server.number)  # got over by the server alone
