"""Answers of files that one would have to ask for: what is told, worked by hand and by algebra."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.domain.answer_counts import Answers, Held
from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.item_trend import item_lines
from qa_app.domain.series import Coverage, Grain, Period
from qa_app.domain.told_answers import (
    ALL_TOLD,
    NOTHING_TOLD,
    MonthFiles,
    ToldAnswers,
    told_answers,
    told_of_place,
)

JAN = 2026 * 12
S = Coverage.SAMPLED
V = 7


def told_of(*closed: int, beside: int = 9) -> ToldAnswers:
    """Months from January on, each with so many closed files and `beside` that are opened."""
    months = {JAN + at: MonthFiles(beside + one, one) for at, one in enumerate(closed)}
    return told_answers({(V, S): months})


def months_told(told: ToldAnswers, *months: int) -> bool:
    return told.tells(V, S, [JAN + one for one in months])


@pytest.mark.parametrize(
    ("closed", "months", "quarter"),
    [
        # five closed files protect each other, and none needs no protection
        ((5, 0, 7), (True, True, True), True),
        # the quarter less its told month would tell the four of February
        ((5, 4, 0), (True, False, True), False),
        # what is left beside March are three and three, six together
        ((3, 3, 9), (False, False, True), True),
        ((1, 2, 1), (False, False, False), False),
    ],
)
def test_months_and_their_quarter(
    closed: tuple[int, ...], months: tuple[bool, ...], quarter: bool
) -> None:
    told = told_of(*closed)
    assert tuple(months_told(told, one) for one in range(3)) == months
    assert months_told(told, 0, 1, 2) is quarter
    assert told.tells_period(V, S, Period(JAN, Grain.QUARTER)) is quarter


def test_a_sum_is_told_where_each_part_is() -> None:
    # January and February are one part of six, so that one of them beside March tells the other
    told = told_of(3, 3, 9, 5, 6, 0)
    assert months_told(told, 0, 1, 2, 3, 4, 5)
    assert not months_told(told, 1, 2, 3)
    assert months_told(told, 2, 3, 4)
    # months without a closed file tell nothing closed, whatever else is in the sum
    assert months_told(told_of(0, 0, 2), 0, 1)
    assert months_told(told, 30, 31)


def test_a_quarter_of_few_files_is_one_part() -> None:
    # four and six files: the trend shows the quarter, and no month of it by itself
    told = told_of(4, 6, beside=0)
    assert not months_told(told, 1)
    assert months_told(told, 0, 1, 2)


def test_versions_and_ways_of_choosing_stand_apart() -> None:
    few, many = {JAN: MonthFiles(9, 2)}, {JAN: MonthFiles(9, 6)}
    told = told_answers({(V, S): few, (V, Coverage.PURPOSIVE): many, (V + 1, S): {}})
    assert not months_told(told, 0)
    assert told.tells(V, Coverage.PURPOSIVE, [JAN])
    assert told.tells(V + 1, S, [JAN])
    assert told.parts
    assert not ALL_TOLD.parts
    assert not told_of(0, 0).parts


def test_the_trend_of_an_item_holds_back_what_is_not_told() -> None:
    # every month has 9 answers; February 3 of files that one would have to ask for
    months = {(V, JAN + at): Answers(6, 3) for at in range(3)}
    (line,) = item_lines(months, (), [(V,)], months, told_of(0, 3, 0, beside=6))
    assert [one.told.held for one in line.periods] == [None, Held.TO_ASK, None]
    assert line.periods[1].told.n is None
    assert line.periods[1].point.value is None
    # with two more in January the quarter tells five, and stands for its months
    (line,) = item_lines(months, (), [(V,)], months, told_of(2, 3, 0, beside=6))
    assert [one.point.period for one in line.periods] == [Period(JAN, Grain.QUARTER)]
    assert (line.periods[0].told.n, line.periods[0].told.below) == (27, 9)
    # of two versions in one line both have to be told
    both = months | {(V + 1, JAN + 1): Answers(6, 3)}
    (line,) = item_lines(both, (), [(V, V + 1)], both, told_of(0, 3, 0, beside=6))
    assert [one.told.held for one in line.periods] == [None, Held.TO_ASK, None]
    # who reads everything has the months as they are, once each has files enough for a share
    many = {at: one + Answers(1) for at, one in months.items()}
    (line,) = item_lines(many, (), [(V,)], many)
    assert [one.told.n for one in line.periods] == [10, 10, 10]


def smallest_told(closed: Mapping[int, int], told: ToldAnswers) -> int:
    """Find the fewest closed files that something tells of which can be added up or taken off.

    Every span of months is asked for, which is more than any page tells. Something tells of the
    files of some months alone where the rows lose rank without the columns of these months.
    """
    columns = sorted(month for month, count in closed.items() if count)
    spans = [range(a, b + 1) for a in closed for b in closed if a <= b]
    rows = {tuple(int(one in span) for one in columns) for span in spans if told.tells(V, S, span)}
    matrix = np.array(sorted(rows) or [(0,) * len(columns)])
    rank = np.linalg.matrix_rank(matrix) if columns else 0
    fewest = FILES_PER_POINT * len(closed) * 2
    for mask in range(1, 2 ** len(columns)):
        inside = [at for at in range(len(columns)) if mask >> at & 1]
        others = [at for at in range(len(columns)) if not mask >> at & 1]
        left = np.linalg.matrix_rank(matrix[:, others]) if others else 0
        if left < rank:
            fewest = min(fewest, sum(closed[columns[at]] for at in inside))
    return fewest


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 7)), min_size=1, max_size=7))
def test_no_sum_and_no_difference_tells_of_few_closed_files(files: list[tuple[int, int]]) -> None:
    closed = {JAN + at: one for at, (_opened, one) in enumerate(files)}
    months = {
        JAN + at: MonthFiles(opened + one, one)
        for at, (opened, one) in enumerate(files)
        if opened + one
    }
    told = told_answers({(V, S): months})
    assert smallest_told(closed, told) >= FILES_PER_POINT
    # and nobody who opens everything is kept from anything
    opened = {month: MonthFiles(one.counted, 0) for month, one in months.items()}
    assert told_answers({(V, S): opened}) == ALL_TOLD


def test_the_algebra_finds_what_a_weaker_rule_gives_away() -> None:
    # each month by itself and the quarter, as the pages told it before: four of February
    closed = {JAN: 5, JAN + 1: 4, JAN + 2: 0}
    assert smallest_told(closed, ALL_TOLD) == 4
    assert smallest_told(closed, told_of(5, 4, 0)) == 5


def place_of(*centres: tuple[str, tuple[int, ...]], path: str = "1/") -> ToldAnswers:
    """Centres by the place that each stands in, with the closed files of each month."""
    return told_of_place(
        [
            (at, {(V, S): {JAN + n: MonthFiles(9 + one, one) for n, one in enumerate(closed)}})
            for at, closed in centres
        ],
        path,
    )


def test_a_place_less_its_centres_tells_of_no_few_files() -> None:
    # six files of the first centre are told there: less those the place would tell of two
    assert months_told(told_of(6), 0)
    assert not months_told(place_of(("1/", (6,)), ("1/", (2,))), 0)
    # with three of another centre that is held back as well they are five
    assert months_told(place_of(("1/", (6,)), ("1/", (2,)), ("1/", (3,))), 0)
    # and of centres that are all told the place tells nothing more
    assert months_told(place_of(("1/", (6,)), ("1/", (0,)), ("1/", (5,))), 0)


def test_a_city_less_its_districts_tells_of_no_few_files() -> None:
    first = (("1/2/", (2,)), ("1/2/", (3,)))
    # the district tells the five of its centres together, so that the city has to hold four
    assert months_told(place_of(*first, path="1/2/"), 0)
    assert not months_told(place_of(*first, ("1/3/", (4,))), 0)
    assert months_told(place_of(*first, ("1/3/", (4,)), ("1/4/", (1,))), 0)
    # a district that tells nothing leaves its files to the city
    assert months_told(place_of(("1/2/", (2,)), ("1/3/", (3,))), 0)
    assert not months_told(place_of(*first, ("1/3/", (4,)), path=""), 0)


def test_a_quarter_that_a_centre_tells_as_one_is_not_cut_by_its_place() -> None:
    # January and February of the first centre are told together, and the second has few in each
    told = place_of(("1/", (3, 3, 9)), ("1/", (4, 4, 0)))
    assert [months_told(told, one) for one in range(3)] == [False, False, True]
    assert months_told(told, 0, 1, 2)
    assert not months_told(place_of(("1/", (3, 3, 9)), ("1/", (2, 2, 0))), 0, 1, 2)


def test_of_a_place_that_nobody_looked_at_nothing_is_told() -> None:
    assert not months_told(NOTHING_TOLD, 0, 1, 2)
    assert NOTHING_TOLD.is_unknown


TREE = ("1/2/", "1/2/", "1/3/", "1/")
COUNTS = st.tuples(st.sampled_from([0, 6]), st.integers(0, 6))


@settings(max_examples=40)
@given(st.lists(st.lists(COUNTS, min_size=4, max_size=4), min_size=4, max_size=4))
def test_no_level_less_another_tells_of_few_closed_files(
    files: list[list[tuple[int, int]]],
) -> None:
    columns = [
        (at, n) for at, centre in enumerate(files) for n, (_, few) in enumerate(centre) if few
    ]
    centres = [
        (
            path,
            {(V, S): {JAN + n: MonthFiles(a + b, b) for n, (a, b) in enumerate(centre) if a + b}},
        )
        for path, centre in zip(TREE, files, strict=True)
    ]
    levels = [({at}, told_answers(one)) for at, (_path, one) in enumerate(centres)]
    for path in ("1/2/", "1/3/", "1/", ""):
        inside = {at for at, one in enumerate(TREE) if one.startswith(path)}
        told = told_of_place([centres[at] for at in sorted(inside)], path)
        levels.append((inside, told))
        # a quarter is cut alike whether the others were looked at or not
        first = [
            (at, {cell: {m: one for m, one in months.items() if m < JAN + 3}})
            for at, found in (centres[n] for n in sorted(inside))
            for cell, months in found.items()
        ]
        in_first = [
            one for parts in told.parts.values() for one in parts if min(one.months) < JAN + 3
        ]
        assert list(told_of_place(first, path).parts.get((V, S), ())) == in_first
    spans = [range(a, b + 1) for a in range(4) for b in range(a, 4)]
    rows = {
        tuple(int(at in inside and n in span) for at, n in columns)
        for inside, told in levels
        for span in spans
        if months_told(told, *span)
    }
    matrix = np.array(sorted(rows) or [(0,) * len(columns)])
    rank = np.linalg.matrix_rank(matrix) if columns else 0
    for size in range(1, FILES_PER_POINT):
        for few in combinations(range(len(columns)), size):
            if sum(files[columns[one][0]][columns[one][1]][1] for one in few) < FILES_PER_POINT:
                left = np.delete(matrix, few, axis=1)
                assert (left.size == 0 and rank == 0) or np.linalg.matrix_rank(left) == rank
