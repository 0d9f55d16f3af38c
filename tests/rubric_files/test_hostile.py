"""Files that are broken, or meant to do harm, are refused in good time and with their place."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qa_app.cli import main
from tests.conftest import ROOT
from tests.hostile_rubrics import MEGABYTES_MOST, SECONDS_MOST, made

IN_MAKE_TEST, IN_ALL = 150, 5_000
SLOW = 3
"""A machine that many share is given this many times as long."""


def read(*arguments: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.hostile_rubrics", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def wrong(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        one
        for one in found
        if "crash" in one
        or not one["told"]
        or (one["refused"] and not one["place"])
        or one["seconds"] > SECONDS_MOST * SLOW
        or one["megabytes"] > MEGABYTES_MOST
    ]


def test_hostile_files_made_by_hand_are_refused() -> None:
    found = read("made")
    assert len(found) >= 190
    assert wrong(found) == []
    assert [one["name"] for one in found if not one["refused"]] == []


def test_mutated_files_are_refused_or_in_order() -> None:
    found = read("mutated", "0", str(IN_MAKE_TEST))
    assert len(found) == IN_MAKE_TEST
    assert wrong(found) == []
    assert sum(one["refused"] for one in found) > IN_MAKE_TEST // 2


@pytest.mark.nightly
def test_5000_mutated_files_are_refused_or_in_order() -> None:
    found = read("mutated", "0", str(IN_ALL))
    assert len(found) == IN_ALL
    assert wrong(found) == []
    assert sum(one["refused"] for one in found) > IN_ALL // 2


def test_nothing_of_them_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))
    assert CliRunner().invoke(main, ["init"]).exit_code == 0

    def count(table: str) -> int:
        with closing(sqlite3.connect(tmp_path / "data/plumbline.db")) as database:
            found: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            return found

    before = count("journal")
    sample = [name for place, name in enumerate(made()) if place % 9 == 0]
    files = []
    for name in sample:
        file = tmp_path / name
        file.write_bytes(made()[name])
        files.append(str(file))
    for file in files:
        done = CliRunner().invoke(main, ["rubrics", "publish", file])
        assert done.exit_code in {1, 2}, file
        assert done.exception is None or isinstance(done.exception, SystemExit), file
    assert (count("rubric_version"), count("journal")) == (0, before)
