"""A rubric of 200 items is checked and read fast enough, with room for a busy machine."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.rubric_sizes import SOURCE, large_plain
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import freeze, resolve
from qa_app.rubric_files.forms import FORMS
from qa_app.rubric_files.reader import load_library, read_rubric

BUSY = 3


def seconds(work: Callable[[], object]) -> float:
    found = []
    for _ in range(3):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def test_200_items_are_checked_within_200_milliseconds(shipped: Path) -> None:
    plain, library = large_plain(), load_library(shipped / SOURCE, shipped)
    assert sum(len(section["items"]) for section in plain["sections"]) == 200
    assert [one for one in check_rubric(plain, library) if one.severity == "error"] == []
    taken = seconds(lambda: check_rubric(plain, library))
    assert taken < 0.2 * BUSY
    # twice the items take about twice the time
    larger = large_plain(400)
    assert seconds(lambda: check_rubric(larger, library)) < taken * 4 + 0.02


@pytest.mark.parametrize("form", FORMS)
def test_200_items_are_read_and_frozen_within_2_seconds(
    form: str, shipped: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"large.{form}"
    file.write_bytes(FORMS[form](large_plain()))
    library = load_library(shipped / SOURCE, shipped)
    wanted = freeze(large_plain(), library).fingerprint
    read_rubric(file, shipped)

    def work() -> None:
        read = read_rubric(file, shipped)
        assert read.rubric.fingerprint == wanted
        assert read.content == resolve(large_plain(), library)

    assert seconds(work) < 2 * BUSY
