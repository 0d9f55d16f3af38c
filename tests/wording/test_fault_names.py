"""Names in faults: every field, value and kind of unreadable text has one in both languages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from qa_app.domain.problems import Problem
from qa_app.domain.rubric_shapes import DEDUCTION_RUBRIC, RUBRIC, RULE_RUBRIC
from qa_app.domain.shapes import Either, ListOf, MapOf, OneOf, Shape
from qa_app.wording import Words
from qa_app.wording.fault_names import FIELDS, TESTS, VALUES, WHYS, value_name
from qa_app.wording.problems import PROBLEMS
from qa_app.wording.rubric_places import fault_words

ZH = Words("zh")
SETTLED = {"dimension", "overall", "also_report", "na", "no_record", "round", "rate_items"}
SETTLED |= {"outcomes", "arithmetic", "schema"}  # one value each, which nobody chooses
CODE = re.compile(r"[A-Za-z]{2,}")
WORDS_OF_FILES = re.compile(
    r"YAML|JSON|UTF-8|\.?xlsx?|MB|begin_group|end_group|select_one|integer|note|else|true|false"
    r"|CN|zh|en|value|2h|7d|5wd|all|any|not|statute"
    r"|\{[^{}]*\}"  # an example of what is to be written
)


def fields_of(kind: Any, seen: set[int]) -> Iterator[tuple[str, Any]]:
    if id(kind) in seen:
        return
    seen.add(id(kind))
    match kind:
        case Shape():
            for name, inner in kind.fields.items():
                yield name, inner
                yield from fields_of(inner, seen)
        case ListOf() | MapOf():
            yield from fields_of(kind.kind, seen)
        case Either():
            for inner in kind.kinds:
                yield from fields_of(inner, seen)


def every_field() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for whole in (RUBRIC, DEDUCTION_RUBRIC, RULE_RUBRIC):
        for name, kind in fields_of(whole, set()):
            found.setdefault(name, []).append(kind)
    return found


def test_every_field_of_a_file_has_a_name_in_both_languages() -> None:
    assert set(every_field()) - set(FIELDS) == set()
    assert all(ZH.say(message) != message for message in FIELDS.values())
    assert [m for m in FIELDS.values() if CODE.search(ZH.say(m))] == []


def test_every_value_that_somebody_may_choose_has_a_name() -> None:
    for field, kinds in every_field().items():
        for kind in kinds:
            parts = kind.kinds if isinstance(kind, Either) else (kind,)
            for one in parts:
                listed = one.kind if isinstance(one, ListOf) else one
                if isinstance(listed, OneOf) and field not in SETTLED:
                    for code in listed.values:
                        assert value_name(ZH.say, field, str(code)) != str(code), (field, code)
    assert value_name(ZH.say, "basis", "nothing") == "nothing"


@pytest.mark.parametrize("table", [TESTS, WHYS, *VALUES.values()])
def test_names_are_translated(table: dict[str, str]) -> None:
    assert all(ZH.say(message) != message for message in table.values())


def test_no_fault_in_chinese_speaks_english_or_code() -> None:
    for code, message in PROBLEMS.items():
        said = WORDS_OF_FILES.sub("", re.sub(r"%\(\w+\)s", "", ZH.say(message, **dict_of(message))))
        assert not CODE.search(said), (code, said)


def dict_of(message: str) -> dict[str, str]:
    return dict.fromkeys(re.findall(r"%\((\w+)\)s", message), "")


def test_what_may_be_chosen_is_named() -> None:
    wrong = Problem(
        "not_one_of", ("facts", 0, "type"), params={"value": "x", "allowed": "bool, int"}
    )
    assert fault_words(ZH, wrong) == "此处不能填写x；可填：是或否、整数"
    assert (
        fault_words(ZH, wrong, in_file=True)
        == "此处不能填写x；可填：“是或否”（bool）、“整数”（int）"
    )
    critical = Problem("not_one_of", ("critical",), params={"value": "x", "allowed": "stop, gate"})
    assert (
        fault_words(Words("en"), critical) == "x is not allowed here; allowed: Red line, Must pass"
    )


def test_text_that_cannot_be_read_is_told_by_kind() -> None:
    tab = Problem("not_yaml", params={"why": "tab"})
    assert fault_words(ZH, tab) == "无法读取：此处有制表符（Tab），请改用空格"
