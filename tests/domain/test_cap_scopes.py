"""Caps that look at every item."""

from typing import Any

from qa_app.domain.cap_rows import CapRow, shown_caps, typed_caps
from qa_app.domain.cap_scopes import (
    LOWEST,
    row_in_choices,
    row_in_text,
    scope_condition,
    scope_of,
    with_caps_following,
)
from qa_app.domain.draft_parts import with_value


def scale(*options: tuple[str, int | None]) -> dict[str, Any]:
    return {"options": [{"code": code, "score": score} for code, score in options]}


SCALES = {
    "mpu": scale(("met", 2), ("partly", 1), ("unmet", 0), ("no_record", 0), ("na", None)),
    "own": scale(("1", 1), ("2", 5)),
}
A1, A2 = {"id": "A1"}, {"id": "A2", "scale": "own"}
PLAIN: dict[str, Any] = {
    "scoring": {"scale": "mpu"},
    "sections": [
        {"id": "A", "items": [A1, A2, {"id": "A3", "per_case": True}]},
        {"id": "B", "items": [{"id": "B1"}]},
    ],
}
LOW = [{"answer": "A1", "in": ["unmet", "no_record"]}, {"answer": "A2", "is": "1"}]
ALL = {"any": [*LOW, {"answer": "B1", "in": ["unmet", "no_record"]}]}


def test_the_lowest_answers_of_every_item_of_the_rubric_or_a_section() -> None:
    assert scope_condition(PLAIN, SCALES, "*", (LOWEST,)) == ALL
    assert scope_condition(PLAIN, SCALES, "*A", (LOWEST,)) == {"any": LOW}
    one = {"answer": "B1", "in": ["unmet", "no_record"]}
    assert scope_condition(PLAIN, SCALES, "*B", (LOWEST,)) == one
    assert scope_condition(PLAIN, SCALES, "*C", (LOWEST,)) is None
    assert scope_condition(PLAIN, SCALES, "*", ("unmet",)) == {
        "any": [{"answer": "A1", "is": "unmet"}, {"answer": "B1", "is": "unmet"}]
    }
    assert scope_of(PLAIN, SCALES, ALL) == ("*", (LOWEST,))
    assert scope_of(PLAIN, SCALES, {"any": LOW}) == ("*A", (LOWEST,))
    assert scope_of(PLAIN, SCALES, one) is None
    assert scope_of(PLAIN, SCALES, {"any": [{"fact": "x", "is": True}]}) is None
    assert scope_of(PLAIN, SCALES, {"any": 3}) is None


def test_a_row_becomes_a_line_and_a_row_again() -> None:
    for row in (CapRow("", "*", "*", "", "C"), CapRow("", "*", "unmet", "partly", "D")):
        line = row_in_text(PLAIN, SCALES, row)
        assert line.what == ""
        assert row_in_choices(PLAIN, SCALES, line) == row
    unsaid = row_in_text(PLAIN, SCALES, CapRow("", "*A", "", "", "C"))
    assert row_in_choices(PLAIN, SCALES, unsaid) == CapRow("", "*A", "*", "", "C")
    for row in (CapRow("", "A1", "unmet", "", "C"), CapRow("odd =", band="C"), CapRow("x = true")):
        assert row_in_text(PLAIN, SCALES, row) == row_in_choices(PLAIN, SCALES, row) == row
    assert row_in_text(PLAIN, SCALES, CapRow("", "*C", "*")) == CapRow("", "*C", "*")


def test_it_follows_the_items() -> None:
    plain = with_value(PLAIN, ("scoring", "caps"), [{"when": ALL, "at_most": "C"}])
    now = with_value(plain, ("sections", 1, "items"), [{"id": "B1"}, {"id": "B2", "scale": "own"}])
    caps = with_caps_following((plain, SCALES), (now, SCALES))["scoring"]["caps"]
    more = {"any": [*ALL["any"], {"answer": "B2", "is": "1"}]}
    assert caps == [{"when": more, "at_most": "C"}]
    assert with_caps_following((plain, SCALES), (plain, SCALES)) is plain
    assert with_caps_following((PLAIN, SCALES), (PLAIN, SCALES)) is PLAIN
    gone = {**plain, "sections": []}
    assert with_caps_following((plain, SCALES), (gone, SCALES)) is gone


def test_a_line_that_was_emptied_takes_the_cap_away() -> None:
    sent = {
        "c.when": ["", "", ""],
        "c.what": ["", "A1", ""],
        "c.value": ["", "unmet", ""],
        "c.other": ["", "", ""],
        "c.band": ["C", "D", "B"],
        "c.was": ["A1 = unmet", "", ""],
    }
    assert typed_caps("c", sent) == (CapRow("", "A1", "unmet", "", "D"), CapRow(band="B"))
    assert shown_caps([{"when": ALL, "at_most": "C"}]) is not None


def test_a_score_that_is_no_number_gives_nothing() -> None:
    odd = {
        **SCALES,
        "own": {"options": [{"code": "1", "score": "many"}, {"code": "2", "score": 3}]},
    }
    found = scope_condition(PLAIN, odd, "*A", (LOWEST,))
    assert found == {"any": [LOW[0], {"answer": "A2", "is": "2"}]}
