"""What is said of points lost: every branch, in both languages, by hand."""

from fractions import Fraction

import pytest

from qa_app.domain.lost_points import LostPoints, Moved
from qa_app.domain.rubric import Method
from qa_app.domain.series import Grain, Period
from qa_app.wording import Words, lost_points
from tests.builders import a_rubric, item, section

MARCH, FEBRUARY = (Period(2026 * 12 + at, Grain.MONTH) for at in (2, 1))
RUBRIC = a_rubric(section("A", item("A1"), item("A2")))
A1 = LostPoints("A1", Fraction(9, 80), 9, 15)
A2 = LostPoints("A2", Fraction(1, 40), 1, 15)


@pytest.fixture(params=["zh", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


def test_main_losses(words: Words) -> None:
    said = lost_points.main_losses(words, RUBRIC, MARCH, (A1, A2))
    assert (
        said
        == {
            "zh": "主要失分：A1“A1”（15份中9份）、A2“A2”（15份中1份）",
            "en": "Most points lost: A1 “A1” (9 of 15 files), A2 “A2” (1 of 15 files)",
        }[words.language]
    )
    none = lost_points.main_losses(words, RUBRIC, MARCH, ())
    assert (
        none
        == {
            "zh": "2026年3月没有条目失分",
            "en": "No item lost a point in Mar 2026",
        }[words.language]
    )
    held = lost_points.main_losses(words, RUBRIC, MARCH, (), is_held=True)
    assert (
        held
        == {
            "zh": "失分最多的条目数量过少，均不显示",
            "en": "None of the items that lost most may be shown: small numbers are held back",
        }[words.language]
    )


def test_changes(words: Words) -> None:
    moved = (Moved("A1", Fraction(-1, 8), A2, A1), Moved("A2", Fraction(1, 40), A1, A2))
    assert (
        lost_points.changes(words, RUBRIC, FEBRUARY, moved)
        == {
            "zh": (
                "较2026年2月，得分增加最多的是A2“A2”：2.5分。",
                "较2026年2月，得分减少最多的是A1“A1”：12.5分。",
            ),
            "en": (
                "Since Feb 2026, A2 “A2” gained most: 2.5 points.",
                "Since Feb 2026, A1 “A1” fell most: 12.5 points.",
            ),
        }[words.language]
    )
    assert lost_points.changes(words, RUBRIC, FEBRUARY, ()) == ()
    again = lost_points.changes(words, RUBRIC, FEBRUARY, moved[:1], known=["A1"])
    assert (
        again
        == {
            "zh": ("较2026年2月，得分减少最多的是A1：12.5分。",),
            "en": ("Since Feb 2026, A1 fell most: 12.5 points.",),
        }[words.language]
    )
    assert len(lost_points.changes(words, RUBRIC, None, ())) == 1
    whole = lost_points.changes(words, RUBRIC, FEBRUARY, moved[:1], is_whole=True)
    assert "13" in whole[0]


def test_a_table_that_lists_not_all_says_so(words: Words) -> None:
    first, then = (lost_points.listed(words, 5, 9, is_compared=one) for one in (False, True))
    assert (first, then) == {
        "en": (
            "Listed here are the 5 that cost most of 9 items that cost points.",
            (
                "Listed here are the 5 that cost most of 9 items that cost points, and those that"
                " changed most."
            ),
        ),
        "zh": (
            "共有9个条目失分，下列为其中失分最多的5个。",
            "共有9个条目失分，下列为其中失分最多的5个，以及变化最大的条目。",
        ),
    }[words.language]


def test_together(words: Words) -> None:
    exact = lost_points.together(words, (A1, A2), Fraction(69, 80), is_exact=True)
    # 86.25 is shown as 86.3, so that 13.7 is what it lacks beside it
    assert (
        exact
        == {
            "zh": "各条目共失13.7分，恰为平均分与100分之差。",
            "en": "All items together cost 13.7 points: exactly what the mean score lacks of 100.",
        }[words.language]
    )
    other = lost_points.together(words, (A1, A2), Fraction(4, 5), is_exact=False)
    assert (
        other
        == {
            "zh": "各条目共失13.8分，而平均分与100分相差20.0分：两次计数之间有案卷签字或更正，请重新打开本页。",
            "en": "All items together cost 13.8 points, but the mean score lacks 20.0 of 100: files"
            " were signed or amended between the two counts; open the page again.",
        }[words.language]
    )


def test_items_that_fell_short_most_often(words: Words) -> None:
    (said,) = lost_points.short(words, RUBRIC, (A1, A2))
    assert (
        said
        == {
            "zh": "最常没有达到最佳答案的条目：A1“A1”（15份中9份）、A2“A2”（15份中1份）。",
            "en": "Most often short of the best answer: A1 “A1” (9 of 15 files), "
            "A2 “A2” (1 of 15 files).",
        }[words.language]
    )
    assert lost_points.short(words, RUBRIC, ()) == ()


def test_every_method_without_points_says_why() -> None:
    with_points = {Method.WEIGHTED_SECTIONS, Method.DEDUCTION}
    assert set(lost_points.WHY_NOT) == set(Method) - with_points
