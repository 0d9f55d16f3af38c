"""The limits of today over many open cases: the nightly run, and the page of a centre.

python -m benchmarks.limits [--cases N] [postgresql]
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from benchmarks.make_data import opened, prepare
from benchmarks.servers import postgresql
from qa_app.domain.people import Actor, Grant, Reach, Role, system_actor
from qa_app.domain.references import new_reference
from qa_app.models.cases import CaseFileRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.running_limits import RunningEventRow, RunningLimitRow
from qa_app.queries.running_limits import count_limits, limits_page
from qa_app.services.limits.work_out_limits import work_out_limits

CASES, SECONDS = 10_000, 60
ZONE = "Asia/Shanghai"
NOON = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
EVENTS = ("aid_requested", "aid_decided", "lawyer_assigned")
_SYSTEM = system_actor("benchmark")


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--cases", type=int, default=CASES)
    reading.add_argument("kind", nargs="?", choices=("sqlite", "postgresql"), default="sqlite")
    chosen = reading.parse_args()
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        file = nullcontext(f"sqlite:///{Path(folder) / 'limits.db'}")
        with postgresql() if chosen.kind == "postgresql" else file as url:
            _version, centres = prepare(url)
            with opened(url) as session:
                _fill(session, centres, chosen.cases)
                _measure(session, centres[0], chosen.cases, chosen.kind)


def _fill(session: Session, centres: list[int], count: int) -> None:
    area = session.scalars(select(RubricVersionRow.area_code)).first()
    rows = [
        {
            "reference": new_reference("KM", 2026, 37 * number + 1),
            "centre_id": centres[number % len(centres)],
            "area_code": area,
            "opened_on": NOON.date() - timedelta(days=60),
        }
        for number in range(1, count + 1)
    ]
    session.execute(insert(CaseFileRow), rows)
    files = session.scalars(select(CaseFileRow.id).order_by(CaseFileRow.id)).all()
    events = [
        {
            "case_file_id": file,
            "event": event,
            "happened_on": NOON.date() - timedelta(days=40 - file % 30 - 4 * place),
            "happened_at": clock_time(9, file % 60),
            "recorded_at": NOON,
            "recorded_by": None,
        }
        for file in files
        for place, event in enumerate(EVENTS[: 1 + file % 3])
    ]
    session.execute(insert(RunningEventRow), events)
    session.commit()


def _measure(session: Session, centre: int, count: int, kind: str) -> None:
    def night(at: datetime) -> int:
        return work_out_limits(session, _SYSTEM, ZONE, at=at)

    first, made = _timed(lambda: night(NOON))
    same, none = _timed(lambda: night(NOON + timedelta(minutes=1)))
    later, moved = _timed(lambda: night(NOON + timedelta(days=1)))
    manager = Actor(1, "m", (Grant(Role.CENTRE_MANAGER, Reach(centre_ids=frozenset({centre}))),))
    everywhere = Actor(1, "s", (Grant(Role.SENIOR_SUPERVISOR, Reach(is_everything=True)),))
    kept = session.scalar(select(func.count()).select_from(RunningLimitRow))
    verdict = "kept" if max(first, same, later) <= SECONDS else "MISSED"
    print(f"Limits of today, {kind}, {count:,} open cases, {kept:,} limits")
    print(f"  first run   {first:6.1f} s   {made:,} limits")
    print(f"  run again   {same:6.1f} s   {none:,} changed")
    print(f"  next night  {later:6.1f} s   {moved:,} changed")
    print(f"  target {SECONDS} s  {verdict}")
    for name, actor in (("one centre", manager), ("whole network", everywhere)):
        best = min(_timed(lambda actor=actor: _page(session, actor))[0] for _ in range(5))
        print(f"  page of {name}: {best * 1000:.1f} ms in two queries")


def _page(session: Session, actor: Actor) -> int:
    at = NOON + timedelta(days=1)
    count_limits(session, actor, at, ZONE)
    return len(limits_page(session, actor, at, ZONE))


def _timed(act: Callable[[], int]) -> tuple[float, int]:
    started = time.perf_counter()
    found = act()
    return time.perf_counter() - started, found


if __name__ == "__main__":
    main()
