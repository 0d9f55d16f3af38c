"""`make bench`: the product beside the floor, scoring, the history import; one table.

python -m benchmarks.run [--quick] [--json FILE]
"""

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks import checking, history, rubric_sizes, scoring
from benchmarks.pages import CLIENTS, Size, measure
from benchmarks.requests import Timing
from benchmarks.servers import Memory, new_database, postgresql

_PARTS = ("scoring", "checking", "rubrics", "sqlite", "postgresql", "history")
_MOST_RATIO = 2.0
_MOST_HELLO = 8.0
_LEAST_SCORED = {"plain": 50_000, "explained": 10_000}
_LEAST_GRADES = 2_000
_LEAST_CHECKED = 5_000
_MOST_MEBIBYTES = 200
_MOST_SECONDS = 2.0
_MOST_RUBRIC = {"check": 200, "compare": 500}
_MOST_PUBLISH = 2_000


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--quick", action="store_true", help="small data, one round")
    reading.add_argument("--only", choices=_PARTS, action="append", help="only these parts")
    reading.add_argument("--json", type=Path, help="also write the figures here")
    chosen = reading.parse_args()
    size = Size(200, 1, 20) if chosen.quick else Size()
    wanted = set(chosen.only or _PARTS)
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        home = Path(folder)
        if "scoring" in wanted:
            figures["scoring"] = _scoring()
        if "checking" in wanted:
            figures["checking"] = _checking(home, 1_000 if chosen.quick else 10_000)
        if "rubrics" in wanted:
            figures["rubrics"] = _rubrics(home)
        if "sqlite" in wanted:
            figures["sqlite"] = _pages("SQLite", f"sqlite:///{home}/{{name}}.db", size, home)
        if "postgresql" in wanted:
            with postgresql() as server:
                addresses = {name: new_database(server, name) for name in ("floor", "product")}
                pattern = addresses["floor"].replace("/floor?", "/{name}?")
                figures["postgresql"] = _pages("PostgreSQL", pattern, size, home)
        if "history" in wanted:
            figures["history"] = _history(home)
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2, default=_plain), "utf-8")


def _plain(value: object) -> object:
    return asdict(value) if isinstance(value, Timing | Memory) else str(value)


def _verdict(*, is_kept: bool) -> str:
    return "kept" if is_kept else "MISSED"


def _scoring() -> dict[str, float]:
    print("Scoring, 25 items, one process")
    found = scoring.speeds()
    for name, speed in found.items():
        least = _LEAST_SCORED[name]
        print(
            f"  {name:<10} {speed:>9,.0f} files/s   target {least:>7,}  "
            f"{_verdict(is_kept=speed >= least)}"
        )
    return found


def _rubrics(folder: Path) -> dict[str, float]:
    print(f"\nRubrics of {rubric_sizes.ITEMS} items, one process; milliseconds")
    found = {
        "check": rubric_sizes.check_milliseconds(),
        "compare": rubric_sizes.compare_milliseconds(),
    }
    found |= rubric_sizes.publish_milliseconds(folder)
    for name, taken in found.items():
        most = _MOST_RUBRIC.get(name, _MOST_PUBLISH)
        said = name if name in _MOST_RUBRIC else f"publish {name}"
        print(f"  {said:<14} {taken:>7,.0f}   target < {most:,}  {_verdict(is_kept=taken < most)}")
    return found


def _checking(folder: Path, count: int) -> object:
    print("\nChecking frozen scores, 25 items, real dates, SQLite")
    found = checking.checked(f"sqlite:///{folder}/checking.db", count)
    print(
        f"  {found.scores:,} scores, {found.processor_us:.0f} us of processor time each: "
        f"{found.rate:,.0f} a second on two cores   target {_LEAST_CHECKED:,}  "
        f"{_verdict(is_kept=found.rate >= _LEAST_CHECKED)}"
    )
    print(
        f"  the command as a whole {found.seconds:.1f} s; peak of one process "
        f"{found.half_mebibytes} MiB over half, {found.whole_mebibytes} MiB over all"
    )
    return asdict(found)


def _pages(database: str, pattern: str, size: Size, folder: Path) -> dict[str, object]:
    print(
        f"\n{database}: gunicorn, 2 sync workers, {size.audits} signed audits, "
        f"{size.rounds} interleaved rounds; milliseconds p50 / p95 (requests/s)"
    )
    found = measure(pattern, size, folder)
    timings: dict[str, dict[int, Timing]] = found["timings"]
    for name, by_clients in timings.items():
        cells = [
            f"c={c}: {t.p50:6.1f} / {t.p95:6.1f} ({t.rate:5.0f})" for c, t in by_clients.items()
        ]
        print(f"  {name:<13} " + "   ".join(cells))
    for clients in CLIENTS:
        for job in ("open", "save"):
            _ratio(
                f"{job} / floor, c={clients}",
                timings[f"product {job}"][clients],
                timings[f"floor {job}"][clients],
                _MOST_RATIO,
            )
        _ratio(
            f"floor open / hello, c={clients}",
            timings["floor open"][clients],
            timings["hello"][clients],
            _MOST_HELLO,
        )
    memory: Memory = found["memory"]
    floor: Memory = found["floor_memory"]
    seconds = float(str(found["start_seconds"]))
    print(
        f"  memory of master and workers {memory.whole:.0f} MiB   target < {_MOST_MEBIBYTES}  "
        f"{_verdict(is_kept=memory.whole < _MOST_MEBIBYTES)}"
    )
    print(
        f"    shared {memory.shared:.0f}, of the master alone {memory.master:.0f}, of each worker "
        f"alone {memory.worker:.0f}; floor {floor.whole:.0f}"
    )
    print(
        f"  start to first answer {seconds:.2f} s   target < {_MOST_SECONDS:.0f}  "
        f"{_verdict(is_kept=seconds < _MOST_SECONDS)}"
    )
    return found


def _ratio(name: str, timing: Timing, beside: Timing, most: float) -> None:
    ratio = timing.p50 / beside.p50
    print(f"  {name:<24} {ratio:5.2f}x   target <= {most:g}x  {_verdict(is_kept=ratio <= most)}")


def _history(folder: Path) -> object:
    if not history.DATA.is_dir():
        print(f"\nHistory import: not measured, {history.DATA} is not there (set SHARED_DIR)")
        return None
    print("\nHistory import on SQLite")
    found = {share: history.imported(folder, share) for share in (10, 100)}
    for share, one in found.items():
        print(
            f"  {share:>3} % of the providers: {one.grades:,} grades in {one.seconds:.1f} s, "
            f"{one.rate:,.0f} grades/s, peak {one.peak_mebibytes} MiB"
        )
    rate = found[100].rate
    print(
        f"  target {_LEAST_GRADES:,} grades/s  {_verdict(is_kept=rate >= _LEAST_GRADES)}; "
        f"equal to the published result: {found[100].equal_pct} %"
    )
    return {share: asdict(one) for share, one in found.items()}


if __name__ == "__main__":
    main()
