"""Rows of a run chart in words: the numbers that its rules hold against chance."""

import pytest

from qa_app.domain.charting import Stretch, stretch_now
from qa_app.domain.share_charting import share_stretches
from qa_app.domain.shares import Measure, share_series
from qa_app.domain.statistics.run_chart import TrendDirection
from qa_app.domain.trends import series_of
from qa_app.wording import Words
from qa_app.wording.run_rows import TRENDS, run_rows
from tests.domain.test_shares import a_month


def charted(*goods: int) -> Stretch:
    sums = [a_month(number, 12, good) for number, good in enumerate(goods)]
    stretch = stretch_now(share_stretches(share_series(series_of(sums), Measure.BAND, {1})))
    assert stretch is not None
    return stretch


def test_the_rows_and_what_chance_allows() -> None:
    # off the median of 10 lie twelve: two and two in turns, so rows of 2 and five crossings;
    # round(log2 12) + 3 = 7 and the 5 % quantile of 11 trials is 3; 9 to 11 rises once at a time
    rows, trend = run_rows(Words("en"), charted(*(9, 9, 11, 11) * 3))
    assert rows == (
        "Longest row on one side of the median: 2 periods, with chance alone 7 at most; the line"
        " crosses the median 5 times, with chance alone 3 at least."
    )
    assert trend == "Longest row that only rises: 2 periods; that alone is no sign of a change."


def test_a_fall_is_called_a_fall() -> None:
    goods = (11, 7, 11, 7, 11, 10, 9, 8, 7, 6, 11, 7)
    assert "only falls: 6 periods" in run_rows(Words("en"), charted(*goods))[1]
    assert "6期" in run_rows(Words("zh"), charted(*goods))[1]


@pytest.mark.parametrize(
    "goods", [(9, 11) * 3, (12,) * 12, (12,) * 11 + (9,), (*(12, 12, 9) * 4, 9)]
)
def test_where_rows_say_nothing_none_are_told(goods: tuple[int, ...]) -> None:
    # too few, nothing varies, or the median is the end of the scale
    assert run_rows(Words("en"), charted(*goods)) == ()


def test_every_direction_has_words() -> None:
    assert set(TRENDS) == set(TrendDirection)
