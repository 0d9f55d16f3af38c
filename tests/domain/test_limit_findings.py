"""What limits say: every code, and none for a change that chance may bring."""

from fractions import Fraction

import pytest

from qa_app.domain.charting import Cut, CutReason, stretch_now, stretches_of
from qa_app.domain.limit_findings import (
    LimitCode,
    LimitFinding,
    OtherGround,
    headline_on_one_ground,
    is_concern,
    limit_findings,
    longest_row,
    on_one_ground,
    other_ground,
)
from qa_app.domain.series import NO_SERIES
from qa_app.domain.statistics.run_chart import TrendDirection
from qa_app.domain.trend_findings import FindingCode, findings_of
from qa_app.domain.trends import series_of
from tests.domain.test_charting import CALM, JANUARY, a_month, monthly

LINE = Fraction(8, 10)


def found(*percents: int, target: Fraction | None = None) -> tuple[LimitFinding, ...]:
    stretch = stretch_now(stretches_of(series_of(monthly(*percents)), target=target))
    assert stretch is not None
    return limit_findings(stretch, target)


@pytest.mark.parametrize(
    ("percents", "code", "count"),
    [
        ((80,), LimitCode.ORDINARY, 13),
        ((95,), LimitCode.OUTSIDE_ABOVE, 1),
        ((60, 60), LimitCode.OUTSIDE_BELOW, 2),
        ((82, 81, 82), LimitCode.NEAR_ABOVE, 1),
        ((78, 79, 78), LimitCode.NEAR_BELOW, 1),
        ((81,) * 7, LimitCode.SHIFT_ABOVE, 7),
        ((79,) * 8, LimitCode.SHIFT_BELOW, 8),
    ],
)
def test_the_latest_period(percents: tuple[int, ...], code: LimitCode, count: int) -> None:
    (one,) = found(*CALM, *percents)
    assert (one.code, one.count, one.target) == (code, count, None)
    assert one.low is not None
    assert one.high is not None
    assert 0 <= one.low < Fraction(8, 10) < one.high <= 1


def test_the_whole_row_counts_whatever_its_points_are_called() -> None:
    # two of the row are near the limit, or beyond it, and bear that name
    assert found(*CALM, 81, 81, 81, 81, 82, 82, 81)[0].count == 7
    assert (found(*CALM, 50, 51, 53, 55, 57, 59, 61)[0].code) is not LimitCode.ORDINARY
    wide = (60, 100) * 6
    rising = found(*wide, 50, 55, 60, 65, 70, 75, 80, 85)[0]
    assert (rising.code, rising.count) == (LimitCode.RISING, 8)


def test_what_never_varied_gives_no_alarm() -> None:
    for percents in ((100,) * 12, (*(100,) * 12, 99), (80,) * 6):
        (one,) = found(*percents, target=LINE)
        assert one.code is LimitCode.NO_VARIATION
        stretch = stretch_now(stretches_of(series_of(monthly(*percents))))
        assert not is_concern(stretch)


def test_seven_that_rise_or_fall() -> None:
    wide = (60, 100) * 6
    assert found(*wide, 50, 55, 60, 65, 70, 75, 80)[0].code is LimitCode.RISING
    assert found(*wide, 95, 90, 85, 80, 75, 70, 65)[0].code is LimitCode.FALLING


def test_the_line_and_the_trial() -> None:
    (ordinary, line, trial) = found(*CALM[:6], target=LINE)
    assert (ordinary.code, line.code, line.target) == (LimitCode.ORDINARY, LimitCode.VARIES, LINE)
    assert (trial.code, trial.count) == (LimitCode.TRIAL, 6)
    assert found(*CALM, target=Fraction(1, 2))[1].code is LimitCode.PASSES
    assert found(*CALM, target=Fraction(99, 100))[1].code is LimitCode.FAILS


def test_why_there_are_no_limits() -> None:
    (one,) = found(80, 82)
    assert (one.code, one.count, one.low) == (LimitCode.FEW_POINTS, 2, None)


def test_the_latest_period_may_be_of_another_length() -> None:
    thin = [a_month(12, 80, files=2), a_month(13, 82, files=3)]
    stretch = stretch_now(stretches_of(series_of([*monthly(*CALM), *thin]), target=LINE))
    assert stretch is not None
    untested, line = limit_findings(stretch, LINE)
    assert (untested.code, untested.count) == (LimitCode.UNTESTED, 0)
    assert line.code is LimitCode.VARIES
    assert not is_concern(stretch)


def test_concern() -> None:
    def worries(*percents: int) -> bool:
        return is_concern(stretch_now(stretches_of(series_of(monthly(*percents)))))

    assert worries(*CALM, 60)
    assert not worries(*CALM, 95)
    assert not worries(*CALM, 80)
    assert not worries(80, 20)
    assert not is_concern(None)


@pytest.mark.parametrize(
    ("percents", "row"),
    [
        ((80,), (1, None)),
        ((80, 80, 80), (1, None)),
        ((80, 70, 75, 75, 76, 60), (3, TrendDirection.UP)),
        ((80, 79, 78, 90, 91), (3, TrendDirection.DOWN)),
    ],
)
def test_the_longest_row_passes_over_equal_neighbours(
    percents: tuple[int, ...], row: tuple[int, TrendDirection | None]
) -> None:
    stretch = stretch_now(stretches_of(series_of(monthly(*percents))))
    assert stretch is not None
    assert longest_row(stretch) == row


@pytest.mark.parametrize(
    ("reason", "start", "code"),
    [
        (CutReason.DESIGN, 12, FindingCode.FIRST),
        (CutReason.READERS, 12, FindingCode.FIRST),
        # both periods lie behind the change, and a named person changes nothing in the files
        (CutReason.DESIGN, 11, FindingCode.RISEN),
        (CutReason.REBASED, 12, FindingCode.RISEN),
    ],
)
def test_files_drawn_or_read_otherwise_are_not_compared(
    reason: CutReason, start: int, code: FindingCode
) -> None:
    series, cuts = series_of(monthly(*CALM, 95)), [Cut(JANUARY + start, reason)]
    now = stretch_now(stretches_of(series, cuts))
    headline = findings_of(series)[0]
    assert headline.code is FindingCode.RISEN
    told = on_one_ground(headline, now)
    assert (told.code, told.previous is None) == (code, code is FindingCode.FIRST)
    assert on_one_ground(headline, None) is headline
    # the same rule for what is compared without limits
    why = OtherGround(reason, JANUARY + 12) if told.previous is None else None
    assert other_ground(series, headline.previous, cuts) == why
    assert headline_on_one_ground(series, cuts) == told
    assert other_ground(series, None, cuts) is None
    assert other_ground(NO_SERIES, headline.previous, cuts) is None
