"""Sentences about limits: every branch, both languages, numbers as shown."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from qa_app.domain.charting import CutReason, stretch_now, stretches_of
from qa_app.domain.limit_findings import LimitCode, LimitFinding, limit_findings
from qa_app.domain.score_axis import PERCENT_AXIS, SHARE_AXIS
from qa_app.domain.series import Grain, Period, Point, PointStanding
from qa_app.domain.share_charting import share_stretches
from qa_app.domain.shares import Measure, share_series
from qa_app.domain.statistics.chart_choice import WhyChart
from qa_app.domain.statistics.variation import Assurance, PointType, Signal
from qa_app.domain.trends import series_of
from qa_app.wording import Words, limit_cells, trends
from qa_app.wording import trend_limits as wording
from tests.domain.test_charting import CALM, monthly
from tests.domain.test_shares import a_month

ZH, EN = Words("zh"), Words("en")
BOTH = pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])


def finding(code: LimitCode, count: int) -> LimitFinding:
    period = Period(2026 * 12, Grain.MONTH)
    value = Fraction(87, 100)
    point = Point(period, 2026 * 12, 1, PointStanding.RATED, value, count, count, count)
    low, high, target = Fraction(771, 1000), Fraction(905, 1000), Fraction(8, 10)
    return LimitFinding(code, point, low, high, count, target, middle=Fraction(4, 5))


@BOTH
@pytest.mark.parametrize("code", LimitCode)
@pytest.mark.parametrize("count", [0, 1, 4, 5, 9, 10, 12, 400])
def test_every_branch(words: Words, code: LimitCode, count: int) -> None:
    said = wording.sentence(words, finding(code, count), PERCENT_AXIS)
    assert said.endswith("。" if words is ZH else ".")
    assert "%" not in said
    assert re.search(r"None|nan|Fraction", said) is None
    if words is ZH:
        assert re.search(r"[A-Za-z]{2}", said) is None
    title = wording.headline(words, "T", finding(code, count))
    assert (title != "T") == (code in wording.CLAUSES)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (wording.SENTENCES, LimitCode),
        (wording.CHARTS, WhyChart),
        (wording.CUTS, CutReason),
        (wording.VARIATION, PointType),
        (wording.ASSURANCE, Assurance),
    ],
)
def test_nothing_is_without_words(table, codes) -> None:
    assert set(table) == set(codes)


def test_numbers_are_those_that_are_shown() -> None:
    outside = finding(LimitCode.OUTSIDE_BELOW, 1)
    assert wording.sentence(EN, outside, PERCENT_AXIS) == (
        "87.0 points is below the 77.1 to 90.5 expected here: a real deterioration."
        " Look for the cause before the next visit."
    )
    assert wording.sentence(ZH, outside, PERCENT_AXIS) == (
        "87.0分低于预期范围77.1至90.5：明显变差，请在下次督导前查找原因。"
    )
    line = finding(LimitCode.VARIES, 0)
    assert wording.sentence(ZH, line, PERCENT_AXIS) == (
        "按目前水平，80分达标线时达时不达，带有偶然性；要稳定达标需改进工作方式。"
    )


@BOTH
def test_captions_icons_and_reasons(words: Words) -> None:
    few, trial, locked = (
        stretch_now(stretches_of(series_of(monthly(*percents)), target=Fraction(1, 2)))
        for percents in (CALM[:3], CALM[:6], CALM)
    )
    assert few is not None
    assert trial is not None
    assert locked is not None
    assert wording.limits(words, PERCENT_AXIS, few, "1.0.0") == ""
    assert "79.8" in wording.limits(words, PERCENT_AXIS, trial, "1.0.0")
    assert [len(wording.chart_reason(words, one)) for one in (few, trial, locked)] == [1, 1, 2]
    alone, after = (wording.chart_reason(words, few, one) for one in ((few,), (trial, few)))
    assert alone != after
    quarter = Period(2026 * 12 + 3, Grain.QUARTER)
    mixed = replace(few, points=(*few.points, replace(few.points[-1], period=quarter)))
    told = wording.chart_reason(words, mixed)[-1]
    assert trends.period(words, quarter) in told
    assert trends.period(words, few.points[0].period) not in told
    signs = [[sign for sign, _word in wording.icons(words, one)] for one in (None, few, locked)]
    assert signs == [[], ["◌"], ["●", "✓"]]
    assert [one.code for one in limit_findings(few)] == [LimitCode.FEW_POINTS]
    month = 2026 * 12
    for reason in CutReason:
        assert wording.cut_mark(words, reason)
        assert "2026" in wording.cut_reason(words, reason, month)
    assert limit_cells.limits_in_short(words, PERCENT_AXIS, few, 0) == ""
    assert limit_cells.signal(words, few, 0) == ""
    assert "79.8" in limit_cells.limits_in_short(words, PERCENT_AXIS, trial, 0)
    assert limit_cells.signal(words, trial, 0) == wording.icons(words, trial)[0][1]
    assert wording.with_look(words, "P", "plain") == "P"
    assert wording.with_look(words, "P", "better") != wording.with_look(words, "P", "worse") != "P"
    assert wording.headline(words, "T", None) == "T"


@BOTH
@pytest.mark.parametrize("signal", Signal)
def test_every_signal_has_words_in_a_table(words: Words, signal: Signal) -> None:
    locked = stretch_now(stretches_of(series_of(monthly(*CALM))))
    assert locked is not None
    kind = PointType.COMMON if signal is Signal.COMMON else PointType.CONCERN_LOW
    said = limit_cells.signal(words, replace(locked, signals=(signal,), types=(kind,)), 0)
    assert said
    assert (re.search(r"[A-Za-z]{2}", said) is None) == (words is ZH)
    assert (":" in said or "：" in said) == (signal is not Signal.COMMON)


@BOTH
def test_captions_of_charts_of_shares(words: Words) -> None:
    charts = {}
    for files, goods in ((50, (38, 40, 42) * 4), (50, (38, 40, 42) * 2), (12, (9, 11) * 6)):
        sums = [a_month(n, files, good) for n, good in enumerate(goods)]
        series = share_series(series_of(sums), Measure.BAND, {1})
        (one,) = share_stretches(series)
        charts[files, len(goods)] = one
        said = wording.limits(words, SHARE_AXIS, one, "1.0.0")
        assert said
        assert "None" not in said
    assert "80.0" in wording.limits(words, SHARE_AXIS, charts[50, 12], "1.0.0")
    assert limit_cells.limits_in_short(EN, SHARE_AXIS, charts[12, 12], 0) == "median 83.3"
    assert limit_cells.limits_in_short(EN, SHARE_AXIS, charts[50, 12], 0) == "80.0 (63.0 to 97.0)"
    assert wording.limits(EN, SHARE_AXIS, charts[12, 12], "1.0.0") == "median 83.3, version 1.0.0"
    edge = [a_month(n, 12, 12 - n // 7) for n in range(20)]
    (one,) = share_stretches(share_series(series_of(edge), Measure.BAND, {1}))
    assert wording.icons(EN, one) == (("◌", "cannot tell"),)
    assert wording.icons(ZH, one) != wording.icons(EN, one)
    assert wording.limits(EN, SHARE_AXIS, charts[50, 6], "1.0.0") == (
        "mean 80.0, trial limits of the latest period 63.0 to 97.0, version 1.0.0"
    )
