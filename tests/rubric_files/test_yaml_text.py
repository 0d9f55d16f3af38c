from fractions import Fraction

import pytest

from qa_app.rubric_files.unreadable import UnreadableError
from qa_app.rubric_files.yaml_text import read_yaml


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.1", Fraction(1, 10)),
        ("90", 90),
        ("-2.50", Fraction(-5, 2)),
        ("1e308", "1e308"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("yes", "yes"),
        ("no", "no"),
        ("1:30", "1:30"),
        ("2026-03-02", "2026-03-02"),
        ("true", True),
        ("null", None),
        ('"1"', "1"),
        ("24h", "24h"),
    ],
)
def test_values_are_exact_and_never_guessed(written: str, value: object) -> None:
    read = read_yaml(f"a: {written}").plain["a"]
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: 1\na: 2", "key_twice", (2, 1)),
        ('1: a\n"1": b', "key_twice", (2, 1)),
        ('a: !!python/object/apply:os.system ["ls"]', "not_plain_yaml", (1, 4)),
        ("b: !!set {x, y}", "not_plain_yaml", (1, 4)),
        ("b: !!bool x", "not_plain_yaml", (1, 4)),
        ("a: &a {x: 1}\nb: {<<: *a, y: 2}", "not_plain_yaml", (2, 5)),
        ('x: 1\na: "\\ud800"', "not_plain_yaml", (2, 4)),
        ("a: *b", "not_yaml", (1, 4)),
        ("a: 1\n---\nb: 2", "not_yaml", (2, 1)),
        ("a:\n\tb: 1", "not_yaml", (2, 1)),
        ("a: \x00", "sign_unreadable", (1, 4)),
        ("a: &a [x, *a]", "alias_in_itself", (1, 11)),
        ("a: &a {b: *a}", "alias_in_itself", (1, 11)),
        ("x: &a b\n*a : 1", "not_plain_yaml", (2, 1)),
        ("? [a]\n: b", "not_plain_yaml", (1, 3)),
        ("%YAML 1.1\n---\na: 1", "not_plain_yaml", (1, 1)),
        ("# a\n%TAG ! tag:x,2000:\n---\na: 1", "not_plain_yaml", (2, 1)),
        ("a: 1\n" + "k" * 201 + ": 1", "too_much_key", (2, 1)),
        ("a: [&a x, " + "*a, " * 1000 + "*a]", "too_much_aliases", (1, 4011)),
        ("".join(f"- &a{n} x\n" for n in range(1001)), "too_much_aliases", (1001, 3)),
        ("a: " + "[" * 33, "too_much_depth", (1, 35)),
        # every line holds the one before: the 32nd is the top, its list, and 31 in its alias
        (
            "a: &a0 [x]\n" + "".join(f"b{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 40)),
            "too_much_depth",
            (32, 12),
        ),
        ("a: &a " + "字" * 1000 + "\nb: [" + "*a, " * 90 + "x]", "too_much_text", (2, 341)),
    ],
)
def test_what_is_no_plain_yaml_is_refused(
    text: str, code: str, place: tuple[int, int] | None
) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_yaml(text)
    assert (caught.value.problem.code, caught.value.place) == (code, place)


def test_every_value_has_its_place() -> None:
    read = read_yaml("a:\n  - {x: 1, y: 2}\n  - z\n")
    assert read.place_of(("a",)) == (1, 1)
    assert read.place_of(("a", 0)) == (2, 5)
    assert read.place_of(("a", 0, "y")) == (2, 12)
    assert read.place_of(("a", 1)) == (3, 5)
    assert read.place_of(("a", 0, "missing")) == (2, 5)
    assert read.place_of(("b",)) == (1, 1)


def test_what_repeats_is_written_out_and_keeps_its_place() -> None:
    read = read_yaml("a: &a\n  - {x: 1}\nb: *a\nc: [*a]\n")
    assert read.plain == {"a": [{"x": 1}], "b": [{"x": 1}], "c": [[{"x": 1}]]}
    assert read.plain["a"] is not read.plain["b"]
    assert read.plain["a"][0] is not read.plain["b"][0]
    assert read.place_of(("b",)) == (3, 1)
    assert read.place_of(("c", 0)) == (4, 5)
    assert read.place_of(("b", 0, "x")) == read.place_of(("c", 0, 0, "x")) == (2, 6)


@pytest.mark.parametrize(
    "written",
    [
        "9" * 19,
        "9" * 5000,
        "0x1F",
        "0x" + "f" * 5000,
        "0o17",
        "0b1",
        "1_000",
        "1:30:00",
        "１２",
        "1e5",
    ],
)
def test_whole_numbers_have_at_most_18_digits_and_one_form(written: str) -> None:
    assert read_yaml(f"a: {written}").plain == {"a": written}
    assert read_yaml(f"{written[:200]}: a").plain == {written[:200]: "a"}
    assert read_yaml("a: -" + "9" * 18).plain == {"a": -(10**18) + 1}
    assert read_yaml("a: 007").plain == {"a": 7}


def test_keys_are_read_as_they_are_written() -> None:
    plain = {"true": 1, "~": 2, "1.50": 3, "007": 4}
    assert read_yaml("true: 1\n~: 2\n1.50: 3\n007: 4\n").plain == plain
