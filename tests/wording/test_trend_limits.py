"""Sentences about limits: every branch, both languages, numbers as shown."""

import re
from fractions import Fraction

import pytest

from qa_app.domain.charting import CutReason, stretch_now, stretches_of
from qa_app.domain.limit_findings import LimitCode, LimitFinding, limit_findings
from qa_app.domain.score_axis import PERCENT_AXIS
from qa_app.domain.series import Grain, Period, Point, PointStanding
from qa_app.domain.statistics.chart_choice import WhyChart
from qa_app.domain.statistics.variation import Assurance, PointType
from qa_app.domain.trends import series_of
from qa_app.wording import Words
from qa_app.wording import trend_limits as wording
from tests.domain.test_charting import CALM, monthly

ZH, EN = Words("zh"), Words("en")
BOTH = pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])


def finding(code: LimitCode, count: int) -> LimitFinding:
    period = Period(2026 * 12, Grain.MONTH)
    value = Fraction(87, 100)
    point = Point(period, 2026 * 12, 1, PointStanding.RATED, value, count, count, count)
    low, high, target = Fraction(771, 1000), Fraction(905, 1000), Fraction(8, 10)
    return LimitFinding(code, point, low, high, count, target)


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
        "按目前水平，80分条件线时达时不达，带有偶然性；要稳定达标需改进工作方式。"
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
    signs = [[sign for sign, _word in wording.icons(words, one)] for one in (None, few, locked)]
    assert signs == [[], ["○"], ["●", "✓"]]
    assert [one.code for one in limit_findings(few)] == [LimitCode.FEW_POINTS]
    month = 2026 * 12
    for reason in CutReason:
        assert wording.cut_mark(words, reason)
        assert "2026" in wording.cut_reason(words, reason, month)
    assert wording.with_look(words, "P", "plain") == "P"
    assert wording.with_look(words, "P", "better") != wording.with_look(words, "P", "worse") != "P"
    assert wording.headline(words, "T", None) == "T"
