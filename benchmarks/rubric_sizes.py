"""A rubric of 200 items: check it, compare it, publish it from each kind of file."""

import os
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from qa_app.cli import main
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_diff import ItemKind, compare
from qa_app.domain.rubric_freeze import resolve
from qa_app.domain.word_diff import word_diff
from qa_app.paths import resource
from qa_app.rubric_files.forms import FORMS
from qa_app.rubric_files.reader import load_library, read_plain

SOURCE = "sw_case_management.yaml"
ITEMS = 200
ROUNDS = 5


def large_plain(count: int = ITEMS) -> dict[str, Any]:
    """The items of a shipped rubric over and over, with codes of their own."""
    base = read_plain(resource("rubrics") / SOURCE).plain
    plain = deepcopy(base)
    plain |= {"id": "bench_200", "sections": [{**s, "items": []} for s in plain["sections"]]}
    sections = {section["id"]: section for section in plain["sections"]}
    items = [(section["id"], item) for section in base["sections"] for item in section["items"]]
    for number in range(count):
        code, item = items[number % len(items)]
        mine = {**deepcopy(item), "id": f"{item['id']}.{number}"}
        for name in ("critical", "critical_fail"):
            mine.pop(name, None)
        sections[code]["items"].append(mine)
    return plain


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The best of several rounds."""
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best * 1000


def check_milliseconds() -> float:
    """One check of 200 items, as the editor makes it after every change."""
    shipped = resource("rubrics")
    plain, library = large_plain(), load_library(shipped / SOURCE, shipped)
    errors = [one for one in check_rubric(plain, library) if one.severity == "error"]
    if errors:
        raise SystemExit(f"the rubric of the measurements does not stand: {errors}")
    return milliseconds(lambda: check_rubric(plain, library))


def compare_milliseconds() -> float:
    """Two versions of 200 items whose every requirement is reworded, told word by word."""
    shipped = resource("rubrics")
    library = load_library(shipped / SOURCE, shipped)
    plain = large_plain()
    before = resolve(plain, library)
    for section in plain["sections"]:
        for item in section["items"]:
            item["text"] = {name: f"及时{words}" for name, words in item["text"].items()}
    after = resolve(plain, library)

    def compared() -> None:
        diff = compare(before, after)
        if len(diff.of_kind(ItemKind.REWORDED)) != ITEMS:
            raise SystemExit("the two versions of the measurements do not stand")
        for item in diff.items:
            for text in item.texts:
                word_diff(text.before, text.after)

    return milliseconds(compared)


def publish_milliseconds(folder: Path) -> dict[str, float]:
    """Publishing 200 items by `qa rubrics publish`: reading, checking, freezing, storing."""
    os.environ["QA_DATA_DIR"] = str(folder / "rubrics")
    runner = CliRunner()
    runner.invoke(main, ["init"], catch_exceptions=False)
    found = {}
    for number, (form, write) in enumerate(FORMS.items(), 1):
        file = folder / f"large.{form}"
        plain = large_plain() | {"version": f"{number}.0.0"}
        # a next version has to say something else
        plain["title"] = {name: f"{words} {number}" for name, words in plain["title"].items()}
        file.write_bytes(write(plain))
        command = ["rubrics", "publish", str(file)]
        started = time.perf_counter()
        done = runner.invoke(main, command)
        found[form] = (time.perf_counter() - started) * 1000
        if done.exit_code:
            raise SystemExit(done.output)
    return found
