"""The day that is proposed for reading an item again."""

from dataclasses import replace
from datetime import date

import pytest

from qa_app.domain.actions import ActionKind, ActionState, Owner, open_action
from qa_app.domain.read_again import day_to_read_again
from qa_app.domain.working_days import WorkingCalendar

MONDAY = date(2026, 3, 23)
# Tomb-sweeping day is a Sunday in 2026 and its Monday, 6 April, is off
CALENDAR = WorkingCalendar("CN", (2026,), frozenset({date(2026, 4, 6)}), frozenset())
RED = replace(
    open_action(ActionKind.RED_LINE, Owner.CENTRE, MONDAY, None, is_structural=False),
    contained_on=MONDAY,
)
OTHER = replace(
    open_action(ActionKind.OTHER, Owner.CENTRE, MONDAY, None, is_structural=False),
    state=ActionState.DONE,
    done_on=MONDAY,
)


@pytest.mark.parametrize(
    ("today", "proposed"),
    [
        # 14 days after 23 March is 6 April, a day off after a weekend: the Friday before
        (MONDAY, date(2026, 4, 3)),
        (date(2026, 4, 2), date(2026, 4, 3)),
        # on that Friday only the weekend and the day off are left within the limit
        (date(2026, 4, 3), date(2026, 4, 4)),
        # over: the next working day
        (date(2026, 4, 10), date(2026, 4, 13)),
    ],
)
def test_a_red_line_is_read_again_within_its_limit(today: date, proposed: date) -> None:
    assert RED.re_read_on == date(2026, 4, 6)
    assert day_to_read_again(RED, today, CALENDAR) == proposed


def test_others_are_read_again_in_two_weeks() -> None:
    assert day_to_read_again(OTHER, MONDAY, CALENDAR) == date(2026, 4, 7)
    assert day_to_read_again(replace(RED, re_read_at=MONDAY), MONDAY, CALENDAR) == date(2026, 4, 7)


def test_beyond_the_table_of_holidays_days_are_counted_plainly() -> None:
    bare = WorkingCalendar("CN", (), frozenset(), frozenset())
    assert day_to_read_again(RED, MONDAY, bare) == date(2026, 4, 6)
    assert day_to_read_again(RED, date(2026, 5, 1), bare) == date(2026, 5, 2)
    assert day_to_read_again(OTHER, MONDAY, bare) == date(2026, 4, 6)
