"""Processes that work for a command do not outlive it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.conftest import ROOT

BEGIN = """
import os, time
from qa_app.cli.processes import in_order

def begin():
    pass

def work(_task):
    print(os.getpid(), flush=True)
    return os.getpid()

if __name__ == "__main__":
    for _ in in_order(1, begin, work, [1]):
        time.sleep(60)
"""


def test_a_process_ends_when_who_began_it_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "begin.py"
    file.write_text(BEGIN, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(file)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as command:
        assert command.stdout is not None
        worker = int(command.stdout.readline())
        assert worker != command.pid
        command.kill()
        try:
            # what is left holds the other end, so that this returns when the last has gone
            command.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
            raise
