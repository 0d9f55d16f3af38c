"""Servers restart and die under load: no save fails, and what was acknowledged is there, once."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.audits import Desk, a_desk
from tests.faults.test_killed_server import (
    PATIENCE,
    Client,
    Server,
    answered_again,
    drafts,
    nothing_is_lost,
)

pytestmark = pytest.mark.nightly
Record = Callable[[str, object], None]


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


class Choosing(Client):
    """A browser behind a proxy: each request goes to one server or the other."""

    ports: tuple[int, ...] = ()

    def once(self, method: str, path: str, body: str) -> tuple[int, str]:
        self.port = self.ports[self.dice.randrange(len(self.ports))]
        return super().once(method, path, body)


def at_work(
    session: Session, desk: Desk, ports: tuple[int, ...], count: int
) -> tuple[list[Client], list[threading.Thread], threading.Event]:
    stop, clients = threading.Event(), []
    for number, some in enumerate(drafts(session, desk, count)):
        client = Choosing(ports[0], some, stop, random.Random(number))
        client.ports = ports
        clients.append(client)
    session.rollback()
    threads = [threading.Thread(target=client.run, daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    return clients, threads, stop


def ended(threads: list[threading.Thread], stop: threading.Event) -> None:
    stop.set()
    for thread in threads:
        thread.join(PATIENCE * 2)
    assert not any(thread.is_alive() for thread in threads)


def test_workers_are_renewed_under_load_and_nobody_asks_twice(
    session: Session, desk: Desk, database_url: str, tmp_path: Path, record_property: Record
) -> None:
    server = Server(database_url, tmp_path)
    try:
        server.start()
        clients, threads, stop = at_work(session, desk, (server.port,), 30)
        answered_again(clients, threads)
        # knocking before the server listened is no failed save
        early = sum(client.repeats for client in clients)
        for _ in range(10):
            os.kill(server.number, signal.SIGHUP)
            answered_again(clients, threads)
            time.sleep(0.5)
        ended(threads, stop)
        found = nothing_is_lost(session, clients)
        assert found.repeats == early
        record_property("workers renewed under load", 10)
        record_property("saves acknowledged", found.saves)
    finally:
        server.end()


@pytest.fixture
def two_machines(database_url: str, tmp_path: Path) -> Iterator[list[Server]]:
    """Two servers with a data folder of their own, the same keys and one database."""
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(Server(database_url, tmp_path / name))
    yield made
    for server in made:
        server.end()


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_one_of_two_machines_dies_again_and_again(
    session: Session, desk: Desk, two_machines: list[Server], record_property: Record
) -> None:
    for server in two_machines:
        server.start()
    ports = tuple(server.port for server in two_machines)
    clients, threads, stop = at_work(session, desk, ports, 60)
    for number in range(30):
        answered_again(clients, threads)
        two_machines[number % 2].kill()
        answered_again(clients, threads)  # the other one goes on alone
        two_machines[number % 2].start()
    ended(threads, stop)
    found = nothing_is_lost(session, clients)
    record_property("one of two machines killed", sum(server.kills for server in two_machines))
    record_property("saves acknowledged", found.saves)
    record_property("lost", found.lost)
    record_property("saved or signed twice", found.twice)
