"""Faults beside faults of shape: all at once, and none that only follows from another."""

import pytest

from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.section_check import faults_beside
from tests.builders import LIBRARY, a_file, item, section, words


def told(plain):
    return {(one.code, one.path) for one in check_rubric(plain, LIBRARY)}


def faulty():
    """A wrong share, a missing text, an unknown date, and a section given twice."""
    clock = {"from": "a", "to": "b", "within": "7d"}
    plain = a_file(
        section("A", item("A1", text={"zh": ""}), item("A2", scale="time3", clock=clock)),
        section("A", item("B1")),
        clocks=[{"id": "a", **words("a")}],
    )
    plain["scoring"]["min_applicable"] = "六成"
    return plain


def test_a_fault_of_shape_hides_no_other() -> None:
    assert told(faulty()) >= {
        ("not_a_number", ("scoring", "min_applicable")),
        ("text_missing", ("sections", 0, "items", 0, "text")),
        ("unknown_clock", ("sections", 0, "items", 1, "clock", "to")),
        ("declared_twice", ("sections", 1, "id")),
    }


def test_an_unknown_scale_hides_no_other_fault_of_its_item() -> None:
    plain = faulty()
    plain["sections"][0]["items"][1]["scale"] = "nonsense"
    del plain["scoring"]["min_applicable"]
    found = told(plain)
    assert ("unknown_scale", ("sections", 0, "items", 1, "scale")) in found
    assert ("unknown_clock", ("sections", 0, "items", 1, "clock", "to")) in found


def test_a_wrong_weight_hides_no_fault_of_the_scoring() -> None:
    plain = a_file(section("A", item("A1", weight=-60)))
    cap = {"when": {"answer": "Z9", "is": "met"}, "at_most": "C"}
    plain["scoring"] |= {"bands": "std9", "caps": [cap]}
    assert told(plain) == {
        ("out_of_bounds", ("sections", 0, "items", 0, "weight")),
        ("unknown_bands", ("scoring", "bands")),
        ("unknown_answer", ("scoring", "caps", 0, "when", "answer")),
    }


def test_what_only_follows_is_not_told() -> None:
    plain = faulty()
    plain["clocks"] = [{"id": "a", **words("a")}, {"id": "b", "zh": 3}, 7]
    codes = [one.code for one in check_rubric(plain, LIBRARY)]
    assert "unknown_clock" not in codes
    assert len(codes) == len(set(told(plain)))


@pytest.mark.parametrize("kind", ["integer", None])
def test_a_fact_of_an_unknown_type_makes_no_test_of_it_wrong(kind: str | None) -> None:
    counted = {"fact": "n", "gte": 2}
    plain = a_file(section("A", item("A1", applies_if=counted)))
    plain["facts"] = [{"id": "n", **words("n")} | ({"type": kind} if kind else {})]
    assert {path for _, path in told(plain)} <= {("facts", 0), ("facts", 0, "type")}
    plain["facts"] = [{"id": "n", "type": "bool", **words("n")}]
    assert told(plain) == {("test_does_not_fit", ("sections", 0, "items", 0, "applies_if", "gte"))}


def test_nothing_of_any_shape_breaks_the_check() -> None:
    for value in (None, 3, "x", [], [3], {"x": 1}, [{"id": []}], [{"items": 3}]):
        assert faults_beside((), value, LIBRARY, "zh") == []
        for name in ("sections", "facts", "clocks", "scoring", "case_sample", "scales", "title"):
            assert check_rubric({**faulty(), name: value}, LIBRARY)


@pytest.mark.parametrize(
    ("within", "late", "is_wrong"),
    [
        ("7d", "5d", True),
        ("7d", "7d", False),
        ("7d", "14d", False),
        ("48h", "1d", True),
        ("5wd", "4d", True),
        ("5wd", "4wd", True),
        # whether four working days end before seven days, only a calendar tells
        ("7d", "4wd", False),
    ],
)
def test_a_late_limit_that_ends_before_the_limit_is_a_fault(within, late, is_wrong) -> None:
    clock = {"from": "a", "to": "b", "within": within, "late_until": late}
    plain = a_file(
        section("A", item("A1", scale="time3", clock=clock)),
        clocks=[{"id": "a", **words("a")}, {"id": "b", **words("b")}],
    )
    at = ("sections", 0, "items", 0, "clock", "late_until")
    assert (("late_before_limit", at) in told(plain)) is is_wrong


def test_a_limit_by_condition_is_held_against_the_late_limit_too() -> None:
    rule = {"when": {"fact": "n", "is": True}, "within": "20d"}
    clock = {"from": "a", "to": "b", "within": "7d", "late_until": "14d", "within_if": [rule]}
    plain = a_file(
        section("A", item("A1", scale="time3", clock=clock)),
        clocks=[{"id": "a", **words("a")}, {"id": "b", **words("b")}],
        facts=[{"id": "n", "type": "bool", **words("n")}],
    )
    assert "late_before_limit" in {code for code, _path in told(plain)}
