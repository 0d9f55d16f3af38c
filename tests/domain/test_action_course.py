"""What later readings bring about; who may read which file is tested with the service."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from qa_app.domain.action_course import Course, SeenReading, WhyNot, counted_of, course_of, why_not
from qa_app.domain.action_proof import ProofRule
from qa_app.domain.actions import (
    Action,
    ActionKind,
    ActionState,
    ActionStep,
    Owner,
    open_action,
    owes_reading,
)

DAY = date(2026, 3, 23)
DONE_AT = datetime(2026, 3, 23, 12, tzinfo=UTC)
T, F = True, False
OPEN = open_action(ActionKind.GATE, Owner.CENTRE, DAY, None, is_structural=False)
DONE = replace(OPEN, state=ActionState.DONE, done_on=DAY)
VERIFIED = replace(DONE, state=ActionState.VERIFIED, verified_on=DAY + timedelta(days=3))


def seen(number: int, conforms: bool, *, day: int | None = None, **more: bool) -> SeenReading:
    """The reading with that number, signed so many days after the action was done."""
    at = DONE_AT + timedelta(days=number)
    read_on = DAY + timedelta(days=number if day is None else day)
    return SeenReading(number, conforms, read_on, at, at, read_on, **more)


def steps(action: Action, *readings: SeenReading) -> tuple[tuple[ActionStep, int | None], ...]:
    return course_of(action, DONE_AT, Course(DAY, readings))


def test_a_red_line_owes_a_reading_until_it_is_read_verified_or_dropped() -> None:
    red = open_action(ActionKind.RED_LINE, Owner.CENTRE, DAY, None, is_structural=False)
    for state in (ActionState.OPEN, ActionState.PLANNED, ActionState.DONE):
        assert owes_reading(replace(red, state=state))
        assert not owes_reading(replace(red, state=state, re_read_at=DAY))
    for state in (ActionState.DRAFT, ActionState.VERIFIED, ActionState.DROPPED):
        assert not owes_reading(replace(red, state=state))
    assert not owes_reading(OPEN)


def test_why_a_reading_does_not_verify() -> None:
    later = DONE_AT + timedelta(days=1)
    assert why_not(later, DONE_AT) is None
    assert why_not(DONE_AT, DONE_AT) is WhyNot.DRAWN_BEFORE
    assert why_not(later, None) is WhyNot.NOT_DONE
    assert why_not(None, DONE_AT) is WhyNot.CHOSEN


@pytest.mark.parametrize(
    ("conforms", "expected"),
    [
        ((T, T), ()),
        ((T, T, T), ((ActionStep.PROVE, 3),)),
        ((T, T, T, F, F), ((ActionStep.PROVE, 3),)),
        ((T, F, T, T, T), ((ActionStep.DISPROVE, 2),)),
    ],
)
def test_the_first_three_decide(conforms: tuple[bool, ...], expected: object) -> None:
    readings = [seen(number, one) for number, one in enumerate(conforms, start=1)]
    assert steps(DONE, *readings) == expected
    assert steps(replace(DONE, is_structural=True), *readings) == ()


def test_the_screen_takes_no_run_of_three() -> None:
    action = replace(DONE, proof=ProofRule.SCREEN)
    assert steps(action, *(seen(number, T) for number in range(1, 13))) == ()
    found = steps(action, *(seen(number, T) for number in range(1, 14)))
    assert found == ((ActionStep.PROVE, 13),)


def test_beyond_the_deciding_files_only_what_came_back_counts() -> None:
    proof = [seen(number, T) for number in (1, 2, 3)]
    # read on the day of verification, or before it, and signed later
    assert steps(VERIFIED, *proof, seen(4, F, day=3)) == ()
    assert steps(VERIFIED, *proof, seen(5, F, day=2)) == ()
    back = seen(6, F)
    assert steps(VERIFIED, *proof, seen(4, F, day=3), back) == ((ActionStep.RECUR, 6),)


def test_a_reading_that_no_longer_counts_is_told_from_one_that_was_amended() -> None:
    first, second = seen(1, T), seen(2, T)
    assert steps(VERIFIED, first, second) == ((ActionStep.UNPROVE, None),)
    amended = seen(3, F, took_place=True)
    assert steps(VERIFIED, first, second, amended) == (
        (ActionStep.AMENDED, 3),
        (ActionStep.DISPROVE, 3),
    )
    # one became void, and the file that moved up fails
    assert steps(VERIFIED, first, second, seen(4, F, day=3)) == (
        (ActionStep.UNPROVE, None),
        (ActionStep.DISPROVE, 4),
    )
    # amended, and still met
    assert steps(VERIFIED, first, second, seen(3, T, took_place=True)) == ()


def test_what_a_document_verified_no_reading_undoes() -> None:
    action = replace(VERIFIED, is_structural=True, is_by_document=True)
    assert steps(action) == ()
    assert steps(action, seen(9, F)) == ((ActionStep.RECUR, 9),)


@pytest.mark.parametrize(
    ("conforms", "expected"),
    [
        ([], set()),
        ([T, T], {0, 1}),
        ([T, T, T, T], {0, 1, 2}),
        # three in a row are out of reach after the second one
        ([T, F, T], {0, 1}),
    ],
)
def test_which_readings_the_rule_counted(conforms: list[bool], expected: set[int]) -> None:
    assert counted_of(ProofRule.RUN, list(enumerate(conforms))) == expected
