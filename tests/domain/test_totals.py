from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.file_losses import Loss
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.totals import (
    COUNTED_IN_CHARTS,
    NO_NUMBERS,
    WHOLE_FILE,
    CountedReading,
    ItemKey,
    ItemNumbers,
    SampleType,
    TotalKey,
    changes_to_items,
    changes_to_totals,
    practitioner_scope,
    scopes_of,
)

MARCH = 2026 * 12 + 2


def reading(**fields: object) -> CountedReading:
    base: dict[str, object] = {
        "audit_id": 1,
        "centre_id": 5,
        "place_path": "1/3/",
        "rubric_version_id": 9,
        "area_code": "legal_aid",
        "sample_type": "random",
        "month": MARCH,
        "score_millionths": 875_000,
        "band_position": 2,
        "stop_count": 0,
        "gate_count": 2,
        "sections": {"A": 750_000},
        "codes": {"A1": "met", "A2": "partly"},
        "is_final": False,
    }
    return CountedReading(**(base | fields))


def key(scope: str, section: str = WHOLE_FILE) -> TotalKey:
    return TotalKey(scope, 9, "random", section, MARCH, "legal_aid")


def test_months_are_numbers_and_days_again() -> None:
    assert month_of(date(2026, 1, 31)) == 24312  # 2026 * 12
    assert month_of(date(2026, 12, 1)) == 24323
    assert first_day(24312) == date(2026, 1, 1)
    assert first_day(24323) == date(2026, 12, 1)


@given(st.dates())
def test_the_first_day_lies_in_its_month(day: date) -> None:
    assert first_day(month_of(day)) == day.replace(day=1)


def test_every_level_above_a_centre_counts() -> None:
    assert scopes_of(5, "1/3/7/") == ("c:5", "p:1", "p:3", "p:7", "n")
    assert scopes_of(5, "") == ("c:5", "n")


def test_only_drawn_files_and_whole_centres_enter_charts() -> None:
    assert {SampleType.RANDOM, SampleType.CENSUS} == COUNTED_IN_CHARTS


def test_one_provisional_reading() -> None:
    changes = changes_to_totals([reading()], 1)
    assert set(changes) == {
        key(scope, section) for scope in ("c:5", "p:1", "p:3", "n") for section in ("", "A")
    }
    assert changes[key("c:5")] == {
        "file_count": 1,
        "scored_count": 1,
        "score_sum": 875_000,
        "final_count": 0,
        "final_scored_count": 0,
        "final_score_sum": 0,
        "stop_count": 0,
        "final_stop_count": 0,
        "gate_count": 1,  # a file with two failed must-pass items is one file
        "final_gate_count": 0,
        "band_2": 1,
        "final_band_2": 0,
        "final_square_sum": 0,
    }
    assert changes[key("n", "A")] == {
        "file_count": 1,
        "scored_count": 1,
        "score_sum": 750_000,
        "final_count": 0,
        "final_scored_count": 0,
        "final_score_sum": 0,
    }


def test_a_final_reading_counts_twice_over() -> None:
    columns = changes_to_totals([reading(is_final=True, stop_count=3)], 1)[key("c:5")]
    pairs = ("count", "scored_count", "score_sum", "stop_count", "gate_count", "band_2")
    plain = {"count": "file_count"}
    for name in pairs:
        assert columns[f"final_{name}"] == columns[plain.get(name, name)]
    assert columns["stop_count"] == 1
    assert columns["final_square_sum"] == 875_000**2


def test_an_unrated_reading_is_a_file_without_a_score() -> None:
    unrated = reading(score_millionths=None, band_position=None, sections={}, is_final=True)
    changes = changes_to_totals([unrated], 1)
    columns = changes[key("p:3")]
    assert (columns["file_count"], columns["final_count"]) == (1, 1)
    assert (columns["scored_count"], columns["score_sum"], columns["final_scored_count"]) == (
        0,
        0,
        0,
    )
    assert not [name for name in columns if "band" in name]
    assert key("p:3", "A") not in changes


def test_a_score_of_nothing_is_a_score() -> None:
    columns = changes_to_totals([reading(score_millionths=0)], 1)[key("n")]
    assert (columns["scored_count"], columns["score_sum"]) == (1, 0)


def test_readings_of_a_month_add_up() -> None:
    two = [reading(), reading(audit_id=2, centre_id=6, score_millionths=125_000, band_position=4)]
    changes = changes_to_totals(two, 1)
    assert changes[key("n")]["score_sum"] == 1_000_000
    assert (changes[key("n")]["band_2"], changes[key("n")]["band_4"]) == (1, 1)
    assert changes[key("c:6")]["file_count"] == 1


