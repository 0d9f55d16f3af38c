import tracemalloc
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.plain_json import plain_from_json, plain_to_json
from qa_app.rubric_files.reader import read_plain


def same(one: Any, other: Any) -> bool:
    """Equal in value, in kind and in the order of keys."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@pytest.mark.parametrize(
    "value",
    [
        0, -7, 10**12, Fraction(3, 2), Fraction(5), Fraction(-1, 8), Fraction("0.000000000001"),
        True, False, None, "", "0.5", "1.0", "要点", 'a"b\\c\nd', [], {}, [1, [Fraction(1, 4)], {"z": 1, "a": 2}],
    ],
)  # fmt: skip
def test_what_is_kept_comes_back_exactly(value: Any) -> None:
    plain = {"z": value, "a": [value]}
    assert same(plain_from_json(plain_to_json(plain)), plain)


def test_a_whole_fraction_stays_apart_from_a_whole_number() -> None:
    assert plain_to_json({"a": Fraction(5), "b": 5, "c": Fraction(-1, 4)}) == (
        '{"a":5.0,"b":5,"c":-0.25}'
    )


def test_every_shipped_rubric_comes_back(shipped: Path) -> None:
    files = sorted(shipped.glob("*.yaml"))
    assert len(files) > 10
    for file in files:
        plain = read_plain(file).plain
        assert same(plain_from_json(plain_to_json(plain)), plain), file


@pytest.mark.parametrize(
    "value",
    [Fraction(1, 3), 0.5, object(), {"a": {1.5}}, 10**20, -(10**4_000), Fraction(1, 10**20)],
)
def test_what_no_file_holds_is_not_kept(value: Any) -> None:
    with pytest.raises(InvalidError, match="draft_unreadable"):
        plain_to_json({"a": value})


@pytest.mark.parametrize(
    "text",
    ["", "[]", "1", "{", '{"a":1,"a":2}', '{"a":"\\ud800"}', '{"a":"\\u0000"}', '{"\\u0007":1}'],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="draft_unreadable"):
        plain_from_json(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"' + "x" * 256_000 + '"}',
        '{"a":' * 40 + "1" + "}" * 40,
        '{"a":' + "[" * 20_000 + "]" * 20_000 + "}",
        '{"a":[' + "1," * 60_000 + "1]}",
    ],
)
def test_what_is_larger_or_deeper_than_a_file_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="draft_too_large"):
        plain_from_json(text)


def test_a_text_that_stands_in_many_places_is_added_up_before_anything_is_written() -> None:
    tracemalloc.start()
    with pytest.raises(InvalidError, match="draft_too_large"):
        plain_to_json({"a": ["x" * 60_000] * 9_000})  # 540 MB when written out
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5_000_000


@pytest.mark.parametrize("plain", [{"a": [0] * 60_000}, {"a": "要" * 90_000}, {"a": "x" * 256_000}])
def test_what_is_larger_than_a_file_is_not_kept(plain: dict[str, Any]) -> None:
    with pytest.raises(InvalidError, match="draft_too_large"):
        plain_to_json(plain)


def test_numbers_of_another_form_stay_text_as_in_a_file() -> None:
    text = (
        '{"a":1e999999,"b":NaN,"c":-Infinity,"d":1.0000000000000000000001,"e":' + "9" * 5000 + "}"
    )
    plain = plain_from_json(text)
    assert plain == {
        "a": "1e999999",
        "b": "NaN",
        "c": "-Infinity",
        "d": "1.0000000000000000000001",
        "e": "9" * 5000,
    }
