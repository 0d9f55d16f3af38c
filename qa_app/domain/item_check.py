"""Whether one item of a rubric holds together."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.citations import OWN_PROPOSAL
from qa_app.domain.condition_check import check_case_facts, check_condition
from qa_app.domain.law_basis import check_law
from qa_app.domain.law_words import check_clauses, check_words_of_law
from qa_app.domain.problems import Findings, Path
from qa_app.domain.rubric import SHARE
from qa_app.domain.rubric_freeze import scored_codes
from qa_app.domain.rubric_library import Library
from qa_app.domain.rubric_names import Names
from qa_app.domain.spans import parse_span, parse_threshold

Plain = Mapping[str, Any]
_HOURS = {"h": 1, "d": 24, "wd": 24}
_MEASURE_CODES = {"met", "partly", "unmet"}


def check_item(findings: Findings, names: Names, item: Plain, library: Library, path: Path) -> None:
    """Check an item of the right shape against its scale, its law and what it reads.

    Args:
        findings: Where faults go.
        names: What the file declares.
        item: The item, its scale filled in.
        library: Scales and sources.
        path: Where it stands.
    """
    scale = library.scales.get(item["scale"])
    if scale is None or scale.get("kind") != "points":
        findings.error("unknown_scale", (*path, "scale"), name=item["scale"])
    else:
        codes = {str(option["code"]) for option in scale["options"]}
        _check_codes(findings, item, codes, scored_codes(scale["options"]), path)
        _check_engine(findings, item, scale, codes, path)
    check_law(findings, item, item, path)
    if item["scale"] == "breach3" and "read" not in item:
        findings.error("missing_field", path, field="read")
    if item["scale"] != "breach3" and "read" in item:
        findings.error("read_forbidden", (*path, "read"))
    if "applies_if" in item:
        check_condition(findings, names, item["applies_if"], (*path, "applies_if"))
        if not item.get("per_case"):
            check_case_facts(findings, names, item["applies_if"], (*path, "applies_if"))
    _check_per_case(findings, item, path)
    _check_reads(findings, names, item, path)
    _check_sources(findings, item, library, path)
    if item["basis"] == "law":
        check_words_of_law(findings, item, library, path)


def _check_codes(
    findings: Findings, item: Plain, codes: set[str], scored: set[str], path: Path
) -> None:
    if "critical_fail" in item and "critical" not in item:
        findings.error("critical_fail_alone", (*path, "critical_fail"))
    for position, code in enumerate(item.get("critical_fail", ())):
        if code not in codes:
            findings.error(
                "unknown_option",
                (*path, "critical_fail", position),
                name=code,
                scale=item["scale"],
            )
        elif code not in scored:
            findings.warning("never_trips", (*path, "critical_fail", position), name=code)
    for code in item.get("anchors", ()):
        if code not in codes:
            findings.error(
                "unknown_option", (*path, "anchors", code), name=code, scale=item["scale"]
            )


def _check_engine(
    findings: Findings, item: Plain, scale: Plain, codes: set[str], path: Path
) -> None:
    auto = scale.get("auto")
    for field in ("clock", "frequency"):
        if field == auto and field not in item:
            findings.error("missing_field", path, field=field)
        if field != auto and field in item:
            findings.error("does_not_fit_scale", (*path, field), field=field, scale=item["scale"])
    if "measure" in item and not codes >= _MEASURE_CODES:
        findings.error(
            "does_not_fit_scale", (*path, "measure"), field="measure", scale=item["scale"]
        )
    if "measure" in item:
        _check_unit(findings, item["measure"], (*path, "measure"))


def _check_unit(findings: Findings, measure: Plain, path: Path) -> None:
    if measure.get("unit") != SHARE:
        return
    for part in ("met", "partly"):
        if part in measure and not 0 <= parse_threshold(measure[part])[1] <= 1:
            findings.error("share_threshold", (*path, part), value=measure[part])


def _check_per_case(findings: Findings, item: Plain, path: Path) -> None:
    if item.get("per_case") and "share" not in item:
        findings.error("missing_field", path, field="share")
    for field in ("share", "trips_at"):
        if field in item and not item.get("per_case"):
            findings.error("only_per_case", (*path, field), field=field)
    share = item.get("share")
    if share and share["partly"] > share["met"]:
        findings.error("out_of_order", (*path, "share", "partly"))


def _check_reads(findings: Findings, names: Names, item: Plain, path: Path) -> None:
    if "clock" in item:
        _check_clock(findings, names, item["clock"], (*path, "clock"))
    if "frequency" in item:
        _check_frequency(findings, names, item["frequency"], (*path, "frequency"))


def _check_clock(findings: Findings, names: Names, clock: Plain, path: Path) -> None:
    for field in ("from", "to"):
        if field in clock:
            _use(findings, names, clock[field], names.clocks, (*path, field), "unknown_clock")
    _check_late(findings, clock, clock.get("late_until"), (*path, "late_until"))
    for position, rule in enumerate(clock.get("within_if", ())):
        at: Path = (*path, "within_if", position)
        check_condition(findings, names, rule["when"], (*at, "when"))
        _check_late(findings, rule, rule.get("late_until", clock.get("late_until")), at)
    for position, branch in enumerate(clock.get("any_of", ())):
        _check_clock(findings, names, branch, (*path, "any_of", position))


def _check_late(findings: Findings, limit: Plain, late_until: Any, path: Path) -> None:
    # working days take at least as many days; how many more, only a calendar tells
    if late_until is None or "within" not in limit:
        return
    (count, unit), (late, late_unit) = parse_span(limit["within"]), parse_span(late_until)
    is_sure = late_unit != "wd" or unit == "wd"
    if is_sure and late * _HOURS[late_unit] < count * _HOURS[unit]:
        findings.error("late_before_limit", path, value=late_until, limit=limit["within"])


def _use(findings: Findings, names: Names, name: str, known: Any, path: Path, fault: str) -> None:
    names.used.add(name)
    if name not in known:
        findings.error(fault, path, name=name)


def _check_frequency(findings: Findings, names: Names, frequency: Plain, path: Path) -> None:
    _use(findings, names, frequency["log"], names.logs, (*path, "log"), "unknown_log")
    for field in ("start", "end", "tenure_from"):
        if field in frequency:
            _use(findings, names, frequency[field], names.clocks, (*path, field), "unknown_clock")
    every = frequency.get("every")
    by_tenure = "by_tenure" in frequency
    if by_tenure != ("tenure_from" in frequency) or by_tenure == (every is not None):
        findings.error("rhythm_unclear", path)
    elif isinstance(every, Mapping) != ("by_fact" in frequency):
        findings.error("rhythm_unclear", (*path, "every"))
    elif "by_fact" in frequency:
        _check_by_fact(findings, names, frequency, path)
    _check_days(findings, frequency, path)


def _check_by_fact(findings: Findings, names: Names, frequency: Plain, path: Path) -> None:
    fact = names.facts.get(frequency["by_fact"])
    names.used.add(frequency["by_fact"])
    if fact is None or fact["type"] != "history":
        findings.error("unknown_history", (*path, "by_fact"), name=frequency["by_fact"])
        return
    for value in fact["options"].keys() - frequency["every"].keys():
        findings.error("missing_field", (*path, "every"), field=value)
    for value in frequency["every"].keys() - fact["options"].keys():
        findings.error("value_does_not_fit", (*path, "every", value), value=value, name=fact["id"])


def _check_days(findings: Findings, frequency: Plain, path: Path) -> None:
    every = frequency.get("every")
    spans: list[tuple[Path, Any]] = []
    if isinstance(every, Mapping):
        spans = [((*path, "every", value), span) for value, span in every.items()]
    elif isinstance(every, str) and every != "calendar_month":
        spans = [((*path, "every"), every)]
    steps = frequency.get("by_tenure", ())
    spans += [
        ((*path, "by_tenure", position, "every"), step["every"])
        for position, step in enumerate(steps)
    ]
    for at, span in spans:
        if not span.endswith("d") or span.endswith("wd") or int(span[:-1]) == 0:
            findings.error("not_in_days", at, value=span)
    ends = [step.get("to_day") for step in steps]
    bounds = [end for end in ends if end is not None]
    if bounds != sorted(set(bounds)) or None in ends[:-1]:
        findings.error("out_of_order", (*path, "by_tenure"))


def _check_sources(findings: Findings, item: Plain, library: Library, path: Path) -> None:
    for position, reference in enumerate(item.get("std", ())):
        _check_source(findings, reference, library, (*path, "std", position))
    article = item.get("confirmed_for", {}).get("article", "").partition("#")[0]
    if article and library.sources is not None and article not in library.sources:
        findings.error("unknown_source", (*path, "confirmed_for", "article"), name=article)


def _check_source(findings: Findings, reference: str, library: Library, path: Path) -> None:
    source, _, locus = reference.partition("#")
    if library.sources is not None and source not in library.sources:
        findings.error("unknown_source", path, name=source)
    elif library.steps is not None and source in library.steps:
        for step in filter(None, locus.split(",")):
            if step not in library.steps[source]:
                findings.error("unknown_step", path, name=reference)
    elif locus:
        check_clauses(findings, reference, library, path)
    if not locus and source != OWN_PROPOSAL:
        findings.warning("clause_missing", path, name=source)
