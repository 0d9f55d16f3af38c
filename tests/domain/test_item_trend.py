"""The trend of one item, worked by hand."""

from fractions import Fraction

from qa_app.domain.answer_counts import Answers, Held
from qa_app.domain.common_items import VersionLink
from qa_app.domain.item_trend import item_lines, lines_of_versions, series_of_lines
from qa_app.domain.series import Grain, MonthSum, PointStanding

JAN = 2026 * 12


def test_versions_join_where_the_item_is_comparable_in_every_step() -> None:
    links = {
        2: VersionLink(1, frozenset({"A1", "A2"})),
        3: VersionLink(2, frozenset({"A1"})),
    }
    assert lines_of_versions((3, 1, 2), "A1", links) == ((1, 2, 3),)
    assert lines_of_versions((1, 2, 3), "A2", links) == ((1, 2), (3,))
    # a version without files between two others is a step as well
    assert lines_of_versions((1, 3), "A2", links) == ((1,), (3,))
    assert lines_of_versions((1, 3), "A1", links) == ((1, 3),)
    assert lines_of_versions((1, 2), "A1", {}) == ((1,), (2,))
    assert lines_of_versions((), "A1", links) == ()


def test_shares_with_their_number_of_files() -> None:
    months = {(1, JAN): Answers(9, 3), (2, JAN + 1): Answers(5, 5), (2, JAN + 3): Answers(2, 1)}
    files = [MonthSum(1, JAN, 13, 13, 0, 12), MonthSum(2, JAN + 1, 10, 10, 0, 10)]
    (line,) = item_lines(months, files, ((1, 2),), months)
    january, february, spring = [one.point for one in line.periods]
    assert (january.value, january.file_count, january.final_count) == (Fraction(3, 4), 12, 11)
    assert (february.value, february.final_count) == (Fraction(1, 2), 10)
    # three files are too few for a share, whoever asks; their numbers are told to who reads them
    assert (spring.standing, spring.value) == (PointStanding.FEW, None)
    assert (line.periods[2].told.below, line.periods[2].told.n) == (1, 3)
    series = series_of_lines([line])
    assert [segment.version_id for segment in series.segments] == [2]
    assert len(series.rated) == 2


def test_versions_that_ask_otherwise_stand_apart() -> None:
    months = {(1, JAN): Answers(10, 0), (2, JAN + 1): Answers(0, 10), (2, JAN + 2): Answers()}
    lines = item_lines(months, [], ((1,), (2,)), months)
    assert [[one.point.value for one in line.periods] for line in lines] == [[1], [0]]


def test_months_none_of_which_has_ten_files_stand_as_their_quarter() -> None:
    # 9 files a month are no share; 27 of the quarter are: 18 of them met the item
    months = {(1, JAN + at): Answers(6, 3) for at in range(3)}
    # in the next quarter June has ten, so that April and May stay apart, in counts alone
    months |= {(1, JAN + 3 + at): Answers(5, n) for at, n in enumerate((1, 2, 5))}
    # of one month with files its quarter tells no more than it does
    months |= {(1, JAN + 7): Answers(6, 2)}
    (line,) = item_lines(months, [], ((1,),), months)
    assert [(one.point.period.grain, one.point.value) for one in line.periods] == [
        (Grain.QUARTER, Fraction(2, 3)),
        (Grain.MONTH, None),
        (Grain.MONTH, None),
        (Grain.MONTH, Fraction(1, 2)),
        (Grain.MONTH, None),
    ]
    assert [one.told.n for one in line.periods] == [27, 6, 7, 10, 8]


def test_small_numbers_of_closed_files_are_held_back() -> None:
    months = {(1, JAN): Answers(3, 3), (1, JAN + 3): Answers(20, 10), (1, JAN + 6): Answers(15, 15)}
    (line,) = item_lines(months, [], ((1,),), {})
    first = line.periods[0]
    assert (first.told.held, first.told.n, first.point.value) == (Held.FEW_ANSWERS, None, None)
    assert [one.told.n for one in line.periods[1:]].count(30) >= 1
    opened = item_lines(months, [], ((1,),), months)
    assert [one.told.n for one in opened[0].periods] == [6, 30, 30]
