from fractions import Fraction

from qa_app.domain.own_trend import SectionMean, strongest_first
from qa_app.domain.series import Grain, MonthSum, PointStanding
from qa_app.domain.trends import series_of

JAN = 2026 * 12
LINE = Fraction(80, 100)


def sums(version: int, **months: tuple[int, int]) -> list[MonthSum]:
    """Months after January (m0, m1 ...) to files and their mean in per cent."""
    return [
        MonthSum(version, JAN + int(name[1:]), files, files, files * pct * 10_000, files)
        for name, (files, pct) in months.items()
    ]


def by_quarter(*made: MonthSum):
    return series_of(made, by_quarter=True)


def test_a_quarter_is_one_point_also_when_each_month_has_enough() -> None:
    series = by_quarter(*sums(1, m0=(5, 60), m1=(5, 90)))
    (point,) = series.points
    assert (point.period.grain, point.value) == (Grain.QUARTER, Fraction(75, 100))
    assert [one.period.grain for one in series_of(sums(1, m0=(5, 60), m1=(5, 90))).points] == [
        Grain.MONTH,
        Grain.MONTH,
    ]


def test_four_files_of_a_quarter_show_no_mean() -> None:
    (point,) = by_quarter(*sums(1, m0=(2, 60), m2=(2, 90))).points
    assert (point.standing, point.value) == (PointStanding.FEW, None)


def test_the_strongest_section_stands_first() -> None:
    sections = {
        "A": by_quarter(*sums(1, m0=(6, 70))),
        "B": by_quarter(*sums(1, m0=(6, 80))),
        "C": by_quarter(*sums(1, m0=(6, 95))),
    }
    assert strongest_first(sections, 1, LINE) == (
        SectionMean("C", Fraction(95, 100), 6, is_strength=True),
        SectionMean("B", Fraction(80, 100), 6, is_strength=True),
        SectionMean("A", Fraction(70, 100), 6, is_strength=False),
    )
    assert [one.is_strength for one in strongest_first(sections, 1, None)] == [False] * 3


def test_only_the_last_four_rated_quarters_and_one_version_enter() -> None:
    series = by_quarter(
        # five quarters on: too old
        *sums(1, m0=(10, 0)),
        *sums(1, m3=(5, 60), m6=(5, 80)),
        # hidden, so in no mean either
        *sums(1, m9=(4, 0)),
        *sums(1, m14=(10, 90)),
        *sums(2, m14=(10, 10)),
    )
    # (5 x 60 + 5 x 80 + 10 x 90) / 20 = 80
    (found,) = strongest_first({"A": series}, 1, LINE)
    assert found == SectionMean("A", Fraction(80, 100), 20, is_strength=True)


def test_alike_ones_keep_the_order_of_the_rubric_and_nothing_gives_nothing() -> None:
    alike = by_quarter(*sums(1, m0=(5, 90)))
    assert [one.section for one in strongest_first({"B": alike, "A": alike}, 1, LINE)] == ["B", "A"]
    assert strongest_first({"A": by_quarter(*sums(1, m0=(4, 90)))}, 1, LINE) == ()
    assert strongest_first({}, 1, LINE) == ()
