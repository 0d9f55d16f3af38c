"""A place, its centres and the places within: no sum or difference tells few files of a centre."""

from itertools import combinations
from random import Random

import numpy as np
import pytest

from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR
from qa_app.domain.left_over import versions_given_away
from qa_app.domain.report_facts import CentreFacts
from qa_app.domain.series import MonthSum
from qa_app.domain.text import BilingualText
from tests.builders import a_rubric

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
