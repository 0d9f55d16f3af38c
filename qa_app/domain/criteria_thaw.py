"""Plain content of a criteria file to criteria, and what such a file may not say."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from qa_app.domain.citations import source_ref
from qa_app.domain.criteria import CriteriaFile, CriteriaSet, Criterion
from qa_app.domain.defaults import CONTAIN_DAYS, EVIDENCE_MONTHS, PLAN_DAYS, PROOF_RUN, RETRAIN_DAYS
from qa_app.domain.law_basis import LAW_FIELDS
from qa_app.domain.problems import Findings, Path, Problem
from qa_app.domain.register_terms_thaw import terms_from
from qa_app.domain.rubric import Basis, ConfirmedFor
from qa_app.domain.rules.decision_thaw import decision_from
from qa_app.domain.rules.tree import rule_from, threshold_from
from qa_app.domain.shapes import code
from qa_app.domain.text import text_from
from qa_app.domain.verdicts import CriterionType

Plain = Mapping[str, Any]
_FIXED = {
    # totals are read over one window for every criterion
    "window_months": EVIDENCE_MONTHS,
    "conditional_until_months": EVIDENCE_MONTHS,
    # limits that run for actions and the files that verify them
    "contained_hours": CONTAIN_DAYS * 24,
    "plan_days": PLAN_DAYS,
    "conforming_files": PROOF_RUN,
    "retraining_days": RETRAIN_DAYS,
}


def check_tests(plain: Plain) -> list[Problem]:
    """Find parameters that could not be worked with later.

    Args:
        plain: A file whose shape is in order.

    Returns:
        Errors: tags that are no code, windows of another length than totals are read over, and
        limits other than those that run for actions.
    """
    findings = Findings()
    for position, entry in enumerate(plain["criteria"]):
        path: Path = ("criteria", position)
        _check_params(findings, entry.get("params"), (*path, "params"))
        for place, variant in enumerate(entry.get("variants", ())):
            at = (*path, "variants", place)
            _check_params(findings, variant.get("params"), (*at, "params"))
    return findings.problems


def _check_params(findings: Findings, params: Any, path: Path) -> None:
    if params is None:
        return
    if not isinstance(params, Mapping):
        findings.error("not_a_mapping", path)
        return
    if "tag" in params:
        code(findings, params["tag"], (*path, "tag"))
    for name, value in _FIXED.items():
        if params.get(name, value) != value:
            findings.error("not_one_of", (*path, name), value=params[name], allowed=value)
    if "remedy" in params:
        _check_params(findings, params["remedy"], (*path, "remedy"))


def criteria_from(plain: Plain) -> CriteriaFile:
    """Read criteria from the plain data of a checked file.

    Args:
        plain: The file's data.

    Returns:
        The criteria, thresholds exact, variants filled in.
    """
    criteria = tuple(_criterion(entry) for entry in plain["criteria"])
    return CriteriaFile(
        code=plain["id"],
        version=plain["version"],
        title=text_from(plain.get("title")),
        note=text_from(plain.get("note")),
        levels={name: text_from(words) for name, words in plain["levels"].items()},
        sets=tuple(
            CriteriaSet(
                name,
                text_from(entry),
                tuple(c for c in criteria if name in c.sets),
                entry.get("from", ""),
            )
            for name, entry in plain["sets"].items()
        ),
        decision=decision_from(plain["decision"]),
        terms=terms_from(plain),
    )


def _criterion(entry: Plain) -> Criterion:
    base = {name: value for name, value in entry.items() if name != "variants"}
    variants = tuple(_values(_merged(base, variant)) for variant in entry.get("variants", ()))
    return replace(_values(base), variants=variants)


def _merged(base: Plain, variant: Plain) -> Plain:
    merged = {**base, **variant}
    if merged["basis"] != "law":  # what belongs to the law goes with it
        for name in LAW_FIELDS:
            merged.pop(name, None)
    return merged


def _values(entry: Plain) -> Criterion:
    confirmed = entry.get("confirmed_for")
    return Criterion(
        code=entry["id"],
        sets=tuple(entry["sets"]),
        group=entry["group"],
        type=CriterionType(entry["type"]),
        text=text_from(entry),
        metric=entry.get("metric", ""),
        met=threshold_from(entry.get("met", "")),
        conditional=None
        if entry.get("conditional") is None
        else threshold_from(entry["conditional"]),
        min_n=entry.get("min_n"),
        source=entry["source"],
        basis=Basis(entry["basis"]),
        params=entry.get("params") or {},
        areas=tuple(entry.get("areas", ())),
        kinds=tuple(entry.get("kinds", ())),
        item_tag=entry.get("item_tag") or (entry.get("params") or {}).get("tag", ""),
        sources=tuple(source_ref(reference) for reference in entry.get("std", ())),
        quote=entry.get("quote", ""),
        addressee=text_from(entry.get("addressee")),
        confirmed_for=None
        if confirmed is None
        else ConfirmedFor(tuple(confirmed["kinds"]), confirmed["article"], confirmed["by"]),
        qualifies=tuple(entry.get("qualifies", ())),
        owed_by=entry.get("owed_by", ""),
        rule=rule_from(entry["rule"]) if "rule" in entry else None,
    )
