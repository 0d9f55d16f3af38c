from dataclasses import replace
from datetime import date

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.referrals import (
    Body,
    Decline,
    Referral,
    ReferralStep,
    Taken,
    first_meeting_on_time,
    moved,
    next_due,
    received,
    steps_open,
    was_on_time,
)
from qa_app.domain.working_days import WorkingCalendar

CALENDAR = WorkingCalendar("CN", frozenset({2026}), frozenset(), frozenset())
TODAY = date(2026, 3, 31)
MONDAY = date(2026, 3, 2)
NEW = Referral("social_work", " KM-26-0000-00153 ", Body.POLICE, MONDAY)
S = ReferralStep


def day(number: int) -> date:
    return date(2026, 3, number)


def walked(*steps: tuple[ReferralStep, int], **changes: object) -> Referral:
    referral = received(replace(NEW, **changes), TODAY, CALENDAR)
    for step, on in steps:
        reason = Decline.NO_CAPACITY if step is S.DECLINED else None
        referral = moved(referral, Taken(step, day(on), reason), TODAY, CALENDAR)
    return referral


def test_steps_follow_one_another_and_set_limits_running() -> None:
    came = walked()
    assert (came.reference, came.accept_due_on) == ("KM-26-0000-00153", day(5))
    assert steps_open(came) == (S.ACCEPTED, S.DECLINED)
    assert next_due(came) == (S.ACCEPTED, day(5))
    taken = walked((S.ACCEPTED, 4))
    assert (taken.start_due_on, steps_open(taken)) == (day(11), (S.ASSIGNED, S.STARTED))
    named = walked((S.ACCEPTED, 4), (S.ASSIGNED, 4))
    # five working days after Wednesday the 4th
    assert (named.meet_due_on, next_due(named)) == (day(11), (S.MET, day(11)))
    whole = walked((S.ACCEPTED, 4), (S.ASSIGNED, 4), (S.MET, 9), (S.STARTED, 10), (S.CLOSED, 31))
    assert (steps_open(whole), next_due(whole)) == ((), None)
    assert steps_open(walked((S.DECLINED, 3))) == ()


def test_the_earliest_limit_is_told_first() -> None:
    both = walked((S.ACCEPTED, 2), (S.ASSIGNED, 4))
    assert next_due(both) == (S.STARTED, day(9))


@pytest.mark.parametrize(
    ("before", "step", "on", "code"),
    [
        ([], S.STARTED, 5, "step_not_open"),
        ([], S.ACCEPTED, 1, "day_too_early"),
        ([(S.ACCEPTED, 4)], S.ACCEPTED, 5, "step_not_open"),
        ([(S.ACCEPTED, 4)], S.STARTED, 3, "day_too_early"),
        ([(S.ACCEPTED, 4), (S.ASSIGNED, 6)], S.MET, 5, "day_too_early"),
        ([(S.ACCEPTED, 4), (S.STARTED, 6)], S.CLOSED, 5, "day_too_early"),
        ([(S.DECLINED, 4)], S.ACCEPTED, 5, "step_not_open"),
    ],
)
def test_steps_out_of_order_are_refused(
    before: list[tuple[ReferralStep, int]], step: ReferralStep, on: int, code: str
) -> None:
    with pytest.raises(InvalidError, match=code):
        walked(*before, (step, on))


def test_a_day_ahead_and_a_decline_without_a_reason_are_refused() -> None:
    with pytest.raises(InvalidError, match="day_ahead"):
        moved(walked(), Taken(S.ACCEPTED, date(2026, 4, 1)), TODAY, CALENDAR)
    with pytest.raises(InvalidError, match="no_reason"):
        moved(walked(), Taken(S.DECLINED, day(3)), TODAY, CALENDAR)
    with pytest.raises(InvalidError, match="day_ahead"):
        received(replace(NEW, received_on=date(2026, 4, 1)), TODAY, CALENDAR)


@pytest.mark.parametrize(
    ("steps", "as_of", "is_on_time"),
    [
        ([], 5, None),
        ([], 6, False),
        ([(S.ACCEPTED, 5)], 6, None),
        ([(S.ACCEPTED, 6)], 6, False),
        ([(S.ACCEPTED, 5)], 13, False),
        ([(S.ACCEPTED, 5), (S.STARTED, 12)], 12, True),
        ([(S.ACCEPTED, 5), (S.STARTED, 13)], 13, False),
        # what came after the day is not looked at
        ([(S.ACCEPTED, 5), (S.STARTED, 13)], 12, None),
        ([(S.DECLINED, 5)], 31, None),
        ([(S.DECLINED, 6)], 31, False),
        ([(S.DECLINED, 6)], 5, None),
    ],
)
def test_in_time_is_accepted_and_started_in_time(
    steps: list[tuple[ReferralStep, int]], as_of: int, is_on_time: bool | None
) -> None:
    assert was_on_time(walked(*steps), day(as_of)) is is_on_time


@pytest.mark.parametrize(
    ("steps", "as_of", "is_on_time"),
    [
        ([(S.ACCEPTED, 3)], 31, None),
        ([(S.ACCEPTED, 3), (S.ASSIGNED, 4)], 11, None),
        ([(S.ACCEPTED, 3), (S.ASSIGNED, 4)], 12, False),
        ([(S.ACCEPTED, 3), (S.ASSIGNED, 4), (S.MET, 11)], 31, True),
        ([(S.ACCEPTED, 3), (S.ASSIGNED, 4), (S.MET, 12)], 31, False),
        ([(S.ACCEPTED, 3), (S.ASSIGNED, 4), (S.MET, 12)], 3, None),
    ],
)
def test_the_first_meeting_is_within_five_working_days(
    steps: list[tuple[ReferralStep, int]], as_of: int, is_on_time: bool | None
) -> None:
    assert first_meeting_on_time(walked(*steps), day(as_of)) is is_on_time


def test_without_a_holiday_table_nothing_is_judged() -> None:
    empty = WorkingCalendar("CN", frozenset(), frozenset(), frozenset())
    came = received(NEW, TODAY, empty)
    assert (came.accept_due_on, next_due(came), was_on_time(came, TODAY)) == (None, None, None)
    named = moved(came, Taken(S.ACCEPTED, day(3)), TODAY, empty)
    named = moved(named, Taken(S.ASSIGNED, day(3)), TODAY, empty)
    assert first_meeting_on_time(named, TODAY) is None
