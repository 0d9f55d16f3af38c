"""Faults of the shared files: scales, sources, clauses, procedures, areas, criteria, holidays."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.law_basis import check_law
from qa_app.domain.problems import Findings, Path, Problem
from qa_app.domain.register_terms_thaw import REQUIRED, TERMS, check_terms
from qa_app.domain.rubric_shapes import ORGANISATION_KINDS, STATUSES
from qa_app.domain.rules.decision_thaw import check_decision
from qa_app.domain.rules.tree import check_rule, order_of, others_in, rule_from
from qa_app.domain.scale_check import BANDS, SCALE, check_definitions, declared_once
from qa_app.domain.shapes import (
    Kind,
    anything,
    code,
    flag,
    is_date,
    list_of,
    map_of,
    one_of,
    shape,
    step_code,
    text,
    version,
    whole,
    words,
)
from qa_app.domain.standards import KINDS, SEEN, STATES
from qa_app.domain.text import REQUIRED_LANGUAGE
from qa_app.domain.text_check import check_texts

Plain = Mapping[str, Any]


def _day(findings: Findings, value: Any, path: Path) -> None:
    if not is_date(value):
        findings.error("not_a_date", path, value=value)


SCALES = shape(
    "schema scales bands",
    schema=one_of("qa.scales/1"),
    scales=map_of(SCALE),
    bands=map_of(BANDS),
)
_about: dict[str, Kind] = {
    "issuer": text,
    "number": words,
    "version": words,
    "in_force": shape("", from_=_day, until=_day),
    "review_on": _day,
    "state": one_of(*STATES),
    "area": code,
    "where": text,
}
_source = shape(
    "kind region status title",
    kind=one_of(*KINDS, "proposal"),
    region=words,
    status=one_of(*SEEN),
    title=text,
    ref=words,
    **_about,
)
SOURCES = shape(
    "schema sources",
    schema=one_of("qa.sources/1"),
    sources=map_of(_source),
    to_fill=list_of(text),
)
_clause = shape(
    "locus text",
    locus=code,
    text=text,
    quote=words,
    where=text,
    seen=one_of(*SEEN),
)
CLAUSES = shape(
    "schema document clauses",
    schema=one_of("qa.clauses/1"),
    document=code,
    about=shape(
        "kind region status title",
        kind=one_of(*KINDS),
        region=words,
        status=one_of(*SEEN),
        title=text,
        ref=words,
        **_about,
    ),
    clauses=list_of(_clause, at_least=1),
)
_step = shape("id who within text", id=step_code, who=text, within=words, text=text)
PROCEDURE = shape(
    "schema id version status area basis title steps",
    schema=one_of("qa.procedure/1"),
    id=code,
    version=version,
    status=one_of(*STATUSES),
    area=code,
    basis=words,
    title=text,
    steps=list_of(_step, at_least=1),
)
_TEST = ("metric", "met", "conditional", "min_n", "params")
_criterion_fields: dict[str, Kind] = {
    "id": code,
    "sets": list_of(code, at_least=1),
    "group": code,
    "type": one_of("must", "stop", "score", "evidence"),
    "en": words,
    "zh": words,
    "rule": anything,
    "metric": code,
    "params": anything,
    "met": words,
    "conditional": words,
    "min_n": whole(),
    "source": code,
    "basis": one_of("law", "rule", "standard", "benchmark", "proposed"),
    "areas": list_of(code, at_least=1),
    "kinds": list_of(one_of(*ORGANISATION_KINDS), at_least=1),
    "qualifies": list_of(code, at_least=1),
    "owed_by": code,
    "std": list_of(words),
    "item_tag": code,
    "quote": words,
    "addressee": text,
    "confirmed_for": anything,
}
_criterion = shape(
    "id sets group type source basis",
    **_criterion_fields,
    variants=list_of(shape("", **_criterion_fields), at_least=1),
)
ENDORSEMENT = shape(
    f"schema id version status title criteria decision {REQUIRED}",
    schema=one_of("qa.endorsement/1"),
    id=code,
    version=version,
    status=one_of(*STATUSES),
    title=text,
    note=text,
    criteria=list_of(_criterion, at_least=1),
    decision=check_decision,
    **TERMS,
)
HOLIDAYS = shape(
    "schema regions",
    schema=one_of("qa.holidays/1"),
    regions=map_of(
        map_of(
            shape(
                "off worked",
                off=list_of(shape("on zh en", on=_day, zh=words, en=words)),
                worked=list_of(_day),
            )
        )
    ),
)
AREAS = shape(
    "schema areas",
    schema=one_of("qa.areas/1"),
    areas=list_of(shape("code", code=code, resource=flag, en=words, zh=words), at_least=1),
)
SHAPES = {
    "qa.areas/1": AREAS,
    "qa.clauses/1": CLAUSES,
    "qa.scales/1": SCALES,
    "qa.sources/1": SOURCES,
    "qa.procedure/1": PROCEDURE,
    "qa.endorsement/1": ENDORSEMENT,
    "qa.holidays/1": HOLIDAYS,
}


def check_library_file(
    plain: Plain,
    cited: frozenset[str] | None = None,
    required_language: str = REQUIRED_LANGUAGE,
) -> list[Problem]:
    """Find what is wrong with a shared file.

    Args:
        plain: The file's data, a mapping with a `schema`.
        cited: References such as `PSW#3` that rubrics make; None = not looked up,
            so that no step is said to be without an item.
        required_language: Language in which every text must be written.

    Returns:
        Errors and warnings.
    """
    findings = Findings()
    schema = plain["schema"]
    if not isinstance(schema, str) or schema not in SHAPES:
        findings.error("unknown_schema", ("schema",), name=schema)
        return findings.problems
    SHAPES[schema](findings, plain, ())
    if findings.problems:
        return findings.problems
    if schema == "qa.scales/1":
        check_definitions(findings, plain)
    elif schema == "qa.areas/1":
        declared_once(findings, [area["code"] for area in plain["areas"]], ("areas",), "code")
    elif schema == "qa.clauses/1":
        declared_once(findings, [one["locus"] for one in plain["clauses"]], ("clauses",), "locus")
    elif schema == "qa.procedure/1":
        _check_procedure(findings, plain, cited)
    elif schema == "qa.endorsement/1":
        _check_criteria(findings, plain)
        check_terms(findings, plain, required_language)
    check_texts(findings, plain, required_language)
    return findings.problems


def _check_procedure(findings: Findings, plain: Plain, cited: frozenset[str] | None) -> None:
    declared_once(findings, [step["id"] for step in plain["steps"]], ("steps",), "id")
    for position, step in enumerate(plain["steps"]):
        reference = f"{plain['id']}#{step['id']}"
        if cited is not None and reference not in cited:
            findings.warning("step_not_cited", ("steps", position, "id"), name=reference)


def _check_criteria(findings: Findings, plain: Plain) -> None:
    for name, entry in plain["sets"].items():
        count = sum(name in criterion["sets"] for criterion in plain["criteria"])
        if isinstance(entry, Mapping) and entry.get("size", count) != count:
            findings.error("set_size", ("sets", name, "size"), name=name, count=count)
    codes = [criterion["id"] for criterion in plain["criteria"]]
    declared_once(findings, codes, ("criteria",), "id")
    for position, criterion in enumerate(plain["criteria"]):
        path: Path = ("criteria", position)
        _check_known(findings, criterion, "sets", set(plain["sets"]), path)
        _check_known(findings, criterion, "qualifies", set(codes), path)
        _check_law(findings, criterion, path)
        _check_tests(findings, criterion, codes, path)
    _check_circles(findings, plain["criteria"])


def _check_tests(findings: Findings, criterion: Plain, codes: list[str], path: Path) -> None:
    asked = [(criterion, path)]
    asked += [
        ({**criterion, **variant}, (*path, "variants", place))
        for place, variant in enumerate(criterion.get("variants", ()))
    ]
    for entry, at in asked:
        test = {name: entry[name] for name in _TEST if name in entry}
        if "rule" in entry and test:
            findings.error("rule_beside_test", at, field=", ".join(test))
        elif "rule" in entry:
            check_rule(findings, entry["rule"], (*at, "rule"), codes)
        else:
            check_rule(findings, {"metric": "", **test}, at, codes)


def _check_circles(findings: Findings, criteria: list[Plain]) -> None:
    if findings.problems:
        return
    for looks in (_looked_at, _qualified_by):
        circle = order_of(looks(criteria))[1]
        if circle:
            findings.error("criteria_in_circle", ("criteria",), names=", ".join(circle))


def _looked_at(criteria: list[Plain]) -> dict[str, frozenset[str]]:
    return {
        one["id"]: frozenset().union(
            *(
                others_in(rule_from(entry["rule"]))
                for entry in (one, *one.get("variants", ()))
                if "rule" in entry
            )
        )
        for one in criteria
    }


def _qualified_by(criteria: list[Plain]) -> dict[str, frozenset[str]]:
    return {
        one["id"]: frozenset(by["id"] for by in criteria if one["id"] in by.get("qualifies", ()))
        for one in criteria
    }


def _check_known(
    findings: Findings, criterion: Plain, field: str, known: set[str], path: Path
) -> None:
    fault = "unknown_set" if field == "sets" else "unknown_criterion"
    for place, name in enumerate(criterion.get(field, ())):
        if name not in known:
            findings.error(fault, (*path, field, place), name=name)


def _check_law(findings: Findings, criterion: Plain, path: Path) -> None:
    check_law(findings, criterion, criterion, path)
    for place, variant in enumerate(criterion.get("variants", ())):
        # What a variant leaves out it takes from its criterion.
        check_law(findings, variant, {**criterion, **variant}, (*path, "variants", place))
