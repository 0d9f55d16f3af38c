"""What items cost: a worked example, and the law that costs add up to what the score lacks."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.lost_points import (
    LostPoints,
    is_exact,
    lost_points,
    takes_points,
    what_moved,
)
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


def test_costs_of_a_section_are_shares_of_its_own_score() -> None:
    read = answers(A1={"met": 2, "unmet": 2}, A2={"met": 3, "partly": 1}, B1={"unmet": 4})
    found = lost_points(RUBRIC, read, section="A")
    # A1 has 3/4 of the section, half of it lost; A2 1/4, an eighth lost; B1 is none of it
    assert [(one.item_code, one.lost) for one in found] == [
        ("A1", Fraction(3, 8)),
        ("A2", Fraction(1, 32)),
    ]


def test_it_is_exact_where_everything_was_scored_in_every_file() -> None:
    every = answers(A1={"met": 4}, A2={"met": 3, "unmet": 1}, B1={"met": 4})
    assert is_exact(RUBRIC, every, 4)
    assert not is_exact(RUBRIC, every, 5)
    assert not is_exact(RUBRIC, answers(A1={"met": 4}, A2={"met": 4}, B1={"met": 3, "na": 1}), 4)
    assert is_exact(RUBRIC, answers(A1={"met": 4}, A2={"met": 4}, B1={"na": 4}), 4, "A")


TAKEN_OFF = a_rubric(
    section("A", item("A1", weight=60), item("A2", weight=20), weight=80),
    section("B", item("B1", weight=20), weight=20),
    scoring={"method": "deduction", "total": 100},
)


def test_worked_example_of_points_taken_off() -> None:
    # four files: A1 unmet once takes 60 off one file, 15 on the average; B1 applied in two only
    read = answers(A1={"met": 3, "unmet": 1}, A2={"met": 4}, B1={"unmet": 1, "met": 1})
    assert takes_points(TAKEN_OFF)
    assert lost_points(TAKEN_OFF, read, file_count=4) == (
        LostPoints("A1", Fraction(15, 100), 1, 4, 0),
        LostPoints("B1", Fraction(5, 100), 1, 2, 0),
    )
    assert lost_points(TAKEN_OFF, read) == lost_points(TAKEN_OFF, read, file_count=4)
    assert is_exact(TAKEN_OFF, read, 4)
    # of section A: 60 of 80 once in four files
    assert lost_points(TAKEN_OFF, read, file_count=4, section="A")[0].lost == Fraction(3, 16)
    moved = what_moved(TAKEN_OFF, read, answers(A1={"met": 2}, B1={"met": 2}), file_counts=(4, 2))
    assert [(one.item_code, one.change) for one in moved] == [
        ("A1", Fraction(15, 100)),
        ("B1", Fraction(5, 100)),
    ]


@given(
    files=st.lists(
        st.tuples(*[st.sampled_from(["met", "partly", "unmet", "na"])] * 3),
        min_size=1,
        max_size=6,
    )
)
def test_points_taken_off_add_up_whatever_does_not_apply(files: list[tuple[str, str, str]]) -> None:
    items = ("A1", "A2", "B1")
    counts = {name: Counter(file[place] for file in files) for place, name in enumerate(items)}
    scores = [
        score_audit(
            TAKEN_OFF,
            a_case(TAKEN_OFF, answers=dict(zip(items, file, strict=True))),
            CHINA_2026,
        ).percent
        for file in files
    ]
    rated = [score for score in scores if score is not None]
    if len(rated) < len(files):  # nothing applied: such a file has no score
        return
    mean = sum(rated, Fraction(0)) / len(files)
    found = lost_points(TAKEN_OFF, answers(**counts), file_count=len(files))
    assert 100 * sum((one.lost for one in found), Fraction(0)) == 100 - mean


@given(
    before=st.lists(st.tuples(CODES, CODES, CODES), min_size=1, max_size=6),
    after=st.lists(st.tuples(CODES, CODES, CODES), min_size=1, max_size=6),
)
def test_changes_add_up_to_the_change_of_the_mean(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]
) -> None:
    items = ("A1", "A2", "B1")
    told = [
        answers(
            **{name: Counter(file[place] for file in files) for place, name in enumerate(items)}
        )
        for files in (before, after)
    ]
    lost = [sum((one.lost for one in lost_points(RUBRIC, one)), Fraction(0)) for one in told]
    moved = what_moved(RUBRIC, *told)
    assert sum((one.change for one in moved), Fraction(0)) == lost[0] - lost[1]
