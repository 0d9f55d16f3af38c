from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_unfreeze import unfreeze
from qa_app.rubric_files.reader import load_library, read_rubric
from qa_app.rubric_files.unreadable import UnreadableError
from qa_app.rubric_files.writer import rubric_json, rubric_yaml
from qa_app.rubric_files.yaml_text import read_json, read_yaml
from tests.builders import LIBRARY
from tests.conftest import ROOT
from tests.random_rubrics import AWKWARD, rubric_files

RUBRICS = [
    file
    for folder in ("rubrics", "rubrics/reference")
    for file in sorted((ROOT / folder).glob("*.yaml"))
    if "schema: qa.rubric/1" in file.read_text("utf-8")
]
BACK: dict[str, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    "yaml": (rubric_yaml, read_yaml),
    "json": (rubric_json, read_json),
}


@pytest.mark.parametrize("form", BACK)
@pytest.mark.parametrize("file", RUBRICS, ids=lambda file: file.stem)
def test_every_shipped_rubric_is_written_and_read_back(
    file: Path, form: str, shipped: Path, tmp_path: Path
) -> None:
    first, library = read_rubric(file, shipped), load_library(file, shipped)
    write, read = BACK[form]
    for plain in (unfreeze(first.content, library), unfreeze(first.content)):
        text = write(plain)
        assert read(text).plain == plain
        again = tmp_path / f"again.{form}"
        again.write_text(text, "utf-8")
        assert read_rubric(again, shipped).rubric == first.rubric


@settings(max_examples=15, deadline=None)
@given(rubric_files())
def test_random_rubrics_are_written_and_read_back(plain: dict[str, Any]) -> None:
    for write, read in BACK.values():
        again = read(write(plain)).plain
        assert again == plain
        assert fingerprint_of(resolve(again, LIBRARY)) == fingerprint_of(resolve(plain, LIBRARY))


def test_what_is_written_looks_like_the_shipped_files(shipped: Path) -> None:
    file = shipped / "one_stop_centre.yaml"
    content, library = read_rubric(file, shipped).content, load_library(file, shipped)
    mine = rubric_yaml(unfreeze(content, library)).splitlines()
    theirs = set(file.read_text("utf-8").splitlines())
    same = sum(line in theirs for line in mine)
    assert same / len(mine) > 0.9
    assert "          frequency" not in mine
    assert (
        '  - {id: interviews, type: int, en: "Child interviews in the period", zh: "期内儿童询问次数"}'
        in mine
    )


@pytest.mark.parametrize("words", [*AWKWARD, "\x00\x1f\x7f\x85\u2028\ufeff", "😀", "a" * 5000, ""])
def test_any_words_come_back(words: str) -> None:
    plain = {"note": {"zh": words}, "aggregate": {words: [words, {"x": words}], "n": None}}
    for write, read in BACK.values():
        if "\x7f" not in words and len(words) < 1000:
            assert read(write(plain)).plain == plain
    assert read_yaml(rubric_yaml({"note": {"zh": words}})).plain == {"note": {"zh": words}}


def test_numbers_keep_their_point() -> None:
    plain = {"a": 5, "b": Fraction(5), "c": Fraction(-1, 8), "d": True, "e": []}
    assert rubric_yaml(plain) == "a: 5\nb: 5.0\nc: -0.125\nd: true\ne: []\n"
    assert rubric_json(plain) == '{"a": 5, "b": 5.0, "c": -0.125, "d": true, "e": []}\n'
    with pytest.raises(ValueError):
        rubric_yaml({"a": Fraction(1, 3)})


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('{"a": 1,\n "a": 2}', "key_twice", (2, 2)),
        ('{"a": 1,\n b: 2}', "not_json", (2, 2)),
        ("a: 1", "not_json", (1, 1)),
        ("[" * 5000, "too_much_depth", (1, 33)),
        ('{"a":' * 40 + "1" + "}" * 40, "too_much_depth", (1, 161)),
        ('{"a": "\\ud800"}', "not_plain_yaml", (1, 7)),
    ],
)
def test_what_is_no_json_is_refused(text: str, code: str, place: tuple[int, int] | None) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_json(text)
    assert (caught.value.problem.code, caught.value.place) == (code, place)


def test_json_is_read_exactly() -> None:
    text = '{\t"a": 0.10, "b": 1e5, "c": "\\ud83d\\ude00", "d": "\\\\ud83d\\\\ude00", "e": "a\\/b"}'
    assert read_json(text).plain == {
        "a": Fraction(1, 10),
        "b": "1e5",
        "c": "😀",
        "d": "\\ud83d\\ude00",
        "e": "a/b",
    }
