from dataclasses import replace
from datetime import date, timedelta

import pytest

from qa_app.domain.action_evidence import (
    NO_ACTIONS,
    CountedAction,
    Timely,
    action_evidence,
    is_kept_in_time,
    is_remedied,
)
from qa_app.domain.actions import ActionState

DAY = date(2026, 3, 2)
RED = CountedAction(
    file=(1, 1),
    is_lowest=False,
    is_in_window=True,
    is_red_line=True,
    items=("R1",),
    state=ActionState.OPEN,
    contain_on=DAY + timedelta(days=1),
    plan_on=DAY + timedelta(days=7),
)


def after(days: int | None) -> date | None:
    return None if days is None else DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("contained", "planned", "today", "is_kept"),
    [
        (None, None, 0, False),  # not contained yet
        (1, None, 1, True),  # on the last day, and the plan has days left
        (2, 2, 2, False),  # contained a day late
        (1, None, 7, True),
        (1, None, 8, False),  # no plan when its days were over
        (1, 7, 30, True),
        (1, 8, 30, False),
    ],
)
def test_contained_by_the_next_day_with_a_plan_in_seven(
    contained: int | None, planned: int | None, today: int, is_kept: bool
) -> None:
    action = replace(RED, contained_on=after(contained), planned_on=after(planned))
    assert is_kept_in_time(action, DAY + timedelta(days=today)) is is_kept


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"state": ActionState.VERIFIED, "contained_on": after(1)}, True),
        ({"state": ActionState.VERIFIED, "contained_on": after(2)}, False),
        ({"state": ActionState.DONE, "contained_on": after(1)}, False),
        ({"state": ActionState.VERIFIED, "contained_on": after(1), "is_by_document": True}, False),
        # a must-pass item has no limit of containment
        ({"state": ActionState.VERIFIED, "contain_on": None, "contained_on": None}, False),
    ],
)
def test_what_is_remedied(fields, expected: bool) -> None:
    assert is_remedied(replace(RED, **fields)) is expected


def test_red_lines_are_counted_action_by_action_and_files_once() -> None:
    open_, kept = RED, replace(RED, contained_on=after(1))
    closed = replace(RED, file=(1, 2), state=ActionState.VERIFIED)
    old = replace(open_, file=(0, 3), is_in_window=False)
    found = action_evidence([open_, kept, closed, old], {}, DAY)
    assert (found.red_open, found.red_loose, found.red_told) == (3, 2, 2)
    assert action_evidence([], {}, DAY) == NO_ACTIONS


def test_a_file_in_the_lowest_band_is_late_with_its_latest_action() -> None:
    low = replace(RED, is_lowest=True, is_red_line=False)
    late = replace(low, next_on=after(-1))
    today = replace(low, file=(1, 2), next_on=DAY)
    nobody = replace(low, file=(1, 3), next_on=None, state=ActionState.DONE)
    done = replace(low, file=(1, 4), state=ActionState.VERIFIED, next_on=None)
    found = action_evidence([low, late, today, nobody, done], {}, DAY)
    assert (found.lowest_open, found.lowest_late, found.lowest_told) == (3, 1, 4)


def test_a_pair_is_remedied_once_each_of_its_actions_is() -> None:
    good = replace(RED, state=ActionState.VERIFIED, contained_on=after(1))
    other = replace(good, file=(1, 2), items=("R1", "X9"))
    bad = replace(RED, file=(1, 2))
    tagged = {"mandatory_report": {"R1"}, "timeliness": {"T1"}}
    assert action_evidence([good, other], tagged, DAY).remedied == {
        "mandatory_report": 2,
    }
    assert action_evidence([good, other, bad], tagged, DAY).remedied["mandatory_report"] == 1
    older = replace(other, is_in_window=False)
    assert action_evidence([good, older], tagged, DAY).remedied["mandatory_report"] == 1


def test_what_was_in_time_is_passed_on() -> None:
    assert action_evidence([], {}, DAY, Timely(5, 4, 1)).timely == Timely(5, 4, 1)
