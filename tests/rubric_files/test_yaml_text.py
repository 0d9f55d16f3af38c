from fractions import Fraction

import pytest

from qa_app.rubric_files.yaml_text import UnreadableError, read_yaml


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
        ('x: 1\na: "\\ud800"', "not_plain_yaml", (2, 1)),
        ("a: *b", "not_yaml", (1, 4)),
        ("a: 1\n---\nb: 2", "not_yaml", (2, 1)),
        ("a:\n\tb: 1", "not_yaml", (2, 1)),
        ("a: \x00", "not_yaml", None),
        ("weight: " + "9" * 5000, "not_yaml", None),
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


def test_an_alias_into_itself_ends() -> None:
    assert read_yaml("a: &a [*a]").plain == {"a": [None]}
