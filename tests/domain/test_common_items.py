"""Which versions join, on what, and why others do not; every share worked by hand."""

from fractions import Fraction

from qa_app.domain.common_items import (
    BreakReason,
    JoinedVersions,
    LineBreak,
    VersionLink,
    comparable_pair,
    is_same_section,
    join_two,
    join_versions,
    share_of_weight,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_freeze import freeze
from tests.builders import LIBRARY, a_file, a_rubric, item, section

OLD, NEW, NEXT = 3, 7, 9


def of_items(*codes: str, **weights: int) -> Rubric:
    return a_rubric(section("A", *(item(code, weight=weights.get(code, 1)) for code in codes)))


def link(base: int, *codes: str) -> VersionLink:
    return VersionLink(base, frozenset(codes))


def test_shares_are_those_of_the_section_times_those_within() -> None:
    rubric = a_rubric(
        section("A", item("A1"), item("A2", weight=3), weight=60),
        section("B", item("B1"), weight=40),
    )
    assert share_of_weight(rubric) == {
        "A1": Fraction(15, 100),
        "A2": Fraction(45, 100),
        "B1": Fraction(40, 100),
    }


def test_two_versions_join_on_what_they_share_with_the_weights_of_the_later_one() -> None:
    # old: A1 1, A2 1, A3 2 of 4; new: A1 2, A2 1, A4 1 of 4; common A1, A2
    rubrics = {OLD: of_items("A1", "A2", "A3", A3=2), NEW: of_items("A1", "A2", "A4", A1=2)}
    joining = join_versions(rubrics, {NEW: link(OLD, "A1", "A2")})
    # 2 of 4 in the old one, 3 of 4 in the new one: the smaller is 50 %, below 70 %
    assert joining.joined == ()
    assert joining.breaks == (LineBreak(OLD, NEW, BreakReason.SHARE, Fraction(1, 2)),)
    # A3 weighs 1 of 4 now: 3 of 4 are covered on both sides
    rubrics[OLD] = of_items("A1", "A2", "A3", A2=2)
    (one,) = join_versions(rubrics, {NEW: link(OLD, "A1", "A2")}).joined
    assert (one.version_ids, one.share, one.item_count) == ((OLD, NEW), Fraction(3, 4), 3)
    assert one.weights == {"A1": Fraction(1, 2), "A2": Fraction(1, 4)}
    assert one.latest_id == NEW


def test_exactly_seventy_percent_joins_and_a_hair_less_does_not() -> None:
    def joined(weight: int) -> bool:
        rubrics = {OLD: of_items("A1", "A2", A1=weight, A2=1000 - weight), NEW: of_items("A1")}
        return bool(join_versions(rubrics, {NEW: link(OLD, "A1")}).joined)

    assert joined(700)
    assert not joined(699)


def test_a_change_of_weights_alone_keeps_every_item() -> None:
    rubrics = {OLD: of_items("A1", "A2"), NEW: of_items("A1", "A2", A2=9)}
    (one,) = join_versions(rubrics, {NEW: link(OLD, "A1", "A2")}).joined
    assert one.share == 1
    assert one.weights == {"A1": Fraction(1, 10), "A2": Fraction(9, 10)}


def test_versions_chain_over_one_that_nobody_was_read_against() -> None:
    rubrics = {OLD: of_items("A1", "A2", "A3", "A4"), NEXT: of_items("A1", "A2", "A3", "A5")}
    links = {NEW: link(OLD, "A1", "A2", "A3", "A4"), NEXT: link(NEW, "A1", "A2", "A3")}
    (one,) = join_versions(rubrics, links).joined
    assert (one.version_ids, sorted(one.weights)) == ((OLD, NEXT), ["A1", "A2", "A3"])


def test_an_item_that_changed_and_changed_back_stays_apart() -> None:
    rubrics = {version: of_items("A1", "A2", A1=9) for version in (OLD, NEW, NEXT)}
    links = {NEW: link(OLD, "A1"), NEXT: link(NEW, "A1", "A2")}
    (one,) = join_versions(rubrics, links).joined
    assert (one.version_ids, list(one.weights)) == ((OLD, NEW, NEXT), ["A1"])


def test_a_line_reaches_back_as_far_as_it_covers_enough_and_another_begins_there() -> None:
    # 4 of 5 stay from 1 to 2; only 3 of 5 of these from 2 to 3, all from 3 to 4
    rubrics = {
        1: of_items("A1", "A2", "A3", "A4", "A5"),
        2: of_items("A1", "A2", "A3", "A4", "A6"),
        3: of_items("A1", "A2", "A3", "A7", "A8"),
        4: of_items("A1", "A2", "A3", "A7", "A8"),
    }
    links = {
        2: link(1, "A1", "A2", "A3", "A4"),
        3: link(2, "A1", "A2", "A3"),
        4: link(3, "A1", "A2", "A3", "A7", "A8"),
    }
    joining = join_versions(rubrics, links)
    assert [(one.version_ids, one.share) for one in joining.joined] == [
        ((1, 2), Fraction(4, 5)),
        ((3, 4), Fraction(1)),
    ]
    assert joining.breaks == (LineBreak(2, 3, BreakReason.SHARE, Fraction(3, 5)),)


def test_versions_that_nobody_compared_do_not_join() -> None:
    rubrics = {OLD: of_items("A1"), NEW: of_items("A1")}
    assert join_versions(rubrics, {}).breaks == (LineBreak(OLD, NEW, BreakReason.UNDECLARED),)
    # compared with another one than that which was used
    assert join_versions(rubrics, {NEW: link(OLD - 1, "A1")}).breaks == (
        LineBreak(OLD, NEW, BreakReason.UNDECLARED),
    )


def test_a_rubric_of_levels_has_no_common_base() -> None:
    scoring = {"method": "lowest", "scale": "maturity4"}
    level = freeze(a_file(section("A", item("A1"))) | {"scoring": scoring}, LIBRARY)
    joining = join_versions({OLD: level, NEW: level}, {NEW: link(OLD, "A1")})
    assert (joining.joined, joining.breaks) == ((), (LineBreak(OLD, NEW, BreakReason.METHOD),))


def test_an_item_that_hangs_on_an_answer_that_is_not_shared_is_left_out() -> None:
    def version(gate: str) -> Rubric:
        asks = {"answer": gate, "in": ["met"]}
        return a_rubric(section("A", item("A1", weight=8), item(gate), item("A3", applies_if=asks)))

    rubrics = {OLD: version("A2"), NEW: version("A2")}
    (one,) = join_versions(rubrics, {NEW: link(OLD, "A1", "A3")}).joined
    assert (list(one.weights), one.share) == (["A1"], Fraction(8, 10))
    (one,) = join_versions(rubrics, {NEW: link(OLD, "A1", "A2", "A3")}).joined
    assert one.share == 1


def test_one_version_has_nothing_to_join() -> None:
    joining = join_versions({OLD: of_items("A1")}, {})
    assert (joining.joined, joining.breaks) == ((), ())


def test_a_section_is_the_same_whatever_the_others_weigh() -> None:
    before = a_rubric(section("A", item("A1"), weight=60), section("B", item("B1"), weight=40))
    after = a_rubric(
        section("A", item("A1"), weight=50), section("B", item("B1", weight=2), weight=50)
    )
    assert is_same_section(before, after, "A")
    assert not is_same_section(before, after, "B")
    assert not is_same_section(before, after, "C")


def test_what_hangs_on_an_answer_that_is_not_shared_is_not_counted_as_shared_beforehand() -> None:
    hangs = item("A2", weight=3, applies_if={"answer": "A1", "is": "met"})
    version = a_rubric(section("A", item("A1"), hangs, item("A3", weight=6)))
    # A2 and A3 are the same, but A2 hangs on A1, which is not: 6 of 10 are left
    found = join_two(version, version, frozenset({"A2", "A3"}))
    assert found == LineBreak(0, 1, BreakReason.SHARE, Fraction(6, 10))
    joined = join_two(version, version, frozenset({"A1", "A2", "A3"}))
    assert isinstance(joined, JoinedVersions)
    assert joined.share == 1


def test_two_versions_are_compared_whichever_is_asked_about_first() -> None:
    links = {NEW: link(OLD, "A1", "A2"), NEXT: link(NEW, "A2", "A3")}
    assert comparable_pair(OLD, NEXT, links) == comparable_pair(NEXT, OLD, links) == {"A2"}
    assert comparable_pair(OLD, NEW, {}) == frozenset()
