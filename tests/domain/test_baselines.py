"""From which months limits may begin anew, and what that would change."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.baselines import (
    check_reason,
    chosen_rebase,
    mean_of,
    rebases_of,
    refuse_stale,
)
from qa_app.domain.charting import Cut, CutReason, stretches_of
from qa_app.domain.defaults import LIMITS_LEAST
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.series import MonthSum, Series
from qa_app.domain.trends import series_of

JAN = 2025 * 12
WHY = "All teams use the new intake form since March."


def monthly(*percents: int, start: int = 0, version: int = 1, files: int = 5) -> list[MonthSum]:
    return [
        MonthSum(version, JAN + start + n, files, files, one * files * 10_000, files)
        for n, one in enumerate(percents)
    ]


def months_of(series: Series, *cuts: Cut) -> list[int]:
    return [one.month - JAN for one in rebases_of(series, cuts)]


def test_six_points_have_to_follow_and_one_to_stand_before() -> None:
    assert months_of(Series(())) == []
    assert months_of(series_of(monthly(*[80] * 6))) == []
    assert months_of(series_of(monthly(*[80, 82] * 3, 81))) == [1]
    assert months_of(series_of(monthly(*[80, 82] * 4))) == [1, 2]


def test_the_second_look_gives_both_means() -> None:
    series = series_of(monthly(*[70, 72] * 3, *[90, 88] * 3))
    one = chosen_rebase(rebases_of(series, ()), JAN + 6)
    # 70 and 72 by turns: 71; 90 and 88 by turns: 89
    assert one.means == (710_000, 890_000)
    assert [point.value for point in one.before.points] == [
        point.value for point in series.rated[:6]
    ]


def test_a_stretch_before_without_limits_gives_the_mean_of_its_points() -> None:
    series = series_of(monthly(60, 70, *[90, 88] * 3))
    one = chosen_rebase(rebases_of(series, ()), JAN + 2)
    assert one.before.limits is None
    assert one.means == (650_000, 890_000)


def test_never_across_a_version() -> None:
    old, new = monthly(*[70, 72] * 6), monthly(*[80, 82] * 4, start=12, version=2)
    assert months_of(series_of([*old, *new])) == [13, 14]


def test_a_month_that_is_not_offered_is_refused() -> None:
    series = series_of(monthly(*[80, 82] * 4))
    for month in (JAN, JAN + 3, JAN + 99, 0, -1):
        with pytest.raises(InvalidError, match="month_unfit"):
            chosen_rebase(rebases_of(series, ()), month)


def test_only_the_latest_stretch_is_parted() -> None:
    series = series_of(monthly(*[80, 82] * 8))
    cut = Cut(JAN + 8, CutReason.REBASED, 1)
    assert months_of(series, cut) == [9, 10]
    # the baseline itself cannot be begun again
    assert 8 not in months_of(series, cut)


def test_what_changed_since_the_second_look_is_refused() -> None:
    one = rebases_of(series_of(monthly(*[80, 82] * 4)), ())[0]
    refuse_stale(one, one.means)
    with pytest.raises(ConflictError, match="preview_stale"):
        refuse_stale(one, (one.means[0], one.means[1] + 1))


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "reason_short"),
        ("new form", "reason_short"),
        ("a" * 10 + " " * 30 + "b" * 9, "reason_short"),
        ("\u200b" * 40, "reason_short"),
        ("x" * 301, "text_too_long"),
        ("New staff since March, call 13812345678 to ask", "phone"),
        ("Since March reviewed by another person, 11010519491231002X", "id_number"),
    ],
)
def test_a_reason_says_something_and_tells_nobody(reason: str, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_reason(reason)


def test_twenty_characters_are_enough() -> None:
    check_reason(WHY)
    check_reason("三月起全部团队使用新的接案登记表，改进已持续")
    with pytest.raises(InvalidError, match="reason_short"):
        check_reason("三月起使用新的登记表")


def test_a_name_needs_a_reason_of_its_own() -> None:
    with pytest.raises(InvalidError, match="likely_name"):
        check_reason("社工张伟自三月起负责接案登记，方法有很大的不同")
    check_reason("社工张伟自三月起负责接案登记，方法有很大的不同", "公开任命的岗位，不涉及儿童")


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30), st.integers(1, 9))
def test_every_month_offered_gives_two_stretches_with_their_means(percents, files) -> None:
    series = series_of(monthly(*percents, files=files))
    whole = stretches_of(series)
    for one in rebases_of(series, ()):
        assert (*one.before.points, *one.after.points) == whole[0].points
        assert len(one.after.tested) >= LIMITS_LEAST
        assert 0 <= mean_of(one.before) <= 1
        assert one.after.points[0].period.first_month == one.month
        assert replace(one, month=one.month).means == one.means
