from fractions import Fraction

import pytest

from qa_app.domain.replacements import Replaced, ReplaceReason, sample_note
from qa_app.domain.round_results import Found, ResultKind, conforms, sample_result
from qa_app.domain.statistics.lqas import LqasRule

RULE = LqasRule(13, 9, Fraction(7, 100), Fraction(8, 100))


def found(frame: int, read: int, good: int) -> Found:
    return Found({"": frame}, {"": read}, {"": good})


def test_files_at_band_b_or_above_conform() -> None:
    assert [conforms(one) for one in (1, 2, 3, 4, None)] == [True, True, False, False, False]


def test_nothing_is_said_before_the_last_file_is_read() -> None:
    result = sample_result(sample_note(60, 20, []), found(60, 19, 17), None)
    assert (result.kind, result.read_count, result.low) == (ResultKind.UNREAD, 19, None)
    assert sample_result(sample_note(60, 0, []), found(60, 0, 0), None).kind is ResultKind.UNREAD


def test_below_five_files_there_is_no_figure() -> None:
    result = sample_result(sample_note(60, 4, []), found(60, 4, 4), None)
    assert (result.kind, result.low) == (ResultKind.FEW, None)
    # three of three files are all there are
    census = sample_result(sample_note(3, 3, []), found(3, 3, 2), None)
    assert (census.kind, census.low, census.high) == (ResultKind.COUNTS, 2, 2)


def test_a_simple_sample_speaks_of_all_files_of_its_frame() -> None:
    """18 of 20 of 60: between 44 and 58, as the published case has it."""
    result = sample_result(sample_note(60, 20, []), found(60, 20, 18), None)
    assert (result.kind, result.low, result.high) == (ResultKind.COUNTS, 44, 58)


@pytest.mark.parametrize(("good", "passes"), [(9, True), (8, False)])
def test_the_verdict_of_lot_quality(good: int, passes: bool) -> None:
    result = sample_result(sample_note(30, 13, []), found(30, 13, good), RULE)
    assert result.passes is passes


def test_a_sample_that_lost_a_file_gives_no_verdict() -> None:
    note = sample_note(30, 13, [Replaced(1, None, ReplaceReason.NOT_FOUND)])
    result = sample_result(note, found(30, 12, 12), RULE)
    assert (result.kind, result.passes) == (ResultKind.COUNTS, None)


def test_all_conforming_in_strata_is_no_certainty() -> None:
    """10 of 10 read of 200 in two strata: never "between 200 and 200"."""
    both = Found({"a": 100, "b": 100}, {"a": 5, "b": 5}, {"a": 5, "b": 5})
    result = sample_result(sample_note(200, 10, []), both, None)
    assert (result.kind, result.high) == (ResultKind.GROUPS, 200)
    assert result.low is not None
    assert 100 < result.low < 140
    none = Found({"a": 100, "b": 100}, {"a": 5, "b": 5}, {"a": 0, "b": 0})
    result = sample_result(sample_note(200, 10, []), none, None)
    assert (result.low, result.high) == (0, 200 - 117)


def test_a_group_without_a_file_read_is_told_from_one_with_a_single_file() -> None:
    some = Found({"a": 30, "b": 10, "c": 4, "d": 1}, {"a": 5, "b": 1, "d": 1}, {"a": 4, "b": 1})
    result = sample_result(sample_note(45, 7, []), some, None)
    assert (result.kind, result.conforming_count) == (ResultKind.GROUPS, 5)
    # c was not read at all; of b one of ten was; d has only one file
    assert (result.unread_groups, result.single_groups) == (1, 1)
    assert result.high is not None
    assert result.high >= 4 + 4 + 9
