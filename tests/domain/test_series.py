"""Points in order of time, whatever the versions; what a line may join."""

from fractions import Fraction

from qa_app.domain.series import NO_SERIES, Grain, Period, Point, PointStanding, Segment, Series

JAN = 2026 * 12


def a_point(month: int, percent: int | None, version: int = 1, final: int = 5) -> Point:
    value = None if percent is None else Fraction(percent, 100)
    standing = PointStanding.FEW if value is None else PointStanding.RATED
    return Point(Period(month, Grain.MONTH), month, version, standing, value, 5, 5, final)


def test_points_of_two_versions_stand_in_order_of_time() -> None:
    old = Segment(1, (a_point(JAN, 70), a_point(JAN + 2, 72)))
    new = Segment(2, (a_point(JAN + 1, 80, 2), a_point(JAN + 3, None, 2)))
    series = Series((old, new))
    assert [point.period.first_month - JAN for point in series.points] == [0, 1, 2, 3]
    assert [point.version_id for point in series.rated] == [1, 2, 1]
    assert series.latest == old.points[1]
    assert series.file_count == 20


def test_no_series_has_nothing() -> None:
    assert (NO_SERIES.points, NO_SERIES.latest, NO_SERIES.file_count) == ((), None, 0)


def test_a_segment_starts_at_its_first_rated_point() -> None:
    assert Segment(1, (a_point(JAN, None), a_point(JAN + 2, 70))).start_month == JAN + 2
    assert Segment(1, (a_point(JAN, None),)).start_month == JAN


def test_a_line_needs_periods_side_by_side_unless_visits_are_joined() -> None:
    points = (a_point(JAN, 70), a_point(JAN + 1, 71), a_point(JAN + 3, 72))
    assert [len(line) for line in Segment(1, points).lines] == [2, 1]
    assert [len(line) for line in Segment(1, points, is_joined=True).lines] == [3]


def test_a_point_is_hollow_while_a_file_is_provisional() -> None:
    assert a_point(JAN, 70, final=4).is_hollow
    assert a_point(JAN, 70, final=4).provisional_count == 1
    assert not a_point(JAN, 70).is_hollow
