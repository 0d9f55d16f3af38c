"""Reference cases of scoring: their small rubrics become rubrics of the schema."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from qa_app.domain.case_plain import case_from
from qa_app.domain.errors import InvalidError
from qa_app.domain.rounding import display
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.rubric_library import Library
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import AuditScore, State, Status
from qa_app.domain.verification.plain import Plain, exact
from qa_app.domain.working_days import WorkingCalendar

_NOT_APPLICABLE = "NA"
_NO_HOLIDAYS = WorkingCalendar("", (), frozenset(), frozenset())
_READ_AT = "2026-01-05T09:00"
_STATUSES = {
    Status.COMPLETE: "complete",
    Status.INCOMPLETE: "incomplete",
    Status.NOT_RATED: "not_applicable",
}
_Given = Mapping[str, Any]


def _score_audit(rubric: _Given, answers: _Given) -> Plain:
    _check(rubric, answers)
    codes = {name: str(answer) for name, answer in answers.items() if answer is not None}
    by_section = _scored(_frozen(rubric, answers, is_split=True), codes)
    # without weights of sections every item weighs by itself, wherever it stands
    has_weights = bool(rubric.get("section_weights"))
    whole = by_section if has_weights else _scored(_frozen(rubric, answers, is_split=False), codes)
    so_far = whole.percent
    if whole.status is Status.INCOMPLETE:
        left = {one["id"]: _NOT_APPLICABLE for one in rubric["items"] if one["id"] not in codes}
        by_section = _scored(_frozen(rubric, answers, is_split=True), codes | left)
        frozen = _frozen(rubric, answers, is_split=has_weights)
        so_far = _scored(frozen, codes | left).percent
    explanation = whole.explanation
    states = [told.state for told in explanation.items] if explanation else []
    band = _capped(rubric, whole)
    return {
        "status": _STATUSES[whole.status],
        "percent": so_far,
        "n_scored": states.count(State.SCORED),
        "n_na": states.count(State.UNSCORED),
        "n_missing": states.count(State.OPEN),
        "critical_failed": list(whole.stop),
        "band": band,
        "band_uncapped": whole.band_uncapped,
        "capped": band != whole.band_uncapped,
        "sections": {
            code: ratio and 100 * Fraction(*ratio)
            for code, ratio in by_section.section_ratios.items()
        },
    }


def _scored(frozen: Rubric, codes: Mapping[str, str]) -> AuditScore:
    case = case_from(frozen, {"read_at": _READ_AT, "answers": codes})
    return score_audit(frozen, case, _NO_HOLIDAYS, explained=True)


def _capped(rubric: _Given, score: AuditScore) -> str | None:
    # the cases may cap at any band, the schema at the lowest: the worse of the two stands
    if score.band_uncapped is None or not score.stop:
        return score.band
    order: list[str] = [
        band["code"] for band in sorted(rubric["bands"], key=lambda band: exact(band["min"]))
    ]
    cap = rubric.get("critical_cap", order[0])
    return order[min(order.index(cap), order.index(score.band_uncapped))]


def _check(rubric: _Given, answers: _Given) -> None:
    items = {one["id"]: one for one in rubric["items"]}
    _check_rubric(rubric, items)
    for name, answer in answers.items():
        if name not in items:
            raise InvalidError("unknown_item")
        if answer is None:
            continue
        if answer == _NOT_APPLICABLE:
            if items[name].get("na_allowed") is False:
                raise InvalidError("na_not_allowed")
        elif not _is_within(answer, exact(items[name]["max"])):
            raise InvalidError("out_of_range")


def _check_rubric(rubric: _Given, items: Mapping[str, _Given]) -> None:
    weights = [one.get("weight", 1) for one in items.values()]
    weights += (rubric.get("section_weights") or {}).values()
    is_twice = len(items) < len(rubric["items"])
    is_below = any(exact(one) < 0 for one in weights)
    if not items or is_twice or is_below or any(exact(i["max"]) <= 0 for i in items.values()):
        raise InvalidError("bad_rubric")


def _is_within(answer: Any, most: Fraction) -> bool:
    try:
        return 0 <= exact(answer) <= most
    except ValueError:
        return False


def _frozen(rubric: _Given, answers: _Given, *, is_split: bool) -> Rubric:
    scales: dict[str, Mapping[str, Any]] = {}
    sections: dict[str, list[Mapping[str, Any]]] = {}
    for one in rubric["items"]:
        scales[one["id"]] = {"kind": "points", "options": _options(one, answers.get(one["id"]))}
        made: dict[str, Any] = {
            "id": one["id"],
            "scale": one["id"],
            "text": _words(one["id"]),
            "basis": "standard",
            "weight": exact(one.get("weight", 1)),
        }
        if one.get("critical"):
            least = exact(one.get("critical_min", one["max"]))
            options = _options(one, answers.get(one["id"]))
            failing = [o["code"] for o in options if _fails(o["code"], least)]
            made |= {"critical": "stop", "critical_fail": failing}
        section = one.get("section", "A") if is_split else "A"
        sections.setdefault(section, []).append(made)
    weights = rubric.get("section_weights") or {}
    bands = sorted(rubric["bands"], key=lambda band: exact(band["min"]), reverse=True)
    plain = {
        "schema": "qa.rubric/1",
        "id": "case",
        "version": "1.0.0",
        "status": "draft",
        "kind": "case_file",
        "area": "social_work",
        "unit": "case",
        "title": _words("case"),
        "scoring": {
            "method": "weighted_sections",
            "scale": rubric["items"][0]["id"],
            "bands": "given",
        },
        "sections": [
            {
                "id": code,
                "weight": exact(weights.get(code, 1)),
                "title": _words(code),
                "items": items,
            }
            for code, items in sections.items()
        ],
    }
    given: list[Mapping[str, Any]] = [
        {"code": b["code"], "from": exact(b["min"]), **_words(b["code"])} for b in bands
    ]
    return freeze(plain, Library(scales=scales, bands={"given": given}))


def _fails(code: str, least: Fraction) -> bool:
    return code != _NOT_APPLICABLE and exact(code) < least


def _options(one: _Given, answer: Any) -> list[dict[str, Any]]:
    values = {str(value) for value in range(int(exact(one["max"])) + 1)} | {str(one["max"])}
    if answer not in {None, _NOT_APPLICABLE}:
        values.add(str(answer))
    # scores of the schema are whole numbers
    scale = lcm(*(exact(value).denominator for value in values))
    scored = [
        {"code": value, "score": int(exact(value) * scale), **_words(value)}
        for value in sorted(values, key=exact)
    ]
    return [*scored, {"code": _NOT_APPLICABLE, "score": None, **_words(_NOT_APPLICABLE)}]


def _words(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def _centre_summary(audits: Iterable[_Given]) -> Plain:
    known = list(audits)
    done = [one for one in known if one["status"] == "complete"]
    failed = sum(bool(one.get("critical_failed")) for one in done)
    looked_at = sum(one.get("critical_applicable") is not False for one in done)
    total = sum((exact(one["percent"]) for one in done), Fraction(0))
    return {
        "n_audits": len(known),
        "n_scored": len(done),
        "n_excluded": len(known) - len(done),
        "mean_percent": total / len(done) if done else None,
        "n_critical_fail": failed,
        "critical_fail_rate": Fraction(failed, looked_at) if looked_at else None,
    }


def _display_percent(percent: str | float | None, decimals: int = 1) -> str | None:
    return None if percent is None else display(exact(percent), decimals)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "scoring.score_audit": _score_audit,
    "scoring.centre_summary": _centre_summary,
    "scoring.display_percent": _display_percent,
}
"""Name in the cases to what computes it; keywords and keys are the cases' own."""
