"""A small competency framework, published; people who are assessed with it."""

from copy import deepcopy
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.competencies import Level
from qa_app.services.competencies.publish_framework import publish_framework
from tests.people import NOON, OPERATOR

CODES = ("K1", "K2")


def both(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


_LEVELS = {
    "basic": both("在帮助下完成", "does it with help"),
    "proficient": both("独立完成", "does it alone"),
    "leading": both("带教他人", "teaches it"),
}
_PLAIN: dict[str, Any] = {
    "schema": "qa.competencies/1",
    "id": "f",
    "version": "1.0.0",
    "status": "draft",
    "area": "social_work",
    "title": both("框架", "framework"),
    "expects": {"community": 1, "statutory": 2, "supervision": 3},
    "groups": [{"id": "g", "title": both("分组", "group")}],
    "modules": [{"id": "M1", "title": both("模块", "module"), "hours": 6}],
    "competencies": [
        {
            "id": code,
            "group": "g",
            "title": both(f"胜任力{code}", f"competency {code}"),
            "levels": _LEVELS,
            "items": items,
            "capacity": ["skills"],
            "modules": ["M1"],
            "sources": ["LAL"],
            "expects": expects,
        }
        for code, items, expects in (
            ("K1", {"legal_aid": ["A2", "B1"]}, {}),
            ("K2", {"legal_aid": ["B3"]}, {"statutory": 3}),
        )
    ],
}


def a_framework(**fields: Any) -> dict[str, Any]:
    return {**deepcopy(_PLAIN), **fields}


def published(session: Session, **fields: Any) -> int:
    return publish_framework(session, OPERATOR, a_framework(**fields), at=NOON).id


def levels(first: Level, second: Level = Level.PROFICIENT) -> dict[str, Level]:
    return {"K1": first, "K2": second}
