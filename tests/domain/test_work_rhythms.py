"""When capacity is assessed and work observed next."""

from datetime import date

import pytest

from qa_app.domain.work_rhythms import WorkDue, WorkReason, next_assessment, next_observation

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
