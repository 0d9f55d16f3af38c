"""A place, its centres and the places within: no sum or difference tells few files of a centre."""

from itertools import combinations
from random import Random

import numpy as np
import pytest

from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR
from qa_app.domain.left_over import are_told_by_version, versions_given_away
from qa_app.domain.report_facts import CentreFacts
from qa_app.domain.series import MonthSum
from qa_app.domain.text import BilingualText
from tests.builders import a_rubric

Cells = dict[tuple[int, int, int], int]
"""Centre, version and quarter to its files."""

JAN = 2025 * 12
YEAR = range(JAN, JAN + 12)


def centre(number: int, files: int, month: int = JAN) -> CentreFacts:
    total = MonthSum(1, month, files, files, 0, files, (files, 0, 0, 0))
    return CentreFacts(number, BilingualText(), "sample", (total,))


def is_given_away(*files: int) -> bool:
    centres = [centre(number, one) for number, one in enumerate(files)]
    return bool(versions_given_away(centres, YEAR, {1: a_rubric()}))


@pytest.mark.parametrize(
    ("files", "given"),
    [
        ((), False),
        ((12, 30), False),
        ((12, 30, 4), True),
        ((12, 30, 9), True),
        # nine and three are told of nobody, and are twelve together
        ((12, 30, 9, 3), True),  # of a mean three are left
        ((12, 30, 9, 8), False),
        ((4, 4, 4), False),
    ],
)
def test_what_is_left_of_a_place(files: tuple[int, ...], given: bool) -> None:
    assert is_given_away(*files) is given


def test_other_years_and_visits_to_whole_centres_do_not_count() -> None:
    assert not versions_given_away([centre(1, 4, JAN - 1)], YEAR, {1: a_rubric()})


@pytest.mark.parametrize("seed", range(40))
def test_nothing_small_can_be_solved(seed: int) -> None:
    """What a reader of aggregates is shown: centres, sums of told ones, and reports of cities."""
    chance = Random(seed)
    cities = [[chance.choice([1, 3, 6, 9, 11, 25]) for _ in range(4)] for _ in range(3)]
    files = [one for city in cities for one in city]
    for least in (FILES_PER_POINT, SHARE_DENOMINATOR):
        rows, at = [], 0
        for city in cities:
            own = range(at, at + len(city))
            at += len(city)
            told = [one for one in own if files[one] >= least]
            rows += [{one} for one in told] + [set(told)]
            if not is_given_away(*city):
                rows.append(set(own))
        matrix = np.zeros((len(rows), len(files)))
        for number, row in enumerate(rows):
            matrix[number, list(row)] = 1
        _left, values, right = np.linalg.svd(matrix, full_matrices=False)
        base = right[values > 1e-9]
        for count in (1, 2, 3):
            for some in combinations(range(len(files)), count):
                if sum(files[one] for one in some) >= least:
                    continue
                wanted = np.zeros(len(files))
                wanted[list(some)] = 1
                assert not np.allclose(base.T @ (base @ wanted), wanted), (cities, some)


def halves_of(cells: Cells, number: int) -> list[dict[int, int]]:
    """Version to the files of a centre, of each half-year."""
    return [
        {
            version: sum(
                count
                for (of, one, quarter), count in cells.items()
                if of == number and one == version and quarter // 2 == half
            )
            for version in (1, 2)
        }
        for half in (0, 1)
    ]


def rows_told(cells: Cells) -> list[set[tuple[int, int, int]]]:
    """What criteria, a comparison and the report of the place tell: sets of files added up."""
    rows: list[set[tuple[int, int, int]]] = []
    numbers = {number for number, _, _ in cells}
    for number in numbers:
        own = [one for one in cells if one[0] == number]
        halves = halves_of(cells, number)
        rows += [
            {one for one in own if one[2] // 2 == half}
            for half in (0, 1)
            if sum(halves[half].values()) >= FILES_PER_POINT
        ]
        if are_told_by_version(count for half in halves for count in half.values()):
            rows += [
                {one for one in own if one[1] == version}
                for version in (1, 2)
                if sum(half[version] for half in halves) >= FILES_PER_POINT
            ]
    centres = [
        CentreFacts(
            number,
            BilingualText(),
            "sample",
            tuple(
                MonthSum(version, JAN + 3 * quarter, count, count, 0, count, (count, 0, 0, 0))
                for (of, version, quarter), count in cells.items()
                if of == number
            ),
        )
        for number in numbers
    ]
    given = versions_given_away(centres, YEAR, {1: a_rubric(), 2: a_rubric()})
    for version in {1, 2} - given:
        of_version = [one for one in cells if one[1] == version]
        parts = [set(of_version)]
        parts += [{one for one in of_version if one[2] == quarter} for quarter in range(4)]
        rows += [one for one in parts if sum(cells[each] for each in one) >= FILES_PER_POINT]
    return rows


def given_away(cells: Cells, rows: list[set[tuple[int, int, int]]]) -> list[object]:
    """Parts of one centre with too few files whose mean follows from the rows."""
    order = sorted(cells)
    matrix = np.array([[float(one in row) for one in order] for row in rows])
    if not rows:
        return []
    _left, values, right = np.linalg.svd(matrix, full_matrices=False)
    base = right[values > 1e-9]
    found: list[object] = []
    for number in {one[0] for one in cells}:
        own = [one for one in order if one[0] == number]
        for count in range(1, len(own) + 1):
            for some in combinations(own, count):
                if sum(cells[one] for one in some) < FILES_PER_POINT:
                    wanted = np.array([float(one in some) for one in order])
                    if np.allclose(base.T @ (base @ wanted), wanted):
                        found.append(some)
    return found


def some_cells(seed: int) -> Cells:
    """Three centres in a year in which a second version comes into use."""
    chance = Random(seed)
    change = chance.randrange(4)
    found = {}
    for number in (1, 2, 3):
        for version, quarter in [(1, one) for one in range(change + 1)] + [
            (2, one) for one in range(change, 4)
        ]:
            count = chance.choice([0, 0, 1, 2, 3, 5, 6, 8, 12])
            if count:
                found[number, version, quarter] = count
    return found


@pytest.mark.parametrize("seed", range(60))
def test_criteria_comparison_and_report_together_tell_of_no_few_files(seed: int) -> None:
    cells = some_cells(seed)
    assert given_away(cells, rows_told(cells)) == []


def test_two_versions_in_a_year_would_give_each_other_away() -> None:
    # nine files of one version and one of the next: 10 x 92.7 less 9 x 92.3 is the tenth
    cells = {(1, 1, 0): 9, (1, 2, 1): 1}
    assert not are_told_by_version((9, 1))
    assert given_away(cells, rows_told(cells)) == []
    rows = [*rows_told(cells), {(1, 1, 0)}]
    assert given_away(cells, rows) == [((1, 2, 1),)]
