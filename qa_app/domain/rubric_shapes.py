"""The shape of a rubric file, field by field."""

from fractions import Fraction
from typing import Any

from qa_app.domain.problems import Findings, Path
from qa_app.domain.rubric import NUMBER, SHARE, Assessor, Basis, Critical, FactType, Method
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.scale_check import BANDS, SCALE
from qa_app.domain.shapes import (
    Shape,
    bands_region,
    code,
    condition,
    either,
    flag,
    list_of,
    map_of,
    number,
    one_of,
    region,
    shape,
    span,
    step_code,
    text,
    threshold,
    version,
    whole,
    words,
)

ZERO, ONE = Fraction(0), Fraction(1)
KINDS = ("case_file", "site", "practice", "system")
STATUSES = ("draft", "published", "retired", "reference")
TAGS = (
    "safety",
    "voice",
    "timeliness",
    "consent",
    "confidentiality",
    "do_no_harm",
    "mandatory_report",
    "multi_agency",
    "record",
    "outcome",
    "supervision",
)
ORGANISATION_KINDS = (
    "social_work_agency",
    "law_firm",
    "legal_aid_institution",
    "counselling_provider",
    "family_education_body",
    "one_stop_operator",
    "rescue_or_welfare_institution",
    "medical_institution",
    "mass_organisation",
    "university",
    "judicial",
    "all",
)

_positive = number(ZERO, above=True)
_ratio = number(ZERO, ONE)
_share = shape("met partly", met=_ratio, partly=_ratio)
_fact = shape(
    "id type",
    id=code,
    type=one_of(*FactType),
    options=map_of(text),
    en=words,
    zh=words,
)
_within_if = shape("when within", when=condition, within=span, late_until=span)
_branch_fields: dict[str, Any] = {
    "from_": code,
    "to": code,
    "within": span,
    "late_until": span,
    "count_from": one_of("next_day", "same_moment"),
    "end_on": one_of("next_working_day", "same_day"),
    "responsible": one_of(*Responsible),
    "within_if": list_of(_within_if, at_least=1),
}
BRANCH = shape("from to within", **_branch_fields)
ANY_OF = shape(
    "any_of",
    any_of=list_of(BRANCH, at_least=1),
    **{
        name: kind for name, kind in _branch_fields.items() if name not in {"from_", "to", "within"}
    },
)


_ALONE = ("from", "to", "within")
"""What a limit has that is not one of several."""


def clock(findings: Findings, value: Any, path: Path) -> None:
    """Check a time limit.

    Args:
        findings: Where faults go.
        value: What stands in the file: one limit, or several under `any_of`.
        path: Where.
    """
    if not isinstance(value, dict) or "any_of" not in value:
        BRANCH(findings, value, path)
        return
    if any(name in value for name in _ALONE):
        findings.error("limit_twice", (*path, "any_of"))
    ANY_OF(findings, {name: one for name, one in value.items() if name not in _ALONE}, path)


