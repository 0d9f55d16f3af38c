"""What items cost: a worked example, and the law that costs add up to what the score lacks."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.lost_points import LostPoints, lost_points, what_moved
from qa_app.domain.rubric import Method
from qa_app.domain.scoring import score_audit
from tests.builders import CHINA_2026, a_case, a_rubric, item, section

JANUARY = 2026 * 12
# A1 has 3/4 of 2/3 of the weight, A2 1/4 of it, B1 a third
RUBRIC = a_rubric(
    section("A", item("A1", weight=3), item("A2"), weight=2), section("B", item("B1"))
)
CODES = st.sampled_from(["met", "partly", "unmet", "no_record"])


def answers(**counts: dict[str, int]) -> list[AnswerCount]:
    return [
        AnswerCount(1, JANUARY, item, code, n)
        for item, codes in counts.items()
        for code, n in codes.items()
    ]


def test_worked_example() -> None:
    # A1: 2 of 4 unmet cost half of 1/2; A2: 1 of 4 partly costs 1/8 of 1/6; B1 all met
    read = answers(A1={"met": 2, "unmet": 2}, A2={"met": 3, "partly": 1}, B1={"met": 3, "na": 1})
    assert lost_points(RUBRIC, read) == (
        LostPoints("A1", Fraction(1, 4), 2, 4, 0),
        LostPoints("A2", Fraction(1, 48), 1, 4, 0),
    )


def test_nothing_scored_costs_nothing() -> None:
    assert lost_points(RUBRIC, []) == ()
    assert lost_points(RUBRIC, answers(A1={"na": 3}, Z9={"unmet": 3})) == ()


def test_levels_have_no_points() -> None:
    levels = replace(RUBRIC, method=Method.LOWEST)
    assert lost_points(levels, answers(A1={"unmet": 3})) == ()
    assert what_moved(levels, answers(A1={"unmet": 3}), answers(A1={"met": 3})) == ()


def test_what_moved_it() -> None:
    before = answers(A1={"unmet": 4}, A2={"met": 4}, B1={"met": 4})
    after = answers(A1={"met": 1, "unmet": 3}, A2={"unmet": 4}, B1={"na": 4})
    moved = what_moved(RUBRIC, before, after)
    assert [(one.item_code, one.change) for one in moved] == [
        ("A2", Fraction(-1, 6)),
        ("A1", Fraction(1, 8)),
    ]
    assert moved[1].after.below_count == 3


@given(files=st.lists(st.tuples(CODES, CODES, CODES), min_size=1, max_size=6))
def test_costs_add_up_to_what_the_mean_lacks(files: list[tuple[str, str, str]]) -> None:
    items = ("A1", "A2", "B1")
    counts = {name: Counter(file[place] for file in files) for place, name in enumerate(items)}
    scores = [
        score_audit(
            RUBRIC, a_case(RUBRIC, answers=dict(zip(items, file, strict=True))), CHINA_2026
        ).percent
        for file in files
    ]
    mean = sum((score for score in scores if score is not None), Fraction(0)) / len(files)
    lost = sum((one.lost for one in lost_points(RUBRIC, answers(**counts))), Fraction(0))
    assert 100 * lost == 100 - mean
