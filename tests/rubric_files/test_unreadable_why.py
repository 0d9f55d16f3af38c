"""Text that cannot be read is told by kind, never in the English of a package."""

import pytest

from qa_app.rubric_files.unreadable import UnreadableError
from qa_app.rubric_files.yaml_text import read_json, read_yaml
from qa_app.wording.fault_names import WHYS


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: b: c", "colon"),
        ("a:\n\t- b", "tab"),
        ("a: @b", "sign"),
        ("a: `b", "sign"),
        ("a: %b", "sign"),
        ("a: 1\nb\nc: 2", "no_colon"),
        ('a: "b', "quote"),
        ("a: 'b\n---\n", "quote"),
        ('a: "\\q"', "escape"),
        ("a: [1, 2", "bracket"),
        ("a: {b: 1", "bracket"),
        ("a: [1, 2}", "bracket"),
        ("a: ]", "bracket"),
        ("a: *b", "alias"),
        ("a: 1\n---\nb: 2", "documents"),
        ("a: - b", "item"),
        ("a:\n  b: 1\n c: 2", "indent"),
        ("- a\nb: 1", "indent"),
        ("a: 1\n  b: 2", "colon"),
    ],
)
def test_yaml(text: str, why: str) -> None:
    with pytest.raises(UnreadableError) as told:
        read_yaml(text)
    assert (told.value.problem.code, told.value.problem.params) == ("not_yaml", {"why": why})
    assert why in WHYS


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": 1} 2', "more"),
        ("{a: 1}", "key_quote"),
        ('{"a" 1}', "no_colon"),
        ('{"a": 1 "b": 2}', "comma"),
        ('{"a": b}', "json_value"),
        ('{"a": "b', "quote"),
        ('{"a": "\\q"}', "escape"),
        ('{"a": "b\nc"}', "quote"),
    ],
)
def test_json(text: str, why: str) -> None:
    with pytest.raises(UnreadableError) as told:
        read_json(text)
    assert (told.value.problem.code, told.value.problem.params) == ("not_json", {"why": why})
    assert why in WHYS
