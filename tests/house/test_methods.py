"""Every method is defended in both languages, and every source that code names exists."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "methods"
METHODS = sorted(FOLDER.glob("*.md"))
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_SOURCE = re.compile(r"docs/methods/([a-z-]+\.md)")


_EXAMPLES = {
    "": r"\*\*Worked examples?\.\*\*(.*?)(?:\n\n|\Z)",
    "zh": r"\*\*算例。\*\*(.*?)(?:\n\n|\Z)",
}
_LIMITS = {
    "": r"^(\*\*Limits\.\*\*|\*\*When not to use it\.\*\*|## Limits of the method)",
    "zh": r"^(\*\*限度。\*\*|\*\*何时不用。\*\*|## 方法的限度)",
}
_SOURCES = {"": r"^(Sources: |## Sources)", "zh": r"^(出处：|## 出处)"}
_DECIMAL = re.compile(r"\d+\.\d+")


def headings(text: str) -> list[int]:
    return [len(line.split(" ", 1)[0]) for line in text.splitlines() if line.startswith("#")]


def rows(text: str) -> int:
    return sum(line.startswith("|") for line in text.splitlines())


@pytest.mark.parametrize("file", METHODS, ids=lambda file: file.stem)
def test_it_stands_in_both_languages(file: Path) -> None:
    english = file.read_text("utf-8")
    chinese = (FOLDER / "zh" / file.name).read_text("utf-8")
    assert headings(chinese) == headings(english)
    assert rows(chinese) == rows(english)
    assert set(_SPAN.findall(chinese)) == set(_SPAN.findall(english))
    assert len(re.findall(r"[\u4e00-\u9fff]", chinese)) > len(english) / 8


@pytest.mark.parametrize("file", METHODS, ids=lambda file: file.stem)
def test_it_has_a_worked_example_limits_and_sources(file: Path) -> None:
    numbers = {}
    for language in ("", "zh"):
        text = (FOLDER / language / file.name).read_text("utf-8")
        examples = re.findall(_EXAMPLES[language], text, re.DOTALL)
        assert examples
        assert re.search(_LIMITS[language], text, re.MULTILINE)
        assert re.search(_SOURCES[language], text, re.MULTILINE)
        numbers[language] = set(_DECIMAL.findall(" ".join(examples)))
    assert numbers[""] == numbers["zh"]


def test_there_is_no_translation_of_nothing() -> None:
    assert {file.name for file in (FOLDER / "zh").glob("*.md")} == {file.name for file in METHODS}


def test_every_source_that_code_names_exists() -> None:
    named = {
        (file.name, name)
        for file in (ROOT / "qa_app").rglob("*.py")
        for name in _SOURCE.findall(file.read_text("utf-8"))
    }
    assert len(named) > 20
    assert [one for one in named if not (FOLDER / one[1]).is_file()] == []
