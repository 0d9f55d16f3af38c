"""The shipped phrases: of items that there are, in both languages, and nothing else is read."""

from pathlib import Path

import pytest

from qa_app.rubric_files.phrases import read_phrases
from qa_app.rubric_files.reader import load_rubric
from tests.conftest import ROOT

RUBRICS = ROOT / "rubrics"
AREAS = {"sw_case_management", "legal_aid", "psychological_support", "family_education"}


def test_the_four_areas_have_phrases_of_items_that_there_are() -> None:
    files = read_phrases(RUBRICS / "phrases")
    assert {file.rubric for file in files} == AREAS
    for file in files:
        rubric = load_rubric(RUBRICS / f"{file.rubric}.yaml", RUBRICS)
        assert set(file.phrases) <= set(rubric.items), file.rubric
        assert all(one.zh and one.en for listed in file.phrases.values() for one in listed)
        assert sum(map(len, file.phrases.values())) >= 10


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert read_phrases(tmp_path / "none") == ()


@pytest.mark.parametrize(
    "text",
    [
        "schema: qa.rubric/1\nid: x\n",
        'schema: qa.phrases/1\nrubric: x\nitems: {A1: [{zh: ""}]}\n',
        'schema: qa.phrases/1\nrubric: x\nitems: {A1: [{zh: "电话13912345678"}]}\n',
        'schema: qa.phrases/1\nrubric: x\nitems: {A1: [{zh: "甲"}, {zh: "甲"}]}\n',
    ],
)
def test_what_cannot_be_kept_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"x\.yaml"):
        read_phrases(tmp_path)
