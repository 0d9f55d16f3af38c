"""Sums of a span: one for each version, together every file of it, and nothing of other months."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.rubric import Rubric
from qa_app.domain.span_sums import SpanRule, has_red_lines, span_sums
from tests.report_material import JAN, a_sum, two_versions, without_red_lines

RULE = SpanRule(is_one_centre=True, sees_files=True)


@given(
    st.lists(
        st.tuples(st.integers(-3, 5), st.integers(0, 9), st.sampled_from([1, 2])),
        max_size=12,
        unique_by=lambda one: (one[0], one[2]),
    )
)
def test_every_file_of_the_span_is_in_one_sum(cells: list) -> None:
    sums = [a_sum(JAN + month, files, 70, version_id=one) for month, files, one in cells]
    told = span_sums(sums, range(JAN, JAN + 3), two_versions(), RULE)
    within = [(files, one) for month, files, one in cells if 0 <= month <= 2 and files]
    assert {one.version_id: one.files for one in told} == {
        version: sum(files for files, one in within if one == version) for _, version in within
    }


def test_the_version_used_last_stands_at_the_end() -> None:
    sums = [a_sum(JAN + 2, 5, 60), a_sum(JAN, 5, 90, version_id=2)]
    told = span_sums(sums, range(JAN, JAN + 3), two_versions(), RULE)
    assert [(one.version_id, one.mean) for one in told] == [
        (2, Fraction(9, 10)),
        (1, Fraction(6, 10)),
    ]


@pytest.mark.parametrize("sees_files", [True, False])
def test_few_files_tell_of_red_lines_only_those_who_may_read_them(*, sees_files: bool) -> None:
    rule = SpanRule(is_one_centre=True, sees_files=sees_files)
    (told,) = span_sums(
        [a_sum(JAN, 9, 60, stop_count=1)], range(JAN, JAN + 3), two_versions(), rule
    )
    assert told.clear is not None
    assert (told.clear.found, told.clear.count) == (8 if sees_files else None, 9)


def test_a_rubric_has_red_lines_or_not() -> None:
    rubric: Rubric = two_versions()[1]
    assert has_red_lines(rubric)
    assert not has_red_lines(without_red_lines(rubric))
