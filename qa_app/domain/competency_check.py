"""Faults of a competency framework, each with its place."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.competencies import CAPACITY_PARTS, LEVEL_FIELDS, Level
from qa_app.domain.problems import Findings, Path, Problem
from qa_app.domain.rubric_shapes import STATUSES
from qa_app.domain.scale_check import declared_once
from qa_app.domain.shapes import code, list_of, map_of, one_of, shape, text, version, whole
from qa_app.domain.text import has_words
from qa_app.domain.workers import Tier

Plain = Mapping[str, Any]
SCHEMA = "qa.competencies/1"
_TIERS = tuple(one.value for one in Tier)
_expects = {tier: whole() for tier in _TIERS}
_competency = shape(
    "id group title levels items capacity modules sources",
    id=code,
    group=code,
    title=text,
    levels=shape(" ".join(LEVEL_FIELDS.values()), **dict.fromkeys(LEVEL_FIELDS.values(), text)),
    items=map_of(list_of(code, at_least=1)),
    capacity=list_of(one_of(*CAPACITY_PARTS), at_least=1),
    modules=list_of(code, at_least=1),
    sources=list_of(code, at_least=1),
    expects=shape("", **_expects),
)
_FRAMEWORK = shape(
    "schema id version status area title expects groups modules competencies",
    schema=one_of(SCHEMA),
    id=code,
    version=version,
    status=one_of(*STATUSES),
    area=code,
    title=text,
    note=text,
    expects=shape(" ".join(_TIERS), **_expects),
    groups=list_of(shape("id title", id=code, title=text), at_least=1),
    modules=list_of(shape("id title hours", id=code, title=text, hours=whole(1)), at_least=1),
    competencies=list_of(_competency, at_least=1),
)


def check_framework(
    plain: Any,
    *,
    sources: frozenset[str],
    rubrics: Mapping[str, frozenset[str]],
    areas: frozenset[str],
    required_language: str,
) -> list[Problem]:
    """Find what is wrong with a framework.

    Args:
        plain: The file's data.
        sources: Codes of the register of sources.
        rubrics: Rubric to the codes of its items.
        areas: Codes of areas of expertise.
        required_language: Language in which every text must be written.

    Returns:
        Errors: fields, codes given twice, groups, modules, sources, rubrics, items and areas that
        there are not, levels that there are not, and texts that are missing. Warnings: modules
        that nothing uses, and competencies that no item shows.
    """
    schema = plain.get("schema") if isinstance(plain, Mapping) else None
    if schema != SCHEMA:
        return [Problem("unknown_schema", ("schema",), params={"name": str(schema)})]
    findings = Findings()
    _FRAMEWORK(findings, plain, ())
    if findings.problems:
        return findings.problems
    if plain["area"] not in areas:
        findings.error("unknown_area", ("area",), name=plain["area"])
    for part in ("groups", "modules", "competencies"):
        declared_once(findings, [one["id"] for one in plain[part]], (part,), "id")
    known = {
        "groups": frozenset(one["id"] for one in plain["groups"]),
        "modules": frozenset(one["id"] for one in plain["modules"]),
    }
    _check_levels(findings, plain["expects"], ("expects",))
    for position, one in enumerate(plain["competencies"]):
        path: Path = ("competencies", position)
        if one["group"] not in known["groups"]:
            findings.error("unknown_group", (*path, "group"), name=one["group"])
        _check_codes(findings, one["modules"], known["modules"], (*path, "modules"), "module")
        _check_codes(findings, one["sources"], sources, (*path, "sources"), "source")
        _check_items(findings, one["items"], rubrics, (*path, "items"))
        _check_levels(findings, one.get("expects", {}), (*path, "expects"))
    _check_unused(findings, plain)
    _check_texts(findings, plain, (), required_language)
    return findings.problems


def _check_codes(
    findings: Findings, codes: list[str], known: frozenset[str], path: Path, what: str
) -> None:
    for position, one in enumerate(codes):
        if one not in known:
            findings.error(f"unknown_{what}", (*path, position), name=one)


def _check_items(
    findings: Findings, items: Plain, rubrics: Mapping[str, frozenset[str]], path: Path
) -> None:
    for rubric, codes in items.items():
        if rubric not in rubrics:
            findings.error("unknown_rubric", (*path, rubric), name=rubric)
            continue
        _check_codes(findings, codes, rubrics[rubric], (*path, rubric), "item_of_rubric")
    if not items:
        findings.warning("competency_without_item", path)


def _check_levels(findings: Findings, expects: Plain, path: Path) -> None:
    for tier, level in expects.items():
        if level > Level.LEADING:
            findings.error("out_of_bounds", (*path, tier), value=level)


def _check_unused(findings: Findings, plain: Plain) -> None:
    used = {code for one in plain["competencies"] for code in one["modules"]}
    for position, one in enumerate(plain["modules"]):
        if one["id"] not in used:
            findings.warning("module_unused", ("modules", position, "id"), name=one["id"])


_TEXT_FIELDS = frozenset({"title", "note", *LEVEL_FIELDS.values()})


def _check_texts(findings: Findings, value: Any, path: Path, language: str) -> None:
    if isinstance(value, list):
        for position, entry in enumerate(value):
            _check_texts(findings, entry, (*path, position), language)
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            at = (*path, name)
            if name in _TEXT_FIELDS:
                if not has_words(str(entry.get(language, ""))):
                    findings.error("text_missing", at, language=language)
            else:
                _check_texts(findings, entry, at, language)
