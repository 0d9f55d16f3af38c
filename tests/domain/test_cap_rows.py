"""Caps as rows of choices, and back."""

from typing import Any

import pytest

from qa_app.domain.cap_rows import CapRow, caps_from, shown_caps, typed_caps

ONE = {"when": {"answer": "A1", "is": "unmet"}, "at_most": "C"}
TWO = {"when": {"answer": "A1", "in": ["unmet", "no_record"]}, "at_most": "D"}
MORE = {
    "when": {"all": [{"answer": "A1", "is": "unmet"}, {"fact": "x", "is": True}]},
    "at_most": "C",
}


def test_simple_caps_are_choices_and_others_lines() -> None:
    assert shown_caps([ONE, TWO, MORE]) == (
        CapRow("", "A1", "unmet", "", "C"),
        CapRow("", "A1", "unmet", "no_record", "D"),
        CapRow("answer A1 = unmet and x = true", band="C"),
    )
    assert shown_caps(None) == ()


@pytest.mark.parametrize("value", ["x", ["x"], [{"when": {"odd": 1}, "at_most": "C"}], {}])
def test_what_no_row_can_say_is_left_to_the_text(value: Any) -> None:
    assert shown_caps(value) is None


def test_they_come_back_as_they_were() -> None:
    rows = shown_caps([ONE, TWO, MORE])
    assert rows is not None
    assert caps_from(rows) == [ONE, TWO, MORE]
    assert caps_from(()) is None


def test_what_was_sent() -> None:
    sent = {
        "c.when": ["", "", "odd ="],
        "c.what": ["A1", "", ""],
        "c.value": ["unmet", "", ""],
        "c.other": ["", "", ""],
        "c.band": ["C", "", "D"],
    }
    rows = typed_caps("c", sent)
    assert rows == (CapRow("", "A1", "unmet", "", "C"), CapRow("odd =", band="D"))
    # what cannot be read stays, for the check to name it
    assert caps_from(rows) == [ONE, {"when": "odd =", "at_most": "D"}]
    assert typed_caps("c", {}) is None
    assert typed_caps("c", {"c.band": ["C"], "c.when": ["A1"]}) == (CapRow("A1", band="C"),)
    assert caps_from((CapRow("", "A1", "", "", "C"),)) == [
        {"when": {"answer": "A1", "is": ""}, "at_most": "C"}
    ]
