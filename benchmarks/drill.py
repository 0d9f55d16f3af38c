"""A timed drill on many gigabytes: `python -m benchmarks.drill --data FOLDER`.

Signed reviews are made by the product's own functions, copied by the database until its file is
large enough (SQLite), and kept in FOLDER. Then `qa backup` and `qa restore --drill` run as an
operator runs them; both are timed, and what they say is shown. Beside the database FOLDER takes as
much again for the open copy of each, and the backup. It fails when the drill takes over 15 minutes.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from benchmarks.copies import multiply
from benchmarks.make_data import WRITTEN_KEY
from benchmarks.pages import SECRET
from benchmarks.servers import ROOT

GIGABYTES, MADE = 5.0, 5_000
_GB = 10**9
_MOST_MINUTES = 15


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--data", type=Path, required=True, help="where the database is kept")
    reading.add_argument("--gigabytes", type=float, default=GIGABYTES)
    reading.add_argument("--json", type=Path)
    chosen = reading.parse_args()
    folder = chosen.data.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "plumbline.db"
    grown(file, chosen.gigabytes)
    found: dict[str, object] = {"gigabytes": file.stat().st_size / _GB, "rows": rows(file)}
    for old in (folder / "backups").glob("*.backup"):
        old.unlink()
    found["backup_seconds"] = asked(folder, "backup", "--to", str(folder / "backups"))
    backup = next((folder / "backups").glob("*.backup"))
    found["backup_gigabytes"] = backup.stat().st_size / _GB
    found["drill_seconds"] = asked(folder, "restore", str(backup), "--drill")
    show(found)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2), "utf-8")
    if float(str(found["drill_seconds"])) > 60 * _MOST_MINUTES:
        raise SystemExit(1)


def grown(file: Path, gigabytes: float) -> None:
    """Make the reviews, once, and as many copies of them as the size asks for, in one step."""
    url = f"sqlite:///{file}"
    if file.exists() and file.stat().st_size >= gigabytes * _GB:
        return
    # a process of its own: nobody else may have the database open for what follows
    making = [sys.executable, "-m", "benchmarks.make_data", url, str(MADE)]
    subprocess.run(making, cwd=ROOT, check=True)
    with closing(sqlite3.connect(file)) as raw:
        # pages that are added need no journal: it would be as large as the database
        raw.execute("PRAGMA journal_mode=DELETE")
    times = int(gigabytes * _GB / file.stat().st_size) + 1
    print(f"{times} copies of {file.stat().st_size / 2**20:.0f} MiB", flush=True)
    multiply(url, times)


def rows(file: Path) -> int:
    with closing(sqlite3.connect(file)) as raw:
        return int(raw.execute("SELECT count(*) FROM audit_entry").fetchone()[0])


def asked(folder: Path, *words: str) -> float:
    """Run the product's command; give the seconds it took."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    environment |= {
        "QA_DATA_DIR": str(folder),
        "QA_SECRET_KEY": SECRET,
        "QA_FIELD_KEY": WRITTEN_KEY,
        "QA_BACKUP_KEY": WRITTEN_KEY,
    }
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "qa_app", *words], cwd=ROOT, env=environment, check=True)
    return time.perf_counter() - started


def show(found: dict[str, object]) -> None:
    for name, value in found.items():
        print(f"{name:<18} {value:,.1f}" if isinstance(value, float) else f"{name:<18} {value:,}")


if __name__ == "__main__":
    main()
