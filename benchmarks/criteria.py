"""Criteria of the register in a large network: every centre as of today, one centre, pages, trial.

python -m benchmarks.criteria [sqlite|postgresql] [--small N] [--large N ...] [--json FILE]
    [--keep FOLDER]

4,662 centres over ten years. Every centre is held against the full set as of today from totals, and
as of the end of a past month as it was known then; the lists of a city that is read alike in every
size, of one that grows with the network and of a province, and the page of one centre, are asked of
a small database and of each large one in turn, on the day on which the data end. A trial looks at
60 centres over 36 months. SQLite databases in FOLDER are kept, and used again where they are there.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from datetime import time as dt_time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from benchmarks.growth import compared, show
from benchmarks.make_data import Network, fill, opened
from benchmarks.network_years import AREA, LAST_YEAR, NOW, PROVINCES, analysed, audits, network
from benchmarks.servers import new_database, postgresql
from qa_app.clock import local_day
from qa_app.domain.criteria_versions import Stage
from qa_app.domain.people import system_actor
from qa_app.models.places import CentreRow
from qa_app.paths import resource
from qa_app.queries.criteria_versions import SetInForce, sets_in_force
from qa_app.queries.evaluations import asking_of, evaluate_area, evaluate_areas
from qa_app.queries.try_criteria import TrialSize, try_criteria
from qa_app.rubric_files.criteria import read_criteria_plain
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.operations.rebuild_totals import rebuild_totals

SMALL, LARGE = 10_000, (100_000,)
ZONE = "Asia/Shanghai"
PAST = date(LAST_YEAR, 11, 30)
TRIED_CENTRES, TRIED_AUDITS = 60, 3_000
_ALL_SECONDS, _ONE_SECONDS, _TRIAL_SECONDS = 60.0, 0.3, 30.0
_OPERATOR = system_actor("benchmark")
PAGES = {
    "reader": (
        "/criteria?place={city}",
        "/criteria?place={city}&as_of={end}",
        "/criteria?place={growing}",
        "/criteria?place={growing}&as_of={end}",
        "/criteria?place={province}&as_of={end}",
        f"/criteria/{{centre}}/{AREA}",
    )
}

_ASKED: dict[str, Any] = {
    "end": f"{LAST_YEAR}-06-30",
    "province": 1,
    "city": PROVINCES + 1,
    "growing": PROVINCES + 2,
    "centre": 1,
}


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("database", nargs="?", choices=("sqlite", "postgresql"), default="sqlite")
    reading.add_argument("--small", type=int, default=SMALL)
    reading.add_argument("--large", type=int, nargs="*", default=list(LARGE))
    reading.add_argument("--json", type=Path)
    reading.add_argument("--keep", type=Path)
    chosen = reading.parse_args()
    sizes = [chosen.small, *chosen.large]
    figures: dict[str, Any] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plumbline-bench-")))
        kept = chosen.keep or folder
        names = [*(f"criteria{size}" for size in sizes), "trial"]
        if chosen.database == "sqlite":
            urls = [f"sqlite:///{kept}/{name}.db" for name in names]
        else:
            server = stack.enter_context(postgresql())
            urls = [new_database(server, name) for name in names]
        print(f"{chosen.database}: 4,662 centres, ten years", flush=True)
        for size, name, url in zip(sizes, names, urls, strict=False):
            if not (kept / f"{name}.db").exists():
                _made(url, size)
            figures[f"evaluated {size}"] = _evaluated(url, size)
        for size, url in zip(sizes[1:], urls[1:], strict=False):
            print(f"pages beside {chosen.small:,} and {size:,} signed audits", flush=True)
            both = compared([urls[0], url], folder, PAGES, NOW, **_ASKED)
            show(both)
            figures[f"pages {size}"] = {name: [vars(o) for o in two] for name, two in both.items()}
        figures["trial"] = _tried(urls[-1])
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2), "utf-8")


def _made(url: str, size: int) -> None:
    known = network(url)
    audits(url, size, known)
    with opened(url) as session:
        rebuild_totals(session, _OPERATOR, at=NOW)
        _published(session)
    analysed(url)


def _published(session: Session) -> SetInForce:
    file = resource("rubrics") / "endorsement_criteria.yaml"
    today = local_day(NOW, ZONE)
    if not sets_in_force(session, today).sets:
        publish_criteria(session, _OPERATOR, read_criteria_plain(file), today, at=NOW)
    found = sets_in_force(session, today).of("", Stage.FULL)
    assert found is not None
    return found


def _evaluated(url: str, size: int) -> dict[str, float]:
    with opened(url) as session:
        found = _published(session)
        asking = asking_of(found, local_day(NOW, ZONE), NOW, ZONE, is_now=True)
        end = datetime.combine(PAST + timedelta(days=1), dt_time.min, ZoneInfo(ZONE))
        before = asking_of(found, PAST, end, ZONE, is_now=False)
        told: dict[str, float] = {}

        def everyone() -> int:
            return len(evaluate_areas(session, CentreRow.id > 0, asking))

        def one() -> int:
            return evaluate_area(session, 1, AREA, asking) is not None

        def past() -> int:
            return len(evaluate_areas(session, CentreRow.id > 0, before))

        told |= _told(f"all centres, {size:,} audits", everyone, _ALL_SECONDS)
        told |= _told(f"all centres as of a past day, {size:,} audits", past, _ALL_SECONDS)
        one()
        told |= _told(f"one centre, {size:,} audits", one, _ONE_SECONDS)
    return told


def _tried(url: str) -> dict[str, float]:
    for _ in fill(url, TRIED_AUDITS, Network(TRIED_CENTRES, 6)):
        pass
    with opened(url) as session:
        found = _published(session)
        size = TrialSize(local_day(NOW, ZONE), ZONE, centres=1)

        def trial() -> int:
            return len(try_criteria(session, found.file, found.fingerprint, size).past.changed)

        return _told(f"trial of {TRIED_CENTRES} centres over 36 months", trial, _TRIAL_SECONDS)


def _told(name: str, act: Callable[[], int], target: float) -> dict[str, float]:
    started, worked = time.perf_counter(), time.process_time()
    act()
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    kept = "kept" if seconds <= target else "MISSED"
    print(f"  {name}: {seconds:.2f} s ({processor:.2f} s of processor time)"
          f"  target {target:g} s  {kept}", flush=True)  # fmt: skip
    return {name: seconds, f"{name}, processor": processor}


if __name__ == "__main__":
    sys.exit(main())
