"""Goals of a learning plan, what is proposed as one, and when capacity is assessed next."""

from datetime import date

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.learning import (
    GoalSource,
    NewGoal,
    WeakItem,
    assessment_due,
    check_goal,
    goal_place,
    weakest,
)
from qa_app.domain.text import BilingualText

TODAY = date(2026, 4, 9)
NO = BilingualText("", "")


def item(code: str, low: int, files: int) -> WeakItem:
    return WeakItem(code, NO, low, files)


def test_the_five_lowest_by_share_then_by_files_then_by_code() -> None:
    # worked by hand: 3/3, 2/2, 4/8 before 2/4 by files, 2/4 before 2/4 by code, 1/3 is the sixth
    found = weakest(
        [
            item("F", 1, 3),
            item("E", 2, 4),
            item("D", 2, 4),
            item("C", 4, 8),
            item("B", 2, 2),
            item("A", 3, 3),
            item("Z", 0, 9),
        ]
    )
    assert [one.code for one in found] == ["A", "B", "C", "D", "E"]
    assert weakest([item("Z", 0, 9)]) == ()


@pytest.mark.parametrize(
    ("held", "due"),
    [
        ((), date(2026, 2, 1)),  # 30 days from 2 January
        ((date(2026, 2, 1),), date(2026, 8, 2)),  # 182 days on
        ((date(2026, 8, 2), date(2026, 2, 1)), date(2027, 8, 2)),  # a year on
    ],
)
def test_when_capacity_is_assessed_next(held: tuple[date, ...], due: date) -> None:
    assert assessment_due(date(2026, 1, 2), held) == due


@pytest.mark.parametrize(
    ("goal", "code"),
    [
        (NewGoal("  ", GoalSource.SESSION), "text_missing"),
        (NewGoal("学" * 301, GoalSource.SESSION), "text_too_long"),
        (NewGoal("学会提问", GoalSource.SESSION, date(2026, 4, 8)), "agreed_out_of_bounds"),
        (NewGoal("学会提问", GoalSource.SESSION, date(2027, 4, 10)), "agreed_out_of_bounds"),
    ],
)
def test_what_is_no_goal(goal: NewGoal, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_goal(goal, TODAY)


def test_a_goal_may_be_due_from_today_to_a_year_on() -> None:
    for day in (None, TODAY, date(2027, 4, 9)):
        check_goal(NewGoal("学会提问", GoalSource.SESSION, day), TODAY)
    assert goal_place(7) == "learning_goal/7"
