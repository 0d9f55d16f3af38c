from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.comparison import (
    NO_FILES,
    Comparison,
    Shown,
    Sums,
    UnitSum,
    by_rating,
    compare,
    counted_of,
    line_pct,
    mean_ends,
    place_sum,
    standard_of,
)
from qa_app.domain.shares import Measure
from qa_app.domain.statistics.funnel import Counted, Flag


def files(count: int, good: int, stops: int = 0, **fields: object) -> UnitSum:
    plain = UnitSum(count, count, count * 850_000, (0, good, count - good, 0), stops, count)
    return replace(plain, **fields)


def beside(
    sums: Sequence[UnitSum], measure: Measure, *, network: Sequence[UnitSum] = (), **how: bool
) -> Comparison:
    """Lay centres, all of whose files are final, beside each other in a network of these."""
    both = [Sums(one, one) for one in sums]
    how = {"sees_files": True, **how}
    return compare(both, measure, standard_of(network or sums, measure), **how)


def test_a_share_counts_files_at_band_b_or_above_of_those_with_a_band() -> None:
    assert counted_of(UnitSum(12, 12, 0, (3, 4, 2, 1), 2, 12), Measure.BAND) == Counted(7, 10)
    assert counted_of(UnitSum(12, 12, 0, (3, 4, 2, 1), 2, 12), Measure.REDLINE) == Counted(10, 12)
    assert {one: line_pct(one) for one in Measure} == {
        Measure.SCORE: 80,
        Measure.BAND: 80,
        Measure.RATING: 80,
        Measure.REDLINE: 100,
    }


def test_eighteen_of_twenty_with_wilsons_interval() -> None:
    (row,) = beside([files(20, 18)], Measure.BAND).rows
    assert (row.shown, row.value, row.found, row.count) == (Shown.VALUE, Fraction(9, 10), 18, 20)
    # Newcombe's formula by hand: 0.699 to 0.972
    assert (round(row.low, 3), round(row.high, 3)) == (0.699, 0.972)


def test_where_every_file_was_read_nothing_is_uncertain() -> None:
    (row,) = beside([files(20, 18, census_count=20)], Measure.BAND).rows
    assert row.is_census
    assert (row.low, row.high) == (0.9, 0.9)
    (mixed,) = beside([files(20, 18, census_count=19)], Measure.BAND).rows
    assert not mixed.is_census


@pytest.mark.parametrize(
    ("sees_files", "shown", "found"), [(True, Shown.COUNTED, 7), (False, Shown.FEW, None)]
)
def test_below_ten_files_no_share(sees_files: bool, shown: Shown, found: int | None) -> None:
    few, enough = beside([files(9, 7), files(10, 7)], Measure.BAND, sees_files=sees_files).rows
    assert (few.shown, few.found, few.value, few.low) == (shown, found, None, None)
    assert few.count == 9
    assert enough.shown is Shown.VALUE


def test_below_five_files_no_mean_but_one_visit_to_a_whole_centre() -> None:
    sums = [files(4, 4), files(5, 5), NO_FILES]
    rows = beside(sums, Measure.SCORE).rows
    assert [row.shown for row in rows] == [Shown.FEW, Shown.VALUE, Shown.NO_FILES]
    (visit,) = beside([files(1, 1)], Measure.SCORE, is_visits=True).rows
    assert (visit.shown, visit.value) == (Shown.VALUE, Fraction(85, 100))
    assert beside(sums, Measure.SCORE).funnel is None


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
    few = beside([files(20, 18)] * 9, Measure.BAND).funnel
    assert few is not None
    assert (few.theta, few.is_standard) == (Fraction(4, 5), True)
    many = beside([files(20, 18)] * 11 + [files(20, 6)], Measure.BAND)
    assert many.funnel is not None
    assert (many.funnel.theta, many.funnel.is_standard) == (Fraction(204, 240), False)
    assert many.rows[11].flag is Flag.BELOW_ACT
    assert many.flagged == (11,)


def test_a_centre_whose_files_all_conform_is_above_only_where_chance_hardly_brings_that() -> None:
    # at 80 % each: ten of ten in 10.7 of 100 times, 17 of 17 in 2.3 of 100, 31 of 31 in 1 of 1000
    rows = beside([files(n, n) for n in (10, 17, 31)], Measure.BAND).rows
    assert [row.flag for row in rows] == [Flag.WITHIN, Flag.ABOVE_LOOK, Flag.ABOVE_ACT]


def test_a_centre_has_one_verdict_from_wherever_it_is_looked_at() -> None:
    network = [files(20, 18)] * 11 + [files(20, 6), files(15, 9)]
    whole = beside(network, Measure.BAND).rows
    # a place of two centres: too few for a middle of their own, yet the middle is the network's
    part = beside(network[11:], Measure.BAND, network=network)
    assert part.rows == whole[11:]
    assert part.funnel is not None
    assert (part.funnel.is_standard, part.funnel.centre_count) == (False, 13)
    assert part.rows[0].flag is Flag.BELOW_ACT
    # by themselves they would be held against the target
    assert beside(network[11:], Measure.BAND).funnel != part.funnel


