from dataclasses import replace
from fractions import Fraction

import pytest

from qa_app.domain.compared_months import MonthFault, Twelve
from qa_app.domain.comparison import (
    NO_FILES,
    NO_SUMS,
    Comparison,
    Sums,
    UnitSum,
    compare,
    standard_of,
)
from qa_app.domain.score_axis import PERCENT_AXIS
from qa_app.domain.series import Coverage
from qa_app.domain.shares import Measure
from qa_app.domain.statistics.funnel import Flag
from qa_app.wording import Words, comparison, comparison_faults, funnels

WORDS = {language: Words(language) for language in ("zh", "en")}
YEAR = Twelve(2026 * 12 + 2)
GROUND = comparison.Ground(
    YEAR,
    "1.0.0",
    Coverage.SAMPLED,
    PERCENT_AXIS,
    Measure.BAND,
    sees_files=True,
    is_visits=False,
    are_places=False,
)


def files(count: int, good: int, stops: int = 0, final: int | None = None) -> UnitSum:
    bands = (0, good, count - good)
    return UnitSum(count, count, count * 850_000, bands, stops, count if final is None else final)


def found(*sums: UnitSum, measure: Measure = Measure.BAND, sees_files: bool = True) -> Comparison:
    both = [
        Sums(one, files(one.final_count, min(one.final_count, one.bands[1]), one.stop_count))
        if one.file_count
        else NO_SUMS
        for one in sums
    ]
    standard = standard_of([one.final for one in both], measure)
    return compare(both, measure, standard, sees_files=sees_files)


def both(say: str, *args: object, module: object = comparison) -> tuple[str, str]:
    zh, en = (getattr(module, say)(words, *args) for words in WORDS.values())
    return zh, en


MANY = [files(40, 36)] * 12


@pytest.mark.parametrize(
    ("sums", "zh", "en"),
    [
        ([NO_FILES], "昆明市：案卷太少，无法比较", "Kunming: too few files to compare"),
        ([files(9, 9)], "昆明市：案卷太少，无法比较", "Kunming: too few files to compare"),
        (
            [files(20, 18, final=9)],
            "昆明市：1个中心的比例；已定结果太少，尚无法判断有无低于范围者",
            "Kunming: shares of 1 centre, with too few final results to tell who lies below",
        ),
        (
            MANY,
            "昆明市：12个中心均未低于99.8%控制限",
            "Kunming: none of 12 centres lies below the 99.8 % limits of chance",
        ),
        (
            [*MANY, files(40, 8)],
            "昆明市：N12低于99.8%控制限，超出偶然",
            "Kunming: N12 lies below the 99.8 % limits of chance",
        ),
        (
            [*MANY * 3, files(90, 9), files(90, 9)],
            "昆明市：N36、N37低于99.8%控制限，超出偶然",
            "Kunming: N36, N37 lie below the 99.8 % limits of chance",
        ),
        (
            [*MANY * 9, *[files(300, 9)] * 4],
            "昆明市：112个中心中有4个低于99.8%控制限，超出偶然",
            "Kunming: 4 of 112 centres lie below the 99.8 % limits of chance",
        ),
    ],
)
def test_the_headline_is_the_finding(sums: list[UnitSum], zh: str, en: str) -> None:
    made = found(*sums)
    names = [f"N{number}" for number in range(len(sums))]
    said = {
        language: comparison.headline(words, GROUND, place, made, names)
        for (language, words), place in zip(WORDS.items(), ("昆明市", "Kunming"), strict=True)
    }
    assert said == {"zh": zh, "en": en}


def test_one_between_the_limits_is_told_and_no_finding() -> None:
    made = found(*MANY, files(40, 30))
    assert [row.flag for row in made.rows][-1] is Flag.BELOW_LOOK
    said = [comparison.headline(one, GROUND, "", made, [""] * 13) for one in WORDS.values()]
    assert said[0].endswith("：13个中心均未低于99.8%控制限，其中1个低于95%控制限")
    assert said[1].endswith("the 99.8 % limits of chance, 1 of them below the 95 % limits")


