"""What pages read when the database has grown: rows and time beside a small one.

python -m benchmarks.growth [sqlite|postgresql] [--small N] [--large N] [--json FILE]

Both databases hold the same centres, people and rubric; the large one has as many times the
signed audits. Every page is asked of both in turn, in one process.
"""

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, insert, select, update
from sqlalchemy.orm import Session

from benchmarks.copies import multiply
from benchmarks.follow_up import follow_up
from benchmarks.make_data import drafts, fill, opened
from benchmarks.pages import PASSWORD, token_of
from benchmarks.processor import product
from benchmarks.servers import new_database, postgresql
from qa_app import clock
from qa_app.domain.people import NewGrant, Role, system_actor
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.triggers import create_triggers, drop_triggers
from qa_app.services.accounts.add_account import NewAccount, add_account

LARGE = {"sqlite": 100_000, "postgresql": 1_000_000}
WORKERS = 5
ROUNDS, WARM = 15, 3
_MOST = 1.5
_STARTED = date(2024, 1, 1)
_OPERATOR = system_actor("benchmark")
PAGES = {
    "reader": (
        "/audits",
        "/audits?state=draft",
        "/audits?state=final",
        "/audits?state=void",
        "/audits?mine=1",
        "/audits/{draft}",
        "/audits/{draft}/findings",
        "/actions",
        "/actions?show=late",
        "/actions?show=readings",
        "/actions?show=closed",
        "/",
    ),
    "manager": (
        "/actions",
        "/actions?show=closed",
        "/audits",
        "/audits?state=final",
        "/audits?state=provisional",
        "/",
    ),
    "worker": ("/audits", "/actions", "/"),
}
"""Account to the addresses it asks for."""


