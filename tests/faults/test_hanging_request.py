"""A request that never ends: its worker makes room for another, and nobody else is cut off."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.test_killed_server import PATIENCE, Server


class Hanging(Server):
    """One worker as `deploy/gunicorn.conf.py` says, with less patience."""

    options = f"-c {ROOT / 'deploy' / 'gunicorn.conf.py'} -w 1 --timeout 5 --graceful-timeout 2"
    site = "tests.faults.hanging:site"

    def ask(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        except (OSError, HTTPException):
            return ""
        finally:
            connection.close()


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[Hanging]:
    made = Hanging(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)
    made.start()
    yield made
    made.end()


@pytest.mark.nightly
def test_a_request_that_hangs_ends_its_worker_after_the_others_are_answered(
    hanging: Hanging,
) -> None:
    until = time.monotonic() + PATIENCE
    while not (first := hanging.ask("/")):
        assert time.monotonic() < until
        time.sleep(0.02)
    with ThreadPoolExecutor(2) as threads:
        lost = threads.submit(hanging.ask, "/hang")
        time.sleep(0.2)
        # beside the one that hangs others are answered, also while the worker takes its leave
        began = time.monotonic()
        while (now := threads.submit(hanging.ask, "/slow").result()) == first:
            assert time.monotonic() - began < PATIENCE
        assert lost.result() == ""
    assert now not in {"", first}
