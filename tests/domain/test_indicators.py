from fractions import Fraction
from itertools import product

import pytest

from qa_app.domain.indicators import CountedWorker, Population, Year, rate_of, year_of, years_told

CHILDREN = {1: Population(50_000, 2025, "yearbook"), 2: Population(20_000, 2024, "census")}


def people(
    district: int, count: int, certified: int = 0, supervised: int = 0
) -> list[CountedWorker]:
    return [
        CountedWorker(district, "statutory" if place % 2 else "community", place < certified,
               place < supervised)
        for place in range(count)
    ]  # fmt: skip


def counted(
    *workers: int, certified: tuple[int, ...] = (), is_open: bool = False, known: int = 9
) -> Year:
    found = [
        one
        for place, count in enumerate(workers, 1)
        for one in people(place, count, certified[place - 1] if certified else 0)
    ]
    districts = list(range(1, len(workers) + 1))
    children = {one: Population(10_000, 2025, "x") for one in districts[:known]}
    return year_of(2025, found, children, districts, frozenset(districts), is_open=is_open)


def test_the_rate_is_over_districts_that_gave_both_numbers() -> None:
    found = [*people(1, 12, 6), *people(2, 4, 4), *people(3, 9)]
    year = year_of(2025, found, CHILDREN, [1, 2, 3, 4], frozenset({1, 2}), is_open=True)
    # 16 workers over 70,000 children; district 3 gave no children, district 4 nothing
    assert year.rate == Fraction(160, 7)
    assert (year.both_count, year.covered_children, year.total.workers) == (2, 70_000, 25)
    assert (year.districts[1].certified, year.districts[1].workers) == (6, 12)
    assert not year.districts[3].has_licences
    assert not year.districts[4].is_given
    assert year.tiers == {"statutory": 12, "community": 13}


def test_small_numbers_are_hidden_with_another_one() -> None:
    year = counted(3, 8, 30)
    # the first of those with most children covers the small one up, whatever its number
    assert {one: of.workers for one, of in year.districts.items()} == {1: None, 2: None, 3: 30}
    assert year.total.workers == 41
    assert year.rate == Fraction(100_000 * 41, 30_000)


def test_what_cannot_be_hidden_takes_the_total_and_the_levels_along() -> None:
    year = counted(3, 0)
    assert (year.districts[1].workers, year.total.workers, year.rate) == (None, None, None)
    assert set(year.tiers.values()) == {None}


def test_few_with_or_without_a_certificate_are_hidden() -> None:
    year = counted(20, 20, 20, certified=(19, 10, 10))
    assert [of.certified for of in year.districts.values()] == [None, None, 10]
    assert year.total.certified == 39
    year = counted(20, 20, 20, certified=(19, 19, 10))
    assert [of.certified for of in year.districts.values()] == [None, None, 10]
    # both together lack two, which would be told by the total
    assert year.total.certified is None


def test_who_may_read_workers_reads_every_number() -> None:
    year = counted(3, 8, certified=(1, 8), is_open=True)
    assert [of.workers for of in year.districts.values()] == [3, 8]
    assert [of.certified for of in year.districts.values()] == [1, 8]


@pytest.mark.parametrize("known", [3, 2])
def test_no_small_number_can_be_worked_out(known: int) -> None:
    # everything that is shown, solved by trying every table up to a size
    sizes = range(13)
    tables: dict[object, list[tuple[int, ...]]] = {}
    for workers in product(sizes, repeat=3):
        year = counted(*workers, known=known)
        shown = (
            tuple(of.workers for of in year.districts.values()),
            tuple(of.is_given for of in year.districts.values()),
            year.total.workers,
            year.covered_workers,
        )
        tables.setdefault(shown, []).append(workers)
        # levels add up to the total: they are told with it or not at all
        assert year.total.workers is not None or set(year.tiers.values()) <= {None}
    for found in tables.values():
        # larger ones have neighbours that were not tried
        for place in range(3) if max(map(max, found)) <= 8 else ():
            small = {one[place] for one in found}
            assert len(small) > 1 or not 0 < next(iter(small)) < 5, found


def test_rates() -> None:
    assert rate_of(5, 50_000) == 10
    assert rate_of(None, 50_000) is None
    assert rate_of(5, 0) is None


def test_years_before_the_first_number_are_left_out() -> None:
    given, empty = counted(6, 7), counted(0, 0)
    assert years_told([given, empty, given, empty, empty]) == (given, empty, given)
    # the present year stays, although nobody has given a number yet
    assert years_told([empty, empty]) == (empty,)
