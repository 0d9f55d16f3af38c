"""When a worker is assessed and observed next, follows a senior, and has files read."""

from datetime import date

import pytest

from qa_app.domain.work_rhythms import (
    WorkDue,
    WorkReason,
    next_assessment,
    next_files,
    next_observation,
    next_shadowing,
)

STARTED = date(2026, 1, 2)


@pytest.mark.parametrize(
    ("held", "due"),
    [
        ((), WorkDue(date(2026, 2, 1), WorkReason.FIRST_ASSESSMENT, 30)),
        ((date(2026, 2, 1),), WorkDue(date(2026, 8, 2), WorkReason.SECOND_ASSESSMENT, 182)),
        (
            (date(2026, 8, 2), date(2026, 2, 1)),
            WorkDue(date(2027, 8, 2), WorkReason.LATER_ASSESSMENT, 365),
        ),
        (
            (date(2026, 2, 1), date(2026, 8, 2), date(2027, 8, 1)),
            WorkDue(date(2028, 7, 31), WorkReason.LATER_ASSESSMENT, 365),
        ),
    ],
)
def test_the_rule_of_an_assessment_goes_with_its_day(held: tuple[date, ...], due: WorkDue) -> None:
    assert next_assessment(STARTED, held) == due


@pytest.mark.parametrize(
    ("started", "held", "today", "due"),
    [
        # began in the first quarter: observed by the end of the second
        (STARTED, (), date(2026, 3, 31), date(2026, 6, 30)),
        (STARTED, (), date(2026, 4, 1), date(2026, 6, 30)),
        # never observed for two years: by the end of the running quarter, not before
        (date(2024, 1, 2), (), date(2026, 4, 1), date(2026, 6, 30)),
        # observed on the last and on the first day of a quarter
        (STARTED, (date(2026, 6, 30),), date(2026, 6, 30), date(2026, 9, 30)),
        (STARTED, (date(2026, 7, 1),), date(2026, 7, 1), date(2026, 12, 31)),
        # over the end of a year, and the latest of several counts
        (STARTED, (date(2026, 12, 31), date(2026, 5, 5)), date(2027, 1, 1), date(2027, 3, 31)),
        # begins later
        (date(2026, 12, 15), (), date(2026, 11, 29), date(2027, 3, 31)),
    ],
)
def test_work_is_observed_once_in_each_quarter(
    started: date, held: tuple[date, ...], today: date, due: date
) -> None:
    found = next_observation(started, held, today)
    assert found == WorkDue(due, WorkReason.OBSERVED_EACH_QUARTER)


@pytest.mark.parametrize(
    ("held", "today", "due"),
    [
        # two weeks apart over the first six
        (0, date(2026, 1, 2), (date(2026, 1, 16), 14, 0)),
        (1, date(2026, 1, 20), (date(2026, 1, 30), 28, 1)),
        (2, date(2026, 3, 1), (date(2026, 2, 13), 42, 2)),
        (3, date(2026, 1, 20), None),
        # new until 182 days in post: 2 January and 181 days is 2 July
        (0, date(2026, 7, 2), (date(2026, 1, 16), 14, 0)),
        (0, date(2026, 7, 3), None),
    ],
)
def test_a_new_worker_follows_a_senior_three_times(
    held: int, today: date, due: tuple[date, int, int] | None
) -> None:
    found = next_shadowing(STARTED, (date(2026, 1, 9),) * held, today)
    if due is None:
        assert found is None
    else:
        assert found == WorkDue(due[0], WorkReason.SHADOWS_A_SENIOR, due[1], due[2], 3)


LONG_AGO = date(2024, 1, 2)
Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)


@pytest.mark.parametrize(
    ("started", "read", "planned", "due"),
    [
        (LONG_AGO, 0, (), (Q2, 0, 2)),
        (LONG_AGO, 1, (), (Q2, 1, 2)),
        # enough were read, or a check is planned: those of the next quarter
        (LONG_AGO, 2, (), (Q3, 0, 2)),
        (LONG_AGO, 0, (date(2026, 6, 1),), (Q3, 0, 2)),
        (LONG_AGO, 5, (date(2026, 7, 1),), None),
        # in the first six months four
        (date(2026, 3, 1), 3, (), (Q2, 3, 4)),
        # the quarter in which somebody begins asks for none
        (date(2026, 4, 1), 0, (), (Q3, 0, 4)),
        (date(2026, 7, 1), 0, (), None),
    ],
)
def test_files_of_each_worker_are_read_in_each_quarter(
    started: date, read: int, planned: tuple[date, ...], due: tuple[date, int, int] | None
) -> None:
    found = next_files(started, read, planned, date(2026, 5, 4))
    if due is None:
        assert found is None
    else:
        assert found == WorkDue(due[0], WorkReason.FILES_EACH_QUARTER, None, due[1], due[2])