def test_one_between_the_limits_stands_beside_those_below_both() -> None:
    made = found(*MANY, *MANY, files(40, 29), files(40, 20))
    assert [row.flag for row in made.rows][-2:] == [Flag.BELOW_LOOK, Flag.BELOW_ACT]
    names = [*[""] * 25, "N26"]
    said = [comparison.headline(one, GROUND, "", made, names) for one in WORDS.values()]
    assert said[0].endswith("：N26低于99.8%控制限，超出偶然，另有1个低于95%控制限")
    assert said[1].endswith(
        "N26 lies below the 99.8 % limits of chance, 1 more below the 95 % limits"
    )


def test_the_headline_of_means_with_a_line_and_without() -> None:
    ground = replace(GROUND, measure=Measure.SCORE, are_places=True)
    made = found(files(20, 20), measure=Measure.SCORE)
    zh, en = both("headline", ground, "X", made, ["A"])
    assert zh == "X：1个地区中有1个平均得分达到80分及以上"
    assert en == "X: the mean score of 1 of 1 place is 80 points or more"
    levels = replace(ground, axis=replace(PERCENT_AXIS, lines=()))
    assert both("headline", levels, "X", made, ["A"])[1] == "X: mean scores of 1 place"


def test_what_it_rests_on() -> None:
    zh, en = both("lede", GROUND, found(files(20, 18, final=15)))
    assert en.startswith("Apr 2025 to Mar 2026, rubric version 1.0.0. 20 files in all.")
    assert "5 files of them provisional: this may still change." in en
    assert zh.startswith("2025年4月至2026年3月，细则1.0.0版。共20份。其中5份暂定，可能变化。")
    judge = replace(GROUND, sees_files=False)
    assert "Counted are final results" in both("lede", judge, found(files(20, 18)))[1]


@pytest.mark.parametrize(
    ("sums", "measure", "part"),
    [
        (
            MANY,
            Measure.BAND,
            "all 12 centres of the network with 10 final results or more together: 90 %.",
        ),
        (MANY, Measure.BAND, "the same for every reader and every place"),
        (MANY, Measure.BAND, "look beyond 95 %, act beyond 99.8 %."),
        ([*MANY, files(20, 18, final=15)], Measure.BAND, "Provisional results are left out here."),
        (MANY, Measure.BAND, "The limits are exact."),
        ([files(200, 20 * n) for n in range(11)], Measure.BAND, "the limits are widened"),
        (MANY[:3], Measure.BAND, "held against the standard of 80 %."),
        (MANY[:3], Measure.BAND, "Fewer than 10 centres of the network have 10 final results"),
        (MANY[:3], Measure.REDLINE, "all 3 centres of the network"),
        (MANY[:1], Measure.REDLINE, "the only centre of the network"),
        ([files(40, 4)], Measure.BAND, "check the data first"),
    ],
)
def test_the_funnel_says_what_its_middle_and_its_limits_are(
    sums: list[UnitSum], measure: Measure, part: str
) -> None:
    ground = replace(GROUND, measure=measure)
    zh, en = both("about_funnel", ground, found(*sums, measure=measure), module=funnels)
    assert part in en
    assert zh
    assert "%%" not in zh + en


def test_without_a_funnel_nothing_is_said_of_it() -> None:
    assert both("about_funnel", GROUND, found(NO_FILES), module=funnels) == ("", "")


@pytest.mark.parametrize(
    ("sums", "part"),
    [
        (MANY, "all 12 places of the network with 10 final results or more together"),
        (MANY, "chance alone takes a place from there"),
        ([files(200, 20 * n) for n in range(11)], "Places differ by more than chance"),
        (MANY[:3], "Fewer than 10 places of the network have 10 final results"),
    ],
)
def test_where_chance_is_told_of_places_the_funnel_says_so(sums: list[UnitSum], part: str) -> None:
    ground = replace(GROUND, measure=Measure.RATING, is_visits=True, are_places=True)
    zh, en = both("about_funnel", ground, found(*sums), module=funnels)
    assert part in en
    assert "centre" not in en
    assert "中心" not in zh


