"""The server dies at any moment, again and again: what it acknowledged is there, once."""

import contextlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.journal import JournalRow
from qa_app.queries.journal import verified_journal
from tests.audits import Desk, a_case_file, a_desk, a_draft, items, months, recounted
from tests.conftest import FIELD_KEY, ROOT
from tests.people import OPERATOR

CLIENTS = 3  # as many sessions as one account may have at once
PASSWORD = "four unrelated words here"
ITEMS, OPTIONS = ("A1", "A2", "B1"), ("partly", "met")
STATEMENTS = [("statement", name) for name in ("read", "independent", "anonymous")]
PATIENCE = 60


class Server:
    """The product under gunicorn, as it runs in production: killed whole, started again."""

    options = f"-c {ROOT / 'deploy' / 'gunicorn.conf.py'}"
    site = "wsgi:app"

    def __init__(self, url: str, folder: Path, **more: str) -> None:
        settings = {
            "QA_DATABASE_URL": url,
            "QA_DATA_DIR": str(folder),
            "QA_SECRET_KEY": "s" * 40,
            "QA_FIELD_KEY": "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=",
            **more,
        }
        self.port = quiet_port()
        self.kills = 0
        self.number = 0
        self._starter = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.starter"],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name[:3] != "QA_"} | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        """Of the process that every server is a fork of, so that its limits are theirs."""
        return self._starter.pid

    def _told(self, line: str) -> str:
        starter = self._starter
        assert starter.stdin is not None
        assert starter.stdout is not None
        print(line, file=starter.stdin, flush=True)
        return starter.stdout.readline()

    def start(self) -> None:
        address = f"127.0.0.1:{self.port}"
        told = self._told(f"start {self.options} -b {address} --log-level critical {self.site}")
        self.number = int(told)

    def kill(self) -> None:
        os.killpg(self.number, signal.SIGKILL)
        assert self._told(f"bury {self.number}") == "buried\n"
        self.kills += 1

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.number, signal.SIGKILL)
        self._starter.kill()
        self._starter.communicate()


def quiet_port() -> int:
    """Give a free port that no connection gets for its own end.

    The clients knock all the time that the server is away; one that got the very port as its own
    end would be connected to itself, and the server could not come back.
    """
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("every port is taken")


@dataclass
class Client:
    """A reader's browser: every save is sent until somebody answers it.

    Attributes:
        acknowledged: Audit, operation, item and revision of every save that was answered.
        signed: Audits whose signature was answered.
        repeats: How many requests had to be sent again.
    """

    port: int
    drafts: list[int]
    stop: threading.Event
    dice: random.Random
    acknowledged: list[tuple[int, str, str, int]] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)
    repeats: int = 0
    faults: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def run(self) -> None:
        try:
            self.sign_in()
            for audit in self.drafts:
                if self.stop.is_set():
                    return
                self.read(audit)
        except Exception as fault:  # noqa: BLE001 - told by the test's own thread
            self.faults.append(repr(fault))

    def sign_in(self) -> None:
        # the cookie of a page that is not signed in yet carries the token of its form
        page = self.ask("GET", "/login")
        form = {"login_name": "reader", "password": PASSWORD, "csrf_token": token_of(page[1])}
        status, _ = self.ask("POST", "/login", urlencode(form))
        assert status == 302
        self.token = token_of(self.ask("GET", "/")[1])

    def read(self, audit: int) -> None:
        revisions = dict.fromkeys(ITEMS, 0)
        for number in range(6):
            item = ITEMS[number % 3]
            operation = f"{audit}-{number}-{self.dice.getrandbits(60):x}"
            body = {
                "kind": "answer",
                "key": item,
                "value": OPTIONS[number // 3],
                "base": revisions[item],
                "op": operation,
                "note": "记录不全" if number < len(ITEMS) else "",
            }
            status, answer = self.ask("POST", f"/audits/{audit}/entries", json.dumps(body))
            assert status == 200, (audit, number, status, answer[:300])
            revisions[item] = json.loads(answer)["revision"]
            self.acknowledged.append((audit, operation, item, revisions[item]))
        sent = urlencode([*STATEMENTS, ("csrf_token", self.token)])
        status, answer = self.ask("POST", f"/audits/{audit}/check", sent)
        # a signature that was made before the answer got lost has no draft left to sign
        assert status in {302, 404}, (audit, status, answer[:300])
        self.signed.append(audit)

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        for _ in range(10_000):
            try:
                return self.once(method, path, body)
            except (OSError, HTTPException):
                self.repeats += 1
                time.sleep(0.02)
        raise TimeoutError(path)

    def once(self, method: str, path: str, body: str) -> tuple[int, str]:
        kind = "application/json" if body[:1] == "{" else "application/x-www-form-urlencoded"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Content-Type": kind, "X-CSRFToken": self.token, "Cookie": cookies}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body.encode(), headers)
            answer = connection.getresponse()
            got = answer.read().decode()
        finally:
            connection.close()
        # one names the session, one the browser
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, got


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None, page[:300]
    return found[1]


@pytest.fixture
def desk(session: Session) -> Desk:
    assert FIELD_KEY == b"0" * 32
    return a_desk(session)


def drafts(session: Session, desk: Desk, count: int) -> Iterator[list[int]]:
    for client in range(CLIENTS):
        yield [
            a_draft(
                session,
                desk.centre,
                desk.rubric,
                desk.reader,
                a_case_file(session, desk.centre, f"KM-26-{client + 1:04}-{number:05}"),
            )
            for number in range(count)
        ]


def killed(server: Server, session: Session, desk: Desk, kills: int) -> list[Client]:
    """Let clients work while the server is killed at random moments."""
    stop, dice = threading.Event(), random.Random(kills)
    clients = [
        Client(server.port, some, stop, random.Random(number))
        for number, some in enumerate(drafts(session, desk, 6 + 2 * kills))
    ]
    session.rollback()
    threads = [threading.Thread(target=client.run, daemon=True) for client in clients]
    server.start()
    for thread in threads:
        thread.start()
    try:
        all_signed_in(clients)
        while server.kills < kills:
            # not before it answered again, or it would be killed while it starts for ever
            answered_again(clients, threads)
            time.sleep(dice.uniform(0, 0.25))
            server.kill()
            server.start()
        answered_again(clients, threads)
    finally:
        stop.set()
    for thread in threads:
        thread.join(PATIENCE * 2)
    assert [fault for client in clients for fault in client.faults] == []
    assert not any(thread.is_alive() for thread in threads)
    return clients


def all_signed_in(clients: list[Client]) -> None:
    """Wait for the first page of each: on a busy machine a process does not live to its end."""
    until = time.monotonic() + PATIENCE
    while not all(client.token for client in clients):
        assert [fault for client in clients for fault in client.faults] == []
        assert time.monotonic() < until, "somebody got no first page"
        time.sleep(0.05)


def answered_again(clients: list[Client], threads: list[threading.Thread]) -> None:
    """Wait for an answer that was not there yet."""
    done = sum(len(client.acknowledged) for client in clients)
    until = time.monotonic() + PATIENCE
    while done == sum(len(client.acknowledged) for client in clients):
        assert [fault for client in clients for fault in client.faults] == []
        assert any(thread.is_alive() for thread in threads), "the clients ran out of work"
        assert time.monotonic() < until, "the server did not come back"
        time.sleep(0.005)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the answers that clients heard.

    Attributes:
        saves: Saves acknowledged.
        signatures: Signatures acknowledged.
        repeats: Requests that were sent again because nobody answered.
        lost: Acknowledged saves and signatures that the database does not hold.
        twice: Saves and signatures that the database holds more than once.
    """

    saves: int
    signatures: int
    repeats: int
    lost: int
    twice: int


