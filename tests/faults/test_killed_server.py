"""The server dies at any moment, again and again: what it acknowledged is there, once."""

import contextlib
import json
import os
import random
import re
import signal
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

from benchmarks.servers import free_port
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.journal import JournalRow
from qa_app.queries.journal import verified_journal
from tests.audits import Desk, a_case_file, a_desk, a_draft, items, months, recounted
from tests.conftest import FIELD_KEY, ROOT
from tests.people import OPERATOR

CLIENTS = 4
PASSWORD = "four unrelated words here"
ITEMS, OPTIONS = ("A1", "A2", "B1"), ("partly", "met")
STATEMENTS = [("statement", name) for name in ("read", "independent", "anonymous")]
PATIENCE = 60


@dataclass
class Server:
    """The product under gunicorn, as it runs in production: killed whole, started again."""

    url: str
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0

    def start(self) -> None:
        settings = {
            "QA_DATABASE_URL": self.url,
            "QA_DATA_DIR": str(self.folder),
            "QA_SECRET_KEY": "s" * 40,
            "QA_FIELD_KEY": "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=",
        }
        command = [sys.executable, "-m", "gunicorn", "--preload", "-w", "2"]
        self.process = subprocess.Popen(
            [*command, "-b", f"127.0.0.1:{self.port}", "--log-level", "critical", "wsgi:app"],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name[:3] != "QA_"} | settings,
            start_new_session=True,
        )

    def kill(self) -> None:
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1


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
    cookie: str = ""
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
        headers = {"Content-Type": kind, "X-CSRFToken": self.token, "Cookie": self.cookie}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body.encode(), headers)
            answer = connection.getresponse()
            got = answer.read().decode()
        finally:
            connection.close()
        if cookie := answer.headers.get("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
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


def killed(url: str, folder: Path, session: Session, desk: Desk, kills: int) -> list[Client]:
    """Let clients work while the server is killed at random moments."""
    server, stop, dice = Server(url, folder), threading.Event(), random.Random(kills)
    clients = [
        Client(server.port, some, stop, random.Random(number))
        for number, some in enumerate(drafts(session, desk, 6 + 2 * kills))
    ]
    session.rollback()
    server.start()
    threads = [threading.Thread(target=client.run) for client in clients]
    for thread in threads:
        thread.start()
    while server.kills < kills and any(thread.is_alive() for thread in threads):
        done = sum(len(client.acknowledged) for client in clients)
        # not before it answered again, or it would be killed while it starts for ever
        while done == sum(len(client.acknowledged) for client in clients) and any(
            thread.is_alive() for thread in threads
        ):
            time.sleep(0.005)
        time.sleep(dice.uniform(0, 0.25))
        server.kill()
        server.start()
    stop.set()
    for thread in threads:
        thread.join(PATIENCE * 2)
    server.kill()
    assert [fault for client in clients for fault in client.faults] == []
    assert server.kills > kills, "the clients ran out of work"
    return clients


def nothing_is_lost(session: Session, clients: list[Client]) -> None:
    told = [one for client in clients for one in client.acknowledged]
    rows = session.execute(
        select(
            AuditOperationRow.audit_id,
            AuditOperationRow.operation_id,
            AuditOperationRow.key,
            AuditOperationRow.revision,
        )
    ).all()
    kept = {tuple(row) for row in rows}
    assert set(told) - kept == set()
    assert len(kept) - len(told) <= len(clients)  # the save under way when a client stopped
    of_entries: dict[tuple[int, str], list[int]] = {}
    for audit, _, key, revision in kept:
        of_entries.setdefault((audit, key), []).append(revision)
    assert all(sorted(some) == list(range(1, len(some) + 1)) for some in of_entries.values())
    standing = session.execute(
        select(AuditEntryRow.audit_id, AuditEntryRow.key, AuditEntryRow.revision)
    ).all()
    assert {(row[0], row[1]): row[2] for row in standing} == {
        key: max(some) for key, some in of_entries.items()
    }
    signed = set(
        session.execute(select(AuditRow.id).where(AuditRow.state == "signed")).scalars().all()
    )
    assert {audit for client in clients for audit in client.signed} == signed
    journal = session.execute(
        select(JournalRow.object_id, func.count())
        .where(JournalRow.action == "audit:sign")
        .group_by(JournalRow.object_id)
    ).all()
    assert {int(row[0]): row[1] for row in journal} == dict.fromkeys(signed, 1)
    journal_now = verified_journal(session, OPERATOR)
    assert journal_now.is_head_right
    assert journal_now.chain.broken_seq is None
    assert recounted(session) == (months(session), items(session))
    if session.get_bind().dialect.name == "sqlite":
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_two_kills(session: Session, desk: Desk, database_url: str, tmp_path: Path) -> None:
    nothing_is_lost(session, killed(database_url, tmp_path, session, desk, 2))


@pytest.mark.nightly
def test_a_hundred_kills_on_each_database(
    session: Session,
    desk: Desk,
    database_url: str,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    clients = killed(database_url, tmp_path, session, desk, 100)
    nothing_is_lost(session, clients)
    record_property("saves acknowledged", sum(len(client.acknowledged) for client in clients))
    record_property("signatures acknowledged", sum(len(client.signed) for client in clients))
    record_property("requests sent again", sum(client.repeats for client in clients))
