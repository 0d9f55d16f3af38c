"""The export item by item: 500,000 rows as CSV, and what it holds in memory on the way.

python -m benchmarks.exporting [--audits N]
"""

import argparse
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.copies import multiply
from benchmarks.make_data import fill, opened
from qa_app.domain.export_columns import COLUMNS
from qa_app.domain.item_export import exported_rows
from qa_app.domain.people import system_actor
from qa_app.queries.item_export import ExportFilter, exported_readings
from qa_app.reports.item_tables import csv_lines

BASE = 1_000
AUDITS = 20_000
ROWS, SECONDS = 500_000, 60


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--audits", type=int, default=AUDITS)
    audits = reading.parse_args().audits
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        found = {}
        for name, count in (("half", audits // 2), ("all", audits)):
            url = f"sqlite:///{Path(folder)}/{name}.db"
            for _ in fill(url, BASE):
                sys.stderr.write(".")
            multiply(url, count // BASE)
            # in a process of its own, so that its peak is this export's
            with ProcessPoolExecutor(1, get_context("spawn")) as other:
                found[name] = other.submit(exported, url).result()
    (_, _, half), (rows, seconds, peak) = found["half"], found["all"]
    verdict = "kept" if seconds * ROWS / rows <= SECONDS else "MISSED"
    print("Export item by item, CSV, SQLite")
    print(f"  {rows:,} rows in {seconds:.1f} s: {ROWS:,} in {seconds * ROWS / rows:.1f} s")
    print(f"  target {SECONDS} s  {verdict}; peak {half:.0f} MiB over half, {peak:.0f} over all")


def exported(url: str) -> tuple[int, float, float]:
    """Rows, seconds and MiB at the peak."""
    started, rows, taken = time.perf_counter(), 0, 0
    with opened(url) as session:

        def counted():
            nonlocal rows
            for one, words in exported_readings(session, system_actor("b"), ExportFilter()):
                for row in exported_rows("X0000000001", one, words):
                    rows += 1
                    yield row

        for part in csv_lines(COLUMNS, counted(), "Asia/Shanghai"):
            taken += len(part)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return rows, time.perf_counter() - started, peak


if __name__ == "__main__":
    main()
