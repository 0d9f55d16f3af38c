"""Every sentence about a series, in both languages."""

from fractions import Fraction

import pytest

from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.score_axis import PERCENT_AXIS, axis_of
from qa_app.domain.series import Coverage, Grain, MonthSum, Period
from qa_app.domain.standing import Head
from qa_app.domain.trend_findings import FindingCode, findings_of
from qa_app.domain.trends import series_of
from qa_app.wording import Words
from qa_app.wording import trends as wording
from tests.builders import LIBRARY, a_file
from tests.domain.test_trend_findings import HEADLINES

JAN = 2026 * 12
ZH, EN = Words("zh"), Words("en")
LEVELS = axis_of(
    freeze(a_file() | {"scoring": {"method": "lowest", "scale": "maturity4"}}, LIBRARY)
)


def total(month: int, files: int, percent: int, version: int = 1, final: int | None = None):
    kept = files if final is None else final
    return MonthSum(version, month, files, files, files * percent * 10_000, kept)


def said(words: Words, *sums: MonthSum) -> list[str]:
    found = findings_of(series_of(sums))
    return [wording.sentence(words, one, PERCENT_AXIS, {1: "1.0.0", 2: "2.0.0"}) for one in found]


@pytest.mark.parametrize(
    ("sums", "zh", "en"),
    [
        ((), ["尚无评查"], ["Nothing was read yet"]),
        (
            (total(JAN, 4, 80),),
            ["2026年第一季度仅4份，不作评定"],
            ["Q1 2026: only 4 files, not rated"],
        ),
        (
            (total(JAN, 1, 80),),
            ["2026年第一季度仅1份，不作评定"],
            ["Q1 2026: only 1 file, not rated"],
        ),
        (
            (MonthSum(1, JAN, 7, 0, 0, 7),),
            ["2026年1月评查7份，其中没有计入得分的内容，故无得分"],
            ["Jan 2026: 7 files without a score, as nothing in them counts towards one"],
        ),
        (
            (total(JAN, 5, 80),),
            ["2026年1月为80.0分（5份）"],
            ["Jan 2026: 80.0 points (5 files)"],
        ),
        (
            (total(JAN, 5, 80), total(JAN + 1, 9, 83)),
            ["2026年2月为83.0分（9份），较2026年1月高3.0分"],
            ["Feb 2026: 83.0 points (9 files), 3.0 points up on Jan 2026"],
        ),
        (
            (total(JAN, 5, 80), total(JAN + 1, 10, 78)),
            ["2026年2月为78.0分（10份），较2026年1月低2.0分"],
            ["Feb 2026: 78.0 points (10 files), 2.0 points down on Jan 2026"],
        ),
        (
            (total(JAN, 400, 80), total(JAN + 1, 12, 80)),
            ["2026年2月为80.0分（12份），与2026年1月持平"],
            ["Feb 2026: 80.0 points (12 files), the same as Jan 2026"],
        ),
        (
            (total(JAN, 5, 80, final=3),),
            ["2026年1月为80.0分（5份）", "其中2份暂定，可能变化。"],
            [
                "Jan 2026: 80.0 points (5 files)",
                "2 files of them provisional: this may still change.",
            ],
        ),
        (
            (total(JAN, 5, 80), total(JAN + 1, 5, 90, version=2)),
            [
                "2026年2月为90.0分（5份）",
                "自2026年2月采用细则2.0.0版，前后不可直接比较。",
            ],
            [
                "Feb 2026: 90.0 points (5 files)",
                "Rubric version 2.0.0 from Feb 2026: not comparable with before.",
            ],
        ),
        (
            (total(JAN, 5, 80), total(JAN + 3, 2, 90)),
            ["2026年1月为80.0分（5份）", "2026年第二季度仅2份，不作评定。"],
            ["Jan 2026: 80.0 points (5 files)", "Q2 2026: only 2 files, not rated."],
        ),
    ],
)
def test_every_sentence(sums, zh, en) -> None:
    assert said(ZH, *sums) == zh
    assert said(EN, *sums) == en


def test_every_finding_has_words() -> None:
    assert set(wording.SENTENCES) == set(FindingCode)
    assert set(wording.CHANGES) == HEADLINES
    assert set(wording.COVERAGES) == set(Coverage)


def test_a_difference_that_the_digits_do_not_show_is_none() -> None:
    # 80.00 and 80.04 are both written 80.0
    close = MonthSum(1, JAN + 1, 5, 5, 5 * 800_400, 5)
    assert said(EN, total(JAN, 5, 80), close)[0].endswith("the same as Jan 2026")


def test_a_small_difference_is_about_the_same_in_both_languages() -> None:
    close = MonthSum(1, JAN + 1, 5, 5, 5 * 805_000, 5)
    assert said(EN, total(JAN, 5, 80), close)[0].endswith("(5 files), about the same as Jan 2026")
    assert said(ZH, total(JAN, 5, 80), close)[0].endswith("（5份），与2026年1月大致相同")


