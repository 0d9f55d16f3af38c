"""Documents lead where they say: decisions have a number of their own, links their file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_ELSEWHERE = re.compile(r"[a-z]+:")


def _documents() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    yield from (ROOT / "docs").rglob("*.md")
    yield from (ROOT / "rubrics").rglob("*.md")


def test_every_record_of_a_decision_has_a_number_of_its_own() -> None:
    records = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    numbers = [one.name[:4] for one in records]
    assert len(records) > 40
    assert numbers == sorted(set(numbers))
    for one in records:
        assert one.read_text("utf-8").startswith(f"# {one.name[:4]}. "), one.name


@pytest.mark.parametrize("file", sorted(_documents()), ids=lambda one: str(one.relative_to(ROOT)))
def test_every_link_leads_to_a_file(file: Path) -> None:
    for target in _LINK.findall(file.read_text("utf-8")):
        if not _ELSEWHERE.match(target):
            assert (file.parent / target).exists(), target
