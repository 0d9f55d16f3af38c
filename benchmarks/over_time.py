"""Compliance over time in a large network: pages, totals and signing as audits grow.

python -m benchmarks.over_time [sqlite|postgresql] [--small N] [--large N ...] [--json FILE]

4,662 centres over ten years. Pages of results over time are asked of a small database and of each
large one in turn; totals are counted anew from nothing, checked, and kept while audits are signed.
"""

import argparse
import gc
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from benchmarks.growth import compared, show
from benchmarks.make_data import drafts, opened
from benchmarks.network_years import LAST_YEAR, NOW, audits, network, size_of
from benchmarks.pages import PASSWORD, token_of
from benchmarks.processor import product
from benchmarks.servers import new_database, postgresql
from qa_app.cli.processes import collect_seldom
from qa_app.domain.people import Actor, Grant, Reach, Role, system_actor
from qa_app.models.trends import ItemTotalRow, MonthTotalRow, ReadingMonthRow
from qa_app.services.audits import sign_audit as signing
from qa_app.services.operations.rebuild_totals import rebuild_totals

SMALL, LARGE = 10_000, (100_000, 1_000_000)
SIGNED, _WARM = 400, 30
ZONE = "Asia/Shanghai"
_MOST_SECONDS, _MOST_SIGNING, _MOST_BYTES = 60, 1.0, 15_000
_OPERATOR = system_actor("benchmark")
_TABLES = (MonthTotalRow, ItemTotalRow, ReadingMonthRow)
PAGES = {
    "reader": (
        "/centres/{centre}",
        "/centres/{centre}/trends",
        "/centres/{centre}/trends.json",
        "/centres/{centre}/trends.csv",
        "/centres/{centre}/items/{rubric}/{item}",
        "/centres/{centre}/standards",
        "/centres/{centre}/quality",
        "{behind}",
        "/centres/places/{city}/trends",
        "/centres/places/{city}/items/{rubric}/{item}",
        "/centres/places/{city}/standards",
        "/centres/places/{province}/trends",
        "/centres/places/{province}/items/{rubric}/{item}",
        "/centres/places/0/trends",
        "/centres/places/0/trends.json",
        "/centres/places/0/items/{rubric}/{item}",
        "/places/{city}/compare?end={end}",
        "/places/{city}/compare?end={end}&measure=score",
        "/places/{city}/compare?end={end}&charts=2",
        "/places/{city}/compare?end={end}&attention=1",
        "/places/{city}/compare.csv?end={end}",
        "/places/{province}/compare?end={end}",
        "/places/0/compare?end={end}",
        "/reports",
        "/forms",
        "/maturity",
    ),
    "worker": ("/learning/1/trend",),
}
"""Account to the addresses it asks for."""


@dataclass(frozen=True)
class Rebuilt:
    """Totals of one database counted anew."""

    totals: int
    seconds: float
    processor: float
    check_seconds: float


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("database", nargs="?", choices=("sqlite", "postgresql"), default="sqlite")
    reading.add_argument("--small", type=int, default=SMALL)
    reading.add_argument("--large", type=int, nargs="*", default=list(LARGE))
    reading.add_argument("--json", type=Path)
    chosen = reading.parse_args()
    sizes = [chosen.small, *chosen.large]
    figures: dict[str, Any] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plumbline-bench-")))
        if chosen.database == "sqlite":
            urls = [f"sqlite:///{folder}/years{size}.db" for size in sizes]
        else:
            server = stack.enter_context(postgresql())
            urls = [new_database(server, f"years{size}") for size in sizes]
        print(f"{chosen.database}: 4,662 centres, ten years, 25 items", flush=True)
        for size, url in zip(sizes, urls, strict=True):
            known = _made(size, url)
            found = rebuilt(url)
            figures[f"rebuild {size}"] = vars(found)
            _tell_rebuilt(size, url, found)
        known |= _addresses(urls[0], folder, known) | {"end": f"{LAST_YEAR}-12"}
        for size, url in zip(sizes[1:], urls[1:], strict=True):
            print(f"pages beside {chosen.small:,} and {size:,} signed audits", flush=True)
            both = compared([urls[0], url], folder, PAGES, **known)
            show(both)
            figures[f"pages {size}"] = {name: [vars(o) for o in two] for name, two in both.items()}
        figures["figure bytes"] = _figure_bytes(urls[-1], folder, known)
        if chosen.database == "sqlite":
            figures["signing"] = _tell_signing(urls[-1], known)
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2), "utf-8")


def _made(size: int, url: str) -> dict[str, Any]:
    started = time.perf_counter()
    known = network(url)
    audits(url, size, known)
    seconds = time.perf_counter() - started
    print(f"  {size:,} signed audits written in {seconds:.0f} s", flush=True)
    return known