def test_a_number_stands_with_its_files_and_too_few_have_none() -> None:
    rows = found(files(20, 18), files(9, 7), NO_FILES).rows
    assert [both("said_value", GROUND, row)[1] for row in rows] == [
        "90 % (18 of 20)",
        "7 of 9 files",
        "no files",
    ]
    assert both("said_value", GROUND, rows[0])[0] == "90%（20份中18份）"
    (few,) = found(files(9, 7), sees_files=False).rows
    assert both("said_value", GROUND, few) == ("仅9份，不显示", "only 9 files: not shown")
    (mean,) = found(files(4, 4), measure=Measure.SCORE).rows
    ground = replace(GROUND, measure=Measure.SCORE)
    assert both("said_value", ground, mean)[1] == "only 4 files: not rated"


def test_intervals_in_words() -> None:
    (share,) = found(files(20, 18)).rows
    assert both("said_interval", GROUND, share) == ("70%至97%", "70 % to 97 %")
    census = replace(files(20, 18), census_count=20)
    assert both("said_interval", GROUND, found(census).rows[0])[1] == "all files were read"
    ground = replace(GROUND, measure=Measure.SCORE)
    (mean,) = found(files(20, 18), measure=Measure.SCORE).rows
    assert both("said_interval", ground, mean)[1].startswith("no interval: fewer than 3 months")
    places = replace(ground, are_places=True)
    assert both("said_interval", places, mean)[1].startswith("no interval: fewer than 3 centres")
    assert both("said_interval", GROUND, found(NO_FILES).rows[0]) == ("", "")


def test_a_share_is_whole_and_never_claims_all_or_nothing() -> None:
    words = WORDS["en"]
    assert comparison.percent(words, Fraction(1)) == "100 %"
    assert comparison.percent(words, Fraction(399, 400)) == "99.8 %"
    assert comparison.percent(words, Fraction(1, 400)) == "0.3 %"
    assert comparison.percent(words, Fraction(5, 6)) == "83 %"


def test_every_flag_fault_and_measure_has_words_in_both_languages() -> None:
    assert set(funnels.FLAGS) == set(Flag)
    assert set(comparison_faults.MONTH_FAULTS) == set(MonthFault)
    assert set(comparison.MEASURES) == set(Measure)
    said = [
        *funnels.FLAGS.values(),
        *comparison.MEASURES.values(),
        *comparison_faults.FAULTS.values(),
        *comparison_faults.MONTH_FAULTS.values(),
    ]
    for message in said:
        assert WORDS["zh"].say(message) != message
    for fault in MonthFault:
        assert "2026-02" in comparison_faults.month_fault(WORDS["zh"], fault, "2026-02")
    assert "each month one group" in both("measured", replace(GROUND, measure=Measure.SCORE))[1]
    places = replace(GROUND, measure=Measure.SCORE, are_places=True)
    assert "each centre one group" in both("measured", places)[1]
    assert "one group" not in both("measured", GROUND)[1]
    captions = {both("measured", replace(GROUND, measure=one))[1] for one in Measure}
    assert len(captions) == len(Measure)
    levels = replace(GROUND, measure=Measure.SCORE, axis=replace(PERCENT_AXIS, lines=()))
    assert "own scale" in both("measured", levels)[1]


def test_long_silence_is_said_instead_of_what_limits_said_long_ago() -> None:
    assert both("silent", GROUND, 14) == (("○", "已14个月没有案卷"), ("○", "no file for 14 months"))
    visits = replace(GROUND, is_visits=True)
    assert both("silent", visits, 14)[1][1] == "no visit for 14 months"
