"""How fast an inspection history is taken in, and whether memory grows with the file."""

import csv
import gzip
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from benchmarks.servers import ROOT

DATA = (
    Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared")) / "data/care_inspectorate_children"
)
MAPPING = ROOT / "docs/examples/care_inspectorate/mapping.yaml"
_KEYED_BY_PROVIDER = ("providers", "inspections")


@dataclass(frozen=True)
class Imported:
    """One import."""

    grades: int
    seconds: float
    rate: float
    peak_mebibytes: int
    equal_pct: float


def sample(source: Path, target: Path, percent: int) -> None:
    """Write a fixed part of the data: providers whose number hashes low, with all they have."""
    target.mkdir(parents=True, exist_ok=True)
    kept: set[str] = set()
    for name in _KEYED_BY_PROVIDER:
        found = _copy(source, target, name, "provider_id", lambda one: _is_in(one, percent))
        if name == "inspections":
            kept = {row["inspection_id"] for row in found}
    _copy(source, target, "items", "inspection_id", lambda one: one in kept)


def _is_in(provider: str, percent: int) -> bool:
    return int(sha256(provider.encode()).hexdigest()[:8], 16) % 100 < percent


def _copy(source: Path, target: Path, name: str, key: str, wanted) -> list[dict[str, str]]:
    file = f"{name}.csv.gz"
    with gzip.open(source / file, "rt", encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        rows = [row for row in reader if wanted(row[key])]
        names = list(reader.fieldnames or ())
    with gzip.open(target / file, "wt", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names)
        writer.writeheader()
        writer.writerows(rows)
    return rows


def imported(folder: Path, percent: int, source: Path = DATA) -> Imported:
    """Import a share of the providers into a fresh database, by the command itself."""
    home = folder / f"history{percent}"
    data = source
    if percent < 100:
        data = home / "data"
        sample(source, data, percent)
    home.mkdir(exist_ok=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    environment = clean | {"QA_DATA_DIR": str(home / "instance")}
    report = home / "report.json"
    command = [sys.executable, "-m", "qa_app"]
    for words in (
        ["init"],
        ["history", "import", str(MAPPING), "--data", str(data), "--report", str(report)],
    ):
        subprocess.run(
            [*command, *words], env=environment, cwd=ROOT, check=True, capture_output=True
        )
    told = json.loads(report.read_text("utf-8"))
    seconds = max(told["seconds"], 0.001)
    return Imported(
        told["grades_added"],
        seconds,
        told["grades_added"] / seconds,
        told["peak_mib"],
        told["share_equal_pct"],
    )
