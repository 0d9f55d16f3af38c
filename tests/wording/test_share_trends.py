"""Words of shares: every measure, every count, both languages, small numbers held back."""

import re

import pytest

from qa_app.domain.series import Closed, Grain, MonthSum, Period
from qa_app.domain.shares import SHARES, Measure, Since, share_series
from qa_app.domain.trends import series_of
from qa_app.wording import Words
from qa_app.wording import share_trends as wording
from tests.domain.test_shares import JANUARY, a_month

ZH, EN = Words("zh"), Words("en")
BOTH = pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])


def is_said(words: Words, said: str) -> bool:
    other = r"[A-Za-z]{2}" if words is ZH else r"[\u4e00-\u9fff]"
    return bool(said) and re.search(rf"{other}|None|Fraction|%\(", said) is None


def point(measure: Measure, files: int, good: int, red: int = 0, closed: int = 0):
    sums = [a_month(0, files, good, red, closed=closed)]
    (one,) = share_series(series_of(sums), measure, {1}).points
    return one


@BOTH
@pytest.mark.parametrize("measure", Measure)
def test_every_measure_has_words(words: Words, measure: Measure) -> None:
    for said in (wording.measure(words, measure, "B"), wording.column(words, measure, "B")):
        assert is_said(words, said)
    assert set(wording.MEASURES) == set(wording.COLUMNS) == set(Measure)


@BOTH
@pytest.mark.parametrize("measure", SHARES)
@pytest.mark.parametrize("files", [1, 9, 10, 24])
@pytest.mark.parametrize("is_open", [True, False])
def test_every_count_has_words(
    words: Words, measure: Measure, files: int, *, is_open: bool
) -> None:
    one = point(measure, files, files, closed=0 if is_open else files)
    said = wording.counted(words, measure, one)
    assert is_said(words, said)
    is_held = files < 10 and not is_open
    assert (("少于10份" if words is ZH else "fewer than 10 files") in said) == is_held


def test_counts_as_they_are_shown() -> None:
    many, few = point(Measure.BAND, 24, 21, closed=24), point(Measure.BAND, 8, 7)
    kept = point(Measure.BAND, 8, 7, closed=8)
    assert wording.counted(EN, Measure.BAND, many) == "87.5% (21 of 24)"
    assert wording.counted(ZH, Measure.BAND, many) == "87.5%（24份中21份）"
    assert wording.counted(EN, Measure.BAND, few) == "7 of 8"
    assert wording.counted(EN, Measure.BAND, kept) == "not shown: fewer than 10 files"
    red = point(Measure.REDLINE, 24, 24, red=1, closed=24)
    assert wording.counted(EN, Measure.REDLINE, red) == "1 of 24"
    assert wording.plain_counts(Measure.BAND, many) == ("87.5", 21)
    assert wording.plain_counts(Measure.BAND, kept) == (None, None)
    assert wording.plain_counts(Measure.BAND, few) == (None, 7)


@BOTH
def test_nothing_to_count(words: Words) -> None:
    none, few, kept = (
        share_series(
            series_of([MonthSum(1, JANUARY, n, n, 0, n, closed=Closed(closed, closed))]),
            Measure.BAND,
            {1},
        ).points[0]
        for n, closed in ((14, 14), (6, 0), (6, 6))
    )
    said = wording.counted(words, Measure.BAND, none)
    assert said == wording.counted(words, Measure.BAND, few)
    assert said != wording.counted(words, Measure.BAND, kept)
    assert is_said(words, said)
    for is_open in (True, False):
        sentence = wording.uncounted(words, none, is_open=is_open)
        assert sentence.endswith("。" if words is ZH else ".") == is_open
        assert re.search(r"[A-Za-z]{2}", sentence) is None or words is EN


@BOTH
@pytest.mark.parametrize("files", [0, 1, 2, 400])
def test_since_the_last_red_line(words: Words, files: int) -> None:
    spring = Period(JANUARY, Grain.QUARTER)
    for told in (Since(files, spring), Since(files, None)):
        said = wording.since(words, told)
        assert said.endswith("。" if words is ZH else ".")
        assert is_said(words, said.replace("Q1", "").replace("red", "red"))
    assert wording.since(EN, Since(37, spring)) == (
        "37 files were read since the last red line (Q1 2024)."
    )