def test_what_differs_is_kept_apart() -> None:
    others = [
        reading(month=MARCH + 1),
        reading(sample_type="purposive"),
        reading(rubric_version_id=10),
        reading(area_code="family"),
    ]
    changes = changes_to_totals([reading(), *others], 1)
    network = [columns["file_count"] for key, columns in changes.items() if key.scope == "n"]
    assert network == [1] * 10  # five totals, each for the whole file and for section A


def test_items_are_counted_by_code() -> None:
    changes = changes_to_items([reading(), reading(audit_id=2, is_final=True)], 1)
    assert changes[ItemKey("c:5", 9, "A1", "random", MARCH, "met")] == (2, 1, 2, 0, 0)
    assert changes[ItemKey("n", 9, "A2", "random", MARCH, "partly")] == (2, 1, 2, 0, 0)
    assert len(changes) == 8  # four levels, two items


def test_what_items_cost_counts_in_files_with_a_score() -> None:
    lost = {"A2": Loss(125_000, 250_000), "C1": Loss(30, 40)}
    rated = reading(losses=lost, by_case={"C1": "cases_half"}, is_final=True)
    unrated = reading(audit_id=2, score_millionths=None, sections={})
    changes = changes_to_items([rated, rated, unrated], 1)
    told = ItemNumbers(
        file_count=3, final_count=2, rated_count=2, lost_sum=250_000, section_lost_sum=500_000
    )
    assert changes[ItemKey("n", 9, "A2", "random", MARCH, "partly")] == told
    assert changes[ItemKey("n", 9, "A1", "random", MARCH, "met")] == (3, 2, 2, 0, 0)
    # no code stood for what was answered case by case, so no file is counted under one
    assert changes[ItemKey("n", 9, "C1", "random", MARCH, "cases_half")] == (0, 0, 2, 60, 80)


READINGS = st.lists(
    st.builds(
        reading,
        centre_id=st.integers(1, 3),
        place_path=st.sampled_from(["1/", "1/2/", "1/3/"]),
        score_millionths=st.none() | st.integers(0, 1_000_000),
        band_position=st.none() | st.integers(1, 4),
        stop_count=st.integers(0, 2),
        codes=st.dictionaries(st.sampled_from(["A1", "A2"]), st.sampled_from(["met", "unmet"])),
        is_final=st.booleans(),
        month=st.integers(MARCH, MARCH + 2),
    ),
    max_size=6,
)


@given(READINGS)
def test_taking_away_undoes_adding(readings: list[CountedReading]) -> None:
    added, taken = changes_to_totals(readings, 1), changes_to_totals(readings, -1)
    assert added.keys() == taken.keys()
    for total, columns in added.items():
        assert {name: -number for name, number in columns.items()} == taken[total]
    items, back = changes_to_items(readings, 1), changes_to_items(readings, -1)
    assert {k: NO_NUMBERS.plus(numbers, -1) for k, numbers in items.items()} == back


@given(READINGS, READINGS)
def test_the_sum_of_two_lots_is_the_lot(
    one: list[CountedReading], two: list[CountedReading]
) -> None:
    together = changes_to_totals([*one, *two], 1)
    apart = [changes_to_totals(lot, 1) for lot in (one, two)]
    for total, columns in together.items():
        summed: Counter[str] = Counter()
        for lot in apart:
            summed.update(lot.get(total, {}))
        assert {n: v for n, v in columns.items() if v} == {n: v for n, v in summed.items() if v}


@given(READINGS)
def test_the_network_is_the_sum_of_its_centres(readings: list[CountedReading]) -> None:
    changes = changes_to_totals(readings, 1)
    files = Counter[str]()
    for total, columns in changes.items():
        if total.section == WHOLE_FILE:
            files[total.scope[0]] += columns["file_count"]
    assert files["n"] == files["c"] == len(readings)


@pytest.mark.parametrize("sign", [1, -1])
def test_nothing_changes_nothing(sign: int) -> None:
    assert changes_to_totals([], sign) == {}
    assert changes_to_items([], sign) == {}


def test_a_reading_counts_for_who_was_responsible_and_without_items() -> None:
    own = [reading(practitioner_id=4)]
    scopes = {one.scope for one in changes_to_totals(own, 1)}
    assert scopes == {"c:5", "p:1", "p:3", "n", practitioner_scope(4)}
    assert changes_to_totals(own, 1)[key("w:4", "A")]["score_sum"] == 750_000
    # answers of one worker would be kept nearly one by one
    assert {one.scope for one in changes_to_items(own, 1)} == {"c:5", "p:1", "p:3", "n"}
