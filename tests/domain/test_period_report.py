"""A report is put together by the same rules as the pages; small numbers stay with who may see."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.chart_notes import NoteKind
from qa_app.domain.lost_points import ItemLoss, LostPoints
from qa_app.domain.period_report import period_report
from qa_app.domain.report_facts import CentreFacts, MarkFacts
from qa_app.domain.series import Coverage
from qa_app.domain.span_sums import SpanSum
from qa_app.domain.standing import Head
from qa_app.domain.told_answers import MonthFiles, told_answers
from qa_app.domain.trends import series_of
from tests.report_material import (
    CENTRE,
    JAN,
    YEAR,
    a_centre,
    a_sum,
    facts,
    rubric_facts,
    rubrics,
    two_versions,
    whole,
    without_red_lines,
)

LOSSES = (
    ItemLoss(1, JAN + 2, "A1", "met", 12),
    ItemLoss(1, JAN + 2, "A1", "unmet", 3, 3_000_000),
    ItemLoss(1, JAN + 2, "B2", "met", 15),
)


def test_the_mean_of_a_span_is_that_of_its_files() -> None:
    # 5 files at 90 and 10 at 60: 70
    told = rubric_facts(whole(a_sum(JAN, 5, 90), a_sum(JAN + 1, 10, 60)))
    (area,) = period_report(facts(told), rubrics(), sees_files=True).areas
    assert area.span is not None
    assert (area.span.files, area.span.mean) == (15, Fraction(70, 100))
    assert area.span.reached is not None
    assert area.span.reached.value == 1
    assert area.span.reached.interval is not None
    # the last quarter of eight
    assert area.columns == ((JAN, 1),)
    assert [cell and cell.value for cell in area.heat[0].cells] == [Fraction(70, 100)]
    assert [row.section for row in area.heat] == ["", "A", "B"]


def test_files_of_both_versions_of_a_span_are_told_and_never_added_up() -> None:
    told = rubric_facts(
        whole(a_sum(JAN, 12, 90), a_sum(JAN + 1, 6, 60, version_id=2), a_sum(JAN + 2, 3, 50)),
        losses=(*LOSSES, ItemLoss(2, JAN + 2, "A1", "unmet", 6, 2_400_000)),
    )
    report = period_report(facts(told), two_versions(), sees_files=True)
    (area,) = report.areas
    # 12 files at 90 and 3 at 50 against the first: 82; the one used last stands at the end
    assert [(one.version_id, one.files, one.mean) for one in area.spans] == [
        (2, 6, Fraction(60, 100)),
        (1, 15, Fraction(82, 100)),
    ]
    assert [[lost.item_code for lost in one.lost] for one in area.spans] == [["A1"], ["A1"]]
    assert (report.files, area.files) == (21, 21)
    assert area.columns == ((JAN, 1), (JAN, 2))
    # below the second band of one version: the area does not reach it
    assert report.head == Head(0, 1)
    read = [one.total for one in told.sums if not one.section]
    city = facts(told, span=YEAR, scope="p:1", centres=(a_centre(1, "甲", *read),))
    lines = period_report(city, two_versions(), sees_files=True).centres
    assert [(one.id, one.span.version_id, one.span.files) for one in lines] == [
        (1, 2, 6),
        (1, 1, 15),
    ]


@given(
    st.lists(
        st.tuples(
            st.integers(-4, 4),
            st.integers(0, 12),
            st.sampled_from([1, 2]),
            st.sampled_from(list(Coverage)),
        ),
        max_size=14,
        unique_by=lambda one: (one[0], one[2], one[3]),
    )
)
def test_no_file_of_the_span_is_missing_from_every_sum(cells: list) -> None:
    sums = [
        part
        for month, files, version, coverage in cells
        for part in whole(a_sum(JAN + month, files, 70, version_id=version), coverage=coverage)
    ]
    told = rubric_facts(sums)
    counted = sum(files for month, files, *_ in cells if 0 <= month <= 2)
    report = period_report(facts(told), two_versions(), sees_files=True)
    assert report.files + report.besides == counted
    for area in report.areas:
        row = area.heat[0]
        shown = sum(one.file_count for one in row.cells if one and one.first_month == JAN)
        assert shown == area.files


def test_a_rubric_without_red_lines_has_no_share_without_one() -> None:
    told = rubric_facts(whole(a_sum(JAN, 20, 90)))
    plain = without_red_lines(rubrics()[1])
    (area,) = period_report(facts(told), {1: plain}, sees_files=True).areas
    assert area.span is not None
    assert area.span.clear is None


def test_its_series_is_the_one_that_trends_show() -> None:
    sums = [a_sum(JAN - at, 5, 60 + at) for at in range(12)]
    told = rubric_facts(whole(*sums))
    (area,) = period_report(facts(told), rubrics(), sees_files=True).areas
    assert area.whole == series_of(sums)
    assert area.now is not None
    assert area.now.limits is not None


@pytest.mark.parametrize(
    ("files", "mean", "share"), [(4, None, None), (5, 1, None), (9, 1, None), (10, 1, 1)]
)
def test_few_files_have_no_mean_and_no_share(
    files: int, mean: int | None, share: int | None
) -> None:
    told = rubric_facts(whole(a_sum(JAN, files, 100)))
    for sees_files in (True, False):
        (area,) = period_report(facts(told), rubrics(), sees_files=sees_files).areas
        assert area.span is not None
        assert area.span.clear is not None
        assert (area.span.mean, area.span.clear.value) == (mean, share)
        # below ten only those who may read the files learn how many of them
        known = sees_files or files >= 10
        assert area.span.clear.found == (files if known else None)


def test_what_cost_points_is_told_of_enough_files_only() -> None:
    told = rubric_facts(whole(a_sum(JAN, 15, 80)), losses=LOSSES)
    (area,) = period_report(facts(told), rubrics(), sees_files=True).areas
    assert area.span is not None
    # all that a mean of 80 lacks
    assert area.span.lost == (LostPoints("A1", Fraction(1, 5), 3, 15),)
    few = rubric_facts(whole(a_sum(JAN, 4, 80)), losses=LOSSES)
    (area,) = period_report(facts(few), rubrics(), sees_files=True).areas
    assert area.span is not None
    assert area.span.lost == ()


def test_items_are_held_back_where_few_files_are_to_be_asked_for() -> None:
    told = rubric_facts(whole(a_sum(JAN, 15, 80)), losses=LOSSES)

    def span_of(closed: int) -> SpanSum:
        read = {(1, Coverage.SAMPLED): {JAN: MonthFiles(15, closed)}}
        report = period_report(facts(told), rubrics(), sees_files=True, told=told_answers(read))
        span = report.areas[0].span
        assert span is not None
        return span

    assert (span_of(4).lost, span_of(4).is_held) == ((), True)
    # what whole files come to stays
    assert span_of(4).mean == Fraction(4, 5)
    assert [one.item_code for one in span_of(5).lost] == ["A1"]
    assert not span_of(5).is_held
    # nothing is held back where nothing would be told
    few = rubric_facts(whole(a_sum(JAN, 4, 80)), losses=LOSSES)
    read = {(1, Coverage.SAMPLED): {JAN: MonthFiles(4, 4)}}
    (area,) = period_report(facts(few), rubrics(), sees_files=True, told=told_answers(read)).areas
    assert area.span is not None
    assert not area.span.is_held


def test_files_chosen_on_purpose_stand_apart() -> None:
    told = rubric_facts(
        whole(a_sum(JAN, 5, 90)), whole(a_sum(JAN, 7, 10), coverage=Coverage.PURPOSIVE)
    )
    report = period_report(facts(told), rubrics(), sees_files=True)
    (area,) = report.areas
    assert area.coverage is Coverage.SAMPLED
    assert area.span is not None
    assert (area.span.mean, area.besides, report.files) == (Fraction(9, 10), 7, 5)


def test_areas_count_that_were_read_in_the_span() -> None:
    told = rubric_facts(whole(a_sum(JAN, 5, 80)))
    before = replace(rubric_facts(whole(a_sum(JAN - 1, 5, 79))), code="other", area="legal_aid")
    report = period_report(facts(told, before), rubrics(), sees_files=True)
    assert (report.head, len(report.read), len(report.areas)) == (Head(1, 1), 1, 2)
    below = rubric_facts(whole(a_sum(JAN, 5, 79)))
    assert period_report(facts(below), rubrics(), sees_files=True).head == Head(0, 1)


def test_a_deterioration_by_more_than_chance_is_told() -> None:
    sums = [a_sum(JAN + 2 - at, 5, 90 + at % 2) for at in range(1, 13)]
    bad = rubric_facts(whole(*sums, a_sum(JAN + 2, 5, 40)))
    assert len(period_report(facts(bad), rubrics(), sees_files=True).concerns) == 1
    good = rubric_facts(whole(*sums, a_sum(JAN + 2, 5, 91)))
    assert period_report(facts(good), rubrics(), sees_files=True).concerns == ()


def test_centres_of_a_place_stand_in_their_order_with_intervals() -> None:
    told = rubric_facts(whole(a_sum(JAN, 25, 80)))
    centres = (
        a_centre(1, "甲", a_sum(JAN, 20, 90, bands=(15, 1, 4, 0))),
        a_centre(2, "乙", a_sum(JAN, 4, 40)),
    )
    told_year = facts(told, span=YEAR, scope="p:1", centres=centres)
    report = period_report(told_year, rubrics(), sees_files=False)
    first, second = report.centres
    assert first.span.reached is not None
    assert first.span.reached.value == Fraction(16, 20)
    interval = first.span.reached.interval
    assert interval is not None
    # Wilson, 16 of 20: 0.584 to 0.919 (Newcombe 1998, method 3)
    assert (round(interval.low, 3), round(interval.high, 3)) == (0.584, 0.919)
    assert second.span.clear is not None
    assert (second.span.mean, second.span.clear.found) == (None, None)


def test_aggregates_hold_no_provisional_month_no_item_and_no_note() -> None:
    told = rubric_facts(
        whole(a_sum(JAN, 12, 80), a_sum(JAN + 1, 5, 10, final_count=4)), losses=LOSSES
    )
    marks = (MarkFacts(YEAR.first, NoteKind.STAFF, CENTRE),)
    year = facts(told, span=YEAR, scope="p:1", marks=marks)
    (area,) = period_report(year, rubrics(), sees_files=False, is_aggregate=True).areas
    assert [(one.files, one.provisional, one.lost) for one in area.spans] == [(12, 0, ())]
    assert (area.marks, area.whole.file_count) == ((), 12)


def test_a_place_less_its_centres_leaves_no_small_number() -> None:
    """Twenty-four files of a city: twenty of one centre, so that four are left of the other."""
    told = rubric_facts(whole(a_sum(JAN, 24, 80), a_sum(JAN - 12, 30, 70)))

    def areas(*centres: CentreFacts) -> list[tuple[int, ...]]:
        year = facts(told, span=YEAR, scope="p:1", centres=centres)
        report = period_report(year, rubrics(), sees_files=False, is_aggregate=True)
        return [tuple(span.files for span in one.spans) for one in report.areas]

    one, other = a_centre(1, "甲", a_sum(JAN, 20, 85)), a_centre(2, "乙", a_sum(JAN, 4, 55))
    assert areas(one, other) == []
    # three small ones together are enough; the year before, whose centres are not here, is not told
    more = [a_centre(number, "丙", a_sum(JAN, 4, 55)) for number in (3, 4)]
    assert areas(one, other, *more) == [(24,)]
    year = facts(told, span=YEAR, scope="p:1", centres=(one, other))
    inside = period_report(year, rubrics(), sees_files=True)
    assert inside.areas[0].whole.file_count == 54


def test_nothing_read_is_a_report_as_well() -> None:
    report = period_report(facts(), {}, sees_files=True)
    assert (report.areas, report.files, report.concerns) == ((), 0, ())
