"""Caps, deduction and bands by region, in words: the rubric's page and the report."""

from typing import Any

import pytest

from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_freeze import freeze
from qa_app.rubric_files.reader import load_rubric
from qa_app.wording import Words
from qa_app.wording.audit_reports import said_report
from qa_app.wording.rubrics import said_rubric
from tests.builders import LIBRARY, a_file
from tests.conftest import ROOT
from tests.reports_material import a_report, answer

EXAMPLES = ROOT / "docs/examples/rubrics"


def example(name: str) -> Rubric:
    return load_rubric(EXAMPLES / f"{name}.yaml", ROOT / "rubrics")


def report_lines(rubric: Rubric, language: str, answers: dict[str, str], **head: Any) -> str:
    entries = [answer(code, value) for code, value in answers.items()]
    report = a_report(rubric, *entries, **head)
    said = said_report(Words(language), report, "Asia/Shanghai")
    return "\n".join((said.sentence, *said.remarks))


@pytest.mark.parametrize(
    ("language", "sentence", "cap"),
    [
        (
            "en",
            "87.5 points alone would be 5 Very good; a cap of the rubric holds, so it is 4 Good.",
            "Cap: at most 4 Good, because of H3 (item H1 is rated “10 Generally satisfactory”",
        ),
        (
            "zh",
            "按得分87.5应为5 很好；因细则的封顶条件成立，等级为4 良好。",
            "封顶：最高4 良好，原因：H3（",
        ),
    ],
)
def test_a_report_says_which_cap_and_which_item(language: str, sentence: str, cap: str) -> None:
    rubric = example("hygiene_rating")
    answers = {"H1": "0", "H2": "0", "H3": "10"}
    said = report_lines(rubric, language, answers)
    assert sentence in said
    assert cap in said
    said = report_lines(rubric, language, answers, is_withheld=True)
    assert ("(item" in said, "条目H1" in said) == (False, False)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                ("Scored by", "points taken off a full total"),
                ("Starts from", "100 points; what an item misses is taken off by its weight"),
            ],
        ),
        ("zh", [("计分方法", "满分扣分制"), ("起评", "100分；条目缺失部分按其权重扣分")]),
    ],
)
def test_the_page_of_a_deduction(language: str, lines: list[tuple[str, str]]) -> None:
    said = said_rubric(Words(language), example("care_home_checklist"), {})
    assert set(lines) <= set(said.lines)


def test_the_page_of_caps_and_of_bands_by_region() -> None:
    said = said_rubric(Words("en"), example("hygiene_rating"), {})
    caps = [words for label, words in said.lines if label == "Cap"]
    assert len(caps) == 4
    assert [band.words for band in said.bands][:3] == [
        "Very good, from 81.25%",
        "Good, from 75%",
        "Generally satisfactory, from 62.5%",
    ]
    assert caps[1].startswith("at most “Improvement necessary” when item H1 is rated “15 ")
    plain = a_file(
        bands={"yn4": LIBRARY.bands["std4"]}, scoring={"bands": {"default": "std4", "CN-53": "yn4"}}
    )
    by_region = freeze(plain, LIBRARY, "CN-53")
    lines = dict(said_rubric(Words("en"), by_region, {}).lines)
    assert lines["Bands of the region"].startswith(
        "A from 90% / B from 80% / C from 60% / D from 0%, for every centre here"
    )
    assert lines["Bands not used here"].startswith("A from 90% / ")