@dataclass(frozen=True)
class Asked:
    """One page of one database: milliseconds of the middle round, and what was read."""

    milliseconds: float
    rows: int


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("database", nargs="?", choices=tuple(LARGE), default="sqlite")
    reading.add_argument("--small", type=int, default=10_000)
    reading.add_argument("--large", type=int)
    reading.add_argument("--json", type=Path)
    chosen = reading.parse_args()
    large = chosen.large or LARGE[chosen.database]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plumbline-bench-")))
        if chosen.database == "sqlite":
            urls = [f"sqlite:///{folder}/{name}.db" for name in ("small", "large")]
        else:
            server = stack.enter_context(postgresql())
            urls = [new_database(server, name) for name in ("small", "large")]
        started = time.perf_counter()
        draft, _ = (made(url, chosen.small) for url in urls)
        multiply(urls[0], 1)
        multiply(urls[1], large // chosen.small)
        print(f"{chosen.database}: {chosen.small:,} and {large:,} signed audits of 25 items")
        print(f"  made in {time.perf_counter() - started:.0f} s")
        found = compared(urls, folder, PAGES, draft=draft)
    show(found)
    if chosen.json:
        chosen.json.write_text(
            json.dumps({name: [vars(one) for one in both] for name, both in found.items()}), "utf-8"
        )


def made(url: str, count: int) -> int:
    """Signed audits, and the people who ask for them; give a draft of the reader."""
    for _ in fill(url, count):
        sys.stderr.write(".")
    hasher, at = PasswordHasher(), datetime.now(UTC)
    with opened(url) as session:
        centre = session.execute(select(CentreRow.id, CentreRow.code)).first()
        assert centre is not None
        workers = _workers(session)
        grants = {
            "reader": (NewGrant(Role.SENIOR_SUPERVISOR), None),
            "manager": (NewGrant(Role.CENTRE_MANAGER, centre_code=centre.code), None),
            "worker": (NewGrant(Role.CASEWORKER, centre_code=centre.code), workers[0]),
        }
        ids = {
            name: add_account(
                session,
                _OPERATOR,
                NewAccount(name, name, PASSWORD, (grant,), practitioner_id=worker),
                hasher,
                at=at,
            )
            for name, (grant, worker) in grants.items()
        }
        drop_triggers(session.connection())  # who read is frozen
        session.execute(update(AuditRow).values(reader_id=ids["reader"]))
        create_triggers(session.connection())
        session.commit()
        follow_up(session)
    return drafts(url, ids["reader"], 40)[0]


def _workers(session: Session) -> list[int]:
    """Workers of every centre, who share its files."""
    ids: list[int] = []
    for centre in session.execute(select(CentreRow.id).order_by(CentreRow.id)).scalars().all():
        rows = [
            {"centre_id": centre, "code": f"W{n}", "area_code": "legal_aid", "started_on": _STARTED}
            for n in range(WORKERS)
        ]
        some = list(
            session.execute(
                insert(PractitionerRow).returning(PractitionerRow.id, sort_by_parameter_order=True),
                rows,
            ).scalars()
        )
        for n, worker in enumerate(some):
            session.execute(
                update(CaseFileRow)
                .where(CaseFileRow.centre_id == centre, CaseFileRow.id % WORKERS == n)
                .values(practitioner_id=worker)
            )
        ids += some
    session.commit()
    return ids


def compared(
    urls: list[str],
    folder: Path,
    pages: dict[str, tuple[str, ...]],
    at: datetime | None = None,
    **values: int | str,
) -> dict[str, tuple[Asked, Asked]]:
    """Ask both databases in turn for the pages of each account, as if it were `at`."""
    # one process for each, as in life: what a process keeps of a rubric is of one database
    with ExitStack() as stack:
        both = [
            stack.enter_context(
                ProcessPoolExecutor(1, get_context("spawn"), _open, (url, folder, at))
            )
            for url in urls
        ]
        found: dict[str, tuple[Asked, Asked]] = {}
        for name, addresses in pages.items():
            for one in both:
                one.submit(_enter, name).result()
            for pattern in addresses:
                small, large = _asked(both, pattern.format(**values))
                found[f"{name} {pattern}"] = (small, large)
    return found


def _asked(both: list[ProcessPoolExecutor], address: str) -> Iterator[Asked]:
    times: list[list[float]] = [[], []]
    for _, (which, one) in itertools.product(range(WARM + ROUNDS), enumerate(both)):
        times[which].append(one.submit(_get, address).result())
    for seconds, one in zip(times, both, strict=True):
        yield Asked(median(seconds[WARM:]) * 1000, one.submit(_rows, address).result())


@dataclass
class _Process:
    """What a measuring process holds: the product on its database, and who is signed in."""

    app: Flask | None = None
    client: FlaskClient | None = None
    clock: Callable[[], float] = time.perf_counter


_HERE = _Process()


def _open(url: str, folder: Path, at: datetime | None) -> None:
    if at is not None:
        clock.now = lambda: at
        clock.today = lambda zone: clock.local_day(at, zone)
    _HERE.app = product(url, folder)
    # SQLite works in this process, so that its processor time tells all, whatever else runs
    if url.startswith("sqlite"):
        _HERE.clock = time.process_time


def _enter(name: str) -> None:
    assert _HERE.app is not None
    client = _HERE.app.test_client()
    sent = {"login_name": name, "password": PASSWORD}
    answer = client.post("/login", data=sent | {"csrf_token": token_of(client.get("/login").text)})
    assert answer.status_code == 302, answer.text[:400]
    _HERE.client = client


def _get(address: str) -> float:
    assert _HERE.client is not None
    started = _HERE.clock()
    answer = _HERE.client.get(address)
    seconds = _HERE.clock() - started
    assert answer.status_code == 200, (address, answer.status_code)
    return seconds


def _rows(address: str) -> int:
    """Rows that the database touched for a page (PostgreSQL), or steps of its machine (SQLite)."""
    from qa_app.extensions import db  # noqa: PLC0415 - bound to the app by now

    assert _HERE.app is not None
    with _HERE.app.app_context():
        engine = db.engine
    count = _steps if engine.dialect.name == "sqlite" else touched
    with count(engine) as read:
        _get(address)
    return sum(read)


@contextmanager
def _steps(engine: Engine) -> Iterator[list[int]]:
    read = [0]
    asked: set[Any] = set()

    def begin(connection: Any, *_: object) -> None:
        driver = connection.connection.driver_connection
        driver.set_progress_handler(lambda: _more(read), 1)
        asked.add(driver)

    event.listen(engine, "before_cursor_execute", begin)
    yield read
    event.remove(engine, "before_cursor_execute", begin)
    # the pool keeps the connection, and counting would slow every page that is timed later
    for driver in asked:
        driver.set_progress_handler(None, 1)


def _more(read: list[int]) -> int:
    read[0] += 1
    return 0


@contextmanager
def touched(engine: Engine, *, is_small: bool = False) -> Iterator[list[int]]:
    """Count the rows that a PostgreSQL database touches for each question, once all are asked.

    A small table is read as a whole whatever its indexes: `is_small` lets the database take them
    all the same, as it does in a large one.
    """
    asked: list[tuple[str, Any]] = []
    read: list[int] = []

    def note(_c: object, _k: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.lstrip().startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield read
    event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        if is_small:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(
                f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters
            ).scalar_one()
            read.append(round(_rows_of(plan[0]["Plan"])))


def _rows_of(node: dict[str, Any]) -> float:
    loops = node["Actual Loops"]
    here = 0.0
    if "Relation Name" in node:
        dropped = node.get("Rows Removed by Filter", 0) + node.get(
            "Rows Removed by Index Recheck", 0
        )
        here = (node["Actual Rows"] + dropped) * loops
    return here + sum(map(_rows_of, node.get("Plans", ())))


def show(found: dict[str, tuple[Asked, Asked]]) -> None:
    """Print a line for each page."""
    print(f"  {'page':<34} {'small ms':>9} {'large ms':>9} {'times':>6} {'rows':>9} {'rows':>9}")
    for name, (small, large) in found.items():
        ratio = large.milliseconds / small.milliseconds
        verdict = "kept" if ratio <= _MOST else "MISSED"
        print(
            f"  {name:<34} {small.milliseconds:9.1f} {large.milliseconds:9.1f} {ratio:5.2f}x"
            f" {small.rows:9,} {large.rows:9,}  {verdict}"
        )


if __name__ == "__main__":
    main()
