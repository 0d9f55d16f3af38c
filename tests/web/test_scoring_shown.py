"""Caps and deduction while a file is read: what the page before signing says."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from qa_app.domain.draft import Draft, scored_draft
from qa_app.domain.draft_summary import caps_of, section_sums
from qa_app.rubric_files.reader import load_rubric
from qa_app.web.asking.result import caps_in_words, result_words
from qa_app.web.locale import COOKIE, page_language
from tests.builders import CHINA_2026
from tests.conftest import ROOT
from tests.reports_material import answer

READ_AT = datetime.fromisoformat("2026-03-02T10:00")


def draft(name: str, **answers: str) -> Draft:
    rubric = load_rubric(ROOT / f"docs/examples/rubrics/{name}.yaml", ROOT / "rubrics")
    entries = [answer(code, value) for code, value in answers.items()]
    return scored_draft(rubric, entries, ["centre"], READ_AT, CHINA_2026)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "A cap holds because of H3: the result is “Good” at best."),
        ("zh", "因H3触发封顶：本次结果最高为“良好”。"),
    ],
)
def test_the_page_before_signing_names_the_cap(app: Flask, language: str, words: str) -> None:
    read = draft("hygiene_rating", H1="0", H2="0", H3="10")
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={language}"}):
        app.preprocess_request()
        assert page_language() == language
        assert words in caps_in_words(read, language)


def test_a_cap_that_lowers_nothing_says_so(app: Flask) -> None:
    read = draft("hygiene_rating", H1="20", H2="20", H3="10")
    with app.test_request_context():
        app.preprocess_request()
        said = caps_in_words(read, "zh")
    assert [cap.lowers for cap in read.score.caps or ()].count(False) >= 1
    for words, cap in zip(said, read.score.caps or (), strict=True):
        assert ("触发封顶" in words) == cap.lowers
        assert ("本次结果本来就不高于此" in words) != cap.lowers


def test_a_result_without_a_band_is_a_percentage(app: Flask) -> None:
    rubric = load_rubric(ROOT / "docs/examples/rubrics/care_home_checklist.yaml", ROOT / "rubrics")
    whole = draft("care_home_checklist", **dict.fromkeys(rubric.items, "met"))
    bare = replace(whole, score=replace(whole.score, band=None))
    with app.test_request_context():
        assert result_words(whole, "en").startswith("100.0分 · ")
        assert result_words(bare, "en") == "100.0分"


def test_a_section_of_a_deduction_says_what_is_left() -> None:
    read = draft("care_home_checklist", A1="unmet", A2="partly", A3="met")
    sums = {one.code: one for one in section_sums(read)}
    # 20 points in section A; the rest of it is still open, so nothing is said yet
    assert sums["A"].ratio is None
    answers = dict.fromkeys(read.rubric.items, "met") | {"A1": "unmet", "A2": "partly", "A3": "na"}
    whole = draft("care_home_checklist", **answers)
    sums = {one.code: one for one in section_sums(whole)}
    assert sums["A"].ratio is not None
    assert sums["A"].ratio * 20 == 20 - 4 - 2
    assert [cap.item for cap in caps_of(whole)] == ["A1"]
    assert (whole.score.percent, whole.score.band) == (94, "C")
