"""What the page on agreement says where a figure is not defined, or says little."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from qa_app.domain import agreement_table as table_of
from qa_app.domain.agreement_table import DoubleRead
from qa_app.domain.statistics.agreement_parts import Coefficient, WhyUndefined
from qa_app.web.locale import COOKIE
from qa_app.web.moderation import agreement_view
from qa_app.web.moderation.figures import figure_words, points_words
from tests.pairs import Twice, a_complete_pair, a_drawn_sample
from tests.web.conftest import Visit
from tests.web.test_rounds import words_of
from tests.web.visits import in_both


@pytest.fixture
def twice(store: Session) -> Twice:
    return a_drawn_sample(store)


def test_why_a_figure_is_not_defined_is_told(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": f"{COOKIE}=en"}):
        app.preprocess_request()
        told = {why: figure_words(Coefficient(why=why), "α") for why in WhyUndefined}
        assert told[WhyUndefined.NO_VARIATION] == (
            "not defined: everybody gave the same throughout"
        )
        assert "only reviewers differ" in told[WhyUndefined.FILES_ALIKE]
        assert all(words.startswith("not defined: ") for words in told.values())
        assert figure_words(None, "α") == "–"
        found = Coefficient(Fraction(82, 100), low=0.614, high=0.966)
        assert figure_words(found, "AC1") == "AC1 0.82, likely between 0.61 and 0.97"
        assert figure_words(Coefficient(Fraction(-1, 100), -0.1, 0.2), "κ", is_mute=True) == (
            "nearly everybody gave the same answer; κ (−0.01) says little here"
        )
    with app.test_request_context("/"):
        app.preprocess_request()
        assert figure_words(Coefficient(why=WhyUndefined.NO_VARIATION), "α").startswith("无法计算")


@pytest.mark.parametrize(
    ("mean", "said"),
    [
        (Fraction(24, 1000), "+2.4"),
        (Fraction(-24, 1000), "−2.4"),
        # less than a twentieth of a point has no sign
        (Fraction(-4, 10_000), "0.0"),
        (Fraction(4, 10_000), "0.0"),
        (Fraction(0), "0.0"),
    ],
)
def test_points_have_a_sign_only_where_there_is_one(app: Flask, mean: Fraction, said: str) -> None:
    with app.test_request_context("/"):
        assert points_words(mean) == said


def test_perfect_agreement_without_variation_is_not_called_unlike(
    store: Session, twice: Twice, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_complete_pair(store, twice)
    for module in (table_of, agreement_view):
        monkeypatch.setattr(module, "AGREEMENT_FILES_LEAST", 1)
    zh, en = in_both(visit("first"), "/agreement?kappa=1")
    said = words_of(en)
    assert "Reviewers gave one and the same answer throughout, 3 of 3 alike." in said
    assert "not read alike enough" not in said
    assert "not defined: everybody gave the same throughout" in said
    assert "无法计算：各人自始至终所选相同" in words_of(zh)


def test_headings_end_without_a_full_stop_and_no_figure_stands_without_value(
    store: Session, twice: Twice, visit: Visit
) -> None:
    for page in in_both(visit("first"), "/agreement"):
        assert not heading_of(page).endswith((".", "。"))
    a_complete_pair(store, twice)
    for page in in_both(visit("first"), "/agreement"):
        assert not heading_of(page).endswith((".", "。"))
        assert "得分： –" not in page
        assert "files: –" not in page


def heading_of(page: str) -> str:
    return page.split("<h1>")[1].split("</h1>", maxsplit=1)[0].strip()


def test_two_people_are_told_item_by_item_with_cohen_and_icc(
    store: Session, twice: Twice, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_complete_pair(store, twice, A1="unmet")
    read = agreement_view.files_read_twice

    def many(*asked: Any) -> tuple[tuple[DoubleRead, ...], dict[int, str]]:
        (one,), names = read(*asked)
        same = replace(one, codes=(one.codes[0], one.codes[0]), scores=(900_000, 900_000))
        low = replace(one, codes=(one.codes[1], one.codes[1]), scores=(500_000, 500_000))
        return (*[same] * 14, *[low] * 6, *[one] * 2), names

    monkeypatch.setattr(agreement_view, "files_read_twice", many)
    zh, en = in_both(visit("first"), "/agreement?kappa=1")
    said = words_of(en)
    assert "22 files that both read" in said
    assert re.search(r"scores of whole files: ICC\(2,1\) [0-9.]+, likely between", said)
    assert re.search(
        r"A1 .{1,80}20 of 22 \(91%\) (?:weighted )?κ 0\.[0-9]{2}, likely between", said
    )
    assert "α 0." in said
    assert "两人都评查了22份案卷" in words_of(zh)
    # a place that is no pair shows the first one
    assert "两人都评查了22份案卷" in words_of(in_both(visit("first"), "/agreement?pair=99")[0])


def test_with_few_files_nothing_is_told_of_two_people(
    store: Session, twice: Twice, visit: Visit
) -> None:
    a_complete_pair(store, twice)
    assert 'id="two"' not in visit("first").get("/agreement").text
