"""A competency framework: what workers of an area can do at three levels, and what shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from qa_app.domain.text import BilingualText, text_from

Plain = Mapping[str, Any]


class Level(IntEnum):
    """How far a worker has come in one competency; the three named levels begin at 1."""

    NOT_YET = 0
    BASIC = 1
    PROFICIENT = 2
    LEADING = 3


NAMED_LEVELS = (Level.BASIC, Level.PROFICIENT, Level.LEADING)
"""Levels that a framework describes."""
LEVEL_FIELDS: Mapping[Level, str] = {
    Level.BASIC: "basic",
    Level.PROFICIENT: "proficient",
    Level.LEADING: "leading",
}
"""How a file calls them."""
CAPACITY_PARTS = ("attitudes", "knowledge", "skills")
"""Parts of a capacity assessment that a competency may rest on."""


@dataclass(frozen=True, slots=True)
class Module:
    """A piece of training that a framework names.

    Attributes:
        code: Its code; a course or module of the register with the same code takes its place.
        title: Its title.
        hours: Its usual length.
    """

    code: str
    title: BilingualText
    hours: int


@dataclass(frozen=True, slots=True)
class Competency:
    """One competency.

    Attributes:
        code: Its code.
        group: Code of the group that it stands in.
        title: What it is called.
        levels: Level to the behaviour that shows it.
        items: Rubric to the items that show it in files.
        capacity: Parts of a capacity assessment that look at it.
        modules: Codes of training that covers it.
        sources: Codes of the sources that it rests on.
        expected: Tier of the workforce to the level that is expected.
    """

    code: str
    group: str
    title: BilingualText
    levels: Mapping[Level, BilingualText]
    items: Mapping[str, tuple[str, ...]]
    capacity: tuple[str, ...]
    modules: tuple[str, ...]
    sources: tuple[str, ...]
    expected: Mapping[str, Level]


@dataclass(frozen=True, slots=True)
class Framework:
    """A version of a framework.

    Attributes:
        code: Its code.
        version: Such as `1.0.0`.
        area: Area of expertise.
        title: Its title.
        groups: Code of a group to its title, in order.
        modules: Training that it names, by code.
        competencies: By code, in order.
    """

    code: str
    version: str
    area: str
    title: BilingualText
    groups: Mapping[str, BilingualText]
    modules: Mapping[str, Module]
    competencies: Mapping[str, Competency]


def framework_from(plain: Plain) -> Framework:
    """Read a framework from the plain content of a file without faults.

    Args:
        plain: Content in which `competency_check.check_framework` finds no error.

    Returns:
        The framework.
    """
    usual = plain["expects"]
    return Framework(
        code=plain["id"],
        version=plain["version"],
        area=plain["area"],
        title=text_from(plain["title"]),
        groups={one["id"]: text_from(one["title"]) for one in plain["groups"]},
        modules={
            one["id"]: Module(one["id"], text_from(one["title"]), one["hours"])
            for one in plain["modules"]
        },
        competencies={one["id"]: _competency(one, usual) for one in plain["competencies"]},
    )


def _competency(one: Plain, usual: Plain) -> Competency:
    expects = {**usual, **one.get("expects", {})}
    return Competency(
        code=one["id"],
        group=one["group"],
        title=text_from(one["title"]),
        levels={level: text_from(one["levels"][name]) for level, name in LEVEL_FIELDS.items()},
        items={rubric: tuple(codes) for rubric, codes in one["items"].items()},
        capacity=tuple(one["capacity"]),
        modules=tuple(one["modules"]),
        sources=tuple(one["sources"]),
        expected={tier: Level(level) for tier, level in expects.items()},
    )


def expected_level(competency: Competency, tier: str) -> Level | None:
    """Tell what level is expected of a worker.

    Args:
        competency: The competency.
        tier: The worker's tier; empty where it was never recorded.

    Returns:
        The level; None where the tier is not known, for nothing can be expected then.
    """
    return competency.expected.get(tier)
