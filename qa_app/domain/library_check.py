"""Faults of the shared files: scales, sources, procedures, criteria, holidays."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from qa_app.domain.problems import Findings, Path, Problem
from qa_app.domain.rubric_shapes import ORGANISATION_KINDS, STATUSES
from qa_app.domain.shapes import (
    Kind,
    anything,
    code,
    list_of,
    map_of,
    number,
    one_of,
    shape,
    step_code,
    text,
    threshold,
    version,
    whole,
    words,
)
from qa_app.domain.text import LANGUAGES

Plain = Mapping[str, Any]


def _score(findings: Findings, value: Any, path: Path) -> None:
    if value is not None:
        number()(findings, value, path)


def _day(findings: Findings, value: Any, path: Path) -> None:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        findings.error("not_a_date", path, value=value)


_option = shape(
    "code",
    code=code,
    score=_score,
    rank=whole(1),
    key=words,
    en=words,
    zh=words,
    means=text,
)
_scale = shape(
    "kind options",
    kind=one_of("points", "holistic"),
    auto=one_of("clock", "frequency"),
    options=list_of(_option, at_least=1),
)
_band = shape("code from", code=code, from_=number(Fraction(0), Fraction(100)), en=words, zh=words)
SCALES = shape(
    "schema scales bands",
    schema=one_of("qa.scales/1"),
    scales=map_of(_scale),
    bands=map_of(list_of(_band, at_least=1)),
)
_source = shape(
    "kind region status title",
    kind=one_of("law", "interpretation", "rule", "standard", "guide", "procedure", "proposal"),
    region=words,
    status=one_of("read", "partly", "title-only"),
    title=text,
    ref=words,
)
SOURCES = shape(
    "schema sources",
    schema=one_of("qa.sources/1"),
    sources=map_of(_source),
    to_fill=list_of(text),
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
_criterion_fields: dict[str, Kind] = {
    "id": code,
    "sets": list_of(code, at_least=1),
    "group": code,
    "type": one_of("must", "stop", "score", "evidence"),
    "en": words,
    "zh": words,
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
    "id sets group type metric met source basis",
    **_criterion_fields,
    variants=list_of(shape("", **_criterion_fields), at_least=1),
)
ENDORSEMENT = shape(
    "schema id version status criteria sets decision",
    schema=one_of("qa.endorsement/1"),
    id=code,
    version=version,
    status=one_of(*STATUSES),
    title=text,
    note=text,
    names=anything,
    states=anything,
    levels=anything,
    sets=map_of(anything),
    criteria=list_of(_criterion, at_least=1),
    certificates=anything,
    evidence_rule=text,
    decision=anything,
    publish_checks=anything,
    validity=anything,
    suspension=anything,
    appeal=anything,
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
SHAPES = {
    "qa.scales/1": SCALES,
    "qa.sources/1": SOURCES,
    "qa.procedure/1": PROCEDURE,
    "qa.endorsement/1": ENDORSEMENT,
    "qa.holidays/1": HOLIDAYS,
}


def check_library_file(plain: Plain, cited: frozenset[str]) -> list[Problem]:
    """Find what is wrong with a shared file.

    Args:
        plain: The file's data, a mapping with a `schema`.
        cited: References such as `PSW#3` that rubrics make; only read for procedures.

    Returns:
        Errors and warnings.
    """
    findings = Findings()
    schema = plain["schema"]
    if schema not in SHAPES:
        findings.error("unknown_schema", ("schema",), name=schema)
        return findings.problems
    SHAPES[schema](findings, plain, ())
    if findings.problems:
        return findings.problems
    if schema == "qa.scales/1":
        _check_scales(findings, plain)
    elif schema == "qa.procedure/1":
        _check_procedure(findings, plain, cited)
    elif schema == "qa.endorsement/1":
        _check_criteria(findings, plain)
    return findings.problems


def _check_scales(findings: Findings, plain: Plain) -> None:
    for name, scale in plain["scales"].items():
        path: Path = ("scales", name, "options")
        _twice(findings, [option["code"] for option in scale["options"]], path, "code")
        needed = "score" if scale["kind"] == "points" else "rank"
        for position, option in enumerate(scale["options"]):
            for field in (needed, *LANGUAGES):
                if field not in option or option[field] == "":
                    findings.error("missing_field", (*path, position), field=field)
    for name, bands in plain["bands"].items():
        _check_bands(findings, bands, ("bands", name))


def _check_bands(findings: Findings, bands: list[Plain], path: Path) -> None:
    starts = [band["from"] for band in bands]
    if starts != sorted(starts, reverse=True) or len(set(starts)) < len(starts):
        findings.error("out_of_order", path)
    if starts[-1] != 0:
        findings.error("lowest_band_not_zero", (*path, len(bands) - 1))
    _twice(findings, [band["code"] for band in bands], path, "code")


def _twice(findings: Findings, codes: list[Any], path: Path, field: str) -> None:
    for position, entry in enumerate(codes):
        if entry in codes[:position]:
            findings.error("declared_twice", (*path, position, field), name=entry)


def _check_procedure(findings: Findings, plain: Plain, cited: frozenset[str]) -> None:
    _twice(findings, [step["id"] for step in plain["steps"]], ("steps",), "id")
    for position, step in enumerate(plain["steps"]):
        reference = f"{plain['id']}#{step['id']}"
        if reference not in cited:
            findings.warning("step_not_cited", ("steps", position, "id"), name=reference)


def _check_criteria(findings: Findings, plain: Plain) -> None:
    codes = [criterion["id"] for criterion in plain["criteria"]]
    _twice(findings, codes, ("criteria",), "id")
    for position, criterion in enumerate(plain["criteria"]):
        path: Path = ("criteria", position)
        for name in criterion["sets"]:
            if name not in plain["sets"]:
                findings.error("unknown_set", (*path, "sets"), name=name)
        for name in criterion.get("qualifies", ()):
            if name not in codes:
                findings.error("unknown_criterion", (*path, "qualifies"), name=name)
        for field in ("met", "conditional"):
            test = criterion.get(field)
            if test is not None and not test.startswith("=="):
                threshold(findings, test, (*path, field))