_tenure_step = shape("every", every=span, to_day=whole())
_frequency = shape(
    "log start",
    log=code,
    start=code,
    end=code,
    every=either(span, one_of("calendar_month"), map_of(span)),
    by_fact=code,
    tenure_from=code,
    by_tenure=list_of(_tenure_step, at_least=1),
    minimum=_positive,
)
_measure = shape("name met", name=code, met=threshold, partly=threshold, unit=one_of(SHARE, NUMBER))
SECTION_ITEM = shape(
    "id text basis",
    id=code,
    text=text,
    evidence=text,
    scale=code,
    read=list_of(shape("id", id=code, en=words, zh=words), at_least=1),
    anchors=map_of(text),
    weight=_positive,
    applies_if=condition,
    critical=one_of(*Critical),
    critical_fail=list_of(code, at_least=1),
    per_case=flag,
    share=_share,
    trips_at=whole(1),
    clock=clock,
    frequency=_frequency,
    measure=_measure,
    std=list_of(words),
    basis=one_of(*Basis),
    quote=words,
    addressee=text,
    confirmed_for=shape(
        "kinds article by",
        kinds=list_of(one_of(*ORGANISATION_KINDS), at_least=1),
        article=words,
        by=words,
    ),
    tags=list_of(one_of(*TAGS)),
)
_section_fields: dict[str, Any] = {
    "id": code,
    "weight": _positive,
    "title": text,
    "items": list_of(SECTION_ITEM, at_least=1),
    "applies_if": condition,
    "assessor": one_of(*Assessor),
}
SECTION = shape("id weight title items", **_section_fields)
DEDUCTION_SECTION = shape("id title items", **_section_fields)
_scoring_fields: dict[str, Any] = {
    "method": one_of(*Method),
    "scale": code,
    "na": one_of("exclude"),
    "no_record": one_of("zero"),
    "min_applicable": _ratio,
    "round": one_of("half_up_1"),
    "bands": either(code, map_of(code, bands_region)),
    "caps": list_of(shape("when at_most", when=condition, at_most=code), at_least=1),
}
_scoring = shape(
    "method scale",
    **_scoring_fields,
    dimension=one_of("mean_round_half_down"),
    overall=one_of("min_of_dimensions"),
    also_report=list_of(one_of("mean")),
)
_deduction = shape("method scale bands", **_scoring_fields, total=_positive)
_head: dict[str, Any] = {
    "schema": one_of("qa.rubric/1"),
    "id": code,
    "version": version,
    "status": one_of(*STATUSES),
    "hidden": flag,
    "kind": one_of(*KINDS),
    "area": code,
    "unit": code,
    "access": one_of("ordinary", "sealed"),
    "title": text,
    "purpose": text,
    "note": text,
    "facts": list_of(_fact),
}
_HEAD_REQUIRED = "schema id version status kind area unit title scoring"
_body: dict[str, Any] = {
    **_head,
    "region": region,
    "clocks": list_of(shape("id", id=code, en=words, zh=words)),
    "logs": list_of(shape("id", id=code, value=one_of("hours"), en=words, zh=words)),
    "case_sample": shape(
        "unit size",
        unit=code,
        size=either(one_of("lqas", "all"), whole(1)),
        from_=text,
        facts=list_of(_fact),
    ),
    "scales": map_of(SCALE),
    "bands": map_of(BANDS),
    "holistic": shape(
        "scale",
        scale=code,
        required=flag,
        differ_by=whole(1),
        then=one_of("moderate"),
        map=map_of(list_of(step_code)),
    ),
}
RUBRIC = shape(
    f"{_HEAD_REQUIRED} sections",
    **_body,
    scoring=_scoring,
    sections=list_of(SECTION, at_least=1),
)
DEDUCTION_RUBRIC = shape(
    f"{_HEAD_REQUIRED} sections",
    **_body,
    scoring=_deduction,
    sections=list_of(DEDUCTION_SECTION, at_least=1),
)
_rule = either(
    shape("when rate", when=condition, rate=code),
    shape("else", else_=code),
)
_question = shape(
    "id type",
    id=code,
    type=code,
    reverse=flag,
    not_rated=flag,
    options=list_of(code, at_least=1),
    en=words,
    zh=words,
)
_rule_item_fields: dict[str, Any] = {
    "id": code,
    "title": text,
    "applicable_question": flag,
    "never_na": flag,
    "applies_if": condition,
    "questions": list_of(_question, at_least=1),
    "rules": list_of(_rule, at_least=1),
    "verified": flag,
    "note": words,
}
_sub_item = shape("id questions rules", **_rule_item_fields)
RULE_ITEM = shape("id title rules", **_rule_item_fields, sub_items=list_of(_sub_item, at_least=1))
OUTCOME = shape(
    "id title items rules",
    id=code,
    title=text,
    items=list_of(code, at_least=1),
    rules=list_of(_rule, at_least=1),
    verified=flag,
    note=words,
)
_ratings = either(list_of(code, at_least=1), map_of(text))
_named_codes = either(list_of(code), map_of(text))
_narrative = shape(
    required_when=shape("answer is", answer=one_of("any"), is_=code),
    also=_named_codes,
    sources=_named_codes,
)
_counted: dict[str, Any] = {
    "measure": one_of("share_of_applicable_cases"),
    "value": code,
    "verified": flag,
}
_aggregate = shape(
    outcome=shape("measure value", **_counted, conform_from=_ratio),
    item=shape("measure value", **_counted, strength_from=_ratio, single_item_outcomes_from=_ratio),
)
RULE_RUBRIC = shape(
    f"{_HEAD_REQUIRED} answers ratings outcome_ratings items outcomes",
    **_head,
    answers=map_of(list_of(code, at_least=1)),
    answer_words=map_of(text),
    ratings=_ratings,
    outcome_ratings=_ratings,
    narrative=_narrative,
    scoring=shape(
        "method",
        method=one_of("rules"),
        rate_items=one_of("first_match"),
        outcomes=one_of("first_match"),
        arithmetic=one_of("none"),
    ),
    items=list_of(RULE_ITEM, at_least=1),
    outcomes=list_of(OUTCOME, at_least=1),
    aggregate=_aggregate,
)


def shape_of(method: Any) -> Shape:
    """Choose the shape of a rubric file.

    Args:
        method: What stands under `scoring.method`; anything, in a file not yet checked.

    Returns:
        The shape of the files of this method; for an unknown one that of most files.
    """
    if method == "rules":
        return RULE_RUBRIC
    return DEDUCTION_RUBRIC if method == "deduction" else RUBRIC
