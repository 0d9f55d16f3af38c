"""Conditions as rows and as a line."""

from typing import Any

import pytest

from qa_app.domain.condition_rows import (
    Row,
    ShownCondition,
    condition_from,
    is_same,
    shown_condition,
    typed_condition,
)

CLOSED = {"fact": "closed", "is": True}
RISKY = {"fact": "risk", "in": ["high", "medium"]}


@pytest.mark.parametrize(
    ("value", "join", "rows"),
    [
        (CLOSED, "all", (Row("fact:closed", "is", "true"),)),
        ({"all": [CLOSED]}, "all", (Row("fact:closed", "is", "true"),)),
        (
            {"any": [CLOSED, RISKY, {"answer": "A1", "is": "met"}]},
            "any",
            (
                Row("fact:closed", "is", "true"),
                Row("fact:risk", "in", "high, medium"),
                Row("answer:A1", "is", "met"),
            ),
        ),
        ({"fact": "agencies", "gte": 2}, "all", (Row("fact:agencies", "gte", "2"),)),
        ({"fact": "grade", "is": "2"}, "all", (Row("fact:grade", "is", '"2"'),)),
    ],
)
def test_a_list_of_tests_is_shown_as_rows(value: Any, join: str, rows: tuple[Row, ...]) -> None:
    shown = shown_condition(value)
    assert shown is not None
    assert (shown.is_simple, shown.join, shown.rows) == (True, join, rows)


@pytest.mark.parametrize(
    "value", [{"not": CLOSED}, {"all": [CLOSED, {"any": [CLOSED, RISKY]}]}, "closed ="]
)
def test_anything_else_is_shown_as_a_line(value: Any) -> None:
    shown = shown_condition(value)
    assert shown is not None
    assert not shown.is_simple
    assert shown.text
    assert condition_from(ShownCondition(shown.text)) == value


def test_what_is_no_condition_is_not_shown() -> None:
    assert shown_condition({"strange": 1}) is None
    assert shown_condition([]) is None


def form(text: str, was: str, *rows: tuple[str, str, str], join: str = "all"):
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    names = ("f.what", "f.test", "f.value")
    return {"f": [text], "f.was": [was], "f.join": [join]} | {
        name: list(column) for name, column in zip(names, columns, strict=True)
    }


def read(sent: dict[str, list[str]]) -> Any:
    shown = typed_condition("f", sent)
    assert shown is not None
    return condition_from(shown)


def test_rows_become_a_condition() -> None:
    one = ("fact:closed", "is", "是")
    assert read(form("", "", one, ("", "is", ""))) == CLOSED
    two = ("fact:risk", "in", "high、medium")
    assert read(form("", "", one, two, join="any")) == {"any": [CLOSED, RISKY]}
    assert read(form("", "", ("answer:A1", "is", '"1"'))) == {"answer": "A1", "is": "1"}
    assert read(form("", "", ("answer:A1", "bad", '"'))) == {"answer": "A1", "is": '"'}


def test_a_changed_line_wins_over_the_rows() -> None:
    sent = form("not closed = true", "closed = true", ("fact:closed", "is", "true"))
    assert read(sent) == {"not": CLOSED}
    assert read(form("", "closed = true", ("fact:closed", "is", "true"))) is None


def test_rows_taken_away_take_a_simple_condition_away_and_no_other() -> None:
    assert read(form("closed = true", "closed = true")) is None
    assert read(form("not closed = true", "not closed = true")) == {"not": CLOSED}


def test_a_line_that_cannot_be_read_stays_for_the_check() -> None:
    assert read(form("closed = = true", "")) == "closed = = true"
    assert typed_condition("f", {"g": ["x"]}) is None


def test_an_untouched_condition_is_the_same() -> None:
    for value in (CLOSED, {"all": [CLOSED]}, {"any": [CLOSED, RISKY]}, {"not": CLOSED}, None):
        before = shown_condition(value)
        assert before is not None
        rows = [(row.what, row.test, row.value) for row in before.rows]
        now = typed_condition("f", form(before.text, before.text, *rows, join=before.join))
        assert now is not None
        assert is_same(now, before), value
    changed = typed_condition("f", form("", "", ("fact:closed", "is", "false")))
    assert changed is not None
    assert not is_same(changed, shown_condition(CLOSED) or ShownCondition())
    assert not is_same(ShownCondition("a"), ShownCondition("b"))
