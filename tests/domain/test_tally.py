"""Counting many readings at once says the same as counting one after another."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.file_losses import Loss
from qa_app.domain.tally import Tally
from qa_app.domain.totals import (
    MONTH_COLUMNS,
    CountedReading,
    TotalKey,
    changes_to_items,
    changes_to_totals,
)
from tests.domain.test_totals import MARCH, reading

COSTS = st.builds(Loss, st.integers(0, 9), st.integers(0, 9))


def _with_losses(one: CountedReading, costs: tuple[Loss, ...]) -> CountedReading:
    # only what has a score and was answered can cost anything
    if one.score_millionths is None:
        return replace(one, by_case={})
    names = (*one.codes, *one.by_case)
    return replace(one, losses=dict(zip(names, costs, strict=False)))


READINGS = st.lists(
    st.builds(
        _with_losses,
        st.builds(
            reading,
            rubric_version_id=st.integers(9, 10),
            area_code=st.sampled_from(["legal_aid", "family"]),
            sample_type=st.sampled_from(["random", "purposive", "supplement", "quarter"]),
            month=st.integers(MARCH, MARCH + 1),
            score_millionths=st.none() | st.integers(0, 1_000_000),
            band_position=st.none() | st.integers(1, 6),
            stop_count=st.integers(0, 2),
            gate_count=st.integers(0, 2),
            sections=st.dictionaries(st.sampled_from("AB"), st.integers(0, 1_000_000)),
            codes=st.dictionaries(st.sampled_from(["A1", "A2"]), st.sampled_from(["met", "unmet"])),
            by_case=st.dictionaries(
                st.just("C1"), st.sampled_from(["cases_top", "cases_half", "cases_below"])
            ),
            is_final=st.booleans(),
        ),
        st.tuples(COSTS, COSTS, COSTS),
    ),
    max_size=12,
)


def _named(numbers: tuple[int, ...]) -> dict[str, int]:
    named = zip(MONTH_COLUMNS, numbers, strict=True)
    return {name: number for name, number in named if number}


@given(READINGS, READINGS)
def test_a_tally_equals_the_changes_of_its_readings(
    one: list[CountedReading], two: list[CountedReading]
) -> None:
    tally, other = Tally(), Tally()
    tally.add(one)
    other.add(two)
    tally.merge(other)
    every = [*one, *two]
    months = {
        key: {name: number for name, number in columns.items() if number}
        for key, columns in changes_to_totals(every, 1).items()
        if key.scope == "n"
    }
    assert {TotalKey(*key): _named(numbers) for key, numbers in tally.months("n").items()} == months
    items = {key: both for key, both in changes_to_items(every, 1).items() if key.scope == "n"}
    assert tally.items("n") == items


def test_what_was_merged_stays_as_it_is() -> None:
    whole, part = Tally(), Tally()
    part.add([reading()])
    for _ in range(2):
        whole.merge(part)
    (files,) = {_named(numbers)["file_count"] for numbers in whole.months("n").values()}
    assert files == 2
    assert {_named(numbers)["file_count"] for numbers in part.months("c:5").values()} == {1}


def test_nothing_is_nothing() -> None:
    assert Tally().months("n") == {}
    assert Tally().items("n") == {}
