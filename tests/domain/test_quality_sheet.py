"""A contract year: which months it has, what may be said of few files, how actions kept days."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.actions import Action, ActionKind, ActionState, ActionStep, Owner, open_action
from qa_app.domain.actions_of_span import ActionThen, StepTaken, action_facts, action_then
from qa_app.domain.quality_sheet import (
    ContractYear,
    ResponseTime,
    YearTotals,
    action_figures,
    year_line,
)
from qa_app.domain.text import BilingualText

NAME = BilingualText("甲", "A")
YEAR = ContractYear(date(2025, 4, 1), date(2026, 1, 15))


def totals(final: int, good: int, **fields: Any) -> YearTotals:
    values: dict[str, Any] = {
        "read": final + 1,
        "scored": final,
        "score_sum": 850_000 * final,
        "bands": (good, 0, final - good),
        "stops": 2,
        **fields,
    }
    return YearTotals(NAME, NAME, "1.0.0", final=final, **values)


def test_a_contract_year_has_twelve_months_from_any() -> None:
    assert (YEAR.last, YEAR.until, YEAR.is_over) == (date(2026, 3, 31), date(2026, 1, 15), False)
    assert YEAR.months == (2025 * 12 + 3, 2026 * 12 + 2)
    over = ContractYear(date(2024, 3, 1), date(2026, 1, 15))
    assert (over.last, over.until, over.is_over) == (date(2025, 2, 28), date(2025, 2, 28), True)
    on_its_last_day = ContractYear(date(2024, 1, 1), date(2024, 12, 31))
    assert not on_its_last_day.is_over


def test_few_files_have_a_count_only() -> None:
    four = year_line(totals(4, 4))
    assert (four.mean, four.reached, four.stops) == (None, None, None)
    five = year_line(totals(5, 5))
    assert (five.mean, five.reached, five.stops) == (Fraction("0.85"), None, None)
    ten = year_line(totals(10, 8))
    assert ten.mean == Fraction("0.85")
    assert ten.reached is not None
    # Wilson for 8 of 10: 0.490 to 0.943 (Newcombe 1998, method 3)
    assert ten.reached.estimate == Fraction(8, 10)
    assert (round(ten.reached.low, 3), round(ten.reached.high, 3)) == (0.490, 0.943)
    assert ten.stops == 2


def test_a_whole_centre_is_a_census_and_some_rubrics_have_no_bands() -> None:
    visit = year_line(totals(1, 1, is_whole_centre=True))
    assert (visit.mean, visit.reached, visit.stops) == (Fraction("0.85"), None, 2)
    assert year_line(totals(12, 12, bands=())).reached is None
    assert year_line(totals(12, 12, scored=0)).mean is None


def action(opened: int, due: int, done: int | None = None, plan: int | None = None) -> ActionThen:
    """Days count from 1 April 2025."""

    def day(number: int) -> date:
        return YEAR.first + timedelta(days=number)

    own = Action(
        kind=ActionKind.OTHER,
        owner=Owner.CENTRE,
        state=ActionState.OPEN if done is None else ActionState.DONE,
        is_structural=False,
        contain_on=None,
        plan_on=None,
        re_read_on=None,
        due_on=day(due),
        planned_on=None if plan is None else day(plan),
        done_on=None if done is None else day(done),
    )
    return ActionThen(day(opened), own)


def test_actions_are_those_of_the_reports_of_the_same_span() -> None:
    known = [
        action(0, 30, 30),
        action(0, 30, 31),
        action(0, 30),
        action(-60, -1, 5),
        action(-60, -1, -2),
        action(270, 289),  # due today, may still be done
    ]
    told = action_figures(known, YEAR)
    assert told.facts == action_facts(known, YEAR.first, YEAR.until)
    # opened in the year: four; done in it: on day 30, on day 31 (late), on day 5 (late)
    assert (told.facts.opened, told.facts.done, told.facts.done_late) == (4, 3, 2)
    assert told.to_done.count == told.facts.done
    assert told.reopened == 0


def test_what_was_opened_again_is_in_time_by_its_new_day_and_lasts_from_the_first() -> None:
    steps = [
        StepTaken(ActionStep.DO, ActionState.DONE, date(2025, 4, 20)),
        StepTaken(ActionStep.DISPROVE, ActionState.PLANNED, date(2025, 11, 1)),
        StepTaken(ActionStep.DO, ActionState.DONE, date(2025, 11, 8)),
    ]
    opened = open_action(ActionKind.OTHER, Owner.CENTRE, YEAR.first, None, is_structural=False)
    then = action_then(YEAR.first, opened, steps, YEAR.until)
    assert then is not None
    told = action_figures([then, *[action(0, 30, 10)] * 4], YEAR)
    assert (told.facts.done, told.facts.done_late, told.reopened) == (5, 0, 1)
    # the fifth took from 1 April to 8 November, 221 days; the others 10 each
    assert (then.action.done_on, told.to_done.median_days) == (date(2025, 11, 8), 10)
    alone = action_figures([then] * 5, YEAR)
    assert (alone.reopened, alone.to_done.median_days) == (5, 221)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], ResponseTime(0, None)),
        ([1, 2, 3, 4], ResponseTime(4, None)),
        ([9, 1, 2, 3, 4], ResponseTime(5, Fraction(3))),
        ([1, 2, 4, 5, 6, 9], ResponseTime(6, Fraction(9, 2))),
    ],
)
def test_response_times_are_medians_of_enough(days: list[int], expected: ResponseTime) -> None:
    told = action_figures([action(0, 300, one, one + 1) for one in days], YEAR)
    assert told.to_done == expected
    assert told.to_plan.count == expected.count
