"""Months and quarters, gaps, breaks; laws of adding up."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.series import (
    NO_SERIES,
    Coverage,
    Grain,
    MonthSum,
    Period,
    Point,
    PointStanding,
    Series,
)
from qa_app.domain.trends import (
    Change,
    coverage_of,
    last_change,
    months_without,
    open_period,
    series_of,
)

JAN = 2026 * 12  # January 2026
V1, V2 = 1, 2


def month(
    number: int, files: int, percent: int = 80, *, version: int = V1, final: int | None = None
) -> MonthSum:
    return MonthSum(
        version,
        number,
        file_count=files,
        scored_count=files,
        score_sum=files * percent * 10_000,
        final_count=files if final is None else final,
        bands=(files, 0, 0, 0),
    )


def seen(series: Series) -> list[tuple[int, str, str, Fraction | None, int]]:
    return [
        (p.period.first_month - JAN, p.period.grain, p.standing, p.value, p.file_count)
        for p in series.points
    ]


def test_five_files_make_a_point_of_one_month() -> None:
    assert seen(series_of([month(JAN, 5, 87)])) == [
        (0, "month", "rated", Fraction(87, 100), 5),
    ]


def test_months_with_fewer_than_five_files_become_their_quarter() -> None:
    # 4 files at 90 and 6 files at 80: (360 + 480) / 10 = 84
    assert seen(series_of([month(JAN, 4, 90), month(JAN + 1, 6, 80)])) == [
        (0, "quarter", "rated", Fraction(84, 100), 10),
    ]


def test_a_quarter_with_fewer_than_five_files_is_not_rated_and_says_how_many() -> None:
    assert seen(series_of([month(JAN, 2), month(JAN + 2, 2)])) == [
        (0, "quarter", "few", None, 4),
    ]


def test_each_quarter_decides_for_itself() -> None:
    series = series_of([month(JAN, 5), month(JAN + 1, 5), month(JAN + 3, 4), month(JAN + 5, 1)])
    assert [(p.period.first_month - JAN, p.period.grain) for p in series.points] == [
        (0, Grain.MONTH),
        (1, Grain.MONTH),
        (3, Grain.QUARTER),
    ]


def test_a_visit_to_a_whole_centre_is_shown_at_one() -> None:
    assert seen(series_of([month(JAN, 1, 60)], frozenset({V1}))) == [
        (0, "month", "rated", Fraction(60, 100), 1),
    ]


def test_the_period_that_runs_is_told_as_not_over() -> None:
    # January is over in February; with too few files in it the whole quarter runs
    by_month = series_of([month(JAN, 5), month(JAN + 1, 5)], running=JAN + 1).points
    assert [(p.period.is_running, p.is_hollow) for p in by_month] == [(False, False), (True, True)]
    (quarter,) = series_of([month(JAN, 4), month(JAN + 1, 5)], running=JAN + 2).points
    assert quarter.period.is_running
    # it is the same period once it is over
    (over,) = series_of([month(JAN, 4), month(JAN + 1, 5)], running=JAN + 3).points
    assert (over, over.period.is_running) == (quarter, False)


def test_a_point_is_hollow_until_its_last_file_is_final() -> None:
    hollow, filled = series_of([month(JAN, 6, final=5), month(JAN + 1, 6, final=6)]).points
    assert (hollow.is_hollow, hollow.final_count, hollow.provisional_count) == (True, 5, 1)
    assert (filled.is_hollow, filled.final_count, filled.provisional_count) == (False, 6, 0)


def test_files_without_a_number_are_counted_and_not_averaged() -> None:
    # five scored at 80 and one where nothing applied
    total = MonthSum(V1, JAN, 6, 5, 4_000_000, 6)
    point = series_of([total]).points[0]
    assert (point.value, point.file_count, point.scored_count) == (Fraction(4, 5), 6, 5)


def test_a_rubric_that_gives_no_number_says_so() -> None:
    assert series_of([MonthSum(V1, JAN, 7, 0, 0, 7)]).points[0].standing is PointStanding.NO_NUMBER


def test_random_and_census_of_one_month_add_up() -> None:
    # 3 files at 70 and 2 at 95: (210 + 190) / 5 = 80
    point = series_of([month(JAN, 3, 70), month(JAN, 2, 95)]).points[0]
    assert (point.value, point.file_count, point.bands) == (Fraction(80, 100), 5, (5, 0, 0, 0))


def test_a_new_version_is_a_segment_of_its_own_even_inside_one_month() -> None:
    series = series_of(
        [month(JAN, 5, 70), month(JAN, 5, 90, version=V2), month(JAN + 1, 5, 91, version=V2)]
    )
    assert [(s.version_id, len(s.points)) for s in series.segments] == [(V1, 1), (V2, 2)]
    assert last_change(series).difference == Fraction(1, 100)


def test_lines_are_cut_where_a_period_is_missing_or_has_too_few() -> None:
    series = series_of([month(JAN, 5), month(JAN + 1, 5), month(JAN + 3, 5), month(JAN + 4, 5)])
    assert [len(line) for line in series.segments[0].lines] == [2, 2]
    few = series_of([month(JAN, 5), month(JAN + 3, 2), month(JAN + 6, 5)])
    assert [len(line) for line in few.segments[0].lines] == [1, 1]


def test_visits_to_a_whole_centre_are_joined_over_the_months_between() -> None:
    visits = [month(JAN - 20, 1), month(JAN, 1)]
    assert [len(line) for line in series_of(visits, frozenset({V1})).segments[0].lines] == [2]


def test_a_quarter_is_not_held_against_a_month() -> None:
    months = [month(JAN + n, 5, 70 + n) for n in range(3)]
    thin = [month(JAN + 3, 2, 90), month(JAN + 4, 3, 90)]
    assert last_change(series_of([*months, *thin])).code is Change.UNLIKE
    later = [*months, *thin, month(JAN + 6, 5, 75)]
    change = last_change(series_of(later))
    assert change.difference == Fraction(3, 100)
    assert change.previous is not None
    assert change.previous.period.first_month == JAN + 2


def test_the_last_change_never_crosses_versions() -> None:
    first = series_of([month(JAN, 5, 80)])
    assert last_change(first).code is Change.FIRST
    ordinary = last_change(series_of([month(JAN, 5, 80), month(JAN + 1, 5, 77)]))
    assert (ordinary.code, ordinary.difference) == (Change.ORDINARY, Fraction(-3, 100))
    broken = series_of([month(JAN, 5, 80), month(JAN + 1, 5, 90, version=V2)])
    assert last_change(broken).code is Change.BREAK
    assert last_change(series_of([month(JAN, 2)])).code is Change.FEW


def test_files_after_the_latest_rated_period_are_told() -> None:
    series = series_of([month(JAN, 5), month(JAN + 3, 2)])
    latest, running = series.latest, open_period(series)
    assert latest is not None
    assert running is not None
    assert (latest.period.first_month, running.file_count) == (JAN, 2)
    assert open_period(series_of([month(JAN, 5)])) is None


def test_the_version_of_the_last_file_stands_last_also_within_a_quarter() -> None:
    # three files under the old version make a quarter that ends after the new version's month
    within = series_of([month(JAN, 3), month(JAN + 1, 5, 90, version=V2)])
    assert [segment.version_id for segment in within.segments] == [V1, V2]
    assert [point.last_used - JAN for point in within.points] == [0, 1]
    # the new version's quarter begins before the old version's month and ends after it
    across = series_of(
        [month(JAN + 1, 5), month(JAN, 3, version=V2), month(JAN + 2, 4, 90, version=V2)]
    )
    assert [segment.version_id for segment in across.segments] == [V1, V2]
    assert across.latest == across.segments[1].points[0]


def test_the_three_coverages_never_mix() -> None:
    assert [coverage_of(kind) for kind in ("random", "census", "imported", "purposive")] == [
        Coverage.SAMPLED,
        Coverage.SAMPLED,
        Coverage.IMPORTED,
        Coverage.PURPOSIVE,
    ]


def test_periods_know_their_last_month() -> None:
    assert Period(JAN, Grain.MONTH).last_month == JAN
    assert Period(JAN, Grain.QUARTER).last_month == JAN + 2


SUMS = st.lists(
    st.builds(
        month,
        st.integers(JAN - 30, JAN + 30),
        st.integers(1, 12),
        st.integers(0, 100),
        version=st.sampled_from([V1, V2]),
    ),
    max_size=40,
)


@given(SUMS)
def test_no_file_is_lost_or_counted_twice(sums: list[MonthSum]) -> None:
    assert series_of(sums).file_count == sum(one.file_count for one in sums)


@given(SUMS)
def test_order_does_not_matter(sums: list[MonthSum]) -> None:
    assert series_of(sums) == series_of(list(reversed(sums)))


@given(SUMS, st.integers(JAN - 30, JAN + 30))
def test_adding_and_withdrawing_an_audit_changes_nothing(sums: list[MonthSum], at: int) -> None:
    added = MonthSum(V1, at, 1, 1, 500_000, 1, (0, 1, 0, 0))
    taken = MonthSum(V1, at, -1, -1, -500_000, -1, (0, -1, 0, 0))
    assert series_of([*sums, added, taken]) == series_of(sums)


@given(SUMS)
def test_a_quarter_is_the_sum_of_its_months(sums: list[MonthSum]) -> None:
    for point in series_of(sums).points:
        inside = [
            one
            for one in sums
            if one.version_id == point.version_id
            and point.period.first_month <= one.month <= point.period.last_month
        ]
        files = sum(one.scored_count for one in inside)
        assert point.file_count == files
        if point.value is not None:
            assert point.value == Fraction(sum(one.score_sum for one in inside), files * 1_000_000)
            assert 0 <= point.value <= 1


@given(SUMS)
def test_no_mean_of_fewer_than_five_files_is_ever_given(sums: list[MonthSum]) -> None:
    points: tuple[Point, ...] = series_of(sums).points
    assert all((point.value is not None) == (point.scored_count >= 5) for point in points)


def test_months_without_a_file_are_told_from_a_year_on() -> None:
    line = series_of([month(JAN, 5), month(JAN + 3, 1)])
    told = [months_without(line, JAN + last, 12) for last in (3, 14, 15, 40)]
    assert told == [0, 0, 12, 37]
    assert months_without(NO_SERIES, JAN, 12) == 0
