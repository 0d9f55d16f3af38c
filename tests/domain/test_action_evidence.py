from dataclasses import replace
from datetime import date, timedelta

import pytest

from qa_app.domain.action_evidence import (
    NO_ACTIONS,
    CountedAction,
    Remedy,
    Timely,
    action_evidence,
    first_training,
    is_kept_in_time,
    remedy_of,
    training_days,
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


SHOWN = {"state": ActionState.VERIFIED, "contained_on": after(1)}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (SHOWN | {"retrained_on": after(0)}, Remedy.WHOLE),
        (SHOWN | {"retrained_on": after(30)}, Remedy.WHOLE),
        (SHOWN | {"retrained_on": after(31)}, Remedy.NONE),  # a day late
        (SHOWN, Remedy.UNTRAINED),
        # what lacks something else lacks it whether or not there was a training
        (SHOWN | {"contained_on": after(2), "retrained_on": after(3)}, Remedy.NONE),
        (SHOWN | {"contained_on": after(2)}, Remedy.NONE),
        (SHOWN | {"state": ActionState.DONE, "retrained_on": after(3)}, Remedy.NONE),
        (SHOWN | {"is_by_document": True, "retrained_on": after(3)}, Remedy.NONE),
        # a must-pass item has no limit of containment
        (SHOWN | {"contain_on": None, "contained_on": None}, Remedy.NONE),
    ],
)
def test_what_is_remedied(fields, expected: Remedy) -> None:
    assert remedy_of(replace(RED, **fields)) is expected


def test_the_first_training_since_the_fault_is_the_one_that_counts() -> None:
    limit = after(1)
    assert training_days(limit) == (DAY, after(30))
    assert training_days(None) is None
    days = [day for day in (after(-1), after(40), after(12)) if day is not None]
    assert first_training(days, limit) == after(12)
    assert first_training(days[:1], limit) is None  # held before the fault came back
    assert first_training(days, None) is None


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
    good = replace(RED, **SHOWN, retrained_on=after(9))
    other = replace(good, file=(1, 2), items=("R1", "X9"))
    bad = replace(RED, file=(1, 2))
    tagged = {"mandatory_report": {"R1"}, "timeliness": {"T1"}}
    assert action_evidence([good, other], tagged, DAY).remedied == {
        "mandatory_report": 2,
    }
    assert action_evidence([good, other, bad], tagged, DAY).remedied["mandatory_report"] == 1
    older = replace(other, is_in_window=False)
    assert action_evidence([good, older], tagged, DAY).remedied["mandatory_report"] == 1
    untrained = replace(good, file=(1, 2), retrained_on=None)
    found = action_evidence([good, other, untrained], tagged, DAY)
    assert (found.remedied, found.untrained) == (
        {"mandatory_report": 1},
        {"mandatory_report": 1},
    )


def test_what_was_in_time_is_passed_on() -> None:
    assert action_evidence([], {}, DAY, Timely(5, 4, 1)).timely == Timely(5, 4, 1)