def test_provisional_results_are_shown_but_not_held_against_the_funnel() -> None:
    every, final = files(24, 8, final_count=20), files(20, 8)
    standard = standard_of([files(20, 18)] * 12, Measure.BAND)
    one, few = Sums(every, final), Sums(files(12, 12, final_count=9), files(9, 9))
    lead = compare([one, few], Measure.BAND, standard, sees_files=True)
    judge = compare([one, few], Measure.BAND, standard, sees_files=False)
    assert [(row.count, row.open_count) for row in lead.rows] == [(24, 4), (12, 3)]
    assert [(row.count, row.open_count) for row in judge.rows] == [(20, 0), (9, 0)]
    assert lead.rows[0].held == judge.rows[0].held == Counted(8, 20)
    assert [row.flag for row in lead.rows] == [Flag.BELOW_ACT, Flag.TOO_SMALL]
    assert lead.judged == judge.judged == (0,)


sizes = st.integers(0, 30).flatmap(
    lambda count: st.tuples(st.just(count), st.integers(0, count), st.integers(0, count))
)


@given(st.data())
def test_every_reader_is_told_the_same_verdict(data: st.DataObject) -> None:
    """Whoever looks, at whatever part of the network: one centre, one flag, one middle."""
    drawn = data.draw(st.lists(sizes, min_size=1, max_size=14))
    network = []
    for count, good, stops in drawn:
        more = data.draw(st.integers(0, 6))
        final = files(count, good, stops)
        network.append(Sums(files(count + more, good, stops, final_count=count), final))
    part = data.draw(st.sets(st.integers(0, len(network) - 1), min_size=1))
    for measure in (Measure.BAND, Measure.REDLINE):
        standard = standard_of([one.final for one in network], measure)
        whole = compare(network, measure, standard, sees_files=True)
        for sees_files in (True, False):
            places = sorted(part)
            seen = compare([network[n] for n in places], measure, standard, sees_files=sees_files)
            assert seen.funnel in {None, standard}
            for number, row in zip(places, seen.rows, strict=True):
                assert row.held == whole.rows[number].held
                if row.held is not None:
                    assert row.flag is whole.rows[number].flag


def test_of_a_place_each_centre_is_one_group() -> None:
    # three centres of five files with means 80, 85 and 90, read in four months each
    centres = [
        files(5, 5, score_sum=5 * mean, group_count=4, group_squares=1.0)
        for mean in (800_000, 850_000, 900_000)
    ]
    place = place_sum([*centres, NO_FILES])
    assert (place.group_count, place.file_count, place.bands) == (3, 15, (0, 15, 0, 0))
    low, high = mean_ends(place)
    assert low is not None
    assert high is not None
    # the worked example of the document
    assert (round(low * 100, 1), round(high * 100, 1)) == (72.6, 97.4)


def test_one_red_line_among_few_centres_is_not_beyond_chance() -> None:
    found = beside([files(20, 20), files(20, 20, 1)], Measure.REDLINE)
    assert [row.flag for row in found.rows] == [Flag.WITHIN, Flag.WITHIN]


def test_a_funnel_says_nothing_of_few_files_and_there_is_none_without_any_share() -> None:
    found = beside([files(9, 1), files(30, 25)], Measure.BAND)
    assert found.rows[0].flag is Flag.TOO_SMALL
    assert beside([files(9, 1), NO_FILES], Measure.BAND).funnel is None


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
            beside([files(*one) for one in many], measure, sees_files=False)
            for many in (sums, other)
        )
        assert shown.rows == again.rows
        assert shown.funnel == again.funnel
        assert all(row.found is None for row in shown.rows if row.shown is not Shown.VALUE)


def test_ratings_are_parted_into_those_that_conform_and_the_others() -> None:
    # six ratings: 1 excellent, 2 very good, 3 good, 4 adequate, 5 weak, 6 unsatisfactory
    of_register = UnitSum(21, 21, 0, (1, 2, 3, 4, 5, 6), 0, 21)
    parted = by_rating(Sums(of_register, of_register), 3)
    assert counted_of(parted.every, Measure.RATING) == Counted(6, 21)
    assert counted_of(parted.final, Measure.RATING) == Counted(6, 21)


def test_ratings_have_no_target_that_few_could_be_held_against() -> None:
    few = [UnitSum(20, 20, 0, (15, 0, 5), 0, 20)] * 9
    assert standard_of(few, Measure.RATING) is None
    made = standard_of([*few, few[0]], Measure.RATING)
    assert made is not None
    assert made.theta == Fraction(3, 4)
