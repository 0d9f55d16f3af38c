"""Heads of centres and the small numbers of their band bars."""

from fractions import Fraction

import pytest

from qa_app.domain.series import Closed, Grain, Period, Point, PointStanding
from qa_app.domain.standing import Head, bands_shown, head_of


def a_point(
    percent: Fraction | int | None, files: int = 12, bands=(4, 8, 0, 0), closed: int = 0
) -> Point:
    value = None if percent is None else Fraction(percent) / 100
    standing = PointStanding.FEW if value is None else PointStanding.RATED
    period, kept = Period(24312, Grain.QUARTER), Closed(closed, closed, closed)
    return Point(period, 24314, 1, standing, value, files, files, files, bands, closed=kept)


def test_an_area_counts_once_and_only_when_each_of_its_rubrics_reaches() -> None:
    standings = [
        ("legal_aid", True),
        ("legal_aid", False),
        ("social_work", True),
        ("family_education", None),
    ]
    assert head_of(standings) == Head(reached=1, rated=2)
    assert head_of([]) == Head(0, 0)


@pytest.mark.parametrize(
    ("closed", "shown"), [(12, (4, 8, 0, 0)), (10, (4, 8, 0, 0)), (9, None), (1, None)]
)
def test_bands_need_ten_files_that_the_reader_may_not_read(closed, shown) -> None:
    assert bands_shown(a_point(85, closed=closed)) == shown
    assert bands_shown(a_point(85, 9)) == (4, 8, 0, 0)


def test_bands_of_a_period_that_is_not_rated_are_nobodys() -> None:
    assert bands_shown(a_point(None, 3)) is None
    assert bands_shown(a_point(85, bands=(0, 0, 0, 0))) is None
