"""What items cost: worked examples, and the law that costs add up to what the mean score lacks."""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.file_losses import NO_LOSS
from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.lost_points import (
    ItemLoss,
    LostPoints,
    is_exact,
    lost_points,
    often_short,
    takes_points,
    what_moved,
)
from qa_app.domain.rounding import MILLION
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import Frozen, counted_parts, frozen_score
from tests.builders import CHINA_2026, a_case, a_rubric, item, section
from tests.domain.test_file_losses import DEDUCTION, FILES, MET, WEIGHTED, scored
from tests.domain.test_signing import DAY

JANUARY = 2026 * 12
RUBRIC = a_rubric(
    section("A", item("A1", weight=3), item("A2"), weight=2), section("B", item("B1"))
)
File = tuple[dict[str, str], list[str]]


def loss(name: str, code: str, files: int, lost: int = 0, own: int = 0) -> ItemLoss:
    return ItemLoss(1, JANUARY, name, code, files, lost, own)


def read(rubric: Rubric, files: list[File]) -> tuple[list[ItemLoss], list[Frozen]]:
    """What totals of items hold of files that were read, and the frozen scores themselves."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    kept = [frozen_score(rubric, scored(rubric, *file), DAY) for file in files]
    for one in kept:
        if one.score_millionths is None:
            continue
        parts = counted_parts(rubric, one.explanation)
        for name, code in {**parts.codes, **parts.by_case}.items():
            cell = sums[name, code]
            cost = parts.losses.get(name, NO_LOSS)
            cell[:] = [cell[0] + 1, cell[1] + cost.of_whole, cell[2] + cost.of_section]
    return [loss(*key, *cell) for key, cell in sums.items()], kept


def mean_of(kept: list[Frozen], part: str = "") -> tuple[int, Fraction]:
    """Files with a score, of a section for one, and their mean as totals of months keep it."""
    scores = [one.sections.get(part) if part else one.score_millionths for one in kept]
    rated = [one for one in scores if one is not None]
    return len(rated), Fraction(sum(rated), MILLION * len(rated)) if rated else Fraction(0)


def test_worked_example() -> None:
    # four files with a score: A1 fell short in two, A2 in one; the mean is 100 - 37.5 - 1.25
    losses = [
        loss("A1", "met", 2),
        loss("A1", "unmet", 2, 1_500_000),
        loss("A2", "met", 2),
        loss("A2", "partly", 1, 50_000),
        loss("A2", "na", 1),
        loss("B1", "met", 4),
    ]
    found = lost_points(RUBRIC, losses, 4)
    assert found == (
        LostPoints("A1", Fraction(3, 8), 2, 4),
        LostPoints("A2", Fraction(1, 80), 1, 3),
    )
    assert is_exact(found, Fraction(49, 80))
    assert not is_exact(found, Fraction(1, 2))


def test_what_did_not_apply_gave_its_weight_to_others() -> None:
    # A2 and B1 do not apply in the second file, so that A1 is all of it: 50 points, not 25
    half, met = {"A1": "partly", "A2": "met", "B1": "met"}, {"A2": "na", "B1": "na"}
    kept = [
        frozen_score(
            RUBRIC,
            score_audit(RUBRIC, a_case(RUBRIC, answers=answers), CHINA_2026, explained=True),
            DAY,
        )
        for answers in (half, half | met)
    ]
    told = [counted_parts(RUBRIC, one.explanation).losses["A1"] for one in kept]
    assert [one.of_whole for one in told] == [250_000, 500_000]


def test_the_order_is_that_of_points_and_then_of_the_rubric() -> None:
    losses = [loss(name, "unmet", 1, 100_000) for name in ("B1", "A2", "A1")]
    assert [one.item_code for one in lost_points(RUBRIC, losses, 1)] == ["A1", "A2", "B1"]


def test_nothing_scored_costs_nothing() -> None:
    assert lost_points(RUBRIC, [], 3) == ()
    assert lost_points(RUBRIC, [loss("Z9", "unmet", 3, 7)], 3) == ()
    assert lost_points(RUBRIC, [loss("A1", "unmet", 3, 7)], 0) == ()


def test_levels_have_no_points() -> None:
    for method in set(Method) - {Method.WEIGHTED_SECTIONS, Method.DEDUCTION}:
        levels = replace(RUBRIC, method=method)
        assert not takes_points(levels)
        assert lost_points(levels, [loss("A1", "unmet", 3, 7)], 3) == ()
        assert what_moved(levels, [loss("A1", "unmet", 3, 7)], [], (3, 3)) == ()


def test_where_items_have_no_points_those_that_fall_short_are_told() -> None:
    levels = replace(RUBRIC, method=Method.LOWEST)
    answers = [
        AnswerCount(1, JANUARY, name, code, n)
        for name, code, n in (
            ("A1", "met", 9),
            ("A1", "unmet", 1),
            ("A2", "met", 1),
            ("A2", "partly", 2),
            ("A2", "na", 7),
            ("B1", "met", 10),
        )
    ]
    assert often_short(levels, answers) == (
        LostPoints("A2", Fraction(0), 2, 3),
        LostPoints("A1", Fraction(0), 1, 10),
    )
    assert often_short(levels, answers, "B") == ()


def test_items_answered_case_by_case_count_by_what_stands_for_their_code() -> None:
    losses = [
        loss("C1", "cases_top", 5),
        loss("C1", "cases_half", 2, 400_000),
        loss("C1", "cases_below", 1, 500_000),
    ]
    assert lost_points(WEIGHTED, losses, 10) == (LostPoints("C1", Fraction(9, 100), 3, 8),)


def test_costs_of_a_section_are_parts_of_its_own_score() -> None:
    losses = [loss("A1", "unmet", 2, 1_000_000, 1_500_000), loss("B1", "unmet", 4, 7, 9)]
    assert lost_points(RUBRIC, losses, 4, "A") == (LostPoints("A1", Fraction(3, 8), 2, 2),)


def test_what_moved_it() -> None:
    before = [loss("A1", "unmet", 4, 2_000_000), loss("A2", "met", 4)]
    after = [
        loss("A1", "met", 1),
        loss("A1", "unmet", 3, 1_500_000),
        loss("A2", "unmet", 4, 600_000),
        # it applied in no file before
        loss("B1", "partly", 2, 200_000),
    ]
    moved = what_moved(RUBRIC, before, after, (4, 4))
    assert [(one.item_code, one.change) for one in moved] == [
        ("A2", Fraction(-3, 20)),
        ("A1", Fraction(1, 8)),
        ("B1", Fraction(-1, 20)),
    ]
    assert moved[1].after.below_count == 3
    assert moved[2].before == LostPoints("B1", Fraction(0), 0, 0)
    assert what_moved(RUBRIC, before, after, (0, 4)) == ()


@given(st.sampled_from([WEIGHTED, DEDUCTION]), st.lists(FILES, max_size=6))
def test_costs_add_up_to_what_the_mean_lacks(rubric: Rubric, files: list[File]) -> None:
    """Whatever does not apply, nobody can tell, has no score, is by case, crosses a red line."""
    losses, kept = read(rubric, files)
    for part in ("", *(one.code for one in rubric.sections)):
        count, mean = mean_of(kept, part)
        found = lost_points(rubric, losses, count, part)
        if not count:
            assert found == ()
            continue
        assert sum((one.lost for one in found), Fraction(0)) == 1 - mean
        assert is_exact(found, mean)
        assert not is_exact(found, mean / 2 + 1)


@given(
    st.sampled_from([WEIGHTED, DEDUCTION]),
    st.lists(FILES, min_size=1, max_size=4),
    st.lists(FILES, min_size=1, max_size=4),
)
def test_changes_add_up_to_the_change_of_the_mean(
    rubric: Rubric, before: list[File], after: list[File]
) -> None:
    told = [read(rubric, files) for files in (before, after)]
    (n, mean), (m, later) = (mean_of(kept) for _losses, kept in told)
    moved = what_moved(rubric, told[0][0], told[1][0], (n, m))
    if n and m:
        assert sum((one.change for one in moved), Fraction(0)) == later - mean


@given(st.lists(FILES, min_size=1, max_size=4))
def test_files_without_a_score_enter_neither_side(files: list[File]) -> None:
    unrated: File = (dict.fromkeys(MET, "na"), [])
    _, kept = read(WEIGHTED, files)
    count, _mean = mean_of(kept)
    more, _ = read(WEIGHTED, [*files, unrated, unrated])
    fewer, _ = read(WEIGHTED, files)
    assert lost_points(WEIGHTED, more, count) == lost_points(WEIGHTED, fewer, count)
