"""What a rubric file declares, so that every reference in it can be followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qa_app.domain.problems import Findings, Path

Plain = Mapping[str, Any]


@dataclass(slots=True)
class Names:
    """Declared names and what was used of them.

    Attributes:
        facts: Fact to its plain declaration, those of sampled cases included.
        case_facts: Facts asked only of sampled cases.
        clocks: Declared events.
        logs: Log to its plain declaration.
        answers: Item or question to the codes it may have; empty = any number.
        items: Rule rubrics: rated items and sub-items.
        ratings: Rule rubrics: codes of item ratings.
        used: Names of facts, clocks and logs that something reads.
    """

    facts: dict[str, Plain] = field(default_factory=dict)
    case_facts: frozenset[str] = frozenset()
    clocks: set[str] = field(default_factory=set)
    logs: dict[str, Plain] = field(default_factory=dict)
    answers: dict[str, frozenset[str]] = field(default_factory=dict)
    items: set[str] = field(default_factory=set)
    ratings: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)


def declare(findings: Findings, plain: Plain) -> Names:
    """Collect what a file declares and report names given twice.

    Args:
        findings: Where faults go.
        plain: A rubric of the right shape.

    Returns:
        The names.
    """
    names = Names()
    seen: dict[str, Path] = {}
    _declare_each(findings, seen, plain.get("facts", []), ("facts",))
    _declare_each(findings, seen, plain.get("clocks", []), ("clocks",))
    _declare_each(findings, seen, plain.get("logs", []), ("logs",))
    sample = plain.get("case_sample", {}).get("facts", [])
    _declare_each(findings, {}, sample, ("case_sample", "facts"))
    names.facts = {fact["id"]: fact for fact in [*plain.get("facts", []), *sample]}
    names.case_facts = frozenset(fact["id"] for fact in sample) - {
        fact["id"] for fact in plain.get("facts", [])
    }
    names.clocks = {clock["id"] for clock in plain.get("clocks", [])}
    names.logs = {log["id"]: log for log in plain.get("logs", [])}
    for position, fact in enumerate(plain.get("facts", [])):
        _check_options(findings, fact, ("facts", position))
    for position, fact in enumerate(sample):
        _check_options(findings, fact, ("case_sample", "facts", position))
    return names


def _declare_each(
    findings: Findings, seen: dict[str, Path], entries: list[Plain], path: Path
) -> None:
    for position, entry in enumerate(entries):
        name, place = entry["id"], (*path, position, "id")
        if name in seen:
            findings.error("declared_twice", place, name=name)
        seen[name] = place


def _check_options(findings: Findings, fact: Plain, path: Path) -> None:
    wants = fact["type"] in {"choice", "multi", "history"}
    if wants and not fact.get("options"):
        findings.error("options_missing", path, name=fact["id"])
    if not wants and "options" in fact:
        findings.error("options_forbidden", (*path, "options"), name=fact["id"])
