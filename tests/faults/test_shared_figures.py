"""Figures of several workers: whichever of them is asked, it tells what all of them counted."""

import os
import re
import signal
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.faults.test_killed_server import PATIENCE, Server

TOKEN = "t" * 20
ANSWERED = 'plumbline_requests_total{method="GET",part="health",status="200"}'
SECONDS = 'plumbline_request_seconds_count{kind="page"}'


class Shipped(Server):
    """A server that is asked for its figures."""

    asked = 0

    def begin(self) -> None:
        self.start()
        self.asked = 0
        until = time.monotonic() + PATIENCE
        while not self.asked:
            try:
                self.ask("/healthz")
            except (OSError, HTTPException):
                assert time.monotonic() < until, "the server did not start"
                time.sleep(0.02)

    def workers(self) -> list[int]:
        of = Path(f"/proc/{self.number}/task/{self.number}/children")
        return sorted(map(int, of.read_text("ascii").split()))

    def ask(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
            answer = connection.getresponse()
            assert answer.status == 200
            got = answer.read().decode()
        finally:
            connection.close()
        self.asked += 1
        return got

    def told(self) -> None:
        """Hold what is told against all that was answered before this request."""
        before, page = self.asked, self.ask("/metrics")
        for name in (ANSWERED, SECONDS):
            (number,) = re.findall(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
            assert float(number) == before

    def wait(self, *, but: int = 0) -> list[int]:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = self.workers()
            if len(found) == 2 and but not in found:
                return found
            time.sleep(0.02)
        raise AssertionError("two workers do not run")


@pytest.fixture
def shipped(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[Shipped]:
    (tmp_path / "run").mkdir()
    made = Shipped(
        database_url, tmp_path, QA_METRICS_TOKEN=TOKEN, XDG_RUNTIME_DIR=str(tmp_path / "run")
    )
    made.begin()
    yield made
    made.end()


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_each_worker_tells_what_all_of_them_counted_the_killed_one_included(
    shipped: Shipped, tmp_path: Path
) -> None:
    one, two = shipped.wait()
    for working, resting, count in ((one, two, 3), (two, one, 2)):
        os.kill(resting, signal.SIGSTOP)
        for _ in range(count):
            shipped.ask("/healthz")
        shipped.told()
        os.kill(resting, signal.SIGCONT)
        counted = tmp_path / "figures-8000" / f"counter_{working}.db"
        assert counted.stat().st_mode & 0o077 == 0
    os.kill(one, signal.SIGKILL)
    third = next(number for number in shipped.wait(but=one) if number != two)
    os.kill(two, signal.SIGSTOP)
    shipped.told()
    assert (tmp_path / "figures-8000" / f"counter_{third}.db").exists()
    # nobody steers it but by signals
    assert list((tmp_path / "run").iterdir()) == []
    # a server that starts anew begins with nothing
    shipped.kill()
    shipped.begin()
    shipped.told()
