"""Every fault of a rubric file that keeps it from being published, and every doubt about it."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.defaults import CRITICAL_ITEMS_MANY
from qa_app.domain.problems import Findings, Problem
from qa_app.domain.rubric import COUNTRY
from qa_app.domain.rubric_freeze import default_fails
from qa_app.domain.rubric_library import Library, with_inline
from qa_app.domain.rubric_names import Names, declare
from qa_app.domain.rubric_shapes import shape_of
from qa_app.domain.rule_rubric_check import check_rule_rubric
from qa_app.domain.scale_check import check_definitions
from qa_app.domain.scoring_check import check_scoring
from qa_app.domain.section_check import check_sections, faults_beside
from qa_app.domain.text import REQUIRED_LANGUAGE
from qa_app.domain.text_check import check_texts

Plain = Mapping[str, Any]


def check_rubric(
    plain: Any, library: Library, required_language: str = REQUIRED_LANGUAGE
) -> list[Problem]:
    """Find what is wrong with a rubric file.

    Args:
        plain: The file's data: mappings, lists, text, whole numbers, fractions, truth values.
        library: The shared files it leans on; scales and bands written inside the file win.
        required_language: Language in which every text must be written.

    Returns:
        Errors, which refuse the file, and warnings; empty when all is well. Beside faults of
        shape everything else that can still be told is told too.
    """
    findings = Findings()
    scoring = plain.get("scoring", {}) if isinstance(plain, Mapping) else {}
    method = scoring.get("method") if isinstance(scoring, Mapping) else None
    is_rules = method == "rules"
    shape_of(method)(findings, plain, ())
    if findings.problems:
        beside = faults_beside(findings.problems, plain, library, required_language)
        return [*findings.problems, *beside]
    names = declare(findings, plain)
    if is_rules:
        check_rule_rubric(findings, names, plain)
    else:
        check_definitions(findings, plain)
        library = with_inline(plain, library)
        check_sections(findings, names, plain, library)
        check_scoring(findings, names, plain, library)
        _warn_critical(findings, plain, library)
    check_texts(findings, plain, required_language)
    _warn_unused(findings, names, plain)
    _warn_region(findings, plain, library)
    return findings.problems


def _warn_critical(findings: Findings, plain: Plain, library: Library) -> None:
    critical = 0
    for position, section in enumerate(plain["sections"]):
        for place, item in enumerate(section["items"]):
            if "critical" not in item:
                continue
            critical += 1
            scale = library.scales.get(item.get("scale", plain["scoring"]["scale"]), {})
            fails = item.get("critical_fail") or default_fails(
                list(scale.get("options", ())), item["critical"]
            )
            if item["critical"] == "stop" and "no_record" in fails:
                findings.warning(
                    "stop_on_no_record",
                    ("sections", position, "items", place, "critical"),
                    item=item["id"],
                )
    if critical > CRITICAL_ITEMS_MANY:
        findings.warning("many_critical", ("sections",), count=critical, most=CRITICAL_ITEMS_MANY)


def _warn_region(findings: Findings, plain: Plain, library: Library) -> None:
    region = plain.get("region", COUNTRY)
    if region != COUNTRY and library.is_place is not None and not library.is_place(region):
        findings.warning("region_not_here", ("region",), value=region)


def _warn_unused(findings: Findings, names: Names, plain: Plain) -> None:
    for group in ("facts", "clocks", "logs"):
        for position, entry in enumerate(plain.get(group, ())):
            if entry["id"] not in names.used:
                findings.warning(
                    "never_used", (group, position, "id"), group=group, name=entry["id"]
                )
