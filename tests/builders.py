"""Small valid things to start a test from; every argument has a default."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from qa_app.domain.case_input import CaseInput
from qa_app.domain.case_plain import case_from
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.rubric_library import Library
from qa_app.domain.working_days import WorkingCalendar

READ_AT = "2026-03-02T10:00"

CHINA_2026 = WorkingCalendar(
    "CN",
    (2026,),
    frozenset(
        date(2026, month, day)
        for month, days in {
            1: (1, 2),
            2: (16, 17, 18, 19, 20, 23),
            4: (6,),
            5: (1, 4, 5),
            6: (19,),
            9: (25,),
            10: (1, 2, 5, 6, 7),
        }.items()
        for day in days
    ),
    frozenset(
        date(2026, month, day)
        for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
    ),
)
"""Typed from the State Council's notice on the holidays of 2026, not from the shipped file."""


def words(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def options(*codes: tuple[str, int | None]) -> list[dict[str, Any]]:
    return [{"code": code, "score": score, **words(code)} for code, score in codes]


LIBRARY = Library(
    scales={
        "mpu": {
            "kind": "points",
            "options": options(
                ("met", 2), ("partly", 1), ("unmet", 0), ("no_record", 0), ("na", None)
            ),
        },
        "breach3": {
            "kind": "points",
            "options": options(("none_found", 1), ("found", 0), ("cannot_tell", None)),
        },
        "time3": {
            "kind": "points",
            "auto": "clock",
            "options": options(
                ("on_time", 2), ("late", 1), ("missing", 0), ("not_due", None), ("na", None)
            ),
        },
        "freq3": {
            "kind": "points",
            "auto": "frequency",
            "options": options(
                ("kept", 2), ("partly", 1), ("broken", 0), ("not_due", None), ("na", None)
            ),
        },
        "maturity4": {
            "kind": "points",
            "options": options(("1", 1), ("2", 2), ("3", 3), ("4", 4)),
        },
    },
    bands={
        "std4": [
            {"code": "A", "from": 90, **words("A")},
            {"code": "B", "from": 80, **words("B")},
            {"code": "C", "from": 60, **words("C")},
            {"code": "D", "from": 0, **words("D")},
        ]
    },
)


def item(code: str, **fields: Any) -> dict[str, Any]:
    return {"id": code, "text": words(code), "basis": "standard", **fields}


def section(code: str, *items: Mapping[str, Any], weight: int = 1, **fields: Any) -> dict[str, Any]:
    return {"id": code, "weight": weight, "title": words(code), "items": list(items), **fields}


def a_file(*sections: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    scoring = {"method": "weighted_sections", "scale": "mpu", "bands": "std4"}
    return {
        "schema": "qa.rubric/1",
        "id": "sample",
        "version": "1.0.0",
        "status": "draft",
        "kind": "case_file",
        "area": "social_work",
        "unit": "case",
        "title": words("sample"),
        "scoring": scoring | fields.pop("scoring", {}),
        "sections": list(sections) or [section("A", item("A1"))],
        **fields,
    }


def a_rubric(*sections: Mapping[str, Any], **fields: Any) -> Rubric:
    plain = a_file(*sections, **fields)
    problems = check_rubric(plain, LIBRARY)
    assert [p for p in problems if p.severity == "error"] == []
    return freeze(plain, LIBRARY)


def a_case(rubric: Rubric, **entries: Any) -> CaseInput:
    return case_from(rubric, {"read_at": READ_AT, **entries})


def percent(numerator: int, denominator: int = 1) -> Fraction:
    return Fraction(numerator, denominator)