def tally(session: Session, clients: list[Client]) -> Tally:
    """Hold what clients heard against what the database holds after the last kill."""
    told = [one for client in clients for one in client.acknowledged]
    signed = {audit for client in clients for audit in client.signed}
    kept = operations(session)
    stand = set(session.scalars(select(AuditRow.id).where(AuditRow.state == "signed")))
    assert stand <= signed  # none that nobody heard of
    journal = session.execute(
        select(JournalRow.object_id, func.count())
        .where(JournalRow.action == "audit:sign")
        .group_by(JournalRow.object_id)
    ).all()
    assert {int(one) for one, _ in journal} == stand
    revisions = {(audit, key, revision) for audit, _, key, revision in kept}
    return Tally(
        saves=len(told),
        signatures=len(signed),
        repeats=sum(client.repeats for client in clients),
        lost=len(set(told) - set(kept)) + len(signed - stand),
        twice=len(kept) - len(revisions) + sum(count - 1 for _, count in journal),
    )


def operations(session: Session) -> list[tuple[int, str, str, int]]:
    """Give audit, operation, entry and revision of every save that the database holds."""
    row = AuditOperationRow
    query = select(row.audit_id, row.operation_id, row.key, row.revision)
    return [(audit, name, key, revision) for audit, name, key, revision in session.execute(query)]


def nothing_is_lost(session: Session, clients: list[Client]) -> Tally:
    found = tally(session, clients)
    assert (found.lost, found.twice) == (0, 0)
    of_entries: dict[tuple[int, str], list[int]] = {}
    for audit, _, key, revision in operations(session):
        of_entries.setdefault((audit, key), []).append(revision)
    assert sum(map(len, of_entries.values())) == found.saves  # here neither
    assert all(sorted(some) == list(range(1, len(some) + 1)) for some in of_entries.values())
    standing = session.execute(
        select(AuditEntryRow.audit_id, AuditEntryRow.key, AuditEntryRow.revision)
    ).all()
    assert {(row[0], row[1]): row[2] for row in standing} == {
        key: max(some) for key, some in of_entries.items()
    }
    journal_now = verified_journal(session, OPERATOR)
    assert journal_now.is_head_right
    assert journal_now.chain.broken_seq is None
    assert recounted(session) == (months(session), items(session))
    if session.get_bind().dialect.name == "sqlite":
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    return found


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    made = Server(database_url, tmp_path)
    yield made
    made.end()


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_two_kills(session: Session, desk: Desk, server: Server) -> None:
    nothing_is_lost(session, killed(server, session, desk, 2))


@pytest.mark.nightly
def test_two_hundred_kills_on_each_database(
    session: Session,
    desk: Desk,
    server: Server,
    record_property: Callable[[str, object], None],
) -> None:
    found = nothing_is_lost(session, killed(server, session, desk, 200))
    record_property("kills", server.kills)
    record_property("saves acknowledged", found.saves)
    record_property("signatures acknowledged", found.signatures)
    record_property("requests sent again", found.repeats)
    record_property("lost", found.lost)
    record_property("saved or signed twice", found.twice)