def rebuilt(url: str) -> Rebuilt:
    """Count every total anew from nothing, then once more where nothing differs."""
    with _swept_seldom(), opened(url) as session:
        for table in _TABLES:
            session.execute(delete(table))
        session.commit()
        started, worked = time.perf_counter(), time.process_time()
        drift = rebuild_totals(session, _OPERATOR, at=NOW)
        seconds, processor = time.perf_counter() - started, time.process_time() - worked
        with session.get_bind().connect().execution_options(isolation_level="AUTOCOMMIT") as one:
            one.execute(text("ANALYZE"))
        started = time.perf_counter()
        assert rebuild_totals(session, _OPERATOR, at=NOW) == 0
        again = time.perf_counter() - started
        counts = [
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in _TABLES
        ]
    # totals of sessions are counted with them
    assert sum(counts) <= drift, (counts, drift)
    return Rebuilt(drift, seconds, processor, again)


@contextmanager
def _swept_seldom() -> Iterator[None]:
    # as the command does it; signing, which is timed later, does not
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _tell_rebuilt(size: int, url: str, found: Rebuilt) -> None:
    kept = "kept" if found.seconds <= _MOST_SECONDS else "MISSED"
    print(
        f"  {found.totals:,} totals of {size:,} audits counted anew in {found.seconds:.1f} s"
        f" ({found.processor:.1f} s of processor time)  target {_MOST_SECONDS} s  {kept};"
        f" checked in {found.check_seconds:.1f} s; {size_of(url)}",
        flush=True,
    )


def _client(url: str, folder: Path) -> FlaskClient:
    client = product(url, folder).test_client()
    sent = {"login_name": "reader", "password": PASSWORD}
    answer = client.post("/login", data=sent | {"csrf_token": token_of(client.get("/login").text)})
    assert answer.status_code == 302, answer.text[:400]
    return client


def _addresses(url: str, folder: Path, known: dict[str, Any]) -> dict[str, str]:
    """Find what only a page tells: an item of it, and what is behind one of its points."""
    page = _client(url, folder).get(f"/centres/{known['centre']}/trends").text
    behind = re.findall(r'href="(/centres/\d+/behind/[^"#]+)"', page)
    item = re.findall(rf"/items/{known['rubric']}/(\w+)", page)
    return {"behind": behind[0], "item": item[0]}


def _figure_bytes(url: str, folder: Path, known: dict[str, Any]) -> int:
    size = len(_client(url, folder).get(f"/centres/{known['centre']}/trends.json").data)
    kept = "kept" if size <= _MOST_BYTES else "MISSED"
    print(f"  figure of ten years: {size:,} bytes raw  target {_MOST_BYTES:,}  {kept}", flush=True)
    return size


def _tell_signing(url: str, known: dict[str, Any]) -> dict[str, float]:
    found = signed(url, known)
    added = found["with totals"] - found["without"]
    kept = "kept" if added <= _MOST_SIGNING else "MISSED"
    print(
        f"  signing: {found['with totals']:.2f} ms of processor time with its totals,"
        f" {found['without']:.2f} without: {added:.2f} ms more  target {_MOST_SIGNING:g} ms"
        f"  {kept}",
        flush=True,
    )
    return found | {"added": added}


def signed(url: str, known: dict[str, Any]) -> dict[str, float]:
    """Sign drafts in turn with and without counting them; ms of processor time of each.

    The lower quartile of many, as `benchmarks.processor` takes it. Who signs read none of the
    others: nobody has signed a whole country's reviews, of which signing asks for the first few.
    """
    ids = drafts(url, known["signer"], 2 * SIGNED)
    reach = Reach(is_everything=True)
    reader = Actor(known["signer"], "signer", (Grant(Role.SENIOR_SUPERVISOR, reach),))
    times: dict[str, list[float]] = {"with totals": [], "without": []}
    with opened(url) as session:
        for number, audit in enumerate(ids):
            name = ("with totals", "without")[number % 2]
            with _counting(is_on=name == "with totals"):
                times[name].append(_signed(session, reader, audit, number))
    return {name: 1000 * quantiles(one[_WARM:], n=4)[0] for name, one in times.items()}


def _signed(session: Session, reader: Actor, audit: int, number: int) -> float:
    at = NOW + timedelta(days=200, seconds=number)
    started = time.process_time()
    signing.sign_audit(session, reader, audit, ZONE, at=at)
    return time.process_time() - started


@contextmanager
def _counting(*, is_on: bool) -> Iterator[None]:
    kept = signing.count_readings
    if not is_on:
        signing.count_readings = lambda *_: None
    try:
        yield
    finally:
        signing.count_readings = kept


if __name__ == "__main__":
    sys.exit(main())
