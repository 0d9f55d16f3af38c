from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.comparison import (
    NO_FILES,
    Shown,
    UnitSum,
    compare,
    counted_of,
    line_pct,
    mean_ends,
)
from qa_app.domain.shares import Measure
from qa_app.domain.statistics.funnel import Counted, Flag


def files(count: int, good: int, stops: int = 0, **fields: object) -> UnitSum:
    plain = UnitSum(count, count, count * 850_000, (0, good, count - good, 0), stops, count)
    return replace(plain, **fields)


def test_a_share_counts_files_at_band_b_or_above_of_those_with_a_band() -> None:
    assert counted_of(UnitSum(12, 12, 0, (3, 4, 2, 1), 2, 12), Measure.BAND) == Counted(7, 10)
    assert counted_of(UnitSum(12, 12, 0, (3, 4, 2, 1), 2, 12), Measure.REDLINE) == Counted(10, 12)
    assert {one: line_pct(one) for one in Measure} == {
        Measure.SCORE: 80,
        Measure.BAND: 80,
        Measure.REDLINE: 100,
    }


def test_eighteen_of_twenty_with_wilsons_interval() -> None:
    (row,) = compare([files(20, 18)], Measure.BAND, sees_files=True).rows
    assert (row.shown, row.value, row.found, row.count) == (Shown.VALUE, Fraction(9, 10), 18, 20)
    # Newcombe's formula by hand: 0.699 to 0.972
    assert (round(row.low, 3), round(row.high, 3)) == (0.699, 0.972)


def test_where_every_file_was_read_nothing_is_uncertain() -> None:
    (row,) = compare([files(20, 18, census_count=20)], Measure.BAND, sees_files=True).rows
    assert row.is_census
    assert (row.low, row.high) == (0.9, 0.9)
    (mixed,) = compare([files(20, 18, census_count=19)], Measure.BAND, sees_files=True).rows
    assert not mixed.is_census


@pytest.mark.parametrize(
    ("sees_files", "shown", "found"), [(True, Shown.COUNTED, 7), (False, Shown.FEW, None)]
)
def test_below_ten_files_no_share(sees_files: bool, shown: Shown, found: int | None) -> None:
    few, enough = compare([files(9, 7), files(10, 7)], Measure.BAND, sees_files=sees_files).rows
    assert (few.shown, few.found, few.value, few.low) == (shown, found, None, None)
    assert few.count == 9
    assert enough.shown is Shown.VALUE


def test_below_five_files_no_mean_but_one_visit_to_a_whole_centre() -> None:
    sums = [files(4, 4), files(5, 5), NO_FILES]
    rows = compare(sums, Measure.SCORE, sees_files=True).rows
    assert [row.shown for row in rows] == [Shown.FEW, Shown.VALUE, Shown.NO_FILES]
    (visit,) = compare([files(1, 1)], Measure.SCORE, sees_files=True, is_visits=True).rows
    assert (visit.shown, visit.value) == (Shown.VALUE, Fraction(85, 100))
    assert compare(sums, Measure.SCORE, sees_files=True).funnel is None


def test_the_interval_of_a_mean_as_worked_in_the_document() -> None:
    # three months of five files at 80, 85 and 90: t(2) 4.303 times the root of 125 / 15
    months = [Fraction(80), Fraction(85), Fraction(90)]
    millionths = [one * 10_000 for one in months]
    squares = sum(5 * one * one for one in millionths)
    year = UnitSum(15, 15, int(5 * sum(millionths)), (), 0, 15, 0, 3, float(squares))
    low, high = mean_ends(year)
    assert low is not None
    assert high is not None
    assert (round(low * 100, 1), round(high * 100, 1)) == (72.6, 97.4)


def test_no_interval_from_two_months_or_from_months_that_are_all_alike() -> None:
    assert mean_ends(files(10, 10, group_count=2, group_squares=1e15)) == (None, None)
    alike = files(15, 15, group_count=3, group_squares=15 * 850_000.0**2)
    assert mean_ends(alike) == (None, None)


def test_few_centres_are_held_against_the_standard_and_many_against_each_other() -> None:
    few = compare([files(20, 18)] * 9, Measure.BAND, sees_files=True).funnel
    assert few is not None
    assert (few.theta, few.is_standard) == (Fraction(4, 5), True)
    many = compare([files(20, 18)] * 11 + [files(20, 6)], Measure.BAND, sees_files=True)
    assert many.funnel is not None
    assert (many.funnel.theta, many.funnel.is_standard) == (Fraction(204, 240), False)
    assert many.rows[11].flag is Flag.BELOW_ACT
    assert many.flagged == (11,)


def test_a_centre_whose_files_all_conform_is_above_only_where_chance_hardly_brings_that() -> None:
    # at 80 % each: ten of ten in 10.7 of 100 times, 17 of 17 in 2.3 of 100, 31 of 31 in 1 of 1000
    rows = compare([files(n, n) for n in (10, 17, 31)], Measure.BAND, sees_files=True).rows
    assert [row.flag for row in rows] == [Flag.WITHIN, Flag.ABOVE_LOOK, Flag.ABOVE_ACT]


def test_one_red_line_among_few_centres_is_not_beyond_chance() -> None:
    found = compare([files(20, 20), files(20, 20, 1)], Measure.REDLINE, sees_files=True)
    assert [row.flag for row in found.rows] == [Flag.WITHIN, Flag.WITHIN]


def test_a_funnel_says_nothing_of_few_files_and_there_is_none_without_any_share() -> None:
    found = compare([files(9, 1), files(30, 25)], Measure.BAND, sees_files=True)
    assert found.rows[0].flag is Flag.TOO_SMALL
    assert compare([files(9, 1), NO_FILES], Measure.BAND, sees_files=True).funnel is None


sizes = st.integers(0, 30).flatmap(
    lambda count: st.tuples(st.just(count), st.integers(0, count), st.integers(0, count))
)


@given(st.lists(sizes, min_size=1, max_size=14), st.data())
def test_who_sees_no_files_can_work_nothing_hidden_out(
    sums: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    """Whatever hidden centres have found, everything that is shown stays the same."""
    other = [
        (count, data.draw(st.integers(0, count)), data.draw(st.integers(0, count)))
        if count < 10
        else (count, good, stops)
        for count, good, stops in sums
    ]
    for measure in (Measure.BAND, Measure.REDLINE):
        shown, again = (
            compare([files(*one) for one in many], measure, sees_files=False)
            for many in (sums, other)
        )
        assert shown.rows == again.rows
        assert shown.funnel == again.funnel
        assert all(row.found is None for row in shown.rows if row.shown is not Shown.VALUE)
