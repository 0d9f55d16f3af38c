from datetime import date

import pytest

from qa_app.domain.people import Role
from qa_app.domain.supervision import (
    CHOICES,
    MUST_READ_FILES,
    READS_FILES,
    SessionChoice,
    SessionType,
    assessors_of,
    choice_of,
    may_end_for_good,
)
from tests.people import person


def test_every_type_stands_behind_one_choice() -> None:
    behind = [fine for types in CHOICES.values() for fine in types]
    assert sorted(behind) == sorted(SessionType)
    assert len(behind) == 14
    assert set(CHOICES) == set(SessionChoice)


def test_the_choice_of_a_type() -> None:
    assert choice_of(SessionType.PEER) is SessionChoice.GROUP
    assert choice_of(SessionType.CASE_FILE_CHECK) is SessionChoice.FIELD
    assert choice_of(SessionType.AD_HOC) is SessionChoice.INDIVIDUAL
    assert choice_of(SessionType.CASE_CONFERENCE) is SessionChoice.MEETING


def test_what_must_read_files_may_read_files() -> None:
    assert MUST_READ_FILES < READS_FILES


def test_only_a_senior_supervisor_stands_for_the_supervisor() -> None:
    assert assessors_of(person(Role.SENIOR_SUPERVISOR)) == ["centre", "supervisor"]
    assert assessors_of(person(Role.AUDITOR)) == ["centre"]
    assert assessors_of(person(Role.CENTRE_MANAGER)) == ["centre"]


@pytest.mark.parametrize(
    ("closed_on", "may"),
    [
        (None, False),
        (date(2026, 4, 8), True),
        (date(2026, 4, 9), True),  # the day of the session
        (date(2026, 4, 10), False),
    ],
)
def test_a_session_ends_for_good_only_where_the_centre_is_closed(
    closed_on: date | None, may: bool
) -> None:
    planned_on, earlier = date(2026, 4, 9), date(2026, 3, 23)
    assert may_end_for_good(closed_on, planned_on, earlier) is may


def test_a_session_that_was_never_recorded_ends_when_the_centre_has_closed_since() -> None:
    planned_on, closed_on = date(2026, 4, 9), date(2026, 5, 1)
    assert not may_end_for_good(closed_on, planned_on, date(2026, 4, 30))
    assert may_end_for_good(closed_on, planned_on, date(2026, 5, 1))
