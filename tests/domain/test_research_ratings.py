"""Ratings of rule rubrics for research: no small number can be worked out from those beside it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from qa_app.domain.conditions import Comparison, Condition, Count, ItemIs
from qa_app.domain.item_export import ExportedReading
from qa_app.domain.research_export import Group, ResearchRow, counted_file, research_table
from qa_app.domain.research_ratings import RatedBlock, rated_blocks, shown_ratings
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_rules import NO_AGGREGATE, Rule
from qa_app.rubric_files.reader import load_rubric

NOON = datetime(2026, 4, 9, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def osri(shipped: Path) -> Rubric:
    return load_rubric(shipped / "reference" / "osri.yaml", shipped)


def a_count(item: str) -> Count:
    return Count(of_items=True, ids=(item,), code="ani", comparison=Comparison.GTE, number=1)


def names(blocks: Iterable[RatedBlock]) -> list[set[str]]:
    return [{part.name for part in one} for one in blocks]


def test_an_outcome_stands_with_its_items(osri: Rubric) -> None:
    # the instrument's own list: seven outcomes, eighteen items
    assert names(rated_blocks(osri)) == [
        {">S1", "=1"},
        {">S2", "=2", "=3"},
        {">P1", "=4", "=5", "=6"},
        {">P2", *(f"={number}" for number in range(7, 12))},
        {">W1", *(f"={number}" for number in range(12, 16))},
        {">W2", "=16"},
        {">W3", "=17", "=18"},
    ]
    assert rated_blocks(replace(osri, aggregate=NO_AGGREGATE)) == ()


def test_an_item_that_looks_at_another_ones_rating_stands_with_it(osri: Rubric) -> None:
    first, *others = osri.rule_items
    looking = replace(first, rules=(Rule(ItemIs("16", ("ani",)), "ani"), *first.rules))
    tied = rated_blocks(replace(osri, rule_items=(looking, *others)))
    assert {">S1", "=1", ">W2", "=16"} in names(tied)
    assert len(tied) == 6


@pytest.mark.parametrize("seen", [ItemIs("16", ("ani",)), a_count("16")])
def test_an_outcome_stands_with_every_item_that_its_rules_look_at(
    osri: Rubric, seen: Condition
) -> None:
    """Of 25 files 12 are a strength in item 1, 2 others need improvement in item 16 alone.

    The outcome is substantial for either, so 14 less 12 would tell the 2.
    """
    first, *others = osri.outcomes
    looking = replace(first, rules=(Rule(seen, "substantial"), *first.rules))
    blocks = rated_blocks(replace(osri, outcomes=(looking, *others)))
    assert names(blocks)[0] == {">S1", "=1", ">W2", "=16"}
    rows = [("strength", "strength", "substantial")] * 12 + [("ani", "ani", "substantial")] * 2
    rows += [("ani", "strength", "not_achieved")] * 11
    files = [
        {"=1": one, "=16": other, ">S1": outcome, ">W2": "substantial"}
        for one, other, outcome in rows
    ]
    assert set(told(blocks[0], files).values()) == {None}


def told(block: RatedBlock, files: list[dict[str, str]]) -> dict[tuple[str, str], int | None]:
    return {(one.part.name, one.rating): one.files for one in shown_ratings(block, files)}


def test_one_small_number_holds_back_its_outcome_and_all_items(osri: Rubric) -> None:
    """Of 25 files 2 are a strength in item 3: outcome less item would tell them.

    Item 2 is a strength throughout, so the outcome is substantial in 2 + 15 and partial in 8, as
    many as item 3 needs improvement in; beside the 15 to which it does not apply, 2 are left.
    """
    block = rated_blocks(osri)[1]
    rows = [("strength", "substantial")] * 2 + [("ani", "partial")] * 8
    rows += [("na", "substantial")] * 15
    files = [{"=2": "strength", "=3": one, ">S2": outcome} for one, outcome in rows]
    assert set(told(block, files).values()) == {None}
    # with five of them nothing is small, and every number is shown, noughts too
    more = [{"=2": "strength", "=3": "strength", ">S2": "substantial"}] * 3
    shown = told(block, [*files, *more])
    assert shown["=3", "strength"] == 5
    assert shown[">S2", "substantial"] == 20
    assert shown[">S2", "not_achieved"] == 0
    assert shown["=2", "ani"] == 0
    # a file without a rating of an item would be told by the others, though no count is small
    assert set(told(block, [*files, *more, {">S2": "partial", "=2": "strength"}]).values()) == {
        None
    }


def a_reading(number: int) -> ExportedReading:
    head = (
        number, "KM-26-0001-1", "A", "child_welfare", "osri", "3.0.0", "random", "final",
        date(2026, 3, 2), NOON, NOON, "somebody", None, None,
    )  # fmt: skip
    rules = [{"code": "1", "rating": "strength", "rule": 0, "because": []}]
    result = {
        "rubric": {"code": "osri", "version": "3.0.0"},
        "explanation": {"rules": rules},
        "codes": {"1A": "0"},
        "ratings": {"1": "strength", "2": None},
        "outcomes": {"S1": "substantial"},
    }
    return ExportedReading(head, result, ())


def test_ratings_stand_in_the_table_and_count_files(osri: Rubric) -> None:
    files = [one for one in map(counted_file, map(a_reading, range(6))) if one]
    assert [one.ratings for one in files] == [{"=1": "strength", ">S1": "substantial"}] * 6
    table = research_table(files, {}, {("osri", "3.0.0"): rated_blocks(osri)[:1]})
    group = Group("A", "2026Q1", "child_welfare", "osri", "3.0.0")
    assert table.rows == tuple(
        ResearchRow(group, code, kind, 6, rating, count)
        for code, kind, rating, count in (
            ("S1", "outcome", "substantial", 6),
            ("S1", "outcome", "not_achieved", 0),
            ("S1", "outcome", "na", 0),
            ("1", "item", "na", 0),
            ("1", "item", "strength", 6),
            ("1", "item", "ani", 0),
        )
    )
    assert research_table(files[:4], {}, {("osri", "3.0.0"): rated_blocks(osri)}).rows == ()
