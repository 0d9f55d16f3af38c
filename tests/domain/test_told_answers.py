"""Answers of files that one would have to ask for: what is told, worked by hand and by algebra."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.answer_counts import Answers, Held
from qa_app.domain.defaults import FILES_PER_POINT
from qa_app.domain.item_trend import item_lines
from qa_app.domain.series import Coverage, Grain, Period
from qa_app.domain.told_answers import ALL_TOLD, MonthFiles, ToldAnswers, told_answers

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
    assert told.has_closed
    assert not ALL_TOLD.has_closed
    assert not told_of(0, 0).has_closed


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
    # who reads everything has the months as they are
    (line,) = item_lines(months, (), [(V,)], months)
    assert [one.told.n for one in line.periods] == [9, 9, 9]


def smallest_told(closed: Mapping[int, int], told: ToldAnswers) -> int:
    """Find the fewest closed files that something tells of which can be added up or taken off.

    Every span of months is asked for, which is more than any page tells. Something tells of the
    files of some months alone where the rows lose rank without the columns of these months.
    """
    columns = sorted(month for month, count in closed.items() if count)
    spans = [range(a, b + 1) for a in closed for b in closed if a <= b]
    rows = {tuple(int(one in span) for one in columns) for span in spans if told.tells(V, S, span)}
    matrix = np.array(sorted(rows) or [[0] * len(columns)])
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
