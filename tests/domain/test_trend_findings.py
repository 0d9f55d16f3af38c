"""What is said of a series, in order, and nothing twice."""

from hypothesis import given

from qa_app.domain.series import Grain, MonthSum, Period
from qa_app.domain.trend_findings import FindingCode, findings_of
from qa_app.domain.trends import series_of
from tests.domain.test_trends import JAN, SUMS, V2, month

C = FindingCode
HEADLINES = frozenset(
    {
        C.NOTHING,
        C.NO_NUMBER,
        C.FEW,
        C.FIRST,
        C.UNLIKE,
        C.RISEN,
        C.FALLEN,
        C.SAME,
        C.ABOUT,
    }
)
"""Findings that a series has exactly one of; it comes first."""


def codes(*sums: MonthSum) -> list[FindingCode]:
    return [one.code for one in findings_of(series_of(sums))]


def test_each_case_says_its_own() -> None:
    assert codes() == [C.NOTHING]
    assert codes(month(JAN, 4)) == [C.FEW]
    assert codes(MonthSum(1, JAN, 6, 0, 0, 6)) == [C.NO_NUMBER]
    assert codes(month(JAN, 5)) == [C.FIRST]
    assert codes(month(JAN, 5, 70), month(JAN + 1, 5, 71)) == [C.RISEN]
    assert codes(month(JAN, 5, 71), month(JAN + 1, 5, 70)) == [C.FALLEN]
    assert codes(month(JAN, 5), month(JAN + 1, 5)) == [C.SAME]


def test_everything_that_applies_is_said_in_order() -> None:
    sums = (
        month(JAN, 5),
        month(JAN + 1, 5, version=V2, final=4),
        month(JAN + 3, 2, version=V2),
    )
    found = findings_of(series_of(sums))
    assert [one.code for one in found] == [C.FIRST, C.PROVISIONAL, C.BREAK, C.RUNNING]
    assert (found[2].version_id, found[2].since) == (V2, Period(JAN + 1, Grain.MONTH))


def test_a_break_is_told_from_the_first_period_with_files_of_the_new_version() -> None:
    sums = (month(JAN, 5), month(JAN + 3, 1, version=V2), month(JAN + 6, 5, version=V2))
    told = next(one for one in findings_of(series_of(sums)) if one.code is C.BREAK)
    # one file in April: its quarter is not rated, but the table shows it
    assert told.since == Period(JAN + 3, Grain.QUARTER)


def test_over_many_centres_a_single_visit_is_few() -> None:
    visits = series_of([month(JAN, 1)], frozenset({1}), is_one_centre=False)
    (finding,) = findings_of(visits)
    assert (finding.code, finding.is_visits) == (C.FEW, True)


@given(SUMS)
def test_there_is_exactly_one_headline_and_it_stands_first(sums: list[MonthSum]) -> None:
    found = [one.code for one in findings_of(series_of(sums))]
    assert found[0] in HEADLINES
    assert not set(found[1:]) & HEADLINES
    assert len(set(found)) == len(found)


def test_less_than_a_hundredth_of_the_scale_is_about_the_same() -> None:
    before = MonthSum(1, JAN, 10, 10, 8_000_000, 10)
    cases = ((800, C.SAME), (809, C.ABOUT), (791, C.ABOUT), (810, C.RISEN), (790, C.FALLEN))
    for thousandths, code in cases:
        after = MonthSum(1, JAN + 1, 10, 10, thousandths * 10_000, 10)
        assert codes(before, after) == [code]