def test_amounts_are_differences_of_what_is_shown() -> None:
    # 80.04 is shown as 80.0, 81.16 as 81.2: 1.2, although exactly 1.12
    one, other = Fraction(8004, 10_000), Fraction(8116, 10_000)
    assert wording.amount(EN, PERCENT_AXIS, one, other) == "1.2 points"
    assert wording.amount(ZH, PERCENT_AXIS, other, one) == "1.2分"
    assert wording.amount(ZH, LEVELS, Fraction(0), Fraction(1, 3)) == "1.0级"


def test_levels_are_named_when_exact() -> None:
    assert wording.score(ZH, LEVELS, Fraction(1, 3)) == "2级“2”"
    assert wording.score(EN, LEVELS, Fraction(1, 3)) == "2 2"
    assert wording.score(EN, LEVELS, Fraction(1, 2)) == "2.5"


def test_visits_are_not_called_files() -> None:
    series = series_of([total(JAN, 1, 80)], frozenset({1}))
    finding = findings_of(series)[0]
    assert wording.sentence(EN, finding, PERCENT_AXIS) == "Jan 2026: 80.0 points (1 visit)"
    assert wording.sentence(ZH, finding, PERCENT_AXIS) == "2026年1月为80.0分（1次）"
    assert wording.counted(EN, 3, is_visits=True) == "3 visits"


def test_periods() -> None:
    quarter, month = Period(JAN + 3, Grain.QUARTER), Period(JAN + 2, Grain.MONTH)
    assert (wording.period(ZH, quarter), wording.period(EN, quarter)) == (
        "2026年第二季度",
        "Q2 2026",
    )
    assert (wording.period(ZH, month), wording.period(EN, month)) == ("2026年3月", "Mar 2026")
    assert (wording.quarter_mark(ZH, JAN + 9), wording.quarter_mark(EN, JAN)) == ("第四季度", "Q1")


@pytest.mark.parametrize(
    ("sums", "zh", "en"),
    [
        ((total(JAN, 2, 80),), "样本不足", "too few files"),
        ((total(JAN, 5, 80),), "首期", "first period"),
        (
            (total(JAN, 5, 80), total(JAN + 1, 5, 83)),
            "较2026年1月高3.0分",
            "3.0 points up on Jan 2026",
        ),
        ((total(JAN, 5, 80), total(JAN + 1, 5, 90, version=2)), "标准已换版", "rubric changed"),
        ((), "尚无评查", "not read yet"),
    ],
)
def test_the_few_words_of_a_table(sums, zh, en) -> None:
    series = series_of(sums)
    assert wording.change(ZH, series, PERCENT_AXIS) == zh
    assert wording.change(EN, series, PERCENT_AXIS) == en


@pytest.mark.parametrize(
    ("head", "has_files", "zh", "en"),
    [
        (Head(0, 0), False, "尚无评查", "not reviewed yet"),
        (Head(0, 0), True, "案卷不足，尚不能评定", "too few files to rate an area"),
        (
            Head(1, 1),
            True,
            "已评定的1个领域平均分达到B级及以上",
            "the mean score of the one area rated is at band B or above",
        ),
        (
            Head(0, 1),
            True,
            "已评定的1个领域平均分未达到B级",
            "the mean score of the one area rated is below band B",
        ),
        (
            Head(3, 4),
            True,
            "已评定的4个领域中3个的平均分达到B级及以上",
            "the mean scores of 3 of 4 areas rated are at band B or above",
        ),
        (
            Head(4, 4),
            True,
            "已评定的4个领域的平均分全部达到B级及以上",
            "the mean scores of all 4 areas rated are at band B or above",
        ),
    ],
)
def test_the_head_of_a_centre(head, has_files, zh, en) -> None:
    assert wording.headline(ZH, head, has_files=has_files) == zh
    assert wording.headline(EN, head, has_files=has_files) == en


def test_paragraphs_and_captions() -> None:
    assert wording.paragraph(ZH, ["一。", "二。"]) == "一。二。"
    assert wording.paragraph(EN, ["One.", "Two."]) == "One. Two."
    assert wording.shown(EN, Coverage.SAMPLED) == "Shown: reviews of random and complete samples."
    assert wording.shown(ZH, Coverage.IMPORTED) == "所示为导入的结果，未经本平台评查。"
    assert wording.two_periods(EN) == (
        "A change from one period to the next is no trend yet: look at the whole line."
    )


def test_a_period_that_runs_is_told_with_what_there_is_so_far() -> None:
    before, now = Period(JAN, Grain.QUARTER), Period(JAN + 3, Grain.QUARTER, is_running=True)
    assert wording.period(EN, before) == "Q1 2026"
    assert wording.period(EN, now) == "Q2 2026 so far"
    assert wording.period(ZH, now) == "2026年第二季度（截至目前）"
    # neither month has five files, so the quarter is one point
    series = series_of([total(JAN + 3, 4, 83), total(JAN + 4, 4, 83)], running=JAN + 4)
    (headline,) = findings_of(series)[:1]
    assert wording.sentence(EN, headline, PERCENT_AXIS).startswith("Q2 2026 so far: 83.0 points")
