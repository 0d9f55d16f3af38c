import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.statistics.allocation import allocate


def test_more_than_there_are_means_all() -> None:
    assert allocate({"a": 3, "b": 2}, 99) == {"a": 3, "b": 2}


def test_the_rest_goes_to_the_largest_fraction_then_the_larger_stratum() -> None:
    # quotas 2.5 and 2.5 of 5; then 3.75, 0.75, 0.5 of 5
    assert allocate({"b": 10, "a": 10}, 5) == {"b": 2, "a": 3}
    assert allocate({"a": 15, "b": 3, "c": 2}, 5, least=0) == {"a": 4, "b": 1, "c": 0}


def test_small_strata_are_lifted_at_the_cost_of_who_got_most_beyond_their_due() -> None:
    assert allocate({"a": 96, "b": 3, "c": 1}, 10) == {"a": 8, "b": 1, "c": 1}


def test_the_least_cannot_exceed_what_is_wanted() -> None:
    with pytest.raises(InvalidError, match="n_too_small"):
        allocate({"a": 5, "b": 5, "c": 5}, 2)
    assert allocate({"a": 5, "b": 5, "c": 5}, 3) == {"a": 1, "b": 1, "c": 1}


def test_the_parts_add_up() -> None:
    sizes = {f"s{n:02}": n * n % 37 + 1 for n in range(40)}
    for wanted in range(40, sum(sizes.values()) + 1, 7):
        shares = allocate(sizes, wanted)
        assert sum(shares.values()) == wanted
        assert all(1 <= shares[name] <= size for name, size in sizes.items())
