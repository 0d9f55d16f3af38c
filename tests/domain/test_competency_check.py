"""Every fault of a framework is found where it stands."""

from collections.abc import Callable
from typing import Any

import pytest

from qa_app.domain.competency_check import check_framework
from qa_app.domain.problems import Severity
from tests.competencies import a_framework

RUBRICS = {"legal_aid": frozenset({"A2", "B1", "B3"})}
Change = Callable[[dict[str, Any]], None]


def found(plain: Any) -> list[tuple[str, tuple[str | int, ...], Severity]]:
    problems = check_framework(
        plain,
        sources=frozenset({"LAL"}),
        rubrics=RUBRICS,
        areas=frozenset({"social_work"}),
        required_language="zh",
    )
    return [(one.code, one.path, one.severity) for one in problems]


def test_a_framework_in_order_has_no_fault() -> None:
    assert found(a_framework()) == []


def at(*path: str | int) -> tuple[str | int, ...]:
    return ("competencies", 1, *path)


def second(**fields: Any) -> Change:
    return lambda plain: plain["competencies"][1].update(fields)


FAULTS: list[tuple[Change, str, tuple[str | int, ...]]] = [
    (lambda plain: plain.update(schema="qa.rubric/1"), "unknown_schema", ("schema",)),
    (lambda plain: plain.update(area="nowhere"), "unknown_area", ("area",)),
    (lambda plain: plain.pop("groups"), "missing_field", ()),
    (lambda plain: plain.update(expects={"community": 1}), "missing_field", ("expects",)),
    (second(id="K1"), "declared_twice", at("id")),
    (second(group="h"), "unknown_group", at("group")),
    (second(modules=["M2"]), "unknown_module", at("modules", 0)),
    (second(sources=["NOLAW"]), "unknown_source", at("sources", 0)),
    (second(items={"no_rubric": ["A1"]}), "unknown_rubric", at("items", "no_rubric")),
    (second(items={"legal_aid": ["Z9"]}), "unknown_item_of_rubric", at("items", "legal_aid", 0)),
    (second(expects={"statutory": 4}), "out_of_bounds", at("expects", "statutory")),
    (second(expects={"chief": 2}), "unknown_field", at("expects", "chief")),
    (second(capacity=["courage"]), "not_one_of", at("capacity", 0)),
    (second(title={"en": "English alone"}), "text_missing", at("title")),
    (second(levels={"basic": {"zh": "一"}}), "missing_field", at("levels")),
]


@pytest.mark.parametrize(("change", "code", "path"), FAULTS)
def test_faults_are_told_with_their_place(
    change: Change, code: str, path: tuple[str | int, ...]
) -> None:
    plain = a_framework()
    change(plain)
    assert (code, path, Severity.ERROR) in found(plain)


def test_doubts_are_warnings() -> None:
    plain = a_framework()
    plain["modules"].append({"id": "M9", "title": {"zh": "课", "en": "m"}, "hours": 2})
    plain["competencies"][1]["items"] = {}
    assert found(plain) == [
        ("competency_without_item", at("items"), Severity.WARNING),
        ("module_unused", ("modules", 1, "id"), Severity.WARNING),
    ]


@pytest.mark.parametrize("plain", [None, [], "text", {"schema": 3}])
def test_what_is_no_framework_is_said_to_be_none(plain: Any) -> None:
    assert [code for code, _path, _severity in found(plain)] == ["unknown_schema"]
