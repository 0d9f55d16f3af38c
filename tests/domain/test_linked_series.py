"""The line on the common items: worked by hand, file by file."""

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.common_items import VersionLink, join_versions
from qa_app.domain.linked_series import AnswerCount, linked_segment
from qa_app.domain.rubric import Rubric
from qa_app.domain.series import Grain, MonthSum, PointStanding, Segment
from tests.builders import a_rubric, item, section

JAN = 2026 * 12  # January 2026
OLD, NEW = 1, 2
EARLIER: Rubric = a_rubric(
    section("A", item("A1"), item("A2"), weight=80), section("B", item("B1"), weight=20)
)
LATER: Rubric = a_rubric(
    section("A", item("A1", weight=3), item("A2"), weight=80), section("C", item("C1"), weight=20)
)
RUBRICS = {OLD: EARLIER, NEW: LATER}
(JOINED,) = join_versions(RUBRICS, {NEW: VersionLink(OLD, frozenset({"A1", "A2"}))}).joined
# weights of the later version: A1 3/4 of 80 = 60, A2 1/4 of 80 = 20; both carry 80 %

File = tuple[int, int, dict[str, str]]
"""Version, month, codes."""


def line(*files: File, final: int = 0, is_joined: bool = False) -> Segment:
    """Draw the line of some files, added up as signing adds them up."""
    counts = Counter(
        (version, month, code, given)
        for version, month, codes in files
        for code, given in codes.items()
    )
    read = Counter((version, month) for version, month, _ in files)
    answers = [AnswerCount(*key, number) for key, number in counts.items()]
    sums = [MonthSum(*key, number, 0, 0, final and number) for key, number in read.items()]
    return linked_segment(JOINED, RUBRICS, answers, sums, is_joined=is_joined)


def test_the_worked_example_of_the_method() -> None:
    # three files under the old version, two under the new one, all in one month
    files: list[File] = [
        (OLD, JAN, {"A1": "met", "A2": "unmet", "B1": "unmet"}),
        (OLD, JAN, {"A1": "met", "A2": "na", "B1": "unmet"}),
        (OLD, JAN, {"A1": "partly", "A2": "met", "B1": "met"}),
        (NEW, JAN, {"A1": "met", "A2": "met", "C1": "met"}),
        (NEW, JAN, {"A1": "unmet", "A2": "met", "C1": "met"}),
    ]
    # A1: 1 + 1 + 1/2 + 1 + 0 = 3.5 of 5; A2: 0 + 1 + 1 + 1 = 3 of 4
    # earned 60 x 3.5 + 20 x 3 = 270; possible 60 x 5 + 20 x 4 = 380
    (point,) = line(*files).points
    assert (point.value, point.scored_count, point.file_count) == (Fraction(270, 380), 5, 5)
    assert (point.version_id, point.period.grain, point.is_hollow) == (NEW, Grain.MONTH, True)


def test_the_small_number_rules_are_those_of_every_line() -> None:
    met = {"A1": "met", "A2": "met"}
    few = line(*[(OLD, JAN, met)] * 2, *[(NEW, JAN + 1, met)] * 2)
    assert [(p.standing, p.period.grain, p.value) for p in few.points] == [
        (PointStanding.FEW, Grain.QUARTER, None)
    ]
    # neither version alone has five; together the quarter has
    enough = line(*[(OLD, JAN, met)] * 2, *[(NEW, JAN + 1, met)] * 3, final=1)
    assert [(p.standing, p.value, p.file_count, p.is_hollow) for p in enough.points] == [
        (PointStanding.RATED, Fraction(1), 5, False)
    ]
    # a visit to one centre is shown at one
    assert line((NEW, JAN, met), is_joined=True).points[0].value == 1


def test_five_files_of_which_four_say_anything_are_too_few() -> None:
    files: list[File] = [(NEW, JAN, {"A1": "met", "C1": "met"})] * 4
    files.append((NEW, JAN, {"A1": "na", "A2": "na", "C1": "met"}))
    (point,) = line(*files).points
    assert (point.standing, point.file_count, point.scored_count) == (PointStanding.FEW, 5, 4)


def test_other_items_and_versions_do_not_count() -> None:
    files: list[File] = [(NEW, JAN, {"A1": "met", "A2": "met", "C1": "unmet"})] * 5
    answers = [AnswerCount(99, JAN, "A1", "unmet", 50), AnswerCount(NEW, JAN, "A1", "gone", 50)]
    sums = [MonthSum(99, JAN, 50, 0, 0, 50)]
    assert line(*files).points[0].value == 1
    assert linked_segment(JOINED, RUBRICS, answers, sums).points == ()


CODE = st.sampled_from(("met", "partly", "unmet", "no_record"))


@given(st.lists(st.tuples(st.sampled_from((OLD, NEW)), CODE, CODE), min_size=5, max_size=30))
def test_without_not_applicable_it_is_the_mean_of_the_files(
    rated: list[tuple[int, str, str]],
) -> None:
    worth = {"met": Fraction(1), "partly": Fraction(1, 2), "unmet": Fraction(0)}
    worth["no_record"] = Fraction(0)
    files = [(version, JAN, {"A1": one, "A2": other}) for version, one, other in rated]
    by_file = [(60 * worth[one] + 20 * worth[other]) / 80 for _, one, other in rated]
    (point,) = line(*files).points
    assert point.value == sum(by_file) / Fraction(len(by_file))


MAYBE = st.sampled_from(("met", "partly", "unmet", "no_record", "na"))


@given(st.lists(st.tuples(MAYBE, MAYBE), min_size=5, max_size=30))
def test_a_file_counts_with_the_weight_that_applied_to_it(rated: list[tuple[str, str]]) -> None:
    worth = {"met": 2, "partly": 1, "unmet": 0, "no_record": 0}
    files: list[File] = [(NEW, JAN, {"A1": one, "A2": other}) for one, other in rated]
    applied = [60 * (one in worth) + 20 * (other in worth) for one, other in rated]
    earned = [
        Fraction(60 * worth.get(one, 0) + 20 * worth.get(other, 0), 2) for one, other in rated
    ]
    (point,) = line(*files).points
    if point.value is not None:
        own = [e / Fraction(a) for e, a in zip(earned, applied, strict=True) if a]
        weighted = sum(a * o for a, o in zip([a for a in applied if a], own, strict=True))
        assert point.value == weighted / sum(applied)


def test_nothing_read_gives_no_points() -> None:
    assert line().points == ()
