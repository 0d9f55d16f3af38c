"""When the workers of a centre meet in a group, as peers, over cases, with other agencies."""

from datetime import date

import pytest

from qa_app.domain.team_rhythms import (
    Conference,
    TeamDue,
    TeamReason,
    conference_due,
    meeting_due,
    member_due,
    team_due,
)

NOV_END = date(2026, 11, 30)


def test_a_member_is_due_once_in_each_calendar_month() -> None:
    assert member_due(date(2026, 10, 1)) == member_due(date(2026, 10, 31)) == NOV_END
    # over the end of a year, and into a leap year's February
    assert member_due(date(2026, 12, 31)) == date(2027, 1, 31)
    assert member_due(date(2028, 1, 31)) == date(2028, 2, 29)


def test_a_group_is_for_who_waits_longest_and_filled_up() -> None:
    since = {1: date(2026, 10, 5), 2: date(2026, 8, 1), 3: date(2026, 11, 2), 4: date(2026, 11, 9)}
    # 2 since the end of September, 1 by the end of November; two more make it four
    assert team_due(since, 4, NOV_END) == TeamDue(date(2026, 9, 30), 2, (2, 1, 3, 4))
    assert team_due(since, 2, NOV_END) == TeamDue(date(2026, 9, 30), 2, (2, 1))
    assert team_due(since, 5, NOV_END) is None
    many = dict.fromkeys(range(34), date(2026, 9, 1))
    assert team_due(many, 4, NOV_END) == TeamDue(date(2026, 10, 31), 34, tuple(range(10)))


@pytest.mark.parametrize(
    ("since", "last", "due"),
    [
        (date(2026, 11, 20), None, date(2026, 12, 4)),
        (date(2020, 1, 1), date(2026, 11, 20), date(2026, 12, 4)),
        # none within a year: from where the look back begins, 29 November 2025
        (date(2020, 1, 1), None, date(2025, 12, 13)),
    ],
)
def test_cases_are_talked_over_every_fortnight(since: date, last: date | None, due: date) -> None:
    assert meeting_due(since, last, date(2026, 11, 29)) == due


FIRST = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("conferences", "due"),
    [
        ((), None),
        # no record yet: a month later
        ((Conference(FIRST),), (date(2026, 12, 2), TeamReason.CONFERENCE_MONTHLY, FIRST)),
        (
            (Conference(FIRST, is_signed=True, next_on=date(2026, 11, 20)),),
            (date(2026, 11, 20), TeamReason.CONFERENCE_AGREED, FIRST),
        ),
        # its record says that it was the last one
        ((Conference(FIRST, is_signed=True),), None),
        # another case's conference, a fortnight and a day before the agreed day, answers nothing
        (
            (
                Conference(FIRST, is_signed=True, next_on=date(2026, 11, 30)),
                Conference(date(2026, 11, 15), is_signed=True),
            ),
            (date(2026, 11, 30), TeamReason.CONFERENCE_AGREED, FIRST),
        ),
        # a fortnight before does, and so does a later one; what is planned leads to none itself
        (
            (
                Conference(FIRST, is_signed=True, next_on=date(2026, 11, 30)),
                Conference(date(2026, 11, 16), is_planned=True),
            ),
            None,
        ),
        (
            (
                Conference(FIRST, is_signed=True, next_on=date(2026, 11, 3)),
                Conference(date(2026, 12, 9), is_planned=True),
            ),
            None,
        ),
        # a month after the last of January
        (
            (Conference(date(2027, 1, 31)),),
            (date(2027, 2, 28), TeamReason.CONFERENCE_MONTHLY, date(2027, 1, 31)),
        ),
    ],
)
def test_a_conference_leads_to_the_next_until_its_record_ends_it(
    conferences: tuple[Conference, ...], due: tuple[date, TeamReason, date] | None
) -> None:
    assert conference_due(conferences) == due
