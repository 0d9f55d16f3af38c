from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.session_coverage import (
    Figures,
    PersonMonths,
    Window,
    chart_window,
    days_unseen,
    person_months,
    quarter_window,
    reach_over_coverage,
    run_of,
    total_of,
    usual_window,
    whole_months,
)
from qa_app.domain.statistics.run_chart import RunStatus

BRANCH = Reach(place_paths=frozenset({"1/3/"}))
ONE = Reach(centre_ids=frozenset({5}))


def test_windows_are_whole_months_with_the_present_one_last() -> None:
    window = usual_window(date(2026, 3, 23))
    assert (window.first, window.last) == (date(2025, 4, 1), date(2026, 3, 1))
    assert len(window.months) == 12
    chart = chart_window(date(2026, 2, 1), date(2026, 3, 23))
    assert (chart.first, chart.last) == (date(2024, 3, 1), date(2026, 2, 1))
    # a leap day and a year's end
    assert usual_window(date(2024, 2, 29)).first == date(2023, 3, 1)
    assert usual_window(date(2026, 12, 31)).running == date(2026, 12, 1)


def test_a_quarter_ends_with_the_month_that_runs() -> None:
    today = date(2026, 5, 4)
    assert quarter_window(2026, 1, today).months == (
        date(2026, 1, 1),
        date(2026, 2, 1),
        date(2026, 3, 1),
    )
    assert quarter_window(2026, 2, today).months == (date(2026, 4, 1), date(2026, 5, 1))
    assert quarter_window(2026, 2, date(2026, 4, 1)).months == (date(2026, 4, 1),)


@pytest.mark.parametrize(
    ("role", "reach", "seen"),
    [
        (Role.SENIOR_SUPERVISOR, BRANCH, BRANCH),
        (Role.CENTRE_MANAGER, ONE, ONE),
        (Role.CASEWORKER, ONE, Reach()),
        (Role.AUDITOR, BRANCH, Reach()),
        (Role.JUDICIAL_READER, BRANCH, Reach()),
    ],
)
def test_only_those_in_charge_see_others(role: Role, reach: Reach, seen: Reach) -> None:
    assert reach_over_coverage(Actor(1, "甲", (Grant(role, reach),))) == seen


def test_no_month_makes_up_for_another() -> None:
    months = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    # three hours, none, an hour and a half: on average enough, and one month short
    credited = {months[0]: 10_800, months[2]: 5_400}
    norms = dict.fromkeys(months, 90)
    assert person_months(credited, norms) == PersonMonths(5_400, 90, 1, 3)
    assert person_months({months[0]: 5_399}, {months[0]: 90}).short == 1
    assert person_months({}, {}) == PersonMonths(0, 0, 0, 0)


def test_each_month_is_held_against_its_own_norm() -> None:
    # weekly in the first weeks, then every two weeks, then monthly: an hour is not enough at first
    norms = {date(2026, 2, 1): 240, date(2026, 3, 1): 120, date(2026, 9, 1): 60}
    credited = dict.fromkeys(norms, 3_600)
    assert person_months(credited, norms) == PersonMonths(3_600, 60, 2, 3)


def test_only_months_in_post_in_full_are_held_against_anybody() -> None:
    months = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    assert whole_months(months, date(2026, 1, 2), None) == months[1:]
    assert whole_months(months, date(2025, 1, 1), date(2026, 2, 27)) == months[:1]
    assert whole_months(months, date(2025, 1, 1), date(2026, 2, 28)) == months[:2]
    assert whole_months(months, date(2026, 1, 1), date(2026, 3, 1)) == months[:2]


def test_days_unseen_count_from_the_last_session_or_the_first_day() -> None:
    assert days_unseen(date(2026, 3, 1), date(2020, 1, 1), date(2026, 3, 23)) == 22
    assert days_unseen(None, date(2026, 3, 13), date(2026, 3, 23)) == 10
    assert days_unseen(date(2026, 4, 1), date(2020, 1, 1), date(2026, 3, 23)) == 0


def test_shares_and_sums() -> None:
    one = Figures(4, 3, 1, 1, 0, 60, 2, (("learning", 1),))
    other = Figures(2, 2, 0, 0, 1, 30, 1, (("learning", 1), ("support", 1)))
    assert one.share == Fraction(3, 4)
    assert Figures().share is None
    assert total_of([one, other]) == Figures(
        6, 5, 1, 1, 1, 90, 3, (("learning", 2), ("support", 1))
    )


def test_months_without_anything_due_are_no_points_of_a_run_chart() -> None:
    assert run_of([None, None]).status is RunStatus.NO_DATA
    run = run_of([Fraction(1, 2), None, Fraction(1)])
    assert (run.seen, run.centre) == (2, 0.75)
    # the first twelve months with a share give the median: six of 1/2 and six of 1 are 3/4, while
    # all twenty would give 1
    half, whole = Fraction(1, 2), Fraction(1)
    assert run_of([None, *[half] * 6, *[whole] * 14]).centre == 0.75


def test_a_window_names_its_months() -> None:
    window = Window(date(2025, 12, 1), date(2026, 1, 1), date(2026, 1, 5))
    assert window.months == (date(2025, 12, 1), date(2026, 1, 1))
